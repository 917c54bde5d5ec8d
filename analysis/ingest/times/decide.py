"""One reading for a column of times, decided over all its values; what they leave open is asked, never guessed."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Literal

from analysis.ingest.times.dates import Written
from analysis.ingest.times.months import languages_of
from analysis.ingest.times.normalise import normalised
from analysis.ingest.times.numbers import NUMBER, decide_number
from analysis.ingest.times.orders import day_of, decide_order, orders_of
from analysis.ingest.times.readings import ISO, Decision, Layout, Order, Reading, TimeChoice, TimeQuestion
from analysis.ingest.times.sql import ISO_PATTERN
from analysis.ingest.times.stamps import moments, stamp
from analysis.ingest.times.texts import Moment

_ISO = re.compile(ISO_PATTERN)
_ENOUGH = 200  # different values that tell whether a column holds times
_OPEN = ("year last", "short")
ORDER_WORDS: Mapping[Order, str] = {
    "day-first": "the day first", "month-first": "the month first", "year-first": "the year first",
}  # fmt: skip
NO_TIMES = TimeQuestion("Fewer than half of the values are times in one format.")


def decide(
    values: Iterable[str], *, answer: Order | None = None, is_named: bool = False, more: Sequence[str] = ()
) -> Decision:
    """Return the one reading that fits most of the values, or what has to be asked.

    Parameters
    ----------
    values
        The column in its order. Blanks do not vote.
    answer
        Which number is the day, where a person has said so.
    is_named
        Whether the column's name says that it holds times: whole numbers may then be days of a spreadsheet.
    more
        Other dates of the column, from anywhere in it, where the order of its numbers is open.
    """
    votes = Counter(text for value in values if (text := value.strip()))
    rows = votes.total()
    iso = {text for text in votes if _ISO.match(text)}
    if sum(votes[text] for text in iso) * 2 > rows:
        return Decision(_iso(iso))
    plain = {text: normalised(text) for text in votes}
    numbers = [text for text in votes if NUMBER.match(plain[text])]
    if sum(votes[text] for text in numbers) * 2 > rows:
        return decide_number([plain[text] for text in numbers], is_named=is_named)
    written = {text: moment for text in votes if (moment := moments(text)) is not None}
    forms = Counter[tuple[str, str]]()
    for text, moment in written.items():
        forms[moment.date.form, moment.date.divider] += votes[text]
    form, most = max(forms.items(), key=lambda pair: pair[1], default=(None, 0))
    if most * 2 <= rows:
        return Decision(None, replace(NO_TIMES, example=_short(next(iter(votes), ""))))
    column = {text: each for text, each in written.items() if (each.date.form, each.date.divider) == form}
    return _laid_out(column, votes, answer, more)


def contradicts(text: str, reading: Reading) -> bool:
    """Whether a text is a date of the column's form in another order of its numbers alone, and nobody said which."""
    layout = reading.layout
    if layout is None or layout.order is None or reading.is_answered:
        return False
    return any(layout.order not in (orders := orders_of(date)) and orders for date in _dates_in([text], layout))


def holds_times(values: Iterable[str]) -> Literal["", "written", "numbers"]:
    """Return what times a column holds as far as its first values tell, asked for or not; "" where it holds none."""
    decision = decide(islice(dict.fromkeys(value for value in values if value.strip()), _ENOUGH))
    if decision.reading is not None:
        return "numbers" if decision.reading.is_number else "written"
    return "written" if decision.layout is not None else ""


def decide_reading(values: Sequence[str]) -> Reading | None:
    """Return the one reading that fits most of the values, or None where it is none of them or has to be asked."""
    return decide(values).reading


def _iso(texts: Iterable[str]) -> Reading:
    lengths, is_naive = set(), True
    for text in texts:
        lengths.add(len(text))
        is_naive = is_naive and text[16:17] == ":"
    return Reading("date" if lengths == {10} else "naive" if lengths == {19} and is_naive else "iso")


def _laid_out(column: Mapping[str, Moment], votes: Counter[str], answer: Order | None, more: Sequence[str]) -> Decision:
    """Return the reading of texts of one form: the order of the numbers, AM and PM, the language of the months."""
    first = next(iter(column.values())).date
    halves = Counter[bool]()
    for text, moment in column.items():
        if moment.clock is not None:
            halves[moment.clock.is_halved] += votes[text]
    languages = languages_of(moment.date.month for moment in column.values() if moment.date.month)
    layout = Layout(first.form, first.divider, answer, halves[True] > halves[False], languages)
    if first.form in _OPEN and answer is None:
        left = decide_order([moment.date for moment in column.values()], more=_dates_in(more, layout))
        if len(left) != 1:
            return Decision(None, _order_question(column, layout, left), layout)
        layout = replace(layout, order=next(iter(left)))
    if first.form == "named":
        layout = replace(layout, languages=_by_weekday(column, layout))
    if first.form == "named" and (unsure := _unsure_month(column, layout)):
        return Decision(
            None, TimeQuestion("The name of the month means different months in different languages.", unsure)
        )
    reading = Reading("text", layout=None if layout == ISO else layout, is_answered=answer is not None)
    read = sum(votes[text] for text in column if stamp(text, reading) is not None or _is_only_unclear(column[text]))
    if read * 2 <= votes.total():
        return Decision(None, replace(NO_TIMES, example=_short(next(iter(column)))))
    return Decision(reading)


def _dates_in(texts: Iterable[str], layout: Layout) -> list[Written]:
    """Return the dates that are written in the layout's form."""
    found = (moments(text.strip()) for text in texts)
    form = (layout.form, layout.divider)
    return [each.date for each in found if each is not None and (each.date.form, each.date.divider) == form]


def _is_only_unclear(moment: Moment) -> bool:
    return moment.zone is not None and bool(moment.zone.unclear)


def _unsure_month(column: Mapping[str, Moment], layout: Layout) -> str:
    """Return a text whose month its language does not settle where that is so for most of them, else ""."""
    unsure = [text for text, moment in column.items() if day_of(moment.date, layout) is None]
    several = [text for text in unsure if len(set(_meanings(column[text], layout))) > 1]
    return _short(several[0]) if len(several) * 2 > len(column) else ""


def _by_weekday(column: Mapping[str, Moment], layout: Layout) -> tuple[str, ...]:
    """Return the languages that give most texts a day; the weekday beside a date tells Polish from Croatian months."""
    days = {
        language: sum(day_of(each.date, replace(layout, languages=(language,))) is not None for each in column.values())
        for language in layout.languages
    }
    return tuple(language for language, number in days.items() if number == max(days.values()))


def _meanings(moment: Moment, layout: Layout) -> list[object]:
    days = (day_of(moment.date, replace(layout, languages=(each,))) for each in layout.languages)
    return [day for day in days if day is not None]


def _order_question(column: Mapping[str, Moment], layout: Layout, left: Iterable[Order]) -> TimeQuestion:
    """Ask which number is the day, with an example that shows the difference."""
    left = sorted(left)
    orders: Sequence[Order] = left or (
        ("day-first", "month-first") if layout.form == "year last" else tuple(ORDER_WORDS)
    )

    def means(moment: Moment) -> Callable[[Order], date | None]:
        return lambda order: day_of(moment.date, replace(layout, order=order))

    text = max(column, key=lambda each: len(set(map(means(column[each]), orders)) - {None}))
    labels = {order: means(column[text])(order) for order in orders}
    choices = tuple(TimeChoice(each, f"{_spelled(day)}{ORDER_WORDS[each]}") for each, day in labels.items())
    if not left:
        return TimeQuestion(
            "Some dates can only have the day first and others only the month: which is meant?", _short(text), choices
        )
    return TimeQuestion("Which number of these dates is the day?", _short(text), choices)


def _spelled(day: date | None) -> str:
    return "" if day is None else f"{day.day} {day:%B %Y}, "


def _short(text: str) -> str:
    return " ".join(text.split())[:40]
