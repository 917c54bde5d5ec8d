"""The figures of a comparison in short text, for tables and tooltips: shares as points, ratios as times."""

import math

from analysis import wording
from analysis.compare import Comparison

MONEY_METRICS = ("amount", "amount_per_active_day", "mrr")


def effect_text(each: Comparison) -> str:
    """Return the difference with its interval, "+4.0 (2.5 to 5.5)"; without one where none is defined."""
    difference = figure(each, each.effect.value, signed=True)
    interval = each.effect.interval
    if not math.isfinite(interval.low):
        return difference
    low, high = (_bare(each, end) for end in (interval.low, interval.high))
    return f"{difference} ({wording.interval(low, high)})"


def _bare(each: Comparison, value: float) -> str:
    """Print an end of an interval in the unit of the difference before it: of shares points, not percent."""
    return wording.decimal(100 * value) if each.effect.name == "share_difference" else figure(each, value)


def figure(each: Comparison, value: float, *, signed: bool = False) -> str:
    """Print a value of a metric: shares as percent (differences as points), money to the cent, others to a tenth."""
    if not math.isfinite(value):
        return wording.UNDEFINED
    if each.effect.name == "share_difference":
        text = f"{wording.decimal(100 * value)} points" if signed else wording.share(value, tenths=True)
    elif each.effect.name == "rate_ratio":
        return f"{wording.decimal(value, 2)} times" if signed else wording.decimal(value, 2)
    else:
        text = wording.decimal(value, 2 if each.metric in MONEY_METRICS else 1)
    return f"+{text}" if signed and value > 0 else text
