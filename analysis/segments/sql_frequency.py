"""Frequency classes as SQL over the gaps and the active days of each user, as `analysis.segments.frequency`."""

from collections.abc import Callable

from analysis.kernels.spacing import BLOCK_DAYS
from analysis.segments.frequency import FREQUENCY_CLASSES, MIN_GAPS, Frequency

Number = Callable[[float], str]


def frequency_condition(own: Frequency, detail: str, number: Number) -> str:
    """Return the condition of being in a class; reads active_days, gap_cv and the steps of `frequency_steps`."""
    if detail == "too_few":
        return f"active_days <= {MIN_GAPS}"
    place = FREQUENCY_CLASSES.index(detail)
    covers = [f"{column} >= {number(own.min_cover_share)}" for column in _covers()]
    by_gap, by_cover = _between("NOT above_{}", place), _first(covers, place)
    bursty = f"gap_cv >= {number(own.bursty_min_gap_cv)}"
    return f"(active_days > {MIN_GAPS} AND CASE WHEN {bursty} THEN {by_cover} ELSE {by_gap} END)"


def frequency_steps(own: Frequency, number: Number) -> dict[str, str]:
    """Return the steps of the query: how the gaps so far lie about each cut, on which side each user is, coverage.

    A user is on the side that the last decisive gap (from the third on) put them: more than half of the gaps so far
    past the cut by the band. Where none decided, the mean of the first two says it.
    """
    return {"sides": _sides(own, number), "held": _held(own, number), "covers": _covers_step()}


def _sides(own: Frequency, number: Number) -> str:
    wider = number(1.0 + own.band_share)
    so_far = "OVER (PARTITION BY user_id ORDER BY day ROWS UNBOUNDED PRECEDING)"
    counts = "".join(
        f",\n    COUNT(*) FILTER (WHERE gap / {wider} > {number(cut)}) {so_far} AS over_{place},\n"
        f"    COUNT(*) FILTER (WHERE gap * {wider} <= {number(cut)}) {so_far} AS under_{place}"
        for place, cut in enumerate(own.cuts_days)
    )
    return f"  SELECT user_id, gap, COUNT(*) {so_far} AS place{counts}\n  FROM gaps"


def _held(own: Frequency, number: Number) -> str:
    decisive = "MAX(place) FILTER (WHERE place > 2 AND 2 * {} > place)"
    columns = "".join(
        f",\n    CASE WHEN COALESCE({decisive.format(f'over_{place}')}, {decisive.format(f'under_{place}')}) > 0\n"
        f"      THEN COALESCE({decisive.format(f'over_{place}')}, 0)\n"
        f"        > COALESCE({decisive.format(f'under_{place}')}, 0)\n"
        f"      ELSE AVG(gap) FILTER (WHERE place <= 2) > {number(cut)} END AS above_{place}"
        for place, cut in enumerate(own.cuts_days)
    )
    return f"  SELECT user_id{columns}\n  FROM sides\n  GROUP BY user_id"


def _covers() -> tuple[str, ...]:
    return tuple(f"cover_{length}" for length in BLOCK_DAYS)


def _covers_step() -> str:
    """Blocks are whole numbers of days from the first one on; FLOOR, as the databases divide integers differently."""
    block = "FLOOR((day - first_day) / CAST({} AS double precision))"
    columns = "".join(
        f",\n    COUNT(DISTINCT {block.format(length)}) / (MAX({block.format(length)}) + 1) AS {name}"
        for length, name in zip(BLOCK_DAYS, _covers(), strict=True)
    )
    firsts = "SELECT user_id, day, MIN(day) OVER (PARTITION BY user_id) AS first_day FROM days"
    return f"  SELECT user_id{columns}\n  FROM ({firsts}) AS since\n  GROUP BY user_id"


def _between(below: str, place: int) -> str:
    """Return the condition of lying past every cut before a class and not past its own."""
    parts = [f"above_{each}" for each in range(place)]
    parts += [below.format(place)] if place < len(BLOCK_DAYS) else []
    return f"({' AND '.join(parts)})"


def _first(reached: list[str], place: int) -> str:
    """Return the condition that this is the first share that is reached."""
    parts = [f"NOT {each}" for each in reached[:place]] + reached[place : place + 1]
    return f"({' AND '.join(parts)})"
