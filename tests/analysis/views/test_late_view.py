"""What the Late tab says of its lists: where no chance could be checked, no chance is told."""

import numpy as np

from analysis.study import study
from analysis.views.late import LISTS, late_of, listed


def test_where_nothing_could_be_replayed_no_list_tells_of_people_who_came_back(dataset_of):
    short = study(dataset_of([np.arange(20000, 20045 - user % 9, 4) for user in range(60)], until=20080))
    assert "could not be checked" in late_of(short).told[0]
    assert late_of(short).sizes["gone"] == 60
    for name in LISTS:
        assert "came back" not in listed(short, name).caption
    assert "2 of 100 of their own gaps" in listed(short, "gone").caption


def test_where_it_could_the_threshold_is_told(saas_study):
    assert "Fewer than 25 of 100 in such a situation came back." in listed(saas_study, "gone").caption
