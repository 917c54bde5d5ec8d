"""Why a result needs care: each check answers with a caveat or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from analysis import wording
from analysis.activity import to_date
from analysis.compare.measure import Split
from analysis.compare.measured import Durations, Measured, Sources, Volumes
from analysis.compare.metrics import Metric
from analysis.compare.needed_days import needed_active_days
from analysis.compare.results import Caveat
from analysis.segments.names import MOST_OFFERED_VALUES
from analysis.segments.titles import are_random_parts, chosen_by, title_of


@dataclass(frozen=True, eq=False)
class Pair:
    """Two groups on one metric: names, who is in them (users of both are in neither), what was measured.

    `names` are the two groups'; `rest_of` the groups whose users "rest" leaves out, the first of the comparison first.
    `overlap` counts users that were in both.
    """

    metric: Metric
    names: tuple[str, str]
    rest_of: tuple[str, ...]
    members: tuple[np.ndarray, np.ndarray]
    measured: Measured
    parts: tuple[Split, Split]
    overlap: int

    @property
    def sources(self) -> tuple[str, ...]:
        """The segments that decide who is in either group."""
        return tuple(source for name in self.names for source in (self.rest_of if name == "rest" else (name,)))


def caveats_of(pair: Pair, sources: Sources) -> tuple[Caveat, ...]:
    """Return every caveat that holds before the test is known."""
    checks = (
        _selected_by_metric, _too_few, _infinite, _overlap, _heavy_ties, _short_window, _unequal_tenure, _batch_dates,
    )  # fmt: skip
    return tuple(caveat for check in checks for caveat in check(pair, sources))


def _selected_by_metric(pair: Pair, sources: Sources) -> Iterator[Caveat]:
    if are_random_parts(*pair.names):
        return
    for source in pair.sources:
        if chosen_by(source) & pair.metric.hangs_on:
            yield Caveat(
                "selected_by_metric",
                f"{wording.capital(title_of(source))} were chosen by what {pair.metric.title} measures, so the groups "
                "differ here by construction; this is no evidence of anything else.",
            )
            return


def _too_few(pair: Pair, sources: Sources) -> Iterator[Caveat]:
    least = sources.settings.compare.min_users
    for name, part in zip(pair.names, pair.parts, strict=True):
        if part.users < least:
            have = wording.plural(part.users, "measured user")
            yield Caveat("too_few", f"{wording.capital(title_of(name))}: only {have}, fewer than {least}.")


def _infinite(pair: Pair, sources: Sources) -> Iterator[Caveat]:
    measured = pair.measured
    if isinstance(measured, np.ndarray) and np.issubdtype(measured.dtype, np.floating):
        users = int(np.isinf(measured[pair.members[0] | pair.members[1]]).sum())
        if users:
            have = wording.plural(users, "user has", "users have")
            yield Caveat("too_few", f"{have} an infinite value and {'is' if users == 1 else 'are'} not counted.")


def _overlap(pair: Pair, sources: Sources) -> Iterator[Caveat]:
    if pair.overlap:
        users = wording.plural(pair.overlap, "user is", "users are")
        yield Caveat("overlap", f"{users} in both groups and counted in neither.")


def _heavy_ties(pair: Pair, sources: Sources) -> Iterator[Caveat]:
    if pair.metric.kind != "typical":
        return
    values = np.concatenate([part.values for part in pair.parts])
    if len(values) < 2:
        return
    kinds, counts = np.unique(values, return_counts=True)
    share = counts.max() / len(values)
    if share > sources.settings.compare.max_tie_share:
        same = wording.decimal(float(kinds[counts.argmax()]))
        yield Caveat(
            "heavy_ties",
            f"{wording.share(share)} of users have the same value ({same}), so medians and the shift between "
            "groups say little.",
        )


def _short_window(pair: Pair, sources: Sources) -> Iterator[Caveat]:
    activity = sources.dataset.activity
    days = activity.observed_to - activity.observed_from + 1
    unmeasured = [int(chosen.sum()) - part.users for chosen, part in zip(pair.members, pair.parts, strict=True)]
    if pair.metric.kind in ("share", "time") and sum(unmeasured) * 2 > sum(int(m.sum()) for m in pair.members):
        yield Caveat(
            "short_window",
            f"The data cover {wording.plural(days, 'day')}: too short to measure this for "
            f"{wording.count(sum(unmeasured))} of the users.",
        )


def _unequal_tenure(pair: Pair, sources: Sources) -> Iterator[Caveat]:
    """Two reasons why what adds up may differ without any habit; one caveat, as both ask for the same care."""
    if not pair.metric.grows or not all(chosen.any() for chosen in pair.members):
        return
    reasons = [*_longer_with_us(pair, sources), *_more_days_by_choice(pair, sources)]
    if reasons:
        yield Caveat("unequal_tenure", " ".join(reasons))


def _batch_dates(pair: Pair, sources: Sources) -> Iterator[Caveat]:
    """Many came at once on some date: their days there are not their own, and the users no longer independent."""
    touched = pair.metric.grows or pair.metric.hangs_on & {"active_days", "gaps", "recency", "uses"}
    if not touched or not len(sources.batch_dates) or not all(chosen.any() for chosen in pair.members):
        return
    shares = [float(sources.in_a_batch[chosen].mean()) for chosen in pair.members]
    if max(shares) > sources.settings.compare.max_batch_share:
        which = wording.listed([wording.day(to_date(int(day))) for day in sources.batch_dates], most=3)
        parts = (f"{wording.share(share)} of {title_of(name)}" for name, share in zip(pair.names, shares, strict=True))
        yield Caveat(
            "batch_dates",
            f"Many came at once on {which}: {' and '.join(parts)} were there. If that was an import, an outage or a "
            f"campaign, {pair.metric.title} may tell of it and not of habits.",
        )


def _longer_with_us(pair: Pair, sources: Sources) -> Iterator[str]:
    tenure = sources.features["tenure_days"].to_numpy(np.float64) + 1
    medians = [float(np.median(tenure[chosen])) for chosen in pair.members]
    ratio = max(medians) / min(medians)
    if ratio > sources.settings.compare.max_tenure_ratio:
        longer = title_of(pair.names[medians.index(max(medians))])
        yield (
            f"{wording.capital(longer)} have been with us {wording.decimal(ratio)} times as long, and "
            f"{pair.metric.title} adds up with time."
        )


def _more_days_by_choice(pair: Pair, sources: Sources) -> Iterator[str]:
    """Whoever is sure of a rhythm has the active days a test needs; the other group may not have them."""
    if any(chosen_by(source) & pair.metric.hangs_on for source in pair.sources):
        return  # said already, and stronger, by `selected_by_metric`
    asked = {source: needed_active_days(source, sources.settings) for source in pair.sources}
    strictest, needed = max(asked.items(), key=lambda each: each[1])
    days = sources.features["active_days"].to_numpy()
    fewer = [float((days[chosen] < needed).mean()) for chosen in pair.members]
    if min(fewer) == 0 and max(fewer) > sources.settings.compare.max_untested_share:
        lacking = title_of(pair.names[fewer.index(max(fewer))])
        yield (
            f"To be among {title_of(strictest)} takes at least {needed} active days, which "
            f"{wording.share(max(fewer))} of {lacking} lack; part of the difference may be that."
        )


def reverses_within(pair: Pair, sources: Sources) -> tuple[Caveat, ...]:
    """Return a `simpson` caveat for the first attribute within whose values the difference points the other way.

    Compares the difference of the groups' mean (of ranks, where the metric is tested by ranks) with the same within
    each value of the attribute, weighted by n_a n_b / (n_a + n_b).
    """
    if isinstance(pair.measured, Durations | Volumes) or pair.metric.kind == "category":
        return ()
    values = np.asarray(pair.measured, np.float64)
    chosen = (pair.members[0] | pair.members[1]) & np.isfinite(values)
    is_a, values = pair.members[0][chosen], values[chosen]
    values = stats.rankdata(values) if pair.metric.kind == "typical" else values
    overall = values[is_a].mean() - values[~is_a].mean()
    facts = chosen_by(pair.names[0]) | chosen_by(pair.names[1])
    for column in sources.dataset.attribute_names:
        if f"attr:{column}" in facts:
            continue
        codes, kinds = sources.dataset.attributes[column][chosen].factorize()
        if not 2 <= len(kinds) <= MOST_OFFERED_VALUES:
            continue
        within = _difference_within(values, is_a, codes, len(kinds))
        if within * overall < 0:
            return (
                Caveat("simpson", f"Within the values of {column} the difference points the other way on average."),
            )
    return ()


def _difference_within(values: np.ndarray, is_a: np.ndarray, codes: np.ndarray, kinds: int) -> float:
    known = codes >= 0
    sums, counts = [], []
    for side in (is_a, ~is_a):
        sums.append(np.bincount(codes[known & side], weights=values[known & side], minlength=kinds))
        counts.append(np.bincount(codes[known & side], minlength=kinds))
    both = (counts[0] > 0) & (counts[1] > 0)
    if not both.any():
        return 0.0
    means = [total[both] / count[both] for total, count in zip(sums, counts, strict=True)]
    weight = counts[0][both] * counts[1][both] / (counts[0] + counts[1])[both]
    return float(((means[0] - means[1]) * weight).sum())
