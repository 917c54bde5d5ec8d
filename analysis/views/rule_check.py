"""Is my rule right? Of those silent for so many days, how many came back; with loyal people it calls gone."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.activity import to_date
from analysis.at_risk.backtest import Verdict, curve, judge
from analysis.at_risk.called_gone import CalledGone, loyal_called_gone
from analysis.at_risk.held_out import HeldOut, hold_out
from analysis.at_risk.overdue import of_100
from analysis.at_risk.rules import RULES
from analysis.at_risk.rules_table import threshold_steps
from analysis.charts.called_gone import called_gone
from analysis.charts.came_back import came_back
from analysis.charts.picture import Picture
from analysis.errors import OffbeatError
from analysis.settings import Settings
from analysis.study import Study

FIXED = RULES[0]
STRIP_DAYS = 540  # a year and a half shows a habit and stays within the marks of a chart
FEW = 10  # of fewer than so many people no share of 100 is told


@dataclass(frozen=True, eq=False)
class RuleCheck:
    """What Home and the tab say of the fixed rule; sentences are plain text.

    Attributes
    ----------
    question
        "Is my 30-day rule right?", the rule as it stands.
    sentence
        The answer, or why there is none.
    told
        How it was counted: day, people, those silent for longer, money.
    copied
        Question, answer and how it was counted, to paste.
    curve, strips
        The share at every threshold; loyal people called gone. None where there is nothing to draw.
    """

    question: str
    sentence: str
    told: tuple[str, ...] = ()
    curve: Picture | None = None
    strips: Picture | None = None
    strips_caption: str = ""

    @property
    def copied(self) -> str:
        """Question, answer and how it was counted, to paste."""
        return " ".join((self.question, self.sentence, *self.told))


def rule_check(study: Study) -> RuleCheck:
    """Return how right the fixed rule was at the held-out end of the data, among the people shown."""
    question = f"Is my {_days(study.settings)}-day rule right?"
    try:
        held = hold_out(study)
    except OffbeatError as short:
        return RuleCheck(question, f"Too early to say. {short.sentence} {wording.capital(short.hint)}")
    recent = held.shown & (held.silence_days <= study.settings.rules.recent_days)
    silence, back, level = held.silence_days.astype(float), held.came_back, study.settings.compare.level
    called = FIXED.calls_gone(silence, _days(study.settings))
    money = None if held.money is None else held.money[recent]
    verdict = judge(called[recent], back[recent], money, level=level)
    steps = threshold_steps(study.settings.knob(FIXED.address), _days(study.settings))
    rows = curve(FIXED, silence[recent], back[recent], steps, level=level)
    loyal = loyal_called_gone(study, held, _days(study.settings))
    return RuleCheck(
        question=question,
        sentence=_sentence(verdict, study),
        told=_told(verdict, held, study, held.shown & called & ~recent),
        curve=came_back(rows, study.settings.knob(FIXED.address), value=_days(study.settings)),
        strips=_strips(loyal, study) if loyal else None,
        strips_caption=_strips_caption(loyal, study),
    )


def _days(settings: Settings) -> int:
    return settings.inactive.days


def _sentence(verdict: Verdict, study: Study) -> str:
    days, who = _days(study.settings), study.unit_word
    if not verdict.flagged:
        return f"Your {days}-day rule called nobody gone who had fallen silent lately, so it cannot be checked here."
    if verdict.flagged < FEW:
        called = wording.units(verdict.flagged, who)
        return f"Of {called} your {days}-day rule called gone, {verdict.came_back} came back: too few for a share."
    share = verdict.back
    between = wording.interval(of_hundred(share.low), of_hundred(share.high))
    return f"Of 100 {who} your {days}-day rule calls gone, {of_hundred(share.value)} came back ({between})."


def of_hundred(share: float) -> str:
    """0.274 -> "27": so many of 100; nan -> "–"."""
    return wording.count(100 * share)


def _told(verdict: Verdict, held: HeldOut, study: Study, long_gone: np.ndarray) -> tuple[str, ...]:
    """Say the date, the people, the false alarms, those silent for longer, the money, and what the filter knew."""
    days, recent, who = _days(study.settings), study.settings.rules.recent_days, study.unit_word
    told = [
        f"On {held.cutoff} it called {wording.units(verdict.flagged, who)} gone, silent for {days} to {recent} days; "
        f"{wording.count(verdict.came_back)} came back in the {held.days} days after."
    ]
    if np.isfinite(verdict.false_alarm.value):
        told.append(f"Of 100 {who} who were still coming, it called {of_hundred(verdict.false_alarm.value)} gone.")
    if long_gone.any():
        longer, back = int(long_gone.sum()), int(held.came_back[long_gone].sum())
        counted = wording.count(back) if longer < FEW or not back else of_100(back / longer)
        told.append(f"Of {wording.units(longer, who)} silent for longer, {counted} came back.")
    told.append(_money(verdict))
    if study.filters.who != "all":
        told.append("Who is shown may have been chosen by what they did in those days; that may flatter the rule.")
    return tuple(told)


def _money(verdict: Verdict) -> str:
    share = verdict.amount_back
    if not np.isfinite(share.value):
        return "No money is known here, so people are counted."
    between = wording.interval(wording.share(share.low), wording.share(share.high))
    return f"Of the money of those it called gone, {wording.share(share.value)} came back with them ({between})."


def _strips(loyal: list[CalledGone], study: Study) -> Picture:
    since = _strips_from(study)
    names = [f"{chr(ord('A') + place)} · {wording.segment_title(each.segment)}" for place, each in enumerate(loyal)]
    days = [
        (name, to_date(day)) for name, each in zip(names, loyal, strict=True) for day in each.days.tolist()
        if day >= since
    ]  # fmt: skip
    stretches = [
        (name, to_date(max(start, since)), to_date(end)) for name, each in zip(names, loyal, strict=True)
        for start, end in each.stretches.tolist() if end >= since
    ]  # fmt: skip
    return called_gone(
        pd.DataFrame(days, columns=["row", "day"]), pd.DataFrame(stretches, columns=["row", "from", "to"])
    )


def _strips_from(study: Study) -> int:
    return max(study.activity.observed_from, study.activity.observed_to - STRIP_DAYS + 1)


def _strips_caption(loyal: list[CalledGone], study: Study) -> str:
    if not loyal:
        return "Nobody was called gone on that day, and at another time, and came back both times."
    since = _strips_from(study)
    times = wording.listed([wording.count((each.stretches[:, 1] >= since).sum()) for each in loyal])
    each_time = "back each time" if len(loyal) == 1 else "all of them back each time"
    return (
        f"{wording.capital(wording.units(len(loyal), study.unit_word))} it called gone {times} times since "
        f"{wording.day(to_date(since))}, and {each_time}. Blue: a day with a visit; grey: called gone."
    )
