"""Segments, Yours: what the slider of a figure runs over, where the figures are odd."""

import numpy as np

from analysis.study import study
from analysis.views.rule_fields import span_of, spread_of

AMOUNT = "amount"


def test_amounts_no_browser_counts_exactly_are_no_whole_numbers(dataset_of):
    days = [[0, 7, 14]] * 30
    small = span_of(study(dataset_of(days, until=20, amounts=np.arange(30.0) * 3)), AMOUNT)
    assert small.is_whole
    large = study(dataset_of(days, until=20, amounts=1e17 + np.arange(30.0) * 3e15))
    span = span_of(large, AMOUNT)
    assert not span.is_whole
    assert span.low <= span.start <= span.high
    assert spread_of(large, AMOUNT, ">=", span.start).table is not None
