"""`uses:EVENT`: who ever used an event; comparing such a group on what it used is circular, and said so."""

import numpy as np
import pytest

from analysis.compare import compare_segments
from analysis.errors import UnknownNameError


def test_users_of_an_event_are_those_with_a_use(saas_study):
    used = saas_study.members("uses:report_export")
    activity = saas_study.activity
    bit = np.uint64(1) << np.uint64(activity.event_names.index("report_export"))
    seen = np.zeros(activity.users, bool)
    seen[activity.user[(activity.event_bits & bit) != 0]] = True
    np.testing.assert_array_equal(used, seen)
    with pytest.raises(UnknownNameError):
        saas_study.members("uses:nope")


def test_what_they_used_is_circular(saas_study):
    used = saas_study.members("uses:report_export")
    found = compare_segments(
        saas_study.dataset, {"uses:report_export": used, "rest": ~used}, ["features_used", "amount"]
    )
    circular = [any(caveat.slug == "selected_by_metric" for caveat in each.caveats) for each in found]
    assert circular == [True, False]
