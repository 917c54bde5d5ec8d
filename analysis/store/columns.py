"""Which columns of a users table can name somebody, and what becomes of them where only counts are shared."""

import re
from typing import Literal

import pandas as pd

from analysis.at_risk.quiet_sources import says_yes, tells_signs
from analysis.segments.names import MOST_OFFERED_VALUES

# "keep" as it is; "day" cuts a time to its date; "number" numbers the values in their order; "drop".
Treatment = Literal["keep", "day", "number", "drop"]
MOST_TEXT_VALUES = 50
NEARLY_UNIQUE_SHARE, FEW_VALUES = 0.5, 5
# Words of a column's name that speak of one person or firm, and words beside them that take it back.
_NAMES = frozenset({
    "email", "mail", "name", "first", "firstname", "last", "lastname", "surname", "fullname", "nickname", "phone",
    "tel", "telephone", "mobile", "fax", "address", "street", "zip", "postal", "postcode", "ip", "url", "link",
    "website", "site", "domain", "company", "customer", "client", "organization", "organisation", "employer", "account",
    "workspace", "team", "contact", "owner", "birth", "birthday", "birthdate", "born", "dob", "ssn", "passport", "tax",
    "vat", "iban", "card", "comment", "comments", "note", "notes", "message", "bio", "about", "description", "login",
    "username", "handle", "twitter", "linkedin", "github", "id", "uuid", "guid", "ref", "reference", "token", "device",
})  # fmt: skip
_NOT_NAMES = frozenset({
    "size", "type", "kind", "count", "plan", "tier", "industry", "country", "region", "language", "currency", "status",
    "role", "segment", "score", "age", "value", "revenue", "amount", "total", "seats", "nps", "sent", "opened",
})  # fmt: skip
_BIRTH = frozenset({"birth", "birthday", "birthdate", "born", "dob"})
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_DATE = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?"


def treatment_of(name: str, column: pd.Series) -> Treatment:
    """Return what becomes of a column; `name` is what it is called."""
    known = column.dropna()
    values = known.nunique()
    if pd.api.types.is_bool_dtype(column) or not values:
        return "keep"
    if _is_date(known):
        return "drop" if _words(name) & _BIRTH else "day"
    if not (_is_named(name) or _is_telling(known, values)):
        return "keep"
    return "number" if values <= MOST_OFFERED_VALUES or tells_signs(name) else "drop"


def hidden_column(name: str, column: pd.Series, treatment: Treatment) -> pd.Series:
    """Return a column as it is shared under a treatment other than "drop"."""
    if treatment == "day" and not pd.api.types.is_datetime64_any_dtype(column):
        return column.str.slice(0, 10)
    if treatment == "day":
        return column.dt.normalize()
    return column if treatment == "keep" else numbered(name, column)


def numbered(name: str, column: pd.Series) -> pd.Series:
    """Return texts as numbered ones in the same order; those that say no, and missing ones, stay."""
    texts = column.astype("str")
    told = says_yes(column)
    known = sorted(texts[told].unique())
    digits = len(str(max(len(known), 1)))
    to = {text: f"{name} {number:0{digits}}" for number, text in enumerate(known, start=1)}
    return texts.where(~told, texts.map(to))


def _is_named(name: str) -> bool:
    words = _words(name)
    return bool(words & _NAMES) and not words & _NOT_NAMES


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name.replace("e-mail", "email").replace("E-mail", "email")))


def _is_telling(known: pd.Series, values: int) -> bool:
    """Whether the values tell people apart: texts with many values, whole numbers that are a key."""
    is_nearly_unique = values > max(NEARLY_UNIQUE_SHARE * len(known), FEW_VALUES)
    if pd.api.types.is_integer_dtype(known):
        return values == len(known) and values > MOST_TEXT_VALUES
    if pd.api.types.is_numeric_dtype(known) or pd.api.types.is_datetime64_any_dtype(known):
        return False
    return values > MOST_TEXT_VALUES or is_nearly_unique or bool(known.astype("str").str.contains("@").any())


def _is_date(known: pd.Series) -> bool:
    if pd.api.types.is_datetime64_any_dtype(known):
        return True
    return not pd.api.types.is_numeric_dtype(known) and bool(known.astype("str").str.fullmatch(_DATE).all())
