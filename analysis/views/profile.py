"""The profile card of a segment: who they are, when in the day, what they use, five of them, money."""

import math
from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.charts.picture import Picture
from analysis.charts.profile import hour_dots, profile_dots
from analysis.contrasts import Contrast, Kind
from analysis.profile import Money, Profile, profile
from analysis.study import Study
from analysis.views.cards import Card, Headline

MOST_ROWS = 10
MONEY_TITLES = {"amount": "Amount", "mrr": "Monthly revenue"}


@dataclass(frozen=True)
class Part:
    """One chart of the card, with what stands above it; no picture where nothing could be looked at."""

    title: str
    caption: str
    picture: Picture | None


@dataclass(frozen=True, eq=False)
class ProfileCard:
    """What the card shows.

    Attributes
    ----------
    headline
        How many they are and what they bring.
    parts
        Who they are, what they use, when in the day; empty where the segment is too small.
    people
        Ids of up to five of them.
    notes
        What was left out and what to read with care, plain sentences.
    """

    title: str
    headline: Headline
    parts: tuple[Part, ...]
    people: tuple[str, ...]
    notes: tuple[str, ...]


def profile_card_of(study: Study, name: str) -> ProfileCard:
    """Return the profile of a segment among the chosen users against everyone else of them."""
    found = profile(
        study.dataset, study.spelled_out(name), study.members(name), study.settings,
        features=study.prepared.features, among=study.chosen,
    )  # fmt: skip
    level = study.settings.compare.level
    title = wording.segment_title(name)
    return ProfileCard(
        title=title,
        headline=Headline(_sentence(found, study), _cards(found, study)),
        parts=_parts(found, title, level) if found.rows else (),
        people=tuple(study.activity.user_ids[row].as_py() for row in found.people),
        notes=(*found.left_out, *(each.sentence for each in found.caveats)),
    )


def _sentence(found: Profile, study: Study) -> str:
    everyone = found.users + found.rest
    part = wording.share(found.users / everyone) if everyone else wording.UNDEFINED
    size = f"{wording.units(found.users, study.unit_word)}, {part} of those shown"
    brought = [
        f"{wording.share(each.share_of_total)} of the {MONEY_TITLES[each.name].lower()}"
        for each in found.money
        if math.isfinite(each.share_of_total)
    ]
    return f"{size}, with {wording.listed(brought)}." if brought else f"{size}."


def _cards(found: Profile, study: Study) -> tuple[Card, ...]:
    title, help = wording.UNIT_TITLES[study.unit_word], "In the segment, among those shown."
    size = Card(title, wording.count(found.users), help)
    return (size, *(card for each in found.money for card in _money_cards(each)))


def _money_cards(each: Money) -> tuple[Card, ...]:
    title = MONEY_TITLES[each.name]
    rest = f"{wording.decimal(each.median_rest, 2)} among everyone else"
    median_help = f"Half of those it is known of ({wording.count(each.n)}) have more, half less; {rest}."
    total_help = f"Of all together; {wording.decimal(each.total_rest, 0)} among everyone else."
    return (
        Card(f"{title}, median", wording.decimal(each.median, 2), median_help),
        Card(f"{title}, all", wording.decimal(each.total, 0), total_help),
    )


def _parts(found: Profile, title: str, level: float) -> tuple[Part, ...]:
    shown = [
        _dots(found, "attribute", ("Who they are", "attributes"), title, level),
        _dots(found, "event", ("What they use", "events ever used"), title, level),
        _hours(found, title, level),
    ]
    return tuple(part for part in shown if part.picture is not None)


def _dots(found: Profile, kind: Kind, words: tuple[str, str], title: str, level: float) -> Part:
    """Draw the rows that stand out, the largest differences first chosen, then by difference."""
    rows = found.of_kind(kind)
    clear = sorted(_clear(rows, level), key=lambda each: -abs(each.difference))[:MOST_ROWS]
    shown = sorted(clear, key=lambda each: -each.difference)
    heading, what = words
    if not rows:
        return Part(heading, "", None)
    if not shown:
        shown = sorted(sorted(rows, key=lambda each: -abs(each.difference))[:MOST_ROWS], key=lambda x: -x.difference)
        said = f"Nothing stands out: no difference among the {len(rows)} {what} is proven. The largest are drawn."
    else:
        many = len(_clear(rows, level))
        verb = "stands" if many == 1 else "stand"
        said = f"{many} of {len(rows)} {what} {verb} out (p at most {1 - level:.2g}, adjusted)."
    picture = profile_dots(_frame(shown), segment=title, everything=_frame(list(rows)))
    return Part(
        heading, f"{said} Blue: these users; grey: everyone else; line: {wording.share(level)} interval.", picture
    )


def _hours(found: Profile, title: str, level: float) -> Part:
    rows = found.of_kind("hour")
    if not rows:
        return Part("When in the day", "", None)
    clear = [f"{each.value}:00" for each in _clear(rows, level)]
    said = f"Proven to differ at {wording.listed(clear)}." if clear else "No hour is proven to differ."
    frame = _frame(list(rows)).assign(hour=[int(each.value) for each in rows])
    caption = f"{said} Share of each user's active hours, averaged over users. Blue: these users; grey: everyone else."
    return Part("When in the day", caption, hour_dots(frame, segment=title))


def _clear(rows: tuple[Contrast, ...], level: float) -> list[Contrast]:
    return [each for each in rows if each.pvalue_adjusted <= 1 - level]


def _frame(rows: list[Contrast]) -> pd.DataFrame:
    names = {"attribute": "{0.column}: {0.value}", "event": "{0.value}", "hour": "{0.value}:00"}
    return pd.DataFrame(
        {
            "name": [names[each.kind].format(each) for each in rows],
            "share": [each.share for each in rows],
            "share_rest": [each.share_rest for each in rows],
            "difference": [each.difference for each in rows],
            "low": [each.interval.low for each in rows],
            "high": [each.interval.high for each in rows],
            "pvalue_adjusted": [each.pvalue_adjusted for each in rows],
        }
    )
