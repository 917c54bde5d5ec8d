"""A shelf makes each value once, keeps what was asked for last, and stays within its weight."""

import threading
import time

import pytest

from pages._ui.shelf import Shelf


def test_what_was_asked_for_longest_ago_goes_first():
    kept, made = Shelf(30), []
    for key in ("a", "b", "c", "a", "d", "a", "b"):
        kept.once(key, lambda key=key: made.append(key) or key, weight_bytes=10)
    assert made == ["a", "b", "c", "d", "b"]
    assert len(kept) == 3


@pytest.mark.parametrize("least", [1, 3])
def test_the_last_ones_stay_whatever_they_weigh(least):
    kept = Shelf(30, least=least)
    assert [kept.once(key, lambda key=key: key, weight_bytes=100) for key in "aabcd"] == list("aabcd")
    assert len(kept) == least


def test_who_asks_while_it_is_made_waits_and_gets_the_same():
    kept, made, begun = Shelf(30), [], threading.Event()

    def make():
        begun.set()
        time.sleep(0.05)
        made.append(object())
        return made[-1]

    found = []
    threads = [threading.Thread(target=lambda: found.append(kept.once("a", make, weight_bytes=1))) for _ in range(4)]
    for each in threads:
        each.start()
    begun.wait()
    for each in threads:
        each.join()
    assert len(made) == 1
    assert found == made * 4


def test_an_error_is_not_kept_and_holds_nobody_up():
    kept = Shelf(30)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            kept.once("a", lambda: 1 / 0, weight_bytes=1)
    assert kept.once("a", lambda: 1, weight_bytes=1) == 1
    assert not kept._turns


def test_a_cleared_shelf_makes_anew():
    kept = Shelf(30)
    kept.once("a", lambda: 1, weight_bytes=20)
    kept.clear()
    assert kept.once("a", lambda: 2, weight_bytes=20) == 2
    kept.once("b", lambda: 1, weight_bytes=10)
    assert len(kept) == 2  # what was cleared weighs nothing
