"""Patterns, Beats: patterns ranked with the number chance would give; one pattern's shares, gaps and people."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import wording
from analysis.charts.gap_histogram import gap_histogram
from analysis.charts.picture import Picture
from analysis.charts.share_histogram import share_histogram
from analysis.findings.by_chance import labels_by_chance
from analysis.findings.patterns import NOT_A_FINDING
from analysis.segmentation import KIND
from analysis.study import Study
from analysis.views.baseline import chance_caption
from analysis.views.cards import sentence
from analysis.views.wall import people_table

BINS = 20


@dataclass(frozen=True, eq=False)
class Beats:
    """The patterns found, largest first."""

    sentence: str
    caption: str
    table: pd.DataFrame
    names: list[str]


@dataclass(frozen=True, eq=False)
class Beat:
    """One pattern, closer."""

    title: str
    sentence: str
    share_title: str
    shares: Picture | None
    gaps: Picture
    people: pd.DataFrame


def beats_of(study: Study) -> Beats:
    """Return the patterns of the chosen users, largest first, those without a fixed pattern last.

    By chance: how many such labels redrawn days would give. Strength: the median of what fits, of
    the days, or of an even interval's gaps or visits.
    """
    chance = labels_by_chance(study)
    groups = study.segmentation.groups(among=study.chosen)
    rows, names = [], []
    for rhythm, detail in zip(groups["rhythm"], groups["detail"], strict=True):
        name = f"{rhythm}:{detail}" if detail else rhythm
        members = study.members(name) & study.chosen
        if members.any():
            names.append(name)
            by_chance = chance.get((rhythm, detail))
            rows.append(
                (
                    wording.segment_title(name),
                    f"They {wording.habit(rhythm, detail)}.",
                    int(members.sum()),
                    wording.share(members.sum() / max(int(study.chosen.sum()), 1)),
                    wording.UNDEFINED if by_chance is None else wording.decimal(by_chance),
                    _strength(study, rhythm, members),
                )
            )
    columns = ["Pattern", "What they do", wording.UNIT_TITLES[study.unit_word], "Share", "By chance", "Strength"]
    table = pd.DataFrame(rows, columns=columns)
    is_none = np.array([name.partition(":")[0] in NOT_A_FINDING for name in names], bool)
    order = np.lexsort((-table[columns[2]].to_numpy(), is_none))
    return Beats(
        sentence(study),
        chance_caption(study),
        table.iloc[order].reset_index(drop=True),
        [names[place] for place in order],
    )


def beat_of(study: Study, name: str) -> Beat:
    """Return one pattern: how strongly its people keep it, their gaps, who they are."""
    rhythm, _, detail = name.partition(":")
    members = study.members(name) & study.chosen
    sentence = f"{wording.count(members.sum())} {study.unit_word} {wording.habit(rhythm, detail)}."
    return Beat(
        title=wording.segment_title(name),
        sentence=sentence,
        share_title=_share_title(study, rhythm),
        shares=_shares(study, rhythm),
        gaps=gap_histogram(gap_counts(study, members)),
        people=people_table(study, np.flatnonzero(members)),
    )


def gap_counts(study: Study, members: np.ndarray) -> pd.DataFrame:
    """Return how often each gap between two active days occurs among these users: gap_days, gaps."""
    activity = study.activity
    same = (np.diff(activity.user) == 0) & members[activity.user[1:]]
    counts = np.bincount(np.diff(activity.day)[same], minlength=2)
    lengths = np.flatnonzero(counts)
    return pd.DataFrame({"gap_days": lengths, "gaps": counts[lengths]})


def _strength(study: Study, rhythm: str, members: np.ndarray) -> float:
    """Return the median share of days that fit; the threshold's own share may be of something else, as of visits."""
    column = KIND[rhythm].share_column if rhythm in KIND else ""
    return float(np.nanmedian(study.prepared.scores[column][members].astype(float))) if column else float("nan")


def _share_column(study: Study, rhythm: str) -> str | None:
    """Return the share that the threshold cuts, None where there is none."""
    column = f"{rhythm}_share"
    return column if column in study.prepared.scores.frame else None


def _shares(study: Study, rhythm: str) -> Picture | None:
    """Draw the share of days that fit, over everyone who can be tested, with the threshold's cut line."""
    column = _share_column(study, rhythm)
    if column is None:
        return None
    known = study.prepared.scores[column][study.chosen].astype(float)
    counts, edges = np.histogram(known[np.isfinite(known)], bins=BINS, range=(0, 1))
    frame = pd.DataFrame({"share_from": edges[:-1], "share_to": edges[1:], "users": counts})
    cut = study.settings.value(_share_address(rhythm))
    return share_histogram(frame, title=_share_title(study, rhythm), cut=cut)


def _share_address(rhythm: str) -> str:
    return f"{rhythm}.min_share"


def _share_title(study: Study, rhythm: str) -> str:
    return study.settings.knob(_share_address(rhythm)).label if _share_column(study, rhythm) else ""
