"""At risk, Quiet: who comes, gets little and says nothing; and what became of people like them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.at_risk.quiet import Quiet, passive_table, quiet_in
from analysis.at_risk.quiet_later import Later, quiet_later
from analysis.at_risk.quiet_places import Places, nps_by_frequency, places
from analysis.at_risk.quiet_signs import SIGNS
from analysis.at_risk.worth import worth_of
from analysis.charts.picture import Picture
from analysis.charts.quiet_quadrant import quiet_quadrant
from analysis.study import Study

_CORNERS = {
    (True, True): "Often, gets much", (True, False): "Often, gets little",
    (False, True): "Seldom, gets much", (False, False): "Seldom, gets little",
}  # fmt: skip
_SPENT = {
    "mrr": "they pay {} a month",
    "amount": "they spent {} so far",
    "account_mrr": "accounts of which they are the member who came last pay {} a month",
}
_MEASURES = {"value_share": "Share of days with an action of value", "amount": "Money an active day"}
_OUTCOMES = {"silent": "were not seen again", "churned": "stopped paying"}
_ON_PAGE = {"low_value": "quiet.max_value_share", "browses": "quiet.browse_days"}


@dataclass(frozen=True, eq=False)
class QuietView:
    """What the Quiet tab shows.

    Attributes
    ----------
    sentence
        How many are quiet.
    picture, picture_caption
        Frequency against value; None with the reason in the caption.
    signs
        One row a sign that can be asked; `missing` says of each that cannot what it needs.
    sliders
        Addresses of the thresholds to show beside the table, at most three.
    people
        The quiet ones; first column Person.
    value_events, chosen_events
        Events that may be chosen as actions of value, and those that count now.
    nps
        Frequency by NPS group, None where no NPS is known.
    """

    sentence: str
    picture: Picture | None
    picture_caption: str
    signs: pd.DataFrame
    missing: tuple[str, ...]
    sliders: tuple[str, ...]
    people: pd.DataFrame
    value_events: tuple[str, ...]
    chosen_events: tuple[str, ...]
    nps: pd.DataFrame | None


@dataclass(frozen=True, eq=False)
class LaterView:
    """What the signs were followed by: sentences, and a row a number of signs (None where nothing can be told)."""

    sentences: tuple[str, ...]
    table: pd.DataFrame | None


def quiet_of(study: Study) -> QuietView:
    """Return who is quiet among those shown, by which signs."""
    quiet = quiet_in(study)
    found = places(study, quiet)
    return QuietView(
        _sentence(study, quiet),
        _picture(study, found) if found else None,
        _caption(study, found, quiet),
        _signs(study, quiet),
        tuple(f"“{SIGNS[slug].title}” needs {SIGNS[slug].needs}." for slug in quiet.not_asked),
        _sliders(quiet),
        _people(study, quiet),
        study.activity.event_names if len(study.activity.event_names) > 1 else (),
        quiet.sources.value,
        _nps(study, quiet),
    )


def later_of(study: Study) -> LaterView:
    """Return how being quiet related to silence and churn afterwards."""
    found = quiet_later(study)
    if found.reason:
        return LaterView((found.reason,), None)
    head = (
        f"Signs read from what was known on {wording.day(to_date(found.day))}; what happened in the "
        f"{found.days} days after it. What the users table says has no date and is left out here."
    )
    care = "A relation, not a cause: quiet people may differ from the others in more than the signs."
    told = [_told(row, found) for row in found.outcomes.to_dict("records")]
    if study.filters.who != "all":
        care += " Shown are those who are in the chosen segment today, which may itself hang on who stayed."
    return LaterView((head, *told, care), _by_signs(study, found))


def _sentence(study: Study, quiet: Quiet) -> str:
    comes, people = quiet.comes & study.chosen, quiet.passive & study.chosen
    if not comes.any():
        return "Nobody shown came often enough, and lately enough, to be asked about."
    if not quiet.signs:
        return "These data hold nothing a sign could be read from; below is what would."
    least = study.settings.quiet.least_signs
    if least > len(quiet.signs):
        asked, needed = wording.plural(len(quiet.signs), "sign"), wording.count(least)
        return f"Quiet takes {needed} signs, and these data can tell {asked} only: nobody can be called quiet."
    worth = worth_of(study)
    total = worth.total(people)
    money = f"; {_SPENT[worth.kind].format(wording.count(total))}" if total > 0 else ""
    return (
        f"{wording.count(int(people.sum()))} of the {wording.units(int(comes.sum()), study.unit_word)} who still "
        f"come show {least} or more of {wording.plural(len(quiet.signs), 'sign')} of getting little or saying "
        f"nothing{money}."
    )


def _picture(study: Study, found: Places) -> Picture:
    names = [_CORNERS[bool(often), bool(much)] for often, much in found.corners[["often", "much"]].to_numpy()]
    days = f"Active days in the last {study.settings.quiet.window_days} days"
    titles = {"days": days, "value": _MEASURES[found.measure], "unit": study.unit_word}
    cuts = {"days": found.days_cut, "value": found.value_cut}
    return quiet_quadrant(found.cells, found.corners.assign(name=names), cuts=cuts, titles=titles)


def _caption(study: Study, found: Places | None, quiet: Quiet) -> str:
    if found is None:
        return "Needs events of more than one kind or an amount: it would show who comes often and gets little."
    often = f"Often: on {found.days_cut:g} days or more, as half of them."
    if found.measure == "amount":
        return f"{often} Much: {wording.decimal(found.value_cut)} an active day or more, as half of them."
    basic = wording.listed(quiet.sources.basic) if quiet.sources.basic else "no event"
    chosen = "" if study.filters.value_events else f", which is everything but {basic}"
    return f"{often} Much: on {wording.share(found.value_cut)} of their days or more an action of value{chosen}."


def _signs(study: Study, quiet: Quiet) -> pd.DataFrame:
    comes = quiet.comes & study.chosen
    total = max(1, int(comes.sum()))
    rows = [
        (SIGNS[slug].title, int((holds & comes).sum()), wording.share((holds & comes).sum() / total), _cut(study, slug))
        for slug, holds in quiet.signs.items()
    ]
    return pd.DataFrame(rows, columns=["Sign", wording.UNIT_TITLES[study.unit_word], "Share", "Holds at"])


def _cut(study: Study, slug: str) -> str:
    """Return the threshold of a sign in words, "off" where it is switched off."""
    values = [study.settings.value(f"quiet.{name}") for name in SIGNS[slug].knobs]
    if slug == "nps_passive":
        return f"{values[0]} to {values[1]}" if values[0] <= values[1] else "off"
    if not values[0]:
        return "off"
    knob = study.settings.knob(f"quiet.{SIGNS[slug].knobs[0]}")
    shown = wording.share(values[0]) if knob.unit == "share" else wording.count(values[0])
    return (
        f"{wording.small(knob.label)} {shown}" if knob.tightens == "down" else f"{wording.small(knob.label)}: {shown}"
    )


def _sliders(quiet: Quiet) -> tuple[str, ...]:
    """Return the thresholds that move most people, of signs these data can tell."""
    if not quiet.signs:
        return ()
    return ("quiet.least_signs", *(address for slug, address in _ON_PAGE.items() if slug in quiet.signs))


def _within(title: str) -> str:
    """Return a sign's title for the middle of a sentence; "NPS" stays as it is."""
    return title if title[:2].isupper() else wording.small(title)


def _people(study: Study, quiet: Quiet) -> pd.DataFrame:
    table = passive_table(study, quiet)
    titles = {slug: _within(SIGNS[slug].title) for slug in quiet.signs}
    named = [
        wording.capital(
            wording.listed([titles[slug] for slug, holds in zip(titles, row, strict=True) if holds], most=8)
        )
        for row in table[list(quiet.signs)].to_numpy(bool)
    ]
    columns = {
        wording.ONE_TITLES[study.unit_word]: table["user_id"],
        "Signs": table["signs"], "Which": named, "Active days": table["active_days"],
        "Last seen": table["last_day"].to_numpy().astype("datetime64[D]").astype(str),
    }  # fmt: skip
    return pd.DataFrame(columns)


def _nps(study: Study, quiet: Quiet) -> pd.DataFrame | None:
    found = nps_by_frequency(study, quiet)
    if found is None:
        return None
    wide = found.pivot(index="frequency", columns="group", values="people").loc[found["frequency"].unique()]
    names = [wording.segment_title(f"frequency:{name}") for name in wide.index]
    return pd.DataFrame({"Frequency": names, **{f"NPS {name}": wide[name].to_numpy() for name in wide.columns}})


def _told(row: dict, found: Later) -> str:
    """Return one outcome in words: shares of 100 with the difference and its interval."""
    happened = _OUTCOMES[row["outcome"]]
    if row["reason"]:
        return f"Whether more of the quiet {happened} cannot be told: {row['reason']}"
    points = [100 * row[name] for name in ("difference", "low", "high")]
    more = "more" if points[0] >= 0 else "fewer"
    low, high = sorted(np.sign(points[0] or 1) * each for each in points[1:])
    clear = "" if low > 0 else " No difference is possible too."
    return (
        f"Of {wording.count(row['quiet'])} who were quiet, {wording.count(row['quiet_count'])} {happened} in the next "
        f"{found.days} days ({wording.share(row['quiet_count'] / row['quiet'])}); of {wording.count(row['others'])} "
        f"others {wording.count(row['others_count'])} ({wording.share(row['others_count'] / row['others'])}): "
        f"{wording.decimal(abs(points[0]), 0)} of 100 {more} "
        f"({wording.interval(wording.decimal(low, 0), wording.decimal(high, 0))}).{clear}"
    )


def _by_signs(study: Study, found: Later) -> pd.DataFrame:
    rows = found.by_signs[found.by_signs["people"] > 0]
    between = [
        wording.interval(wording.share(low), wording.share(high))
        for low, high in rows[["low", "high"]].itertuples(index=False)
    ]
    columns = {
        "Signs then": rows["signs"], wording.UNIT_TITLES[study.unit_word]: rows["people"],
        "Not seen again": rows["silent"], "Share": [wording.share(each) for each in rows["share"]],
        "95 % interval": between,
    }  # fmt: skip
    return pd.DataFrame(columns)
