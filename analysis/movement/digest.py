"""What changed since a day, as Markdown for a mail or a channel: plain sentences, every number with its context."""

import numpy as np

from analysis import wording
from analysis.activity import to_date
from analysis.at_risk.slowdowns import slowdowns, slowdowns_since
from analysis.at_risk.worth import A_MONTH, worth_of
from analysis.lifecycle import STATES, WINDOW_DAYS
from analysis.movement.sentences import labels_moved, state_title
from analysis.movement.silences import Silences, silences
from analysis.movement.then import Kind, then
from analysis.movement.transitions import transitions
from analysis.study import Study

HERE = [STATES.index(each) for each in ("new", "returning", "resurrected")]  # active in the last 28 days


def digest(study: Study, since: int) -> str:
    """Return the digest of everything after the end of the day `since` (days since 1970), as Markdown.

    What moved is held against what moved in as many days before; where the data do not reach that far back it says so.
    Names that come from the data are escaped.
    """
    first, last = _day(since), _day(study.activity.observed_to)
    head = f"# What changed from {first} to {last}\n\n{_source(study)}\n\n"
    if study.activity.observed_to <= since:
        return f"{head}Nothing is known after {first}: the data end there.\n"
    lines = [_active(study, since), *_silences(study, since), *_labels(study, since), _slowed(study, since)]
    return "".join([head, *(f"- {wording.capital(each)}\n" for each in lines), f"\n{_reading(study)}\n"])


def _day(day: int) -> str:
    return wording.day(to_date(day))


def _source(study: Study) -> str:
    who = study.filters.who
    only = f", only “{_title(study.spelled_out(who))}”" if who != "all" else ""
    name = wording.escaped(study.dataset.name) if study.dataset.name else "These data"
    return f"{name}: {wording.units(int(study.chosen.sum()), study.unit_word)} shown{only}."


def _title(name: str) -> str:
    return wording.escaped(state_title(name))


def _active(study: Study, since: int) -> str:
    """Say how many came in the last 28 days, and how many in the 28 days to `since`."""
    now, before = (
        int((np.isin(then(study, "lifecycle", day).codes, HERE) & study.chosen).sum())
        for day in (study.activity.observed_to, since)
    )
    said = f"{wording.units(now, study.unit_word)} came in the last {WINDOW_DAYS} days"
    if since - WINDOW_DAYS + 1 < study.activity.observed_from:
        return f"{said}; the data begin too late to compare with the {WINDOW_DAYS} days to {_day(since)}."
    return (
        f"{said}, {wording.count(before)} in the {WINDOW_DAYS} days to {_day(since)} ({wording.signed(now - before)})."
    )


def _silences(study: Study, since: int) -> list[str]:
    """Say who came, went silent and came back, each beside as many days before."""
    now, length = study.activity.observed_to, study.activity.observed_to - since
    found, days = silences(study, since, now), study.settings.inactive.days
    reaches = since - length - days + 1 >= study.activity.observed_from
    before = silences(study, since - length, since) if reaches else None
    said = (
        ("came", "came for the first time"),
        ("went_silent", f"went silent for {days} days or longer"),
        ("came_back", f"came back after {days} days or longer"),
    )
    lines = []
    for name, what in said:
        users = getattr(found, name)
        told = f"{wording.units(int(users.sum()), study.unit_word)} {what}{_worth(study, users)}; "
        lines.append(f"{told}{_earlier(before, name, length)}.")
    return lines


def _earlier(before: Silences | None, name: str, length: int) -> str:
    if before is None:
        return "the data begin too late for a number to compare with"
    return f"{wording.count(int(getattr(before, name).sum()))} in the {wording.plural(length, 'day')} before"


def _worth(study: Study, users: np.ndarray) -> str:
    """Say what users pay a month, where subscriptions tell; an account with its member who came last."""
    worth = worth_of(study)
    if worth.kind not in A_MONTH or not np.isfinite(worth.of_users[users]).any():
        return ""
    who = "paying" if worth.kind == "mrr" else "the last members of accounts that pay"
    return f" ({who} {wording.count(worth.total(users))} a month now)"


def _labels(study: Study, since: int) -> list[str]:
    own: list[tuple[Kind, str]] = [("segment", name) for name in study.own_names]
    return [_moved(study, kind, segment, since) for kind, segment in [("frequency", ""), ("rhythm", ""), *own]]


def _moved(study: Study, kind: Kind, segment: str, since: int) -> str:
    before, after = (then(study, kind, day, segment=segment) for day in (since, study.activity.observed_to))
    table = transitions(before, after, among=study.chosen)
    return labels_moved(table, kind, unit=study.unit_word, segment=segment, named=_title)


def _slowed(study: Study, since: int) -> str:
    new, all_now = len(slowdowns_since(study, since)), len(slowdowns(study).slower)
    return (
        f"{wording.units(new, study.unit_word)} slowed down beyond their own past and had no such warning then; "
        f"{wording.count(all_now)} have one now. Some warnings are chance, and who comes in bursts gets none."
    )


def _reading(study: Study) -> str:
    return (
        "How to read it: a label on each day is read from what was known by then; a pattern takes weeks to be proven, "
        f"and weeks to be lost. {study.settings.inactive.days} days of silence are long for some and usual for others; "
        "who is late by their own habit stands on the page At risk."
    )
