"""Warming up leaves no loop of the pages to be compiled at the first click."""

import pytest

from analysis.kernels import curves, distinct, features, pace, silences, spacing
from analysis.warm import warm


@pytest.fixture(scope="module")
def warmed():
    warm(("shop",))


@pytest.mark.parametrize(
    "module", [curves, distinct, features, pace, silences, spacing], ids=lambda each: each.__name__
)
def test_loops_that_python_calls_are_compiled(warmed, module):
    """Loops called by other loops show nothing once they come from numba's cache; one a module is what can be seen."""
    loops = [each for each in vars(module).values() if getattr(each, "__module__", "") == module.__name__]
    assert any(each.signatures for each in loops if hasattr(each, "signatures"))


def test_the_loops_of_lists_and_curves_are_compiled(warmed):
    for loop in (curves.last_step, curves.hours_by_step, curves.pair_counts, silences.gap_with_longer):
        assert loop.signatures, loop.__name__
