"""docs/calibration.md: the battery's runs as a page of plain tables."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from analysis.calibration import measure, reference_values
from analysis.calibration.battery import LEVEL, MIXED, OUTCOMES, RIGHT, NullRun, PlantedRun
from analysis.calibration.crowds import CONFUSED, CROWD_TITLES, FOUND, NEIGHBOURS, USERS, right_in
from analysis.calibration.figures import STUDY_FOUND, Figure
from analysis.calibration.markdown import mean_text, ratio, section, share_text, table, yes_text
from analysis.calibration.measure import SEED, Measured, named
from analysis.rhythms.evidence import FAMILY_WEIGHTS
from analysis.segmentation import KIND

PAGE = Path(__file__).resolve().parents[2] / "docs" / "calibration.md"
FAMILIES = tuple(FAMILY_WEIGHTS)
STUDY_AT_LEVEL = {
    "weekly": reference_values.STUDY_WEEKLY_AT_01,
    "cadence": reference_values.STUDY_CADENCE_AT_01,
    "bursty": reference_values.STUDY_BURSTY_AT_01,
}
HEAD = """# Calibration

Written by `make calibrate`; change the code in `analysis/calibration/`, not this page.

How often is a label wrong, and how often is a rhythm missed? Real people cannot answer that, because nobody knows what
their rhythm truly is. So Offbeat labels made-up people whose habits are known, with the thresholds everybody starts
from, and counts.

## How it is measured

One **run** is {users:,} made-up people under one seed. A **null** is a crowd in which nobody has the rhythm that a
label would claim. A **planted** crowd holds 500 people with one rhythm among 9,500 who come on random days; each
planted person has n occasions and makes one visit at each, where no missed ones are named. Every crowd has seeds of its
own, from {seed} on, so the page comes out the same each time. This page has {rare} runs of random days and of shared
dates, {nulls} of every other null, {planted} of every planted row and {power} of every cell of the power tables.

- Null people are seen for 60, 120, 180 or 365 days and begin on any day of a year. With shared dates a whole run is
  seen over one of these windows, so that everybody meets all eight dates; 40 % come on each.
- A label is **sure** unless it is `irregular` or `too_few`. `daily` and `mixed` are descriptions and count neither as
  right nor as false. `bursty` is right on streaks, bursts and heavy-tailed gaps, `cadence` on both renewals, `weekdays`
  where everybody comes Monday to Friday; a planted person has one right rhythm. Every other sure label is false.
- The **false share** of a run is its false labels over its sure labels, and 0 where there are none. Where nobody has a
  rhythm, one false label makes the share of the run 1, so the mean is the probability of any false label at all.
- **Right** means sure, with the right rhythm and the right detail (a cadence within a day of the planted one, a month
  end under any of its names). **Wrong** means sure of another rhythm.
- ± is the standard error of a mean over runs. Whether a figure holds is decided by the mean alone.
"""
LEVELS_TOLD = """Share of tested users with p ≤ {level:g}, then after false-discovery control with q ≤ {q:g}, before any
rule about shares and halves. * marks a rhythm that is true of the crowd, where a large share is right. In brackets the
study these tests come from; its weekday figures are of users with at least eight active days and of one of the two
parts of the present test, so they agree in size and not in digits."""
POWER_TOLD = """Once a week for n weeks: share of people with p ≤ {level:g} in the weekday family, in brackets the
study's; then the share labelled with the right weekday. Nobody with fewer than six active days gets a label. The study
tested cadence by Moran's statistic of the gaps alone."""


def page(measured: Measured) -> str:
    """Return the whole page as Markdown."""
    plan = measured.plan
    head = HEAD.format(users=USERS, seed=SEED, rare=plan.rare, nulls=plan.nulls, planted=plan.planted, power=plan.power)
    sections = (_summary, _false, _levels, _found, _confusion, _power, _agreement)
    return "\n".join([head, *(section_of(measured) for section_of in sections)])


def _summary(measured: Measured) -> str:
    figures = measure.all_figures(measured)
    missed = [each for each in figures if not each.holds]
    said = "\n".join(f"- {each.what}: {mean_text(each)}, bound {share_text(each.bound)}" for each in missed)
    rows = [
        (each.what, mean_text(each), f"at {'least' if each.at_least else 'most'} {share_text(each.bound)}", holds)
        for each in figures
        for holds in [yes_text(each.holds)]
    ]
    return section(
        "Every figure beside its bound",
        f"{len(figures) - len(missed)} of {len(figures)} figures hold. {'These do not:' if missed else ''}".strip(),
        *([said] if missed else []),
        table(("figure", "measured", "bound", "holds"), rows),
    )


def _false(measured: Measured) -> str:
    rows = []
    for name, runs in measured.nulls.items():
        figure = Figure(name, np.array([run.false_share for run in runs]))
        labels = sum((run.labels for run in runs), Counter[str]())
        users = USERS * len(runs)
        sure = ratio(sum(run.sure for run in runs), users)
        of_all = (share_text(share) for share in (sure, labels["daily"] / users, labels[MIXED] / users))
        spread = (share_text(figure.sd), share_text(figure.values.max()))
        rows.append((CROWD_TITLES[name], len(runs), mean_text(figure), *spread, *of_all, _falsely(runs)))
    columns = ("null", "runs", "false share", "sd", "worst run", "sure", "`daily`", "`mixed`", "most frequent false")
    told = "Sure, `daily` and `mixed` are shares of all users. A false label is named with its users in all runs."
    return section("False labels", told, table(columns, rows))


def _falsely(runs: Sequence[NullRun]) -> str:
    total = sum((run.falsely for run in runs), Counter[str]())
    return ", ".join(f"`{name}` {users}" for name, users in total.most_common(3)) or "none"


def _levels(measured: Measured) -> str:
    at_level, kept = [], []
    for name, runs in measured.nulls.items():
        tested = sum(run.tested for run in runs)
        pairs = [(family, sum(run.at_level[family] for run in runs) / tested) for family in FAMILIES]
        at_level.append((CROWD_TITLES[name], *(_level(name, family, share) for family, share in pairs)))
        shares = (sum(run.kept[family] for run in runs) / tested for family in FAMILIES)
        kept.append((CROWD_TITLES[name], *map(share_text, shares)))
    return section(
        "False positives of each family",
        LEVELS_TOLD.format(level=LEVEL, q=measured.q_max),
        table((f"p ≤ {LEVEL:g}", *FAMILIES), at_level),
        table((f"q ≤ {measured.q_max:g}", *FAMILIES), kept),
    )


def _level(name: str, family: str, share: float) -> str:
    true = {KIND[slug].family for slug in right_in(name)}
    study = STUDY_AT_LEVEL.get(family, {}).get(name)
    return f"{share_text(share)}{'*' * (family in true)}{_in_brackets(study)}"


def _in_brackets(study: float | None) -> str:
    return "" if study is None else f" ({share_text(study)})"


def _found(measured: Measured) -> str:
    rows = []
    for name, runs in measured.found.items():
        right, *others = (Figure(outcome, measure.shares(runs, outcome)) for outcome in OUTCOMES)
        worst = share_text(right.values.min())
        shares = (share_text(each.mean) for each in others)
        rows.append((named(FOUND[name]), mean_text(right), *shares, worst, _in_brackets(STUDY_FOUND.get(name))))
    told = "The last column has what the labelling study measured in rows for which it set no bound."
    return section("Found", told, table(("planted", *OUTCOMES, "worst run", "study"), rows))


def _confusion(measured: Measured) -> str:
    rows = {named(row): measured.confused[name] for name, row in CONFUSED.items()}
    rows |= {named(row): measured.neighbours[name] for name, row in NEIGHBOURS.items()}
    slugs = [
        slug
        for slug in rows[named(CONFUSED["tuesday"])][0].labels
        if any(_labelled(each, slug) for each in rows.values())
    ]
    cells = [(what, *(share_text(_labelled(runs, slug)) for slug in slugs)) for what, runs in rows.items()]
    told = "Share of the planted people of each row who get the label of each column."
    return section("Confusion", told, table(("planted", *(f"`{slug}`" for slug in slugs)), cells))


def _labelled(runs: Sequence[PlantedRun], slug: str) -> float:
    return sum(run.labels[slug] for run in runs) / sum(run.users for run in runs)


def _power(measured: Measured) -> str:
    weeks = reference_values.POWER_WEEKS
    by_p, by_label = [], []
    for share, values in reference_values.STUDY_POWER.items():
        runs = [measured.power[share, week] for week in weeks]
        by_p.append(
            (f"{share:.0%}", *(_detected(each, "weekly", study) for each, study in zip(runs, values, strict=True)))
        )
        by_label.append((f"{share:.0%}", *(share_text(measure.shares(each, RIGHT).mean()) for each in runs)))
    others = [
        (f"gaps of 10 days, sd {spread}, n = {visits}", _detected(measured.beats[spread, visits], "cadence", study))
        for (spread, visits), study in reference_values.STUDY_CADENCE_POWER.items()
    ] + [
        (f"month end ±{off}, n = {visits}", _detected(measured.month_ends[off, visits], "monthly", study))
        for (off, visits), study in reference_values.STUDY_MONTH_END_POWER.items()
    ]
    columns = [f"n = {week}" for week in weeks]
    return section(
        "Power",
        POWER_TOLD.format(level=LEVEL),
        table((f"on Tuesday, p ≤ {LEVEL:g}", *columns), by_p),
        table(("on Tuesday, labelled", *columns), by_label),
        table((f"others, p ≤ {LEVEL:g}", "share"), others),
    )


def _detected(runs: Sequence[PlantedRun], family: str, study: float) -> str:
    share = sum(run.at_level[family] for run in runs) / sum(run.users for run in runs)
    return share_text(share) + _in_brackets(study)


def _agreement(measured: Measured) -> str:
    rows = [
        (each.what, f"{each.reference:.9g}", f"{each.ours:.9g}", f"{each.difference:.1e}", yes_text(each.holds))
        for each in measured.agreements
    ]
    told = "Published values, and values worked out by other means, beside what Offbeat's functions give."
    columns = ("what", "reference", "ours", "relative difference", "holds")
    return section("Agreement with reference values", told, table(columns, rows))
