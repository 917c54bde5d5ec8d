"""One reading for a whole column of amounts: what parts thousands and what begins the decimals, decided, never guessed.

`1.234,56` and `1,234.56` say it themselves; `1,234` says nothing. Where no value of a column does, a person is asked.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from analysis.errors import OffbeatError, shortened
from analysis.ingest.questions import Question

Decimal = Literal["comma", "point"]

_SIGNS: dict[Decimal, tuple[str, str]] = {"comma": (",", "."), "point": (".", ",")}
# What may stand round an amount and says nothing of its size. Shared by Python (the decision) and DuckDB (the reading).
_SIGNS_OF_MONEY = r"\b(?:US|AU?|CA?|NZ|HK|S|R|MX)\$|[$€£¥₹₽₺₩₪₴฿]|zł|Kč"
_CODES = (
    "USD|EUR|GBP|CHF|JPY|SEK|NOK|DKK|PLN|CZK|HUF|RON|TRY|RUB|UAH|AUD|CAD|NZD|SGD|HKD|CNY|KRW|INR|BRL|MXN|ZAR|ILS|AED"
)
_AROUND = rf"[\s\x{{a0}}\x{{202f}}\x{{2009}}'’\"+]|{_SIGNS_OF_MONEY}|\b(?:{_CODES}|kr|Fr|Rs|Ft)\b\.?"
_AROUND_PYTHON = re.compile(re.sub(r"\\x\{(\w+)\}", lambda found: chr(int(found[1], 16)), _AROUND), re.IGNORECASE)
_MONEY = re.compile(rf"{_SIGNS_OF_MONEY}|\b(?:{_CODES})\b")
_CODE_OF = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₺": "TRY", "zł": "PLN", "Kč": "CZK",
    "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "R$": "BRL", "HK$": "HKD", "NZ$": "NZD", "S$": "SGD",
}  # fmt: skip
_NEGATIVE = r"^(?:\((.*)\)|(.*)[-−]|[-−](.*))$"
_ENOUGH = 3
_PLAIN = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*")
_NUMBER = re.compile(r"[\d.,]*\d[\d.,]*")
_OPEN = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_ONE_SIGN = re.compile(r"(\d*)([.,])(\d+)")
_MANY_SIGNS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+")
_BOTH_SIGNS = re.compile(r"\d{1,3}(?:([.,])\d{3})+(?!\1)([.,])\d+")


@dataclass(frozen=True)
class NumberReading:
    """How the amounts of one column are written.

    Attributes
    ----------
    decimal
        What begins the decimals.
    is_plain
        Whether every value seen is a number as programs write them: nothing to take off, no thousands.
    doubt
        An amount that could also be thousands, where there are too few of them to ask.
    currencies
        The signs and codes of money seen in the values, where they are of several currencies.
    """

    decimal: Decimal = "point"
    is_plain: bool = True
    doubt: str = ""
    currencies: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Say how amounts were read where they are not plain, or leave it open, or are of several currencies."""
        return (*self._notes_of_signs, *self._notes_of_currencies)

    @property
    def _notes_of_currencies(self) -> tuple[str, ...]:
        if not self.currencies:
            return ()
        return (f"Amounts are of several currencies ({', '.join(self.currencies)}): they are added up unconverted.",)

    @property
    def _notes_of_signs(self) -> tuple[str, ...]:
        if self.doubt:
            return (f"Amounts such as {self.doubt} are read with a decimal point; few values say so.",)
        if self.is_plain:
            return ()
        example = "1.234,56" if self.decimal == "comma" else "1,234.56"
        return (f"Amounts are read with a decimal {self.decimal}, as in {example}.",)


def decide_numbers(values: Sequence[str], *, answer: Decimal | None = None) -> NumberReading | str:
    """Return the one reading of a column's values, or an example that leaves it open."""
    found = _decided(values, answer)
    return found if isinstance(found, str) else replace(found, currencies=_currencies(values))


def _currencies(values: Sequence[str]) -> tuple[str, ...]:
    """Return the signs and codes of money in some values, one a currency; none where there are fewer than two."""
    found: dict[str, str] = {}
    for value in dict.fromkeys(values):
        for said in _MONEY.findall(value):
            found.setdefault(_CODE_OF.get(said, said), said)
    return tuple(sorted(found.values())) if len(found) > 1 else ()


def _decided(values: Sequence[str], answer: Decimal | None) -> NumberReading | str:
    """Return the reading of what parts thousands and begins decimals, or an example that leaves it open."""
    texts = [text for value in dict.fromkeys(values) if (text := value.strip())]
    cores = [_core(text) for text in texts]
    told = {decimal for core in cores if (decimal := _told(core)) is not None}
    is_plain = all(
        _PLAIN.fullmatch(text) or not _NUMBER.fullmatch(core) for text, core in zip(texts, cores, strict=True)
    )
    if answer is not None:
        return NumberReading(answer, is_plain=is_plain and answer == "point")
    if len(told) == 1:
        decimal = told.pop()
        return NumberReading(decimal, is_plain=is_plain and decimal == "point")
    open_texts = [text for text, core in zip(texts, cores, strict=True) if _OPEN.fullmatch(core)]
    open_example = next(iter(open_texts), None)
    if told:  # both
        return next(text for text, core in zip(texts, cores, strict=True) if _told(core) == "comma")
    if is_plain and 0 < len(open_texts) < _ENOUGH:  # programs write a point, and three decimals now and then
        return NumberReading(doubt=str(open_example))
    return open_example if open_example is not None else NumberReading(is_plain=is_plain)


def money_sql(reading: NumberReading, text: str, *, kind: str) -> str:
    """Return SQL for the number in a text column as `kind`, null where it is none under this reading."""
    if reading.is_plain:
        return f"try_cast({text} AS {kind})"
    mark, thousands = _SIGNS[reading.decimal]
    core = f"regexp_replace({text}, $around, '', 'gi')"
    signed = rf"regexp_replace({core}, '{_NEGATIVE}', '-\1\2\3')"
    shape = rf"-?(?:\d{{1,3}}(?:\{thousands}\d{{3}})+|\d*)(?:\{mark}\d+)?"
    bare = f"replace(replace({signed}, '{thousands}', ''), '{mark}', '.')"
    return f"CASE WHEN regexp_full_match({signed}, '{shape}') THEN try_cast({bare} AS {kind}) END"


def number_parameters(reading: NumberReading) -> dict[str, object]:
    """Return the values bound in the SQL of `money_sql`."""
    return {} if reading.is_plain else {"around": _AROUND}


def plain_number(text: str, reading: NumberReading) -> str:
    """Return an amount as programs write it; the text as it stands where it is none under this reading."""
    mark, thousands = _SIGNS[reading.decimal]
    core = _core(text)
    if not re.fullmatch(rf"(?:\d{{1,3}}(?:\{thousands}\d{{3}})+|\d*)(?:\{mark}\d+)?", core) or not core:
        return text
    return ("-" if _is_negative(text) else "") + core.replace(thousands, "").replace(mark, ".")


def decimal_question(column: str, example: str) -> Question:
    """Return the question what a comma or a point stands for, with both readings of an example."""
    return Question(
        "decimal",
        f"What begins the decimals of the amounts in the column {shortened(column)}? They can be read in two ways.",
        {
            "point": f"a point: {example} is {_shown(example, 'point')}",
            "comma": f"a comma: {example} is {_shown(example, 'comma')}",
        },
        is_needed=True,
    )


def refuse_numbers(column: str, example: str) -> OffbeatError:
    """Return the error for amounts that nobody can read without an answer."""
    return OffbeatError(
        f"Expected amounts that can be read in one way in the column {shortened(column)}, found {example}, which is "
        f"{_shown(example, 'comma')} with a decimal comma and {_shown(example, 'point')} with a decimal point.",
        hint="say which with --decimal comma or --decimal point, or on the Data page.",
    )


def _shown(example: str, decimal: Decimal) -> str:
    return plain_number(example, NumberReading(decimal, is_plain=False)) if example else example


def _core(text: str) -> str:
    """Return the digits and signs of an amount without currency, blanks and what makes it negative."""
    core = _AROUND_PYTHON.sub("", text)
    found = re.fullmatch(_NEGATIVE, core)
    return next(part for part in found.groups() if part is not None) if found else core


def _is_negative(text: str) -> bool:
    return re.fullmatch(_NEGATIVE, _AROUND_PYTHON.sub("", text)) is not None


def _told(core: str) -> Decimal | None:
    """Return what one value says begins the decimals, or None where it says nothing."""
    if found := _BOTH_SIGNS.fullmatch(core):
        return "comma" if found[2] == "," else "point"
    if found := _MANY_SIGNS.fullmatch(core):
        return "point" if found[1] == "," else "comma"
    found = _ONE_SIGN.fullmatch(core)
    if found is None or _OPEN.fullmatch(core):
        return None
    return "comma" if found[2] == "," else "point"
