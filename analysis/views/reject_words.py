"""Why rows were not loaded, in plain sentences, and what somebody can do about each."""

from typing import NamedTuple

# The reader's reason -> what it means, and what to do.
_WORDS = {
    "missing user id": (
        "Nobody is named in the row.",
        "If another column names them, choose it as “Who, where that is empty” and read again.",
    ),
    "missing time": ("The row has no time.", "If another column holds it, choose that as “When” and read again."),
    "unreadable time": (
        "The time is not written as the rest of the column is.",
        "Write it like the other rows and drop the file again.",
    ),
    "unreadable amount": ("The amount is no number.", "Correct it in the file, or choose another column as “Money”."),
    "after as of": ("It happened after the day you read up to.", "Nothing, or choose a later day."),
    "a NUL byte in an id": ("The id holds a NUL, which no id has.", "Export the file again."),
    "another number of columns than the header, or text that is not UTF-8": (
        "The row has more or fewer cells than the header, or letters that cannot be read.",
        "Often a comma within a name without quotes: export again with quotes, or correct the line.",
    ),
    "more cells than the header has columns": (
        "The row has more cells than the header, so what stands where is not known.",
        "Often a comma within a name without quotes: export again with quotes, or correct the line.",
    ),
    "below a quote that never closes": (
        "An open quote swallowed these lines.", "Close the quote in the line named here and drop the file again."
    ),
    "a note below the table": ("It is a line below the table, such as a total.", "Nothing: it is no event."),
    "part of a further table below the first": (
        "A second table begins there.", "If you need it, save it as a file of its own."
    ),
    "not a whole JSON value": ("The line breaks off, or is no JSON.", "Export the file again."),
    "JSON, but no object with named values": (
        "The line is JSON, but not a row with names.", "Nothing, if the rest is what you wanted."
    ),
}  # fmt: skip


class Told(NamedTuple):
    """One reason in plain words."""

    sentence: str
    to_do: str


def told(reason: str) -> Told:
    """Return what a reason means and what to do; a reason without words of its own stands as it is."""
    sentence, to_do = _WORDS.get(reason, (f"{reason[:1].upper()}{reason[1:]}.", "Look at the line in your file."))
    return Told(sentence, to_do)
