"""Turns: one at a time, in order, given back whatever happens; a slow one holds nobody up."""

import threading

import pytest

from pages._ui.hosting.turns import Turns

WAIT_S = 30.0


def started(turns, name, order, *, until=None):
    """A thread that takes a turn, notes its name and stays until told."""

    def work():
        with turns.turn():
            order.append(name)
            if until is not None:
                assert until.wait(WAIT_S)

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def waiting(turns, number):
    """Wait until so many stand in line."""
    end = threading.Event()
    for _ in range(3000):
        if len(turns._waiting) == number:
            return
        end.wait(0.01)
    pytest.fail("nobody came into the line")


def test_one_at_a_time_in_the_order_they_came():
    turns, order, leave = Turns(slow_s=WAIT_S), [], threading.Event()
    threads = [started(turns, "first", order, until=leave)]
    for place, name in enumerate(("second", "third", "fourth")):
        waiting(turns, place)
        threads.append(started(turns, name, order))
        waiting(turns, place + 1)
    assert order == ["first"]
    leave.set()
    for each in threads:
        each.join(WAIT_S)
    assert order == ["first", "second", "third", "fourth"]


def test_a_slow_one_holds_nobody_up():
    turns, order, leave = Turns(slow_s=0.05), [], threading.Event()
    slow = started(turns, "slow", order, until=leave)
    started(turns, "next", order).join(WAIT_S)
    assert order == ["slow", "next"]
    leave.set()
    slow.join(WAIT_S)


def test_an_error_gives_the_turn_back():
    turns = Turns(slow_s=WAIT_S)
    with pytest.raises(KeyError), turns.turn():
        raise KeyError
    with turns.turn():
        assert len(turns._begun) == 1
    assert not turns._begun
    assert not turns._waiting
