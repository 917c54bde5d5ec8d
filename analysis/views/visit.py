"""Home: what changed since somebody last looked at data of this name; counts and a day alone, no ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from analysis import wording
from analysis.activity import to_date
from analysis.settings import to_query
from analysis.study import Study
from analysis.views.today import STRIP_TITLES, Today

MOST_SAID = 4
MOST_COUNTS, LARGEST_COUNT = 200, 10**12
_TITLES = MappingProxyType({
    "late": "late", "early": "late before the rule says so", "between": "only between two visits",
    "win_back": "look gone", "slowing": "slowed down", "quiet": "quiet", "cards": "unpaid bills",
    "scheduled": "cancelled and still paying", "renewals": "renewing in silence",
})  # fmt: skip
_STRIP, _PATTERN = "strip ", "rhythm "


@dataclass(frozen=True)
class Visit:
    """What was known at a visit: the last day of the data (days since 1970), and how many of what."""

    day: int
    counts: Mapping[str, int]

    @classmethod
    def read(cls, kept: Any) -> "Visit | None":
        """Return a visit from what a browser kept, None where that is none: anybody can write there."""
        day, counts = (kept.get("day"), kept.get("counts")) if isinstance(kept, dict) else (None, None)
        if type(day) is not int or not isinstance(counts, dict) or len(counts) > MOST_COUNTS:
            return None
        whole = all(type(each) is int and 0 <= each <= LARGEST_COUNT for each in counts.values())
        return cls(day, counts) if whole and day >= 0 else None


def visit_of(study: Study, today: Today) -> Visit:
    """Return what Home shows now as counts: the strip, patterns, and findings about people or customers."""
    counts = {f"{_STRIP}{name}": users for name, users in today.strip_users.items()}
    for each in today.findings:
        if each.kind == "rhythm":
            counts[f"{_PATTERN}{each.arguments['name']}"] = each.users
        elif each.kind in _TITLES:
            counts[each.kind] = each.users
    return Visit(study.activity.observed_to, dict(list(counts.items())[:MOST_COUNTS]))


def place_of(study: Study, data_name: str) -> str:
    """Return under which name a browser keeps a visit: other data, thresholds or filters have another one."""
    how = repr((data_name, sorted(to_query(study.settings).items()), study.filters))
    return f"offbeat.visit.{blake2b(how.encode(), digest_size=12).hexdigest()}"


def visit_told(before: Visit, now: Visit) -> str:
    """Return what moved since a visit on an earlier last day, the most first; "" where nothing can be said."""
    if before.day >= now.day:
        return ""
    moved = [(now.counts[name] - users, name) for name, users in before.counts.items() if name in now.counts]
    moved = sorted(((by, name) for by, name in moved if by), key=lambda each: (-abs(each[0]), each[1]))[:MOST_SAID]
    if not moved:
        return ""
    said = [f"{wording.count(abs(by))} {'more' if by > 0 else 'fewer'} {_title(name)}" for by, name in moved]
    day = wording.day(to_date(before.day))
    return f"Since {day}, where the data ended when you were last here: {wording.listed(said)}."


def _title(name: str) -> str:
    if name.startswith(_STRIP):
        return f"“{STRIP_TITLES[name.removeprefix(_STRIP)][0]}”"
    if name.startswith(_PATTERN):
        return f"with the pattern “{wording.segment_title(name.removeprefix(_PATTERN))}”"
    return _TITLES[name]
