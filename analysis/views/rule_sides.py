"""Rules side by side: what each calls gone, how right that was, and whether the simple rule wins."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.at_risk.backtest import Share
from analysis.at_risk.rules import RULES, Rule, read_visits
from analysis.at_risk.rules_table import EVEN_FOUND, SideBySide, side_by_side
from analysis.charts.picture import Picture
from analysis.charts.rule_curves import rule_curves
from analysis.errors import OffbeatError
from analysis.settings import Settings
from analysis.study import Study
from analysis.views.rule_check import FEW, of_hundred

_NAMES = {
    "fixed": "Silent for {days}",
    "billing": "{cycles} without a visit",
    "own_beat": "Rare for this person",
    "replay": "Few like them came back",
    "p_alive": "Chance still a customer",
}
_CUTS = {
    "fixed": "at least {days} without a visit",
    "billing": "{cycles} of their own, whole, without a visit",
    "own_beat": "under {hundred} of 100 of their own gaps are as long",
    "replay": "under {hundred} of 100 in the same situation came back, on earlier dates",
    "p_alive": "under {hundred} of 100, by a model of repeat visits",
}


@dataclass(frozen=True, eq=False)
class Sides:
    """What the tab shows; sentences are plain text. `picture` is None where the data are too short."""

    sentence: str
    caption: str = ""
    table: pd.DataFrame | None = None
    picture: Picture | None = None
    picture_caption: str = ""


def rule_sides(study: Study, visits: tuple[str, ...] = ()) -> Sides:
    """Return all rules at their thresholds, on the same people of the held-out end, among those shown.

    `visits` are texts like "fixed=login": to that rule only these events are visits.
    """
    try:
        found = side_by_side(study, read_visits(visits))
    except OffbeatError as short:
        return Sides(f"Too early to say. {short.sentence} {wording.capital(short.hint)}")
    if not found.people:
        return Sides("Nobody had come four times by then and fallen silent lately, so rules cannot be told apart.")
    people, own = wording.units(found.people, study.unit_word), _visits_told(visits, study)
    return Sides(
        sentence=_verdict(found),
        caption=f"The same {people} for every rule: at least four visits by {found.held.cutoff}, silent for at most "
        f"{study.settings.rules.recent_days} days. Brackets: {wording.share(found.settings.compare.level)} "
        f"intervals.{own}",
        table=_table(found),
        picture=_curves(found) if _stayed_away(found) >= FEW else None,
        picture_caption="Share of those called gone who stayed away, at every threshold; the point is the one in use.",
    )


def _verdict(found: SideBySide) -> str:
    """Say whether the chance by replay beats days of silence moved to where both find the same share."""
    replay = next(rule for rule in RULES if rule.name == "replay")
    if _stayed_away(found) < FEW:
        return f"Fewer than {FEW} of these people stayed away, so the rules cannot be told apart."
    even = found.better_than_days(replay)
    if np.isnan(found.scores[replay.name]).all():
        return "What people like them did could not be learnt from earlier dates, so only the simple rules are judged."
    if not np.isfinite(even.value):
        return f"No thresholds let both find about {of_hundred(EVEN_FOUND)} of 100 who left, so no rule is put first."
    moved = [_stayed(called, found) for called in (found.when_even(replay), found.when_even(RULES[0]))]
    said = (
        f"Where each finds {of_hundred(EVEN_FOUND)} of 100 who left: of 100 called gone by “few like them came back” "
        f"{moved[0]} stayed away, by days of silence alone {moved[1]}"
    )
    return f"{said}. {_winner(even)}"


def _stayed_away(found: SideBySide) -> int:
    return int((~found.came_back).sum())


def _winner(even: Share) -> str:
    points = wording.interval(wording.decimal(100 * even.low), wording.decimal(100 * even.high))
    if even.low > 0:
        return f"The simple rule is less right here, by {points} points."
    if even.high < 0:
        return f"The simple rule wins on these data (difference {points} points)."
    return f"No difference is proven on these data ({points} points): the simple rule, well set, does as well."


def _stayed(called: np.ndarray, found: SideBySide) -> str:
    return of_hundred(1 - float(found.came_back[called].mean()))


def rule_choices(study: Study) -> dict[str, str]:
    """Return every rule's name and how a person reads it."""
    return {rule.name: rule_title(rule, study.settings) for rule in RULES}


def rule_title(rule: Rule, settings: Settings) -> str:
    """Return a rule as a person reads it."""
    return wording.capital(_NAMES[rule.name].format(**_cut(rule, settings)))


def _visits_told(visits: tuple[str, ...], study: Study) -> str:
    """Say which rules have visits of their own; "" where all go by the same days."""
    told = [
        f"to “{rule_choices(study)[rule]}” only {wording.listed(events)} {'is' if len(events) == 1 else 'are'} a visit"
        for rule, events in read_visits(visits).items()
    ]
    return f" {wording.capital('; '.join(told))}: of who never did so it cannot tell." if told else ""


def _cut(rule: Rule, settings: Settings) -> dict[str, str]:
    value = rule.threshold(settings)
    return {
        "days": wording.plural(int(value), "day"),
        "cycles": wording.plural(int(value), "billing cycle"),
        "hundred": of_hundred(value),
    }


def _table(found: SideBySide) -> pd.DataFrame:
    """Return one row a rule; without a column of money where none is known."""
    table = pd.DataFrame([_row(rule, found) for rule in RULES])
    return table if found.held.money is not None else table.drop(columns="Money called gone")


def _curves(found: SideBySide) -> Picture:
    return rule_curves(pd.concat([_points(rule, found) for rule in RULES], ignore_index=True))


def _row(rule: Rule, found: SideBySide) -> dict[str, object]:
    verdict = found.verdicts[rule.name]
    unknown = int(np.isnan(found.scores[rule.name]).sum())
    return {
        "Rule": rule_title(rule, found.settings),
        "Gone when": _CUTS[rule.name].format(**_cut(rule, found.settings)),
        "Called gone": verdict.flagged,
        "Of 100, came back": _told(verdict.back),
        "Finds of 100 who left": _told(verdict.recall),
        "Of 100 still coming, called gone": _told(verdict.false_alarm),
        "Money called gone": wording.count(verdict.amount_at_risk),
        "Cannot tell": unknown,
    }


def _told(share: Share) -> str:
    between = wording.interval(of_hundred(share.low), of_hundred(share.high))
    return f"{of_hundred(share.value)} ({between})" if np.isfinite(share.value) else wording.UNDEFINED


def _points(rule: Rule, found: SideBySide) -> pd.DataFrame:
    rows = found.curve(rule)
    return pd.DataFrame(
        {
            "rule": rule_title(rule, found.settings),
            "threshold": rows["threshold"],
            "in_use": rows["threshold"] == rule.threshold(found.settings),
            "recall": rows["recall"],
            "precision": 1 - rows["share"],
        }
    )
