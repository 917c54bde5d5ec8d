"""Who keeps a label: planted habits are kept, changed ones are not, what cannot be told is nan with a reason."""

import numpy as np
import pyarrow as pa
import pytest

from analysis.errors import UnknownNameError
from analysis.ingest import read
from analysis.rhythms.user_days import UserDays
from analysis.segments.stability import NO_LABEL, TOO_SHORT, halves_of, stability
from analysis.study import study

KEEPERS, CHANGERS, SHORT = 8, 6, 3


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Tuesday users: some in both halves, some Tuesday then mostly other days; some with too few days for halves."""
    path = tmp_path_factory.mktemp("halves") / "events.csv"
    monday = np.datetime64("2025-01-06")
    rows = []
    for user in range(KEEPERS):
        rows += [(f"keep{user}", monday + 7 * week + 1) for week in range(50)]
    rng = np.random.default_rng(2)
    for user in range(CHANGERS):
        rows += [(f"change{user}", monday + 7 * week + 1) for week in range(40)]
        rows += [(f"change{user}", monday + 7 * week + int(rng.integers(0, 7))) for week in range(40, 58)]
    for user in range(SHORT):
        rows += [(f"short{user}", monday + 7 * week + 1) for week in range(9)]
    path.write_text("user_id,timestamp\n" + "".join(f"{user},{day}\n" for user, day in rows))
    return study(read([path])[0])


def test_a_planted_habit_is_kept(planted):
    keepers = pa.compute.starts_with(planted.activity.user_ids, "keep").to_numpy(zero_copy_only=False)
    (kept,) = stability(["weekday:Tue"], planted.people, among=keepers)
    assert (kept.members, kept.tested, kept.kept, kept.share, kept.high) == (KEEPERS, KEEPERS, KEEPERS, 1.0, 1.0)
    assert 0.5 < kept.low < 1
    (weekly,) = stability(["frequency:weekly"], planted.people, among=keepers)
    assert weekly.share == 1.0


def test_a_changed_habit_lowers_the_share(planted):
    (all_of_them,) = stability(["weekday:Tue"], planted.people)
    assert all_of_them.members == planted.members("weekday:Tue").sum()
    assert KEEPERS <= all_of_them.kept <= all_of_them.tested <= all_of_them.members - SHORT


def test_too_few_days_for_halves_are_nan_with_a_reason(planted):
    short = pa.compute.starts_with(planted.activity.user_ids, "short").to_numpy(zero_copy_only=False)
    (kept,) = stability(["weekday:Tue"], planted.people, among=short)
    assert (kept.members, kept.tested, kept.kept, kept.reason) == (SHORT, 0, 0, TOO_SHORT)
    assert np.isnan([kept.share, kept.low, kept.high]).all()


@pytest.mark.parametrize("name", ["all", "too_few", "frequency:too_few", "lifecycle:dormant", "weekday:Tue and all"])
def test_what_is_no_label_has_a_reason(planted, name):
    (kept,) = stability([name], planted.people)
    assert kept.reason == NO_LABEL
    assert np.isnan(kept.share)


def test_every_label_of_the_sample_has_an_answer(saas):
    studied = study(saas)
    names = [*studied.segmentation.rhythm_slugs, "weekday:Tue", "frequency:daily", "frequency:monthly"]
    found = stability(names, studied.people)
    assert [each.segment for each in found] == names
    for each in found:
        assert 0 <= each.kept <= each.tested <= each.members
        assert np.isnan(each.share) == bool(each.reason)
        assert each.reason or each.low <= each.share <= each.high
    with pytest.raises(UnknownNameError):
        stability(["nope"], studied.people)


def test_halves_part_the_days():
    days = UserDays(np.array([0, 5, 5, 6]), np.array([1, 2, 3, 4, 5, 9], np.int32))
    halves = halves_of(days)
    assert halves.offsets.tolist() == [0, 2, 2, 2, 5, 5, 6]
    assert halves.day.tolist() == [1, 2, 3, 4, 5, 9]


def test_halves_equal_a_plain_loop(saas):
    days = study(saas).prepared.scores.days
    halves = halves_of(days)
    for user in range(0, days.users, 97):
        own = days.day[days.offsets[user] : days.offsets[user + 1]]
        for place, part in ((user, own[: len(own) // 2]), (days.users + user, own[len(own) // 2 :])):
            np.testing.assert_array_equal(halves.day[halves.offsets[place] : halves.offsets[place + 1]], part)
