"""Who is in a segment, how large segments are, and how their sizes react to thresholds."""

from analysis.segments.chosen import chosen
from analysis.segments.frequency import FREQUENCY_CLASSES, Frequency
from analysis.segments.names import attribute_segments, known_names, members, rhythm_names
from analysis.segments.people import People
from analysis.segments.titles import chosen_by, title_of

__all__ = [
    "FREQUENCY_CLASSES", "Frequency", "People", "attribute_segments", "chosen", "chosen_by", "known_names", "members",
    "rhythm_names", "title_of",
]  # fmt: skip
