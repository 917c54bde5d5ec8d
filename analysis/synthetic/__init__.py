"""Made-up people with planted rhythms: the samples in `sample_data/`, and the oracle of the tests."""

from analysis.synthetic.planted import (
    KINDS,
    NULL_KINDS,
    PLANTED_KINDS,
    Kind,
    activity_of,
    mixed_activity,
    planted_activity,
)

__all__ = ["KINDS", "NULL_KINDS", "PLANTED_KINDS", "Kind", "activity_of", "mixed_activity", "planted_activity"]
