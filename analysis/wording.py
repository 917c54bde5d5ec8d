"""Numbers and results as plain text: the one place where a sentence is written and a word is chosen."""

import math
import re
from collections.abc import Sequence
from datetime import date

MINUS = "−"
UNDEFINED = "–"

# The field's word -> what the screen says; `tests/contract/test_words.py` reads the views for both.
PLAIN_WORDS = {
    "rhythm": "pattern",
    "beat": "usual day",
    "irregular": "no fixed pattern",
    "too few": "too early to say",
    "sensitivity": "how the size reacts",
    "expected by chance": "about n of these by chance",
    "tenure": "time with us",
    "mrr": "monthly revenue (MRR)",
    "expansion": "paid more",
    "contraction": "paid less",
    "reactivation": "came back",
}

# Movements of monthly revenue, what came in before what went.
MOVEMENTS = {
    "new": "New",
    "expansion": PLAIN_WORDS["expansion"].capitalize(),
    "reactivation": PLAIN_WORDS["reactivation"].capitalize(),
    "contraction": PLAIN_WORDS["contraction"].capitalize(),
    "churn": "Left",
}
# A kind of leaving as the end of "because they …".
LEFT_BECAUSE = {
    "voluntary": "chose to leave",
    "involuntary": "could not be charged",
    "satisfied": "had probably finished for now",
    "never_started": "never got started",
    "unknown": "left for reasons not known",
}
# How sure the reading of a column is.
CONFIDENCE = {
    "given": "chosen by you",
    "sure": "sure",
    "likely": "likely",
    "guess": "A guess, please check",
    "none": "not found",
}


def count(number: float) -> str:
    """14206 -> "14,206"; nan -> "–"."""
    return UNDEFINED if not math.isfinite(number) else f"{number:,.0f}".replace("-", MINUS)


def signed(number: int) -> str:
    """31 -> "+31"; -3 -> "−3"; 0 -> "0"."""
    return f"+{count(number)}" if number > 0 else count(number)


def share(fraction: float, *, tenths: bool = False) -> str:
    """Print a fraction as a percentage: one decimal under 10 % or where a tenth matters."""
    if not math.isfinite(fraction):
        return UNDEFINED
    digits = 1 if (abs(fraction) < 0.0995 or tenths) and fraction not in (0, 1) else 0
    return f"{100 * fraction:.{digits}f} %".replace("-", MINUS)


def decimal(number: float, digits: int = 1) -> str:
    """6.14 -> "6.1" with a true minus sign."""
    return UNDEFINED if not math.isfinite(number) else f"{number:,.{digits}f}".replace("-", MINUS)


def pvalue(p: float) -> str:
    """0.0004 -> "p < 0.001"; 0.018 -> "p 0.018"; nan -> "–"."""
    if not math.isfinite(p):
        return UNDEFINED
    return "p < 0.001" if p < 0.001 else f"p {p:.2g}" if p < 0.1 else f"p {p:.2f}"


def interval(low: str, high: str) -> str:
    """ "6.1 to 12.7": a dash may be read as a minus."""
    return f"{low} to {high}"


def day(when: date) -> str:
    """2026-09-27 -> "27 Sep 2026"."""
    return f"{when.day} {when:%b %Y}"


def listed(words: Sequence[str], *, most: int = 5) -> str:
    """["a", "b", "c"] -> "a, b and c"; beyond `most` "and n more"."""
    if len(words) > most:
        return f"{', '.join(words[:most])} and {len(words) - most} more"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def plural(number: int, word: str, many: str | None = None) -> str:
    """(1, "user") -> "1 user"; (2, "user") -> "2 users"."""
    return f"{count(number)} {word if number == 1 else many or word + 's'}"


def units(number: int, unit_word: str) -> str:
    """(1, "people") -> "1 person"; (2, "people") -> "2 people"."""
    return plural(number, _ONE_OF[unit_word], unit_word)


def capital(words: str) -> str:
    """ "plan: Pro" -> "Plan: Pro": only the first letter."""
    return words[:1].upper() + words[1:]


def small(words: str) -> str:
    """ "Median gap" -> "median gap": only the first letter."""
    return words[:1].lower() + words[1:]


def shift(hours: int) -> str:
    """-8 -> "8 hours behind", 1 -> "1 hour ahead"."""
    return f"{plural(abs(hours), 'hour')} {'behind' if hours < 0 else 'ahead'}"


WEEKDAY_NAMES = {
    "Mon": "Monday",
    "Tue": "Tuesday",
    "Wed": "Wednesday",
    "Thu": "Thursday",
    "Fri": "Friday",
    "Sat": "Saturday",
    "Sun": "Sunday",
}

SEGMENT_TITLES = {
    "all": "Everyone",
    "rest": "Everyone else",
    "daily": "Daily",
    "weekdays": "Monday to Friday",
    "weekend": "Weekends",
    "weekday": "One weekday",
    "weekday_set": "A set of weekdays",
    "month_day": "Day of the month",
    "nth_weekday": "N-th weekday of the month",
    "quarter_end": "End of the quarter",
    "dates": "Dates of mine",
    "cadence": "Every so many days",
    "mixed": "Between two patterns",
    "bursty": "In bursts",
    "irregular": PLAIN_WORDS["irregular"].capitalize(),
    "too_few": PLAIN_WORDS["too few"].capitalize(),
    "frequency:daily": "About daily",
    "frequency:weekly": "About weekly",
    "frequency:monthly": "About monthly",
    "frequency:rarer": "Rarer than monthly",
    "frequency:too_few": "Too few days for a frequency",
    "misread:weekly": "Called dormant by a weekly report",
    "passive": "Quiet",
    "lifecycle:new": "New",
    "lifecycle:returning": "Returning",
    "lifecycle:resurrected": "Back again",
    "lifecycle:dormant": "Gone quiet",
}

UNIT_TITLES = {"people": "People", "accounts": "Accounts"}
ONE_TITLES = {"people": "Person", "accounts": "Account"}
_ONE_OF = {"people": "person", "accounts": "account"}

# What a table says of a caveat; the full sentence stands below it.
CAVEATS = {
    "selected_by_metric": "chosen by this very metric",
    "too_few": "few in a group",
    "heavy_ties": "many equal values",
    "short_window": "short history",
    "unequal_tenure": "unequal time with us",
    "simpson": "turns round within a group",
    "batch_dates": "dates many share",
    "overlap": "some are in both",
    "crossing_curves": "curves cross",
}

# What members of a pattern do, as the end of a sentence that starts with people.
HABITS = {
    "daily": "come nearly every day",
    "weekdays": "come Monday to Friday, rarely at weekends",
    "weekend": "come at weekends",
    "weekday": "come on {detail}s",
    "weekday_set": "come on {detail}",
    "month_day": "come on {detail}",
    "nth_weekday": "come on {detail}",
    "quarter_end": "come at the end of the quarter",
    "dates": "come on the dates of “{detail}”",
    "cadence": "come every {detail} days",
    "mixed": "fit two patterns about equally well",
    "bursty": "come in bursts, with long breaks",
    "irregular": f"have {PLAIN_WORDS['irregular']}",
    "too_few": "have too few active days to tell",
}


def escaped(text: str) -> str:
    """Return text from data so that Markdown shows it as it is: no image, link, formula, colour or emphasis."""
    escaped_marks = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", " ".join(text.split()))
    # A bare address becomes a link even where its marks are escaped: a word joiner, which nobody sees, breaks it.
    return re.sub(
        r"(?<=[A-Za-z])(?=\\:\\/\\/)|(?<=www)(?=\\\.)|(?<=\w)(?=\\@\w)", "\u2060", escaped_marks, flags=re.IGNORECASE
    )


def month_day_phrase(detail: str) -> str:
    """ "5" -> "day 5 of the month"; "last-1" -> "the day before the last of the month"."""
    named = {
        "last": "the last day of the month",
        "last-1": "the day before the last of the month",
        "last-2": "two days before the last of the month",
        "last±1": "the last day of the month, give or take one",
    }
    if detail in named:
        return named[detail]
    if match := re.fullmatch(r"(first|last)(\d+)", detail):
        return f"the {match[1]} {match[2]} days of the month"
    if match := re.fullmatch(r"(\d+)-(\d+)", detail):
        return f"days {match[1]} to {match[2]} of the month"
    return f"day {detail} of the month"


def nth_weekday_phrase(detail: str) -> str:
    """ "1:Mon" -> "the first Monday of the month"; "last:Fri" -> "the last Friday of the month"."""
    number, _, code = detail.partition(":")
    named = {"1": "first", "2": "second", "3": "third", "4": "fourth"}
    return f"the {named.get(number, number)} {WEEKDAY_NAMES.get(code, code)} of the month"


# Between an own segment's quoted name and its rule, where results carry both.
STANDS_FOR = " := "
_OWN = re.compile(rf'"((?:[^"]|"")+)"{STANDS_FOR}(.*)', re.DOTALL)


def own_and_rule(segment: str) -> tuple[str, str]:
    """Return name and rule of an own segment that is spelled out; of any other ("", the segment as it is)."""
    found = _OWN.fullmatch(segment)
    return (found[1].replace('""', '"'), found[2]) if found else ("", segment)


# What stands in a rule of one's own and hardly in a name: such a text is its own title.
_RANDOM_PART = re.compile(r"split:(\d+)/(\d+):(\d+)")
_RULE = re.compile(r"[<>!]|\s(and|or|not|of)\s|^not\s|\sin\s*\(|\sis\s.*missing$", re.IGNORECASE)


def segment_title(name: str) -> str:
    """Return a segment's name as a person reads it: "weekday:Tue" -> "Tuesdays"; plain text, not Markdown."""
    own, name = own_and_rule(name)
    if own:
        return own
    if name in SEGMENT_TITLES:
        return SEGMENT_TITLES[name]
    if _RULE.search(name) and not name.startswith(("uses:", "dates:")):
        return name
    kind, colon, detail = name.partition(":")
    if not colon or "=" in kind:
        return name.replace("=", ": ", 1)
    if kind == "uses":
        return f"Uses {detail}"
    if kind == "leaning":
        return f"Leaning to: {segment_title(detail)}"
    if kind == "cadence":
        return "Every day" if detail == "1" else f"Every {detail} days"
    if kind in ("month_day", "nth_weekday"):
        phrase = month_day_phrase(detail) if kind == "month_day" else nth_weekday_phrase(detail)
        return capital(phrase)
    if kind == "dates":
        return f"{SEGMENT_TITLES[kind]}: {detail}"
    if kind == "weekday":
        return f"{WEEKDAY_NAMES.get(detail, detail)}s"
    if part := _RANDOM_PART.fullmatch(name):
        return "Random part {} of {} (seed {})".format(*part.groups())
    return detail.replace("+", " + ") if kind == "weekday_set" else name


def habit(rhythm: str, detail: str) -> str:
    """Return what members of a pattern do: ("weekday", "Tue") -> "come on Tuesdays"."""
    if rhythm == "weekday":
        detail = WEEKDAY_NAMES.get(detail, detail)
    elif rhythm == "weekday_set":
        detail = listed([WEEKDAY_NAMES.get(each, each) + "s" for each in detail.split("+")])
    elif rhythm == "month_day":
        detail = month_day_phrase(detail)
    elif rhythm == "nth_weekday":
        detail = nth_weekday_phrase(detail)
    return HABITS[rhythm].format(detail=detail)
