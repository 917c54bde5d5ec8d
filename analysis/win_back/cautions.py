"""What a measured campaign needs care for: the list, the groups, the outcome, the earlier dates; plain text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis import wording
from analysis.activity import to_date
from analysis.errors import shortened
from analysis.win_back.measure import Measured
from analysis.win_back.people_file import MOST_NAMED, PeopleFile
from analysis.win_back.zeros import ZEROS_BACK

WarningSlug = Literal[
    "not_over", "unequal_groups", "few_left_out", "in_both", "groups_not_read", "other_users", "repeated",
    "shared_email", "newer_users", "active_anyway", "no_hold_out", "lost_zeros", "only_who_came", "used_before",
    "own_dates", "two_ways",
]  # fmt: skip
ONLY_A_HOLD_OUT = (
    "Earlier dates are no proof: seasons, prices and other mail differ from one date to the next, and a longer list "
    "does not narrow that. Only people left out on purpose do."
)


@dataclass(frozen=True)
class Warned:
    """What a result needs care for: a slug for code, a sentence for people."""

    slug: WarningSlug
    sentence: str


def warnings(found: Measured, *, least_left_out: int) -> tuple[Warned, ...]:
    """Return what the result needs care for, the gravest first."""
    return tuple(_warnings(found, least_left_out))


def _warnings(found: Measured, least_left_out: int) -> Iterator[Warned]:
    people, groups = found.people, found.groups
    if not found.is_over:
        agreed = wording.day(to_date(found.agreed_day))
        passed = wording.plural(found.days, "day")
        yield Warned("not_over", f"Only {passed} have passed; the day agreed on is {agreed}. Who looks earlier, "
                     "and stops where it looks good, finds effects that are none.")  # fmt: skip
    if found.unequal:
        yield Warned("unequal_groups", f"The groups were not alike before the contact: {wording.listed(found.unequal)} "
                     "differ more than chance explains, so the draw may not have been random.")  # fmt: skip
    if 0 < len(groups.left_out) < least_left_out:
        yield Warned("few_left_out", f"Only {wording.count(len(groups.left_out))} were left out on purpose.")
    yield from _of_the_list(people, found.unit)
    if groups.newer:
        yield Warned("newer_users", f"{wording.units(groups.newer, found.unit)} of the list came for the first time on "
                     "the day of the contact or later and count nowhere.")  # fmt: skip
    if found.active_before:
        yield Warned("active_anyway", f"{wording.count(found.active_before)} of the contacted had been here shortly "
                     f"before; most such {found.unit} come anyway.")  # fmt: skip
    yield from _of_the_outcome(found)
    if found.method == "placebo":
        yield from _of_own_dates(found)
        yield Warned("no_hold_out", ONLY_A_HOLD_OUT)


def _of_the_outcome(found: Measured) -> Iterator[Warned]:
    groups, judged, title = found.groups, found.judged, found.outcome.title
    rest = len(groups.contacted) - judged.contacted
    if found.outcome.is_of_who_came and found.method == "holdout":
        yield Warned("only_who_came", f"{wording.capital(title)}: known only of {wording.count(judged.contacted)} of "
                     f"{wording.units(len(groups.contacted), found.unit)} contacted and "
                     f"{wording.count(judged.left_out)} of {wording.count(len(groups.left_out))} left out, who "
                     "came often enough. A contact that brings others back changes who is measured, so the difference "
                     "may be theirs.")  # fmt: skip
    elif rest:
        yield Warned("used_before", f"{wording.units(rest, found.unit)} contacted had used it before the contact and "
                     f"are not counted, nor are such {found.unit} they are compared with.")  # fmt: skip


def _of_own_dates(found: Measured) -> Iterator[Warned]:
    if found.forecast is None or not found.forecast.disturbed.dates:
        return
    told = found.forecast.disturbed
    dates, windows = wording.plural(told.dates, "date"), wording.plural(told.windows, "earlier date")
    then = (
        "left out" if told.left_out
        else "counted all the same, as too few would be left: what would have come anyway may be set too high"
    )  # fmt: skip
    yield Warned("own_dates", f"{dates} of your lists {wording.listed([shortened(each) for each in told.names])} fall "
                 f"into the days looked at after {windows}, which may have been unlike others: {then}.")  # fmt: skip


def _of_the_list(people: PeopleFile, unit: str) -> Iterator[Warned]:
    if people.in_both:
        yield Warned("in_both", f"{wording.units(people.in_both, unit)} on lines of both groups: counted as left "
                     "out, as they were drawn, which makes the lift smaller rather than larger.")  # fmt: skip
    if people.unread:
        said = f"{wording.plural(len(people.unread), 'line')} name no group that is known, for example "
        counted = "nowhere" if (people.groups == "").any() else "as contacted, like everybody else"
        yield Warned("groups_not_read", f"{said}{_named(people.unread)}, and count {counted}.")
    if people.unmatched:
        yield Warned("other_users", f"{wording.plural(len(people.unmatched), 'line')} of the list name nobody of these "
                     f"data and count nowhere, for example {_named(people.unmatched)}.")  # fmt: skip
    if people.lost_zeros:
        given, meant = map(shortened, people.lost_zeros[0])
        yield Warned("lost_zeros", f"{wording.plural(len(people.lost_zeros), 'line')} of these would name somebody "
                     f"with zeros put back in front: {given} would be {meant}. They count nowhere, as they may be "
                     f"other people; {ZEROS_BACK}.")  # fmt: skip
    if people.two_ways:
        given, other = map(shortened, people.two_ways[0])
        yield Warned("two_ways", f"{wording.plural(len(people.two_ways), 'line')} would name somebody else with zeros "
                     f"put back in front: {given} and {other} are both ids. They count as they stand; if a spreadsheet "
                     f"saved the list, {ZEROS_BACK}.")  # fmt: skip
    if people.repeated:
        yield Warned("repeated", f"{wording.plural(people.repeated, 'line')} name somebody again and count once.")
    if people.shared:
        yield Warned("shared_email", f"{wording.plural(people.shared, 'line')} name an e-mail of several people; the "
                     "first of them by id counts.")  # fmt: skip


def _named(cells: Sequence[str]) -> str:
    return wording.listed([shortened(each) or "(empty)" for each in dict.fromkeys(cells)][:MOST_NAMED])
