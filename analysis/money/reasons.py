"""Reasons given for leaving: normalised, told apart by plain words, counted. No model reads them."""

import re
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.money.kind_words import WHY_TITLES, why_title
from analysis.money.kinds import Lost
from analysis.money.reason_words import SILENT_WORDS

LEAST_CUSTOMERS = 2  # words of one person alone are no group
_WORD = re.compile(r"[^\W_]+")


def reasons(lost: Lost) -> pd.DataFrame:
    """Return why, title, kind, customers, cents: one row a reason and kind, most money first; missing where none."""
    rows = lost.rows.assign(kind=lost.rows["kind"].astype("str"))
    found = rows.groupby(["why", "kind"], dropna=False, sort=False).agg(
        customers=("place", "nunique"), cents=("cents", "sum")
    )
    found = found.reset_index()
    found["title"] = [why_title(each) if isinstance(each, str) else "No reason given" for each in found["why"]]
    found = found.sort_values(["cents", "title", "kind"], ascending=[False, True, True], ignore_index=True)
    return found[["why", "title", "kind", "customers", "cents"]]


def said(lost: Lost, *, most: int = 30) -> pd.DataFrame:
    """Return words, customers, cents: words and pairs of words of free text, by how many customers wrote them.

    A customer counts once a word. Words that carry no meaning and those of one customer alone are left out, and a word
    that stands only within a pair that as many wrote.
    """
    rows = lost.rows.dropna(subset=["reason"])
    rows = rows[~rows["why"].isin(list(WHY_TITLES))]
    words = {each: _words_and_pairs(each) for each in rows["reason"].unique()}
    long = rows.assign(words=rows["reason"].map(words)).explode("words").dropna(subset=["words"])
    once = long.groupby(["words", "place"])["cents"].sum().reset_index()
    found = once.groupby("words").agg(customers=("place", "size"), cents=("cents", "sum")).reset_index()
    found = _without_parts(found[found["customers"] >= LEAST_CUSTOMERS])
    return found.sort_values(["customers", "cents", "words"], ascending=[False, False, True], ignore_index=True)[:most]


def _without_parts(found: pd.DataFrame) -> pd.DataFrame:
    """Leave out single words that a pair with as many customers holds."""
    pairs = found[found["words"].str.contains(" ", regex=False)]
    inside = {
        (word, number) for pair, number in zip(pairs["words"], pairs["customers"], strict=True) for word in pair.split()
    }
    is_part = [each in inside for each in zip(found["words"], found["customers"], strict=True)]
    return found[~np.array(is_part, bool)]


def _words_and_pairs(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    telling = [each for each in words if each not in SILENT_WORDS and len(each) > 1]
    pairs = [f"{a} {b}" for a, b in pairwise(words) if a in telling and b in telling]
    return sorted({*telling, *pairs})
