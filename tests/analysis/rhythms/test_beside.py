"""Beside the label: every cell is that of its source; labels nobody carries by their whole history are there."""

import numpy as np
import pandas as pd
import pytest

from analysis.activity import to_date
from analysis.rhythms.beside import sizes_beside, table_beside
from analysis.study import Filters, study


@pytest.fixture(scope="module")
def studied(saas):
    """The sample with its hours, a filter, and changes there are."""
    found = study(saas, Filters(who="frequency:weekly"))
    assert len(found.changes) > 5
    return found


def table_of(studied, bots):
    return table_beside(studied.recent, studied.changes, hours=studied.hour_table, bots=bots)


def test_each_user_has_the_cells_of_the_sources(studied):
    bots = np.arange(studied.activity.users) % 2 == 0
    table = table_of(studied, bots)
    recent, hours = studied.recent, studied.hour_table
    changes = studied.changes.set_index("user")
    for row in [*changes.index, *range(0, len(table), 7)]:
        cells = table.iloc[row]
        assert (f"{cells.recent_rhythm}:{cells.recent_detail}").rstrip(":") == recent.name_of(
            recent.rhythm[row], recent.detail[row]
        )
        assert cells.bot == ("true" if bots[row] else "false")
        if row in changes.index:
            change = changes.loc[row]
            assert cells.since_day == to_date(change.since_day).isoformat()
            name = (f"{cells.since_rhythm}:{cells.since_detail}").rstrip(":")
            assert name == recent.name_of(change.rhythm, change.detail)
        else:
            assert (cells.since_day, cells.since_rhythm, cells.since_detail) == ("", "", "")
        if hours["sure"][row]:
            assert (cells.hour_start, cells.hour_stop) == (hours["hour_start"][row], hours["hour_stop"][row])
            assert cells.hour_share == pytest.approx(hours["hour_share"][row], abs=1e-6)
            assert cells.hour_share * hours["known_days"][row] == pytest.approx(
                round(cells.hour_share * hours["known_days"][row]), abs=1e-9
            )
        else:
            assert pd.isna([cells.hour_start, cells.hour_stop, cells.hour_share]).all()


def test_nothing_is_said_of_bots_where_they_cannot_be_told(studied):
    assert (table_of(studied, None)["bot"] == "").all()


def test_sizes_are_groups_with_more_counts(studied):
    sizes = sizes_beside(studied.segmentation, studied.recent, studied.changes, among=studied.chosen)
    groups = studied.segmentation.groups(among=studied.chosen)
    shared = sizes.merge(groups[["rhythm", "detail"]])[list(groups.columns)]
    pd.testing.assert_frame_equal(shared, groups)
    assert sizes["recent_users"].sum() == studied.chosen.sum()
    assert sizes["since_users"].sum() == studied.chosen[studied.changes["user"]].sum()
    added = sizes[~sizes.set_index(["rhythm", "detail"]).index.isin(groups.set_index(["rhythm", "detail"]).index)]
    assert len(added) > 0
    assert (added["users"] == 0).all()
    assert (added[["recent_users", "since_users"]].sum(axis=1) > 0).all()


def test_nobody_has_no_sizes(studied):
    nobody = np.zeros(studied.activity.users, bool)
    assert sizes_beside(studied.segmentation, studied.recent, studied.changes, among=nobody).empty
