"""What would have come anyway: dates, strata and interval as docs/win-back.md has them, nothing after the day."""

import math
from dataclasses import replace

import numpy as np
import pytest

from analysis.dataset import Dataset
from analysis.errors import OffbeatError, UnknownNameError
from analysis.synthetic.planted import FIRST_DAY, activity_of
from analysis.win_back import placebo
from analysis.win_back.moments import Moments
from analysis.win_back.outcomes import CAME_BACK, outcome_names, outcome_of

DAYS = 500
SENT = FIRST_DAY + 440


@pytest.fixture(scope="module")
def crowd():
    rng = np.random.default_rng(3)
    days = []
    for _ in range(600):
        own = np.flatnonzero(rng.random(DAYS) < np.exp(rng.uniform(np.log(0.005), np.log(0.2))))
        days.append(own + FIRST_DAY if len(own) else np.array([FIRST_DAY + 3]))
    return activity_of(days, observed=(FIRST_DAY, FIRST_DAY + DAYS - 1))


@pytest.fixture(scope="module")
def moments(crowd):
    return Moments(crowd)


@pytest.fixture(scope="module")
def returned(crowd, moments):
    return outcome_of(CAME_BACK, Dataset(crowd, None), moments)


@pytest.mark.parametrize("day", [FIRST_DAY, FIRST_DAY + 77, SENT, FIRST_DAY + DAYS])
def test_what_was_known_and_done_agrees_with_plain_counting(crowd, moments, returned, day):
    rows = moments.everyone
    often = outcome_of("active_days", Dataset(crowd, None), moments).values(rows, day, day + 13)
    came, before, silence = returned.values(rows, day, day + 13), moments.active_days(rows, day), []
    for row in rows:
        own = crowd.days_of(row)
        past, next_days = own[own < day], own[(own >= day) & (own <= day + 13)]
        assert (before[row], often[row], came[row]) == (len(past), len(next_days), float(len(next_days) > 0))
        silence.append(day - 1 - past[-1] if len(past) else -1)
    np.testing.assert_array_equal(moments.silence_days(rows, day), silence)


def test_dates_left_out_are_no_days_of_silence(crowd):
    ignored = crowd.without_days(np.arange(SENT - 10, SENT))
    moments = Moments(ignored)
    rows = np.arange(ignored.users)
    past = [own[own < SENT] for own in map(ignored.days_of, rows)]
    plain = [SENT - 11 - own[-1] if len(own) else -1 for own in past]
    np.testing.assert_array_equal(moments.silence_days(rows, SENT), plain)


@pytest.mark.parametrize(("window_days", "step"), [(14, 14), (30, 35), (7, 7)])
def test_dates_lie_whole_weeks_apart_and_their_windows_do_not_overlap(moments, window_days, step):
    days = placebo.placebo_days(moments, SENT, window_days)
    assert (np.diff(days) == -step).all()
    assert SENT - days[0] == step >= window_days
    assert len(days) == min(12, (SENT - FIRST_DAY - 1) // step)


def test_nothing_from_the_contact_on_is_used(crowd, moments, returned):
    cut = Moments(crowd.until(SENT - 1))
    known = outcome_of(CAME_BACK, Dataset(cut.activity, None), cut)
    early = placebo.replay(cut, known, sent_day=SENT, window_days=30)
    late = placebo.replay(moments, returned, sent_day=SENT, window_days=30)
    np.testing.assert_array_equal(early.people, late.people)
    np.testing.assert_array_equal(early.total, late.total)


def _plain_interval(replays, counts):
    """The formula of docs/win-back.md, number by number."""
    held = [sum(counts[people > 0]) >= 0.8 * sum(counts) for people in replays.people]
    all_people, all_came = replays.people[held], replays.total[held]
    dates = len(all_people)

    def pooled(which):
        people = sum(all_people[each] for each in which)
        total = sum(all_came[each] for each in which)
        asked = counts > 0
        overall = total[asked].sum() / people[asked].sum()
        return (total + 3 * overall) / (people + 3), people

    rate, people = pooled(range(dates))
    value = sum(n * b for n, b in zip(counts, rate, strict=True))
    beyond, scale = 0.0, 0.0
    for date in range(dates - 2):
        base, past = pooled(range(date + 1, dates))
        error, noise, forecast = 0.0, 0.0, 0.0
        for n, b, p, now, came in zip(counts, base, past, all_people[date], all_came[date], strict=True):
            forecast += n * b
            if now:
                error += n * (came / now - b)
                noise += n**2 * b * (1 - b) * (1 / now + 1 / max(p, 1))
        beyond += error**2 - noise
        scale += forecast**2
    rel2 = max(0, beyond / scale)
    spread = sum(n * b * (1 - b) + n**2 * b * (1 - b) / max(p, 1) for n, b, p in zip(counts, rate, people, strict=True))
    t = {5: 2.570582}[dates - 2]  # from a printed table
    return dates, value, t * math.sqrt(spread + value**2 * rel2 * (1 + 1 / (dates - 2)))


def test_interval_is_the_formula(moments, returned):
    replays = placebo.replay(moments, returned, sent_day=SENT, window_days=30)
    rows = np.flatnonzero(moments.silence_days(moments.everyone, SENT) >= 22)
    counts = placebo.counts_of(moments, rows, SENT)
    found = placebo.expected(replays, counts, is_share=True)
    dates, value, half = _plain_interval(replays, counts)
    assert found.value == pytest.approx(value)
    assert found.half_width == pytest.approx(half, rel=1e-6)
    assert (found.dates, found.forecasts, found.people) == (dates, dates - 2, int(counts.sum()))
    assert found.can_tell


def test_too_small_to_tell(moments, returned):
    replays = placebo.replay(moments, returned, sent_day=SENT, window_days=30)
    rows = np.flatnonzero(moments.silence_days(moments.everyone, SENT) >= 22)
    few = placebo.expected(replays, placebo.counts_of(moments, rows[:12], SENT), is_share=True)
    assert "10 are needed" in few.reason
    early = FIRST_DAY + 150
    replays = placebo.replay(moments, returned, sent_day=early, window_days=30)
    short = placebo.expected(replays, placebo.counts_of(moments, moments.everyone, early), is_share=True)
    assert not short.can_tell
    assert "6 are needed" in short.reason
    assert math.isnan(short.value)


def test_wide_intervals_give_no_number(moments, returned):
    replays = placebo.replay(moments, returned, sent_day=SENT, window_days=30)
    swings = np.where(np.arange(12) % 2, 3.0, 0.1)[:, None]
    wild = placebo.Replays(
        replays.days, replays.people, np.minimum(replays.people, replays.total * swings), replays.squares
    )
    found = placebo.expected(wild, placebo.counts_of(moments, moments.everyone, SENT), is_share=True)
    assert "wider than 80 %" in found.reason


def test_outcomes_of_a_sample(saas):
    names = outcome_names(saas)
    assert names[:3] == ["came_back", "active_days", "amount"]
    assert "mrr" not in names, "accounts pay here, and people are counted"
    assert outcome_names(saas.by_account())[3] == "mrr"
    moments, activity = Moments(saas.activity), saas.activity
    span = moments.everyone, activity.observed_from, activity.observed_to
    assert outcome_of("events", saas, moments).values(*span).sum() == activity.events.sum()
    hours = sum(int(each).bit_count() for each in activity.hours[: activity.offsets[5]])
    assert outcome_of("active_hours", saas, moments).values(*span)[:5].sum() == hours
    with pytest.raises(UnknownNameError, match="outcome"):
        outcome_of("uses:nothing", saas, Moments(saas.activity))


@pytest.mark.parametrize("days", [14, 30])
def test_outcomes_agree_with_plain_counting(saas, days):
    moments, activity = Moments(saas.activity), saas.activity
    first = activity.observed_to - 200
    rows = moments.everyone[::40]
    event = activity.event_names[5]
    span = first, first + days - 1
    found = {name: outcome_of(name, saas, moments).values(rows, *span) for name in (
        "features_used", f"adopts:{event}", f"first_use:{event}", "retained:7", "retained_from:7", "gap_median_days",
        "amount_per_active_day", "amount")}  # fmt: skip
    used = {int(row): int(day) for row, day in zip(*activity.uses.loc[
        activity.uses["event"] == event, ["user", "first_day"]].to_numpy().T, strict=True)}  # fmt: skip
    for place, row in enumerate(rows.tolist()):
        inside = np.arange(activity.offsets[row], activity.offsets[row + 1])
        inside = inside[(activity.day[inside] >= span[0]) & (activity.day[inside] <= span[1])]
        own = activity.day[inside]
        bits = int(np.bitwise_or.reduce(activity.event_bits[inside], initial=np.uint64(0)))
        assert found["features_used"][place] == bits.bit_count()
        assert found["retained:7"][place] == (first + 7 in own)
        assert found["retained_from:7"][place] == (own >= first + 7).any()
        gap = np.median(np.diff(own)) if len(own) > 1 else np.nan
        np.testing.assert_equal(found["gap_median_days"][place], gap)
        mean = found["amount"][place] / len(own) if len(own) else np.nan
        np.testing.assert_allclose(found["amount_per_active_day"][place], mean)
        day = used.get(row, np.inf)
        before = day < first
        np.testing.assert_equal(found[f"adopts:{event}"][place], np.nan if before else float(day <= span[1]))
        np.testing.assert_equal(found[f"first_use:{event}"][place], np.nan if before else min(day - first, days))


@pytest.mark.parametrize("name", ["tenure_days", "inactive_time", "attr:plan", "volume:amount", "retained:60"])
def test_what_the_days_after_a_contact_cannot_tell_is_refused(saas, name):
    moments = Moments(saas.activity)
    with pytest.raises(OffbeatError) as caught:
        outcome_of(name, saas, moments).values(moments.everyone, SENT, SENT + 29)
    assert caught.value.hint


def test_every_outcome_offered_can_be_measured(saas):
    moments, day = Moments(saas.activity), saas.activity.observed_to
    for name in outcome_names(saas):
        asked = outcome_of(name, saas, moments)
        values = asked.values(moments.everyone[:50], day - 29, day)
        assert values.shape == (50,)
        assert not asked.is_share or set(values[np.isfinite(values)]) <= {0.0, 1.0}


def test_monthly_revenue_is_what_runs_on_the_last_day(saas):
    accounts = saas.by_account()
    moments = Moments(accounts.activity)
    day = accounts.activity.observed_to
    values = outcome_of("mrr", accounts, moments).values(moments.everyone, day - 9, day)
    paid = accounts.subscriptions
    end = paid["end_day"].fillna(day + 1)
    runs = paid[(paid["start_day"] <= day) & (end > day) & paid["user_id"].isin(accounts.activity.user_ids.to_pylist())]
    assert values.sum() == pytest.approx(runs["mrr_cents"].sum() / 100)


def test_an_event_hardly_anybody_does_is_too_small_to_tell(moments, returned):
    replays = placebo.replay(moments, returned, sent_day=SENT, window_days=30)
    counts = placebo.counts_of(moments, moments.everyone, SENT)
    never = replace(replays, total=0 * replays.total, squares=0 * replays.squares)
    found = placebo.expected(never, counts, is_share=False)
    assert (found.value, found.half_width) == (0, 0)
    assert not found.can_tell, "zero on earlier dates is no interval of no width"
    assert "hangs on" in found.reason
    days = placebo.expected(replays, counts, is_share=False)
    assert days.can_tell
