"""The overdue list: everyone silent, with what is usual for them, the chance to come back, and the value at risk."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.at_risk.late import Late
from analysis.at_risk.own_beat import late_after_days
from analysis.at_risk.piles import CANNOT_TELL, PILES
from analysis.at_risk.renewals import renewals_of
from analysis.at_risk.rules import NO_EVENTS
from analysis.at_risk.rules_table import scores_now
from analysis.at_risk.worth import A_MONTH
from analysis.counted_days import silence_days
from analysis.study import Study

VALUE_DAYS = 90
MONTHS = VALUE_DAYS / 30
EARLY = "late_already"
RECENT_DAYS = 120  # longer silences make every rule look good, so they stand apart
NO_MONEY = "no amounts and no subscriptions: count people instead"
COLUMNS = (
    "user_id", "last_day", "gap_days", "usual_gap_days", "expected_next_day", "missed_beats", "p_gap", "chance_back",
    "p_alive", "pile", "value", "rhythm", "plan", "renews_in_days", "ends_in_days", "late_after_days", "horizon_days",
    "recent", "note", "reason",
)  # fmt: skip


def overdue(study: Study, found: Late, *, among: np.ndarray | None = None, most: int | None = None) -> pd.DataFrame:
    """Return the list by value at risk, then by id; `COLUMNS`, missing values where something is not known.

    last_day and expected_next_day are dates. gap_days: days since the last visit, without those left out of the data.
    p_gap: chance that one of the person's own gaps is that long. chance_back: within `horizon_days`. missed_beats:
    usual days let pass, of people with a calendar pattern or an even beat. p_alive: nan, see `with_p_alive`. pile: one
    of `PILES`, or "late_already" before the rule calls them inactive. value: expected money of the next 90 days, see
    `value_of`. recent: silent for at most 120 days. note: what is known of usual days and renewal; reason: a sentence
    or two with everything.

    Parameters
    ----------
    among
        bool, shape (users,): only these; default everyone of `found.listed`.
    most
        Only so many of the first rows; default all.
    """
    value = value_of(study, found)
    rows = np.flatnonzero(found.listed if among is None else found.listed & among)
    # Rows are in the order of the ids, and a stable sort keeps it among equal values.
    rows = rows[np.argsort(-np.nan_to_num(value[rows], nan=-1.0), kind="stable")][:most]
    return _table(study, found, rows, value[rows])


def with_p_alive(listed: pd.DataFrame, study: Study, events: Mapping[str, tuple[str, ...]] = NO_EVENTS) -> pd.DataFrame:
    """Return rows of `overdue` with the chance still a customer filled in: for those who take the whole list along.

    Fitting its model takes longer than all the rest, so a list on screen does without.
    """
    row = pd.Index(study.activity.user_ids.to_pandas()).get_indexer(listed["user_id"])
    return listed.assign(p_alive=scores_now(study, events)["p_alive"][row])


def _table(study: Study, found: Late, rows: np.ndarray, value: np.ndarray) -> pd.DataFrame:
    activity, chances = study.activity, found.chances
    ids = activity.user_ids.take(rows).to_pandas().astype("str")
    paid = renewals_of(study).iloc[rows].reset_index(drop=True)
    missed, upcoming = (found.beats[name].to_numpy()[rows] for name in ("missed_beats", "expected_next_day"))
    notes, reasons = notes_and_reasons(study, found, rows)
    gap_days = silence_days(activity)[rows]
    return pd.DataFrame({
        "user_id": ids,
        "last_day": _dates(activity.last_day[rows]),
        "gap_days": gap_days,
        "usual_gap_days": found.beats["usual_gap_days"].to_numpy()[rows],
        "expected_next_day": _dates(upcoming),
        "missed_beats": _known(missed),
        "p_gap": chances.beat.tail[rows],
        "chance_back": chances.chance[rows],
        "p_alive": np.nan,
        "pile": np.where(found.inactive[rows], np.array(PILES, object)[found.pile[rows]], EARLY),
        "value": value,
        "rhythm": [study.segmentation.name_of(*each) for each in _labels(study, rows)],
        "plan": paid["plan"],
        "renews_in_days": paid["renews_in_days"].astype("Int64"),
        "ends_in_days": paid["ends_in_days"].astype("Int64"),
        "late_after_days": late_after_days(activity, chances.gaps, chances.beat, study.settings.late.late_tail)[rows],
        "horizon_days": chances.horizon_days[rows],
        "recent": gap_days <= RECENT_DAYS,
        "note": notes,
        "reason": reasons,
    })  # fmt: skip


def notes_and_reasons(study: Study, found: Late, rows: np.ndarray) -> tuple[list[str], list[str]]:
    """Return what is known of usual days and renewal, and a sentence or two with everything, of each of some users."""
    chances, paid = found.chances, renewals_of(study).iloc[rows]
    missed, upcoming = (found.beats[name].to_numpy()[rows] for name in ("missed_beats", "expected_next_day"))
    not_late = (found.pile[rows] == CANNOT_TELL) & np.isfinite(chances.chance[rows])
    otherwise = np.where(not_late, "Not rare enough to call late.", "")
    due = map(_due, missed.tolist(), upcoming.tolist(), otherwise.tolist())
    dates = zip(due, paid["renews_in_days"], paid["ends_in_days"], strict=True)
    notes = [f"{said} {renewal(renews, ends)}".strip() for said, renews, ends in dates]
    return notes, [f"{_reason(study, found, row)} {note}".strip() for row, note in zip(rows, notes, strict=True)]


def value_of(study: Study, found: Late) -> np.ndarray:
    """Return the money each user may bring in the next 90 days, float64; nan where money or chance is unknown.

    Three months of what they pay now, or where there are no subscriptions 90 days / mean gap (drawn towards everyone's,
    as in `own_beat`) x mean amount of an active day; times the chance to come back. What an account pays stands with
    its member who came last: while they come, the account does.
    """
    known = study.prepared.features
    if found.money in A_MONTH:
        return found.worth.of_users * MONTHS * found.chances.chance
    if not found.money:
        return np.full(study.activity.users, np.nan)
    visits = VALUE_DAYS / found.chances.beat.mean_days
    return visits * (known["amount"] / known["active_days"]).to_numpy(float) * found.chances.chance


def _labels(study: Study, rows: np.ndarray) -> list[tuple[int, int]]:
    found = study.segmentation
    return list(zip(found.rhythm[rows].tolist(), found.detail[rows].tolist(), strict=True))


def recent(study: Study) -> np.ndarray:
    """Return who has been silent for at most `RECENT_DAYS` days, bool, shape (users,)."""
    return silence_days(study.activity) <= RECENT_DAYS


def _dates(days: np.ndarray) -> np.ndarray:
    return np.array([to_date(day) if day >= 0 else None for day in days.tolist()], object)


def _known(beats: np.ndarray) -> pd.Series:
    missed = pd.Series(beats, dtype="Int64")
    return missed.where(missed >= 0)


def _reason(study: Study, found: Late, row: int) -> str:
    """Say in a sentence why somebody is where they are; plain text."""
    chances = found.chances
    gaps = int(chances.gaps.gaps[row])
    silence = wording.plural(int(chances.gaps.silence_days[row]), "day")
    if not chances.gaps.judged[row]:
        return f"Silent for {silence}; {wording.plural(gaps, 'gap')} before it: too early to say what is usual."
    said = f"Silent for {silence}; {of_100(chances.beat.tail[row])} of their gaps are that long"
    chance = chances.chance[row]
    if np.isnan(chance):
        return f"{said}; whether such people come back could not be checked on these data."
    days = wording.plural(int(chances.horizon_days[row]), "day")
    return f"{said}; of people in this situation {of_100(chance)} came back within {days}."


def _due(missed: int, upcoming: int, otherwise: str) -> str:
    """Say what is known of somebody's usual days, or something else where nothing is."""
    if missed > 0:
        return f"{wording.plural(missed, 'usual day')} missed since."
    if missed == 0 and upcoming >= 0:
        return f"Expected on {wording.day(to_date(upcoming))}; none of their usual days has passed since."
    return otherwise


def renewal(renews_in_days: float, ends_in_days: float) -> str:
    """Return "Renews or ends in 21 days.", "Cancelled, ends in 21 days." or "" where neither is known."""
    if np.isfinite(ends_in_days):
        return f"Cancelled, ends in {wording.plural(int(ends_in_days), 'day')}."
    return f"Renews or ends in {wording.plural(int(renews_in_days), 'day')}." if np.isfinite(renews_in_days) else ""


def of_100(fraction: float) -> str:
    """.034 -> "3 of 100"; .002 -> "under 1 of 100"; .998 -> "over 99 of 100"."""
    if fraction < 0.005:
        return "under 1 of 100"
    return "over 99 of 100" if fraction > 0.995 else f"{100 * fraction:.0f} of 100"
