"""The next expected day and missed beats, against a plain loop over dates."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.activity import WEEKDAYS, to_date, to_day
from analysis.at_risk.beats_ahead import NOT_KNOWN, beats_ahead, beats_of, chance_of_missing
from analysis.dataset import Dataset
from analysis.daysets import DateList, sets_of
from analysis.labels import CODE, label
from analysis.rhythms import score
from analysis.rhythms.on_pattern import beat_of
from analysis.study import Filters, study
from analysis.synthetic.planted import activity_of, mixed_activity

START = to_day(date(2024, 1, 1))
LISTS = (DateList("Releases", tuple(START + 17 * each for each in range(30)), 2),)
IN_RUNS = ("weekend", "month_day", "nth_weekday", "quarter_end", "dates")


def _code(slug: str, name: str) -> int:
    return [each.name for each in sets_of(slug, LISTS)].index(name)


LABELS = {
    ("daily", ""): -1,
    ("weekdays", ""): -1,
    ("weekend", ""): -1,
    ("weekday", "Tue"): 1,
    ("weekday_set", "Mon+Tue+Fri"): 0b0010011,
    ("month_day", "5"): _code("month_day", "5"),
    ("month_day", "31"): _code("month_day", "31"),
    ("month_day", "last"): _code("month_day", "last"),
    ("month_day", "4-6"): _code("month_day", "4-6"),
    ("nth_weekday", "last:Fri"): _code("nth_weekday", "last:Fri"),
    ("quarter_end", "last3"): _code("quarter_end", "last3"),
    ("dates", "Releases"): 0,
}


def _is_named(label: tuple[str, str], day: int) -> bool:
    """Whether a label names a date, in the words of the calendar."""
    slug, detail = label
    when, tomorrow = to_date(day), to_date(day + 1)
    if slug == "daily":
        return True
    if slug in ("weekdays", "weekend"):
        return (when.weekday() >= 5) == (slug == "weekend")
    if slug in ("weekday", "weekday_set"):
        return WEEKDAYS[when.weekday()] in detail
    if slug == "month_day":
        if detail == "last":
            return tomorrow.day == 1
        low, _, high = detail.partition("-")
        return int(low) <= when.day <= int(high or low)
    if slug == "nth_weekday":
        return when.weekday() == 4 and (when + timedelta(days=7)).month != when.month
    if slug == "quarter_end":
        return when.month % 3 == 0 and (when + timedelta(days=3)).month != when.month
    return any(0 <= day - each <= LISTS[0].tolerance_days for each in LISTS[0].days)


def _runs(label: tuple[str, str], first: int, last: int, ignored: set[int]) -> list[list[int]]:
    """The occasions from first to last, each as the list of its days."""
    runs: list[list[int]] = []
    for day in range(first, last + 1):
        if _is_named(label, day):
            if label[0] in IN_RUNS and day > first and _is_named(label, day - 1) and runs:
                runs[-1].append(day)
            else:
                runs.append([day])
    return [left for run in runs if (left := [day for day in run if day not in ignored])]


def _plainly(label: tuple[str, str], own: list[int], as_of: int, ignored: set[int]) -> tuple[int, int, int, int]:
    """Next day, missed beats, beats kept and missed before, one occasion after the other."""
    early = 3 if label[0] in IN_RUNS[1:] else 0
    upcoming, missed, kept, missed_before = -1, 0, 0, 0
    runs = _runs(label, own[0] - 100, as_of + 400, ignored)
    taken = set()
    for day in own:
        latest = max((place for place, run in enumerate(runs) if run[0] - early <= day), default=-1)
        if latest >= 0 and day <= runs[latest][-1]:
            taken.add(latest)
    for place, run in enumerate(runs):
        if place in taken:
            kept += 1
        elif run[0] - early > own[-1]:
            missed += run[-1] < as_of
            if upcoming < 0 and run[-1] > as_of:
                upcoming = max(run[0], as_of + 1)
        elif run[-1] >= own[0]:
            missed_before += 1
    return upcoming, missed, kept, missed_before


def _labelled(days: list[list[int]], names: tuple[str, str], as_of: int, ignored: tuple[int, ...] = ()):
    activity = activity_of([np.array(each) for each in days], observed=(START - 40, as_of))
    activity = activity.without_days(np.array(ignored, np.int32)) if ignored else activity
    found = label(score(activity, lists=LISTS))
    rhythm = np.full(len(found), CODE[names[0]], np.int8)
    return replace(found, rhythm=rhythm, detail=np.full(len(found), LABELS[names], np.int16))


HISTORIES = st.lists(st.integers(START, START + 200), min_size=1, max_size=40, unique=True).map(sorted)


@given(
    st.sampled_from(sorted(LABELS)),
    st.lists(HISTORIES, min_size=1, max_size=4),
    st.integers(0, 120),
    st.sets(st.integers(START, START + 300), max_size=12),
)
def test_dated_beats_equal_a_plain_loop(names, days, silent_days, ignored):
    as_of = max(each[-1] for each in days) + silent_days
    days = [kept for each in days if (kept := [day for day in each if day not in ignored])]
    if not days:
        return
    found = beats_of(_labelled(days, names, as_of, tuple(sorted(ignored))), as_of)
    inside = {day for day in ignored if day <= as_of}
    for row, own in enumerate(days):
        columns = ["expected_next_day", "missed_beats", "beats_kept", "beats_missed_before"]
        assert tuple(found.loc[row, columns].astype(int)) == _plainly(names, own, as_of, inside), own


def _one(names: tuple[str, str], own: list[date], as_of: date):
    return beats_of(_labelled([[to_day(each) for each in own]], names, to_day(as_of)), to_day(as_of)).iloc[0]


def test_a_tuesday_user_is_late_on_wednesday():
    tuesdays = [date(2024, 1, 2) + timedelta(days=7 * week) for week in range(10)]
    due = tuesdays[-1] + timedelta(days=7)
    assert _one(("weekday", "Tue"), tuesdays, due)["missed_beats"] == 0
    late = _one(("weekday", "Tue"), tuesdays, due + timedelta(days=1))
    assert late["missed_beats"] == 1
    assert to_date(late["due_day"]) == due
    assert to_date(late["expected_next_day"]) == due + timedelta(days=7)


def test_a_quarter_end_user_is_not_late_in_may():
    own = [date(2024, 3, 30), date(2024, 6, 29), date(2024, 9, 30), date(2024, 12, 31), date(2025, 3, 29)]
    in_may = _one(("quarter_end", "last3"), own, date(2025, 5, 20))
    assert in_may["missed_beats"] == 0
    assert to_date(in_may["expected_next_day"]) == date(2025, 6, 28)
    assert _one(("quarter_end", "last3"), own, date(2025, 7, 1))["missed_beats"] == 1


def test_somebody_a_day_early_for_the_last_day_of_the_month_missed_nothing():
    own = [date(2024, month, 28) for month in (1, 2, 3, 4)] + [date(2024, 5, 30)]
    assert _one(("month_day", "last"), own, date(2024, 6, 20))["missed_beats"] == 0


def test_within_an_occasion_the_next_day_is_tomorrow():
    own = [date(2024, 3, 30), date(2024, 6, 29)]
    assert to_date(_one(("quarter_end", "last3"), own, date(2024, 9, 28))["expected_next_day"]) == date(2024, 9, 29)


def test_a_list_without_later_dates_expects_nobody():
    as_of = LISTS[0].days[-1] + 10
    found = beats_of(_labelled([list(LISTS[0].days[-3:])], ("dates", "Releases"), as_of), as_of).iloc[0]
    assert found["expected_next_day"] == NOT_KNOWN
    assert found["missed_beats"] == 0


@pytest.mark.parametrize("silent_days", [0, 3, 9, 12, 13, 24, 60])
def test_even_beats_go_on_from_the_last_visit(silent_days):
    own = START + 10 * np.arange(12)
    as_of = int(own[-1]) + silent_days
    found = beats_ahead(study(Dataset(activity_of([own], observed=(START, as_of)), None), Filters())).iloc[0]
    # Ten days, a quarter of them allowed: 12.5 days after a visit a beat is missed.
    ticks = [int(own[-1]) + 10 * each for each in range(1, 20)]
    assert found["missed_beats"] == sum(tick + 2.5 < as_of for tick in ticks)
    assert found["expected_next_day"] == max(as_of + 1, next(tick for tick in ticks if tick + 2.5 > as_of))


def test_a_clock_goes_on_from_its_line_and_not_from_a_late_visit():
    own = START + 14 * np.arange(16) + np.random.default_rng(1).integers(-3, 4, 16)
    own[-1] = START + 14 * 15 + 3
    assert beat_of(own).way == "clock"
    as_of = int(own[-1])
    found = beats_ahead(study(Dataset(activity_of([own], observed=(START, as_of)), None), Filters())).iloc[0]
    assert abs(found["expected_next_day"] - (START + 14 * 16)) <= 1


def test_without_a_beat_the_median_gap_counts_until_it_has_passed():
    own = np.array([0, 1, 9, 11, 40]) + START
    for silent_days, expected in ((0, START + 45), (4, START + 45), (5, NOT_KNOWN)):
        days = activity_of([own, own[:3]], observed=(START, int(own[-1]) + silent_days))
        found = beats_ahead(study(Dataset(days, None), Filters()))
        assert list(found["expected_next_day"]) == [expected, NOT_KNOWN]
        assert list(found["due_day"]) == [START + 45, NOT_KNOWN]
        assert list(found["missed_beats"]) == [NOT_KNOWN, NOT_KNOWN]
        assert found["usual_gap_days"].tolist() == [5.0, 4.5]
        assert found["p_missed"].isna().all()


@given(st.integers(0, 12), st.integers(0, 60), st.integers(0, 60))
def test_the_chance_of_missing_is_the_product_of_the_formula(beats, kept, missed_before):
    chance = 1.0
    for number in range(beats):
        chance *= (1 + missed_before + number) / (5 + kept + missed_before + number)
    assert chance_of_missing(np.array(beats), np.array(kept), np.array(missed_before)) == pytest.approx(chance)


def test_planted_people_who_go_on_are_expected_when_they_come():
    kinds = {"tuesday": 60, "mon_wed_fri": 60, "every_10_days": 60, "day_5": 60, "month_end": 60, "quarter_end": 60}
    activity, names = mixed_activity(kinds, seed=3, window_days=800)
    as_of = activity.observed_to - 100
    then = study(Dataset(activity, None), Filters(as_of=to_date(as_of)))
    found = beats_ahead(then)
    known = (found["expected_next_day"] > as_of).to_numpy() & (found["missed_beats"] >= 0).to_numpy()
    came = np.array([np.abs(activity.days_of(row) - day).min() for row, day in enumerate(found["expected_next_day"])])
    share = {kind: (came[known & (names == kind)] <= 2).mean() for kind in kinds}
    assert known.mean() > 0.9
    assert min(share.values()) > 0.7, share
