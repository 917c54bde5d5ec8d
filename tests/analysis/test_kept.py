"""Kept: made once a key, made anew when it changes, arrays read-only."""

import numpy as np
import pytest

from analysis.kept import Kept


def test_made_once_a_key():
    kept, made = Kept(), []

    def make():
        made.append(1)
        return len(made)

    assert [kept.once("a", 1, make), kept.once("a", 1, make), kept.once("b", 1, make)] == [1, 1, 2]
    assert kept.once("a", 2, make) == 3
    assert kept.once("a", 1, make) == 4


def test_arrays_cannot_be_changed():
    array = Kept().once("a", None, lambda: np.zeros(2))
    with pytest.raises(ValueError, match="read-only"):
        array[0] = 1


def test_what_was_put_last():
    kept = Kept()
    assert kept.last("a") is None
    kept.put("a", 1)
    kept.put("a", 2)
    assert kept.last("a") == 2
