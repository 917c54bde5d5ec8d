"""Warming up leaves no loop of the pages to be compiled at the first click."""

from analysis.kernels import curves, features
from analysis.warm import warm


def test_warm_compiles_the_loops_of_the_pages():
    warm(("shop",))
    for kernel in (curves.last_step, curves.hours_by_step, curves.pair_counts):
        assert kernel.signatures, kernel.__name__
    compiled = [each for each in vars(features).values() if getattr(each, "signatures", None)]
    assert compiled
