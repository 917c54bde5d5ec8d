"""What is said of a list: how many, what the people left out can show, whom not to mail and what that saves."""

import math
from collections.abc import Iterator

from analysis import wording
from analysis.activity import to_date
from analysis.study import Study
from analysis.win_back.contact_list import EXPECTED, SAME_EMAIL, ContactList
from analysis.win_back.people_file import CONTACT, LEFT_OUT, NOT_MAILED


def list_sentences(study: Study, found: ContactList) -> tuple[str, ...]:
    """Return what is said of a list, plain text."""
    if not len(found.rows):
        return ("Nobody shown is in it.",)
    return tuple(_sentences(study, found))


def _sentences(study: Study, found: ContactList) -> Iterator[str]:
    yield summary(study, found)
    yield power_sentence(study, found)
    if saved := saved_sentence(study, found):
        yield saved
    if math.isfinite(found.break_even):
        yield break_even_sentence(found.break_even)
    missing = found.count(CONTACT) - int(found.table["Email"].notna().sum())
    if missing:
        yield f"Of {wording.units(missing, study.unit_word)} to contact no e-mail is known; add it to the users table."


def break_even_sentence(lift: float) -> str:
    """Say from which lift a contact pays for itself, or that none does."""
    if lift > 1:
        return "At this cost no contact pays for itself: it costs more than somebody who comes back brings in 90 days."
    more = wording.decimal(100 * lift) if lift >= 0.001 else "under 0.1"
    return f"A contact pays for itself from {more} more of 100 coming back."


def summary(study: Study, found: ContactList) -> str:
    """Say how many are on the list, and in which group."""
    whole = wording.units(len(found.rows), study.unit_word)
    contact, out, not_mailed = (wording.count(found.count(each)) for each in (CONTACT, LEFT_OUT, NOT_MAILED))
    left = f", {out} left out on purpose" if found.count(LEFT_OUT) else ""
    spared = f", {not_mailed} better not mailed" if found.count(NOT_MAILED) else ""
    return f"{whole}: {contact} to contact{left}{spared}."


def power_sentence(study: Study, found: ContactList) -> str:
    """Say what the people left out can show."""
    people = found.count(CONTACT) + found.count(LEFT_OUT)
    if found.hold_out is None:
        return "Nobody is left out on purpose, so only earlier dates can say what would have come anyway."
    lift, share = found.hold_out.smallest_lift, wording.share(found.hold_out.share)
    with_them = f"With {wording.count(people)} {study.unit_word} and {share} of them left out on purpose you can see"
    if not math.isfinite(lift):
        return f"{with_them} no difference however large: take a longer list, or leave nobody out."
    sure = wording.share(study.settings.compare.power)
    anyway = _base(study, found)
    return (
        f"{with_them} a difference of {wording.decimal(100 * lift)} points or more, with a chance of {sure}. {anyway}"
    )


def _base(study: Study, found: ContactList) -> str:
    days = wording.plural(study.settings.win_back.window_days, "day")
    if not math.isfinite(found.base_share):
        return "How many come anyway is not known; half is assumed, at which it takes most people."
    return f"Going by earlier dates about {wording.share(found.base_share)} come anyway within {days}."


def saved_sentence(study: Study, found: ContactList) -> str:
    """Say whom not to mail, and what that saves; "" where there is nobody."""
    expected, same = (int((found.why_not == each).sum()) for each in (EXPECTED, SAME_EMAIL))
    days = wording.plural(study.settings.win_back.expected_within_days, "day")
    said = []
    if expected:
        come = wording.units(expected, study.unit_word)
        saves = f"; that saves {wording.decimal(found.saved, 2)}" if math.isfinite(found.saved) else ""
        said.append(
            f"Do not mail {come}: their usual day comes within {days} of "
            f"{wording.day(to_date(study.activity.observed_to))} anyway{saves}."
        )
    if same:
        said.append(f"{wording.units(same, study.unit_word)} share an e-mail with somebody above and are mailed once.")
    return " ".join(said)
