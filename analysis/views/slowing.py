"""At risk, Slowing: who slowed down and since when, whole accounts, who comes more, and what nobody can see yet."""

from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from analysis import wording
from analysis.activity import to_date, to_day
from analysis.at_risk.shared_changes import dips
from analysis.at_risk.slowdowns import MONTH_DAYS, Slowdowns, pace_of, slowdowns
from analysis.at_risk.worth import MoneyKind
from analysis.charts.day_strip import day_strip
from analysis.charts.picture import Picture
from analysis.study import Study
from analysis.views.slowing_accounts import Told

LATELY_DAYS = 30
STRIPS, STRIP_DAYS = 12, 160  # at most a mark a day: within the marks a chart may have
MOST_DIPS, DIP_MEMORY_DAYS = 3, 365
MONEY_TITLES = {"mrr": "MRR", "account_mrr": "MRR of the account", "amount": "Amount a month before"}
_DIPS_UNTOLD = "Whether days were slow for everybody cannot be told: that takes five weeks and enough people a day."
_WORDS = {"daily": "daily", "weekly": "weekly", "monthly": "monthly", "rarer": "rarer than monthly"}


@dataclass(frozen=True, eq=False)
class Slowing:
    """What the tab shows.

    Attributes
    ----------
    sentence
        The answer.
    caption
        How sure it is, for the list.
    people
        Person, Since, Was, Now, gaps, money where known, Pattern; worth most first, then the latest.
    strips
        The days of those who slowed down last, None where there are none.
    dips
        What everybody did, as a sentence.
    unseen_caption, unseen
        Of how many nothing can be said, and why, as sentences.
    """

    sentence: str
    caption: str
    people: pd.DataFrame
    strips: Picture | None
    dips: str
    unseen_caption: str
    unseen: tuple[str, ...]


def slowing_of(study: Study) -> Slowing:
    """Return who of the chosen users slowed down, with what is said around it."""
    found = slowdowns(study)
    ranked = _ranked(found.slower)
    return Slowing(
        _sentence(study, found), _caption(study, found), _people(study, ranked, found.money),
        _strips(study, found.slower), dips_sentence(study), _unseen_caption(study, found), _unseen(study, found),
    )  # fmt: skip


def speeding_of(study: Study) -> Told:
    """Return who of the chosen users comes more than before: more use may be good, or trouble."""
    found = slowdowns(study)
    limit = study.settings.slowdown.speed_limit
    if found.faster.empty:
        return Told("Nobody comes more often than before by more than chance explains.", pd.DataFrame())
    who, come = wording.units(len(found.faster), study.unit_word), "comes" if len(found.faster) == 1 else "come"
    said = f"{who} now {come} at least {limit:g} times as often. More use: good or trouble? Ask them."
    return Told(said, _people(study, _ranked(found.faster), found.money))


def dips_sentence(study: Study) -> str:
    """Return when everybody came less in the last year, and that nobody is blamed for it."""
    found = dips(pace_of(study).clock)
    recent = found[found["end"] > to_date(study.activity.observed_to - DIP_MEMORY_DAYS)].head(MOST_DIPS)
    if recent.empty:
        told = pace_of(study).clock.is_told[-DIP_MEMORY_DAYS:].any()
        return "No days of the last year were slow for everybody." if told else _DIPS_UNTOLD
    parts = [_dip(study, row) for row in recent.itertuples()]
    return (
        f"Slow for everybody: {'; '.join(parts)}. Nobody is blamed for them. A failure of your own product would look "
        "the same."
    )


def _dip(study: Study, row: tuple) -> str:
    span = wording.day(row.start) if row.days == 1 else f"{wording.day(row.start)} to {wording.day(row.end)}"
    inside = range(to_day(row.start), to_day(row.end) + 1)
    named = [each.name for each in study.filters.dates if any(day in inside for day in each.days)]
    listed = f" (on your list “{named[0]}”)" if named else ""
    return f"{span} counted as {wording.decimal(row.counted_days)} of {wording.plural(row.days, 'day')}{listed}"


def _sentence(study: Study, found: Slowdowns) -> str:
    number, limit = len(found.slower), study.settings.slowdown.speed_limit
    if not found.unseen.asked_users:
        return "Too early to say: nobody here has eight gaps between visits and came lately."
    if not number:
        return _nobody(study, found)
    lately = found.slower["since"] > to_date(study.activity.observed_to) - timedelta(days=LATELY_DAYS)
    said = (
        f"{wording.units(number, study.unit_word)} slowed down to at least {limit:g} times as long between visits as "
        f"before, {wording.count(int(lately.sum()))} of them in the last {LATELY_DAYS} days."
    )
    return f"{said} {_money(found)}"


def _nobody(study: Study, found: Slowdowns) -> str:
    """Say that there is no warning, and whether there could have been one."""
    seen = found.unseen.asked_users - found.unseen.held_back - found.unseen.in_bursts - found.unseen.rare
    if not seen:
        return (
            "No slow-down is seen, and hardly one could be: nobody here comes often and evenly enough to show it soon."
        )
    who = wording.units(seen, study.unit_word)
    return f"Nobody slowed down further than chance explains, among {who} of whom three weeks of silence would tell."


def _money(found: Slowdowns) -> str:
    value = found.slower["value"].dropna()
    if found.money and value.empty:
        return "What they are worth is not known: the data hold no payment of theirs."
    total, number = wording.count(float(value.sum())), wording.count(len(value))
    if found.money == "mrr":
        return f"They pay {total} a month{'' if len(value) == len(found.slower) else f' ({number} of them are known)'}."
    if found.money == "account_mrr":
        return f"Accounts of which they are the member who came last pay {total} a month."
    if found.money == "amount":
        return f"In {MONTH_DAYS:g} days at the old pace they paid {total}."
    return "What they are worth is not known: there is no amount and no subscription."


def _caption(study: Study, found: Slowdowns) -> str:
    if found.slower.empty:
        return ""
    error = wording.share(study.settings.slowdown.q_max)
    return (
        f"At most about {error} of these warnings should be chance. Who looks every week meets more of them: of people "
        "who never changed, 1 to 4 in 100 are warned of once in half a year. Since is the last day at the old pace; "
        "the silence up to now counts as a gap."
    )


def _ranked(found: pd.DataFrame) -> pd.DataFrame:
    return found.sort_values(["value", "since", "user_id"], ascending=[False, False, True], na_position="last")


def _people(study: Study, found: pd.DataFrame, money: MoneyKind) -> pd.DataFrame:
    labels = study.segmentation
    table = pd.DataFrame(
        {
            wording.ONE_TITLES[study.unit_word]: found["user_id"],
            "Since": found["since"],
            "Was": found["from"].map(_WORDS),
            "Now": found["to"].map(_WORDS),
            "Gap before, days": found["gap_before_days"].round(1),
            "Gap now, days": found["gap_now_days"].round(1),
        }
    )
    if money:
        table[MONEY_TITLES[money]] = found["value"].round(2)
    names = (labels.name_of(int(labels.rhythm[row]), int(labels.detail[row])) for row in found.index)
    return table.assign(Pattern=[wording.segment_title(name) for name in names]).reset_index(drop=True)


def _strips(study: Study, found: pd.DataFrame) -> Picture | None:
    activity = study.activity
    first = activity.observed_to - STRIP_DAYS + 1
    latest = found.sort_values(["since", "user_id"], ascending=[False, True])["user_id"].head(STRIPS)
    days = [
        (who, to_date(day)) for row, who in latest.items() for day in activity.days_of(row).tolist() if day >= first
    ]
    if not days:
        return None
    return day_strip(pd.DataFrame(days, columns=["row", "day"]), until=to_date(activity.observed_to))


def _unseen_caption(study: Study, found: Slowdowns) -> str:
    unseen = found.unseen
    number = unseen.few_gaps + unseen.long_silent + unseen.held_back + unseen.in_bursts + unseen.rare
    of = wording.units(int(study.chosen.sum()), study.unit_word)
    return f"{wording.count(number)} of {of}. Not being on the list does not say that all is well with them."


def _unseen(study: Study, found: Slowdowns) -> tuple[str, ...]:
    unseen, limits = found.unseen, study.settings.slowdown
    parts = (
        (unseen.few_gaps, "with fewer than eight gaps between visits: too early to say."),
        (unseen.long_silent, f"silent for more than {limits.silent_max_days} days: see Late."),
        (
            unseen.held_back,
            "slower by more than chance explains, but their own past holds such a break too, or is too short to say.",
        ),
        (unseen.in_bursts, "with visits in bursts: long breaks are usual there, so one more says nothing."),
        (
            unseen.rare,
            "with rare or uneven visits: even three weeks of silence could be chance, as for a weekly visitor.",
        ),
    )
    return tuple(f"{wording.units(number, study.unit_word)} {why}" for number, why in parts if number)
