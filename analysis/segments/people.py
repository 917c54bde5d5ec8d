"""Whom a segment is chosen from, and the one way from its name or rule to its members."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.errors import UnknownNameError
from analysis.segments.own import OwnSegment
from analysis.segments.rules.printer import name_text

if TYPE_CHECKING:  # settings collects this package's thresholds, so it cannot be imported while this one is
    from analysis.labels import Segmentation
    from analysis.settings import Settings


@dataclass(frozen=True, eq=False)
class People:
    """All users with what segments are chosen by; row i is user i everywhere.

    Attributes
    ----------
    features
        As `analysis.features.features`.
    own
        Segments of one's own: names that rules may use beside those every dataset has.
    value_events
        Events that count as an action of value for `passive`; empty means all that are not basic.
    """

    dataset: Dataset
    segmentation: "Segmentation"
    features: pd.DataFrame = field(repr=False)
    settings: "Settings"
    own: tuple[OwnSegment, ...] = ()
    value_events: tuple[str, ...] = ()

    @property
    def users(self) -> int:
        """How many there are."""
        return self.dataset.activity.users

    @property
    def words(self) -> Iterable[str]:
        """Fields of these data and own names, beside the features, for the nearest word to a wrong one."""
        own = [name_text(each.name) for each in self.own]
        columns = [f"attr.{name}" for name in self.dataset.attribute_names]
        return [*own, *columns, *(f"uses.{name}" for name in self.dataset.activity.event_names)]

    def named(self, name: str) -> np.ndarray:
        """Return who is in a segment that has a name, bool, shape (users,); raises UnknownNameError.

        An own name is unknown here: `analysis.segments.chosen` replaces it by its rule before.
        """
        from analysis.segments.names import members  # names is what a rule is read from, and rules are read here

        try:
            return members(
                name, dataset=self.dataset, segmentation=self.segmentation, features=self.features,
                settings=self.settings, value_events=self.value_events,
            )  # fmt: skip
        except UnknownNameError:
            own = [each.name for each in self.own]
            if get_close_matches(name, own, n=1, cutoff=0.7):
                raise UnknownNameError.of("segment", name, own) from None
            raise
