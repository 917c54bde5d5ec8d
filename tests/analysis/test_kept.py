"""Kept: made once a key, made anew when it changes, arrays read-only."""

import numpy as np
import pytest

from analysis.kept import Kept


@pytest.mark.parametrize(("rows", "is_still_there"), [(1_000, True), (1_000_000, False)])
def test_made_once_a_key_and_of_many_rows_only_the_last_is_kept(rows, is_still_there):
    kept, made = Kept(rows), []

    def make():
        made.append(1)
        return len(made)

    assert [kept.once("a", 1, make), kept.once("a", 1, make), kept.once("b", 1, make)] == [1, 1, 2]
    assert kept.once("a", 2, make) == 3
    assert kept.once("a", 1, make) == (1 if is_still_there else 4)


def test_what_nobody_asked_for_longest_goes_first():
    kept = Kept(100_000)  # two places
    for key in (1, 2, 1, 3):
        kept.once("a", key, lambda: object())
    kept_one = kept.once("a", 1, lambda: None)
    assert kept_one is not None
    assert kept.once("a", 2, lambda: "anew") == "anew"


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
