"""Evidence on every rhythm of the registry: counts agree with the scores, chance with simulation, words with facts."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis.activity import to_day
from analysis.daysets import DateList
from analysis.labels import DefaultSettings, label
from analysis.rhythms import RHYTHMS, score
from analysis.rhythms.cadence import Cadence
from analysis.rhythms.explain import AS_OTHERS, BY_CHANCE, EXPLAINED, explain_user
from analysis.rhythms.on_pattern import Beat, beat_of, days_of, kept_days
from analysis.rhythms.why import why_label
from analysis.segmentation import KIND
from analysis.synthetic.planted import KINDS, mixed_activity


@pytest.fixture(scope="module")
def crowd():
    """Eight users of every planted kind among random ones: activity, scores, labels."""
    activity = mixed_activity({**dict.fromkeys(KINDS, 8), "random": 200}, 3)[0]
    scores = score(activity)
    return activity, scores, label(scores)


@pytest.fixture(scope="module")
def evidence(crowd):
    """The evidence on every user."""
    activity, scores, found = crowd
    return [explain_user(activity, scores, found, row) for row in range(activity.users)]


def first_with(found, slug: str) -> int:
    return int(np.flatnonzero(found.is_in(slug))[0])


def test_every_rhythm_that_asks_something_is_explained():
    assert set(EXPLAINED) == {each.slug for each in RHYTHMS} - {"irregular", "too_few"}


@pytest.mark.parametrize("slug", [each for each in EXPLAINED if KIND[each].share_column])
def test_counts_agree_with_the_scores(crowd, evidence, slug):
    shares = crowd[1][KIND[slug].share_column]
    known = [(row, each) for row, found in enumerate(evidence) for each in found if each.rhythm == slug]
    compared = [(each, shares[row]) for row, each in known if each.hits is not None and np.isfinite(shares[row])]
    assert slug == "dates" or len(compared) > 5
    for each, share in compared:
        assert each.share == pytest.approx(share, abs=1e-6)
        assert each.low <= each.share <= each.high


def test_the_label_is_proven_and_lacks_nothing(evidence):
    labels = [each for found in evidence for each in found if each.is_label]
    assert {each.rhythm for each in labels} >= set(EXPLAINED) - {"dates", "quarter_end"}
    assert {each.verdict for each in labels} == {"sure"}
    assert {each.reasons for each in labels} == {()}
    assert all(each.decision.endswith("and the label") for each in labels)


def test_what_is_not_proven_says_why(evidence):
    for each in (each for found in evidence for each in found):
        if each.verdict in ("no", "untested"):
            assert each.reasons, each
        if each.verdict == "untested":
            assert each.decision.startswith("not tested, because ")
            assert np.isnan(each.pvalue)
            assert np.isnan(each.qvalue)


def test_chance_on_a_set_of_dates_is_its_share_of_the_window(crowd, evidence):
    activity, _, found = crowd
    row = first_with(found, "month_day:5")
    days = activity.days_of(row)
    window = np.arange(days[0], days[-1] + 1).astype("datetime64[D]")
    fifth = (window - window.astype("datetime64[M]").astype("datetime64[D]")).astype(int) == 4
    shown = next(each for each in evidence[row] if each.rhythm == "month_day")
    assert shown.expected == pytest.approx(len(days) * fifth.mean())


@pytest.mark.parametrize("way", ["gaps", "missed", "clock"])
def test_chance_of_a_beat_agrees_with_redrawn_days(crowd, way):
    scores = crowd[1]
    rows = [row for row in np.flatnonzero(crowd[2].is_in("cadence")) if beat_of(days_of(scores.days, row)).way == way]
    assert rows
    own = days_of(scores.days, rows[0])
    kept, beat = kept_days(Cadence, 10, scores.days, rows[0]), beat_of(own)
    generator = np.random.default_rng(2)
    drawn = []
    for _ in range(2000):
        inner = generator.choice(np.arange(own[0] + 1, own[-1]), len(own) - 2, replace=False)
        drawn.append(beat.holds(np.sort(np.concatenate((own[[0, -1]], inner)))).sum())
    assert kept.expected == pytest.approx(np.mean(drawn), abs=4 * np.std(drawn) * np.sqrt(1 / 400 + 1 / 2000))
    assert kept.hits > 1.3 * kept.expected


def test_a_beat_may_be_missed_only_where_it_skips():
    gaps = np.array([10, 12, 13, 20, 29, 4])
    assert Beat(10.0, "missed").fits(gaps).tolist() == [True, True, False, True, True, False]
    assert Beat(10.0, "gaps").fits(gaps).tolist() == [True, True, False, False, False, False]


def test_a_clock_forgives_a_late_visit_but_not_a_shift():
    late = np.array([0, 10, 22, 30, 40, 50, 60], np.int32)
    assert Beat(10.0, "clock").holds(late).all()
    assert not Beat(10.0, "clock").holds(np.array([0, 10, 20, 45, 50, 60, 70], np.int32)).all()


@pytest.mark.parametrize(
    ("name", "beaten"),
    [
        ("weekday:Tue", "“Every 7 days”"),
        ("month_day:5", "“Every "),
        ("nth_weekday", "“Mondays”"),
        ("weekdays", "days at random"),
        ("cadence:10", "days at random"),
    ],
)
def test_a_label_says_what_it_explains_better_than(crowd, evidence, name, beaten):
    _, scores, found = crowd
    row = first_with(found, name)
    said = " ".join(why_label(scores, found, row, evidence[row]))
    assert "explains these days" in said
    assert "better than" in said
    assert beaten in said


def test_what_is_beaten_has_the_larger_bic(crowd, evidence):
    """The sentence on Tuesdays against an even beat follows the sign of the scores."""
    _, scores, found = crowd
    for row in np.flatnonzero(found.is_in("weekday")):
        lead = scores["cadence_bic"][row] - scores["weekday_bic"][row]
        said = why_label(scores, found, row, evidence[row])
        beaten = next(each for each in said if "“Every" in each).startswith("“Tuesdays”")
        assert beaten == (lead >= 0)


@pytest.mark.parametrize(
    ("name", "words"),
    [("irregular", "Nothing is proven"), ("daily", "no single one can stand out"), ("bursty", "No fixed day")],
)
def test_labels_without_a_model_say_so(crowd, evidence, name, words):
    _, scores, found = crowd
    row = first_with(found, name)
    said = why_label(scores, found, row, evidence[row])
    assert len(said) == 1
    assert words in said[0]


def test_nobody_is_without_a_reason(crowd, evidence):
    _, scores, found = crowd
    for row, shown in enumerate(evidence):
        said = why_label(scores, found, row, shown)
        assert said
        assert all(each.endswith(".") and "nan" not in each for each in said)


def test_dates_of_mine_are_tested_where_there_are_some():
    activity = mixed_activity({"day_5": 10, "random": 100}, 2)[0]
    fifths = tuple(to_day(date(year, month, 5)) for year in range(2015, 2035) for month in range(1, 13))
    inside = tuple(day for day in fifths if activity.observed_from <= day <= activity.observed_to)
    scores = score(activity, lists=(DateList("payday", inside),))
    found = label(scores)
    shown = next(each for each in explain_user(activity, scores, found, 0) if each.rhythm == "dates")
    assert (shown.detail, shown.verdict) == ("payday", "sure")
    assert shown.hits == np.isin(activity.days_of(0), inside).sum()


def test_evidence_follows_distinctive(crowd):
    """Against the others' days the q shown is that of the test that decides."""
    activity, scores, _ = crowd
    settings = DefaultSettings()
    distinctive = replace(settings, evidence=settings.evidence.replace(distinctive=1))
    found = label(scores, distinctive)
    row = first_with(found, "weekday")
    shown = next(each for each in explain_user(activity, scores, found, row) if each.rhythm == "weekday")
    assert shown.pvalue == scores.pvalues("weekly", distinctive.evidence)[row]


def test_what_is_missing_names_what_days_are_compared_with(crowd):
    """Under the switch days and dates are held against the other users, an even beat still against chance."""
    activity, scores, calendar = crowd
    settings = replace(DefaultSettings(), evidence=DefaultSettings().evidence.replace(distinctive=1))

    def said(found) -> dict[str, set[str]]:
        shown = [explain_user(activity, scores, found, row) for row in np.flatnonzero(calendar.is_in("irregular"))[:60]]
        reasons = [(one.rhythm, reason) for each in shown for one in each for reason in one.reasons]
        return {slug: {reason for rhythm, reason in reasons if rhythm == slug} for slug in EXPLAINED}

    before, after = said(calendar), said(label(scores, settings))
    for slug in ("weekday", "month_day"):
        assert BY_CHANCE in before[slug] - after[slug]
        assert AS_OTHERS in after[slug] - before[slug]
    assert BY_CHANCE in after["cadence"]
    assert AS_OTHERS not in after["cadence"]
