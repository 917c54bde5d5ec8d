"""How often a price is paid: "month", "every 3 months", "annual" as payments a year."""

import re
from typing import NamedTuple

# 52 weeks and 365 days a year, as billing systems turn such prices into months.
_A_YEAR = {"day": 365, "week": 52, "month": 12, "year": 1}
_WORDS = {
    "daily": ("day", 1), "weekly": ("week", 1), "fortnight": ("week", 2), "fortnightly": ("week", 2),
    "monthly": ("month", 1), "mo": ("month", 1), "quarter": ("month", 3), "quarterly": ("month", 3),
    "semiannual": ("month", 6), "semi annual": ("month", 6), "half year": ("month", 6), "half yearly": ("month", 6),
    "yearly": ("year", 1), "yr": ("year", 1), "annual": ("year", 1), "annually": ("year", 1),
}  # fmt: skip
_UNIT = re.compile(r"(?:every )?(?:(\d{1,4}) )?(day|week|month|year|quarter)s?")
_NOT_WORD = re.compile(r"[^0-9a-z]+")


class Interval(NamedTuple):
    """A price is paid `per_year` / `count` times a year: every 3 months is (12, 3)."""

    per_year: int
    count: int

    @property
    def months(self) -> float:
        """Its length in months."""
        return 12 * self.count / self.per_year


def read_interval(text: str) -> Interval | None:
    """Return what a text such as "month", "every 3 months" or "annual" means, None where it is none of these.

    "bimonthly" and the like, which mean two things, are none.
    """
    words = _NOT_WORD.sub(" ", text.lower()).strip()
    if words in _WORDS:
        unit, count = _WORDS[words]
        return Interval(_A_YEAR[unit], count)
    found = _UNIT.fullmatch(words)
    if found is None or found[1] == "0":
        return None
    count = int(found[1] or 1)
    return Interval(12, 3 * count) if found[2] == "quarter" else Interval(_A_YEAR[found[2]], count)
