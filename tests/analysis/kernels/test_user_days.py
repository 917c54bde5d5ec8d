"""User-days and uses read off sorted rows, and rows dealt out to parts, against plain dictionaries."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.kernels.packing import RANK_BITS, find_places, pack_by_part, tally, tally_hours
from analysis.kernels.user_days import USES, count_runs, fill_days, fill_uses

BITS = DAY_BITS, HOUR_BITS, NAME_BITS = 4, 5, 6
rows = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(0, 15), st.integers(0, 23), st.integers(0, 40),
        st.one_of(st.none(), st.integers(-5, 5)),
    ),
    max_size=80,
)  # fmt: skip


def arrays(given):
    ordered = sorted(given, key=lambda row: row[:4])
    packed = [
        (((user << DAY_BITS) + day << HOUR_BITS) + hour << NAME_BITS) + name for user, day, hour, name, _ in ordered
    ]
    is_paid = [row[4] is not None for row in ordered]
    micros = [row[4] for row in ordered if row[4] is not None]
    return np.array(packed, np.int64), np.array(packed, np.int64)[is_paid], np.array(micros, np.int64)


def plain_days(given):
    """The plain twin of `fill_days`."""
    days = defaultdict(lambda: [0, 0, 0, 0])
    for user, day, hour, name, micros in given:
        held = days[user, day]
        held[0] += 1
        held[1] |= 1 << hour
        held[2] |= (1 << name - 1) if name else 0
        held[3] += micros or 0
    return [(user, day, *held) for (user, day), held in sorted(days.items())]


def plain_uses(given):
    """The plain twin of `fill_uses`."""
    uses = defaultdict(list)
    for user, day, _, name, micros in given:
        if name:
            uses[user, name - 1].append((day, micros))
    return [
        [user, name, len({day for day, _ in each}), len(each), min(day for day, _ in each), max(day for day, _ in each),
         sum(micros or 0 for _, micros in each), sum(micros is not None for _, micros in each)]
        for (user, name), each in sorted(uses.items(), key=lambda use: use[0])
    ]  # fmt: skip


@given(rows)
def test_days_are_those_of_a_dictionary(given):
    packed, paid, micros = arrays(given)
    wanted = plain_days(given)
    runs = count_runs(packed, HOUR_BITS + NAME_BITS)
    assert runs == len(wanted)
    columns = tuple(np.empty(runs, kind) for kind in (np.int32, np.uint32, np.uint32, np.uint64, np.int64))
    per_user = np.zeros(4, np.int64)
    bit_of = np.append(np.uint64(0), np.uint64(1) << np.arange(63, dtype=np.uint64))
    fill_days(packed, paid, micros, BITS, bit_of, per_user, columns)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == [row[1:] for row in wanted]
    assert per_user.tolist() == [sum(row[0] == user for row in wanted) for user in range(4)]


@given(rows)
def test_uses_are_those_of_a_dictionary(given):
    packed, paid, micros = arrays(given)
    room = np.empty((len(packed), USES), np.int64)
    found = room[: fill_uses(packed, paid, micros, BITS, 40, room)]
    assert found.tolist() == plain_uses(given)


@pytest.mark.parametrize("has_times", [True, False])
@given(given=st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 2), st.integers(48, 200)), max_size=40))
def test_rows_are_dealt_out_in_the_order_they_come(has_times, given):
    users, events, hours = (np.array([row[place] for row in given], np.int32) for place in range(3))
    ranks, event_ranks = np.array([4, 2, 0, 1, 3, -1], np.int32), np.array([1, 0, 2, -1], np.int32)
    part_of = np.array([2, 1, 0, 0, 1, 2])
    places, rows = np.empty(len(given), np.int64), np.zeros(3, np.int64)
    find_places(users, part_of << RANK_BITS | np.maximum(ranks, 0), places, rows)
    assert rows.tolist() == np.bincount(part_of[users], minlength=3).tolist()
    layout, at = (2, DAY_BITS, NAME_BITS, has_times), np.cumsum(rows) - rows
    packed, numbers = np.empty(len(given), np.int64), np.empty(len(given), np.int64)
    pack_by_part((places, events, hours, np.arange(len(given))), event_ranks, layout, at, (packed, numbers))
    assert at.tolist() == np.cumsum(rows).tolist()
    alone = np.empty_like(packed)
    pack_by_part((places, events, hours, numbers[:0]), event_ranks, layout, at - rows, (alone, alone))
    assert alone.tolist() == packed.tolist()
    wanted = sorted(range(len(given)), key=lambda row: part_of[given[row][0]])
    assert numbers.tolist() == wanted
    for value, row in zip(packed.tolist(), wanted, strict=True):
        user, event, hour = given[row]
        assert value & 63 == event_ranks[event] + 1
        assert value >> 6 & 31 == (hour % 24 if has_times else 0)
        assert value >> 11 & 15 == hour // 24 - 2
        assert value >> 15 == ranks[user]


def test_tallies():
    hours, by_hour, seen = np.array([48, 50, 71, 24], np.int32), np.zeros((2, 24), np.int64), np.zeros(4, np.int64)
    assert tally_hours(hours, by_hour) == (24, 71)
    assert {hour: int(rows) for hour, rows in enumerate(by_hour.sum(axis=0)) if rows} == {0: 2, 2: 1, 23: 1}
    tally(np.array([1, 3, 1, -1], np.int32), seen)
    assert seen.tolist() == [0, 2, 0, 2]
