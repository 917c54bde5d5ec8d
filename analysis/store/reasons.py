"""Reasons for leaving where only counts are shared: what a list of choices offers stays, own words do not."""

import pandas as pd

from analysis.money.kind_words import WHY_TITLES
from analysis.money.reason_words import DONE_ALONE, NEVER, ONE_SLUG, normalised, what_it_says

# So many customers do not write the very same words unless they chose them from a list.
LEAST_ALIKE = 5
_CLASSES = {"finished": DONE_ALONE, "never": NEVER}


def without_own_words(reasons: pd.Series) -> pd.Series:
    """Return the reasons, every own wording replaced by a number; each is still read as the same kind of leaving."""
    texts = reasons.dropna().astype("str")
    slugs = {text: normalised(text) for text in texts.unique()}
    customers = texts.map(slugs).value_counts()
    hidden = sorted({slug for slug in slugs.values() if _is_own(slug) and customers[slug] < LEAST_ALIKE})
    to = {slug: _stands_for(slug, number) for number, slug in enumerate(hidden, start=1)}
    return reasons.map({text: to.get(slug, slug) for text, slug in slugs.items()}).astype("str")


def _is_own(slug: str) -> bool:
    return slug not in WHY_TITLES and slug not in _CLASSES.get(what_it_says(slug), ())


def _stands_for(slug: str, number: int) -> str:
    """Return words that are read as the same kind: the plainest of them, or a number for own words."""
    said = what_it_says(slug)
    if said == "own":
        return f"own words {number}"
    return ONE_SLUG.get(said, _CLASSES.get(said, (slug,))[0])
