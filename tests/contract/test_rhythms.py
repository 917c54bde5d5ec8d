"""What every rhythm owes: it finds the planted, ignores the null, and depends on nothing but the user's own days."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from analysis.activity import weekday_of
from analysis.daysets import DateList, day_sets
from analysis.labels import KIND, RHYTHM_SLUGS, DefaultSettings, Segmentation, label
from analysis.rhythms import RHYTHMS, Evidence, Scores, score, score_days
from analysis.synthetic.planted import FIRST_DAY, KINDS, activity_of, mixed_activity, planted_activity

TESTED = [rhythm for rhythm in RHYTHMS if rhythm.family is not None]
# Window long enough for the twelve visits a month rhythm needs.
WINDOWS = {"month_day": 730, "nth_weekday": 730, "quarter_end": 1400, "cadence": 365}
SHARE_RIGHT = 0.95
NO_LABEL = ("daily", "bursty", "irregular", "too_few")


def pack(users: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return offsets and days of users given as arrays of days."""
    return np.append(0, np.cumsum([len(each) for each in users])).astype(np.int64), np.concatenate(users).astype(
        np.int32
    )


def names(segmentation: Segmentation) -> list[str]:
    """Return the label of every user as text."""
    return [
        segmentation.name_of(int(code), int(detail))
        for code, detail in zip(segmentation.rhythm, segmentation.detail, strict=True)
    ]


# Dates in no week's or month's step, so that only the list explains who comes on them.
RELEASES = DateList("Releases", tuple(FIRST_DAY + np.array([9, 40, 88, 117, 171, 210, 261, 300, 351, 402, 440, 489])))


def on_releases(rng: np.random.Generator, *, days_after: int) -> np.ndarray:
    """Return the days of somebody who misses few of the dates and may come up to `days_after` days late."""
    kept = np.array(RELEASES.days)[rng.random(len(RELEASES.days)) < 0.95]
    return kept + rng.integers(0, days_after + 1, len(kept))


@pytest.fixture(scope="module")
def crowd() -> Scores:
    """Scores of a crowd: every planted kind among random users, and people who come on dates of a list."""
    kinds = {name: 12 for name, kind in KINDS.items() if kind.rhythm} | {"random": 300, "streaks": 40}
    activity = mixed_activity(kinds, 11, window_days=1100)[0]
    rng = np.random.default_rng(12)
    users = [activity.days_of(row) for row in range(activity.users)]
    users += [on_releases(rng, days_after=0) for _ in range(12)]
    return score(activity_of(users), lists=[RELEASES])


@pytest.mark.parametrize("tolerance_days", [0, 3])
def test_people_who_come_on_my_dates_are_found_and_nobody_else(tolerance_days):
    rng = np.random.default_rng(13)
    others = planted_activity("random", 600, 14, window_days=500)
    users = [others.days_of(row) for row in range(others.users)]
    users += [on_releases(rng, days_after=tolerance_days) for _ in range(60)]
    mine = replace(RELEASES, tolerance_days=tolerance_days)
    found = names(label(score_days(*pack(users), lists=[mine])))
    assert np.mean([name == "dates:Releases" for name in found[600:]]) >= SHARE_RIGHT
    assert not [name for name in found[:600] if name.startswith("dates")]


def test_without_a_list_nobody_has_its_rhythm(crowd):
    assert not label(score_days(crowd.days.offsets, crowd.days.day)).is_in("dates").any()


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.rhythm])
def test_the_planted_is_found(kind):
    wanted = KINDS[kind]
    window = WINDOWS.get(wanted.rhythm, 365)
    activity = mixed_activity({kind: 120, "random": 600}, 3, window_days=window)[0]
    scores = score(activity)
    found = label(scores)
    least = 8 if wanted.rhythm in ("nth_weekday", "quarter_end") else 12
    enough = np.flatnonzero((scores["n"] >= least) & (np.arange(len(scores)) < 120))
    assert len(enough) > 60
    expected = f"{wanted.rhythm}:{wanted.detail}" if wanted.detail else wanted.rhythm
    labels = np.array(names(found))[enough]
    if wanted.rhythm == "cadence":  # the period may be off by a day where errors add up
        near = [f"cadence:{int(wanted.detail) + off}" for off in (-1, 0, 1)]
        assert np.isin(labels, near).mean() >= SHARE_RIGHT
    else:
        assert (labels == expected).mean() >= SHARE_RIGHT, pd.Series(labels).value_counts().head()
    assert KIND[wanted.rhythm]().matches(scores)[enough].mean() >= SHARE_RIGHT


def test_random_days_have_no_rhythm():
    false = total = 0
    for seed in range(12):
        scores = score(planted_activity("random", 1500, seed))
        found = label(scores)
        false += sum(name.split(":")[0] not in NO_LABEL for name in names(found))
        total += len(scores)
    assert false <= 6, false  # of 18,000 users: a run in twenty may hold a few


@pytest.mark.parametrize("kind", ["streaks", "two_week_bursts", "heavy_gaps"])
def test_bursts_are_no_calendar_rhythm(kind):
    found = label(score(planted_activity(kind, 1500, 5)))
    assert sum(name.split(":")[0] not in (*NO_LABEL, "mixed") for name in names(found)) <= 2


@pytest.mark.parametrize("rhythm", RHYTHMS, ids=lambda each: each.slug)
def test_a_rhythm_says_what_it_is(rhythm, crowd):
    assert rhythm.slug in RHYTHM_SLUGS
    assert rhythm.title
    assert rhythm.question.endswith("?")
    assert set(rhythm.columns) <= set(crowd.frame.columns)
    assert rhythm().matches(crowd).shape == (len(crowd),)
    assert rhythm().matches(crowd).dtype == bool


@pytest.mark.parametrize("rhythm", TESTED, ids=lambda each: each.slug)
def test_own_score_is_part_of_the_whole(rhythm):
    activity = planted_activity("random", 50, 2)
    own = rhythm().score(activity)
    pd.testing.assert_frame_equal(own, score(activity).frame[list(rhythm.columns)])


def test_order_and_names_of_users_change_nothing():
    rng = np.random.default_rng(4)
    activity = mixed_activity({"tuesday": 20, "day_5": 20, "random": 100}, 6, window_days=500)[0]
    users = [activity.days_of(row) for row in range(activity.users)]
    order = rng.permutation(len(users))
    first, second = score(activity), score(activity_of([users[row] for row in order]))
    pd.testing.assert_frame_equal(first.frame.iloc[order].reset_index(drop=True), second.frame)
    assert [names(label(first))[row] for row in order] == names(label(second))


WEEKLY = [name for name in score_days(*pack([np.arange(3)])).frame if name.startswith("week")]


def test_a_week_later_scores_the_same_and_a_day_later_rotates():
    activity = mixed_activity({"tuesday": 40, "mon_wed_fri": 40, "random": 100}, 8)[0]
    here = score_days(activity.offsets, activity.day)
    week = score_days(activity.offsets, activity.day + 7)
    day = score_days(activity.offsets, activity.day + 1)
    pd.testing.assert_frame_equal(here.frame[WEEKLY], week.frame[WEEKLY])
    # Ties between weekdays go to the earlier one: compare users whose best day is alone.
    counts = np.array([np.bincount(weekday_of(activity.days_of(row)), minlength=7) for row in range(activity.users)])
    alone = (counts == counts.max(axis=1, keepdims=True)).sum(axis=1) == 1
    sharp = alone & (here["weekday_share"] > 0.5)
    assert sharp.sum() > 30
    assert ((here["weekday_detail"][sharp] + 1) % 7).tolist() == day["weekday_detail"][sharp].tolist()
    np.testing.assert_allclose(here["weekday_share"][sharp], day["weekday_share"][sharp])
    before, after = names(label(here))[40:80], names(label(day))[40:80]
    found = [row for row in range(40) if before[row] == "weekday_set:Mon+Wed+Fri"]
    assert len(found) >= 36
    assert {after[row] for row in found} == {"weekday_set:Tue+Thu+Sat"}


MONOTONE = [(rhythm, each) for rhythm in RHYTHMS for each in rhythm.knobs() if each.tightens is not None]


@pytest.mark.parametrize(
    ("rhythm", "knob"), MONOTONE, ids=lambda each: getattr(each, "slug", getattr(each, "name", ""))
)
def test_tightening_never_adds_a_user(rhythm, knob, crowd):
    low, high = knob.span
    values = [low + (high - low) * step / 8 for step in range(9)]
    values = sorted({round(value) if knob.is_whole else value for value in values}, reverse=knob.tightens == "down")
    before = rhythm(**{knob.name: values[0]}).matches(crowd)
    for value in values[1:]:
        after = rhythm(**{knob.name: value}).matches(crowd)
        assert not (after & ~before).any(), value
        before = after


@pytest.mark.parametrize("rhythm", TESTED, ids=lambda each: each.slug)
def test_less_false_discovery_never_adds_a_user(rhythm, crowd):
    before = rhythm().matches(crowd, Evidence(q_max=0.2))
    for q_max in (0.1, 0.05, 0.01, 0.001):
        after = rhythm().matches(crowd, Evidence(q_max=q_max))
        assert not (after & ~before).any()
        before = after


def slow_weekly(days: np.ndarray) -> dict[str, float]:
    """Return shares and the family's p-value of one user by scipy and plain counting."""
    window = np.arange(days[0], days[-1] + 1)
    visits, dates = np.bincount(weekday_of(days), minlength=7), np.bincount(weekday_of(window), minlength=7)

    def tail(which: list[int]) -> float:
        return hypergeom.sf(visits[which].sum() - 1, len(window), dates[which].sum(), len(days))

    nine = min(tail(which) for which in [*([day] for day in range(7)), [5, 6], [0, 1, 2, 3, 4]])
    rate = np.where(dates > 0, visits / np.maximum(dates, 1), 0)
    order = np.argsort(-rate, kind="stable")
    sets = min(tail(list(order[:size])) for size in range(2, 6))
    p = min(1, (1 - (1 - nine) ** 9) / 0.8, (1 - (1 - sets) ** 119) / 0.2)
    top = order[0]
    half = len(days) // 2
    halves = [(weekday_of(part) == top).mean() for part in (days[:half], days[half:])]
    return {
        "weekly_p": p, "weekday_detail": top, "weekday_share": (weekday_of(days) == top).mean(),
        "weekday_half_share": min(halves), "weekend_share": (weekday_of(days) >= 5).mean(),
        "weekdays_share": (weekday_of(days) < 5).mean(),
    }  # fmt: skip


ANCHORED = {"month_day": "monthly", "nth_weekday": "nth", "quarter_end": "quarter"}


def slow_anchor_p(slug: str, days: np.ndarray) -> float:
    """Return an anchor family's p-value of one user by scipy: tails of sets with half of the visits or more."""
    starts = days[np.append(True, np.diff(days) > 3)]
    sets = day_sets((slug,), int(days[0]), int(days[-1]))
    if len(starts) < 4 or len(set(sets.calendar.month[starts - days[0]])) < 4:
        return 1.0
    hits, dates = sets.inside[starts - days[0]].sum(axis=0), sets.inside.sum(axis=0)
    tails = [
        hypergeom.sf(hits[which] - 1, days[-1] - days[0] + 1, dates[which], len(starts))
        for which in range(len(sets.names))
        if hits[which] >= len(starts) / 2
    ]
    return 1 - (1 - min(tails, default=1)) ** len(sets.names)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(19_000, 21_000),
    st.lists(st.integers(1, 40), min_size=5, max_size=40),
)
def test_the_kernels_agree_with_a_slow_reference(first, gaps):
    days = first + np.concatenate(([0], np.cumsum(gaps)))
    scores = score_days(*pack([days]))
    for column, expected in slow_weekly(days).items():
        assert scores[column][0] == pytest.approx(expected, rel=2e-6, abs=1e-9), column
    for slug, family in ANCHORED.items():
        assert scores[f"{family}_p"][0] == pytest.approx(slow_anchor_p(slug, days), rel=1e-6, abs=1e-9)
    assert scores["gap_median_days"][0] == np.median(gaps)
    assert scores["daily_share"][0] == pytest.approx(len(days) / (days[-1] - days[0] + 1))
    if len(set(gaps)) > 1:
        assert scores["gap_cv"][0] == pytest.approx(np.std(gaps, ddof=1) / np.mean(gaps), rel=1e-5)


def test_the_kernel_of_verdicts_agrees_with_its_conditions(crowd):
    defaults = DefaultSettings()
    for rhythm in TESTED:
        own = getattr(defaults, rhythm.slug)
        holds = crowd.tested(defaults.evidence) & (
            crowd[f"{rhythm.family}_p"] <= crowd.cutoff(rhythm.family, defaults.evidence)
        )
        for condition in own.conditions():
            holds = holds & condition.holds(crowd)
        assert holds.any(), rhythm.slug
        assert own.matches(crowd).tolist() == holds.tolist(), rhythm.slug


FILES = {
    "cdnow_master": "cdnow_transactions.csv.gz",
    "git_numpy_commits": "numpy_commits.csv.gz",
    "git_pytest_commits": "pytest_commits.csv.gz",
}


def labels_of(folder, name: str) -> tuple[dict[str, str], pd.Series]:
    """Return the label of every user of a real file by id, and who is a bot."""
    events = pd.read_csv(folder / FILES[name], dtype=str)
    day = events["timestamp"].str[:10].to_numpy(str).astype("datetime64[D]").astype(np.int64)
    table = pd.DataFrame({"user": events["user_id"], "day": day}).drop_duplicates().sort_values(["user", "day"])
    users = [group.to_numpy() for _, group in table.groupby("user")["day"]]
    found = names(label(score_days(*pack(users))))
    ids = sorted(table["user"].unique())
    bots = events.groupby("user_id")["is_bot"].max() if "is_bot" in events else pd.Series(dtype=str)
    return dict(zip(ids, found, strict=True)), bots


@pytest.mark.parametrize("name", FILES)
def test_known_truths_of_real_data(name, real_data):
    labels, bots = labels_of(real_data, name)
    truths = pd.read_csv(real_data / "known_truths.csv", dtype=str)
    truths = truths[truths["set"] == name]
    for truth in truths.itertuples():
        kind, _, detail = truth.kind.partition(":")
        if kind in ("single_weekday", "weekday_set"):
            assert labels[truth.user_id] == f"{kind.removeprefix('single_')}:{detail}"
        if kind == "weekend":
            assert labels[truth.user_id] in ("weekend", "weekday:Sat", "weekday:Sun", "irregular"), truth.user_id
    people = [user for user, found in labels.items() if found.startswith("weekday:") and bots.get(user, "1") == "0"]
    assert people == []


def test_known_bots_of_real_data(real_data):
    labels, _ = labels_of(real_data, "git_pytest_commits")
    assert labels["bd5a8d6c673b"] == "weekday:Mon"
    assert labels["f525bdd2a102"] == "weekday_set:Mon+Tue"
    assert labels["99c1bfe7f8e1"] == "weekday:Sun"
    assert labels_of(real_data, "git_numpy_commits")[0]["22859c22aa42"] == "weekday:Mon"
    assert labels_of(real_data, "cdnow_master")[0]["16777"] == "weekday:Sat"


def test_exact_fixtures_of_real_users(real_data):
    for user in json.loads((real_data / "fixtures_rhythm.json").read_text(encoding="utf-8")):
        days = np.array(user["days"], "datetime64[D]").astype(np.int64)
        scores = score_days(*pack([days]))
        assert scores["n"][0] == user["n"]
        # The templates get four fifths of the family's level; a set of weekdays may be rarer still.
        assert scores["weekly_p"][0] <= user["p_sidak9"] / 0.8 * (1 + 1e-7)
        if user["weekday_counts"].count(0) >= 5 or user["user_id"] in ("99c1bfe7f8e1", "22859c22aa42"):
            assert scores["weekly_p"][0] == pytest.approx(user["p_sidak9"] / 0.8, rel=1e-7)


def test_quarter_ends_of_any_width_are_one_label_and_counted_by_their_own_days():
    activity = mixed_activity({"quarter_end": 40, "random": 200}, 8, window_days=1400)[0]
    scores = score(activity)
    found = label(scores)
    groups = found.groups()
    assert groups["rhythm"].tolist().count("quarter_end") == 1
    assert groups.set_index("rhythm").loc["quarter_end", "users"] == found.is_in("quarter_end").sum() > 30
    for row in np.flatnonzero(found.is_in("quarter_end"))[:10]:
        days = activity.days_of(int(row))
        inside = KIND["quarter_end"].belongs(int(found.detail[row]), days)
        assert inside.mean() == pytest.approx(scores["quarter_end_days_share"][row])
