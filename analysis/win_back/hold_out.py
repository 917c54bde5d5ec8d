"""Who is left out on purpose: drawn at random, seeded, spread evenly over what people are worth; and what it shows."""

import math
from dataclasses import dataclass

import numpy as np

from analysis.compare.power import smallest_share_difference

SHARES = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
WHERE_NONE_SHOWS = 0.2  # too small alone, but several campaigns together may show something


@dataclass(frozen=True)
class Power:
    """What one share left out can show.

    Attributes
    ----------
    share, left_out, contacted
        Share of the list left out, and the people on either side.
    smallest_lift
        The smallest rise of the share that comes back that shows with the chance asked, in [0, 1]; nan where none does.
    """

    share: float
    left_out: int
    contacted: int
    smallest_lift: float


def draw(value: np.ndarray, *, share: float, seed: int) -> np.ndarray:
    """Return who is left out, bool, shape (people,): `share` of the list, rounded to whole people.

    People in random order are sorted by value into one line, unknown values last, and every so-manieth is taken from
    a random start on (systematic sampling: Cochran, Sampling Techniques, chapter 8). So each has the same chance, and
    every stretch of values gives its share. The same people in the same order and the same seed give the same draw.
    """
    rng = np.random.default_rng(seed)
    people, wanted = len(value), round(len(value) * share)
    line = rng.permutation(people)
    line = line[np.argsort(-np.nan_to_num(value[line], nan=-1.0), kind="stable")]
    passed = (np.arange(people + 1) * wanted + rng.integers(0, max(people, 1))) // max(people, 1)
    left_out = np.zeros(len(value), bool)
    left_out[line[np.diff(passed) > 0]] = True
    return left_out


def power_at(people: int, share: float, *, base_share: float, power: float = 0.8, level: float = 0.95) -> Power:
    """Return what a hold-out of `share` shows among people of whom `base_share` would come anyway."""
    left_out = round(people * share)
    contacted = people - left_out
    smallest = smallest_share_difference(contacted, left_out, base_share, power=power, level=level)
    return Power(share, left_out, contacted, smallest)


def suggested(people: int, lift: float, *, base_share: float, power: float = 0.8, level: float = 0.95) -> Power:
    """Return the smallest of `SHARES` that shows a lift of `lift`; where none does, a fifth, whatever it shows."""
    for share in SHARES:
        found = power_at(people, share, base_share=base_share, power=power, level=level)
        if found.smallest_lift <= lift:
            return found
    return power_at(people, WHERE_NONE_SHOWS, base_share=base_share, power=power, level=level)


def break_even_lift(cost_per_contact: float, worth_if_back: float) -> float:
    """Return the lift at which a contact pays for itself: cost / worth of one more person back; nan where unknown."""
    return cost_per_contact / worth_if_back if cost_per_contact > 0 and worth_if_back > 0 else math.nan
