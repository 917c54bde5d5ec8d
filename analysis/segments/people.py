"""Whom a segment is chosen from, and the one way from its name or rule to its members."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.dataset import Dataset

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
    """

    dataset: Dataset
    segmentation: "Segmentation"
    features: pd.DataFrame = field(repr=False)
    settings: "Settings"

    @property
    def users(self) -> int:
        """How many there are."""
        return self.dataset.activity.users

    @property
    def words(self) -> Iterable[str]:
        """Fields of these data beside the features, for the nearest word to a wrong one."""
        columns = [f"attr.{name}" for name in self.dataset.attribute_names]
        return [*columns, *(f"uses.{name}" for name in self.dataset.activity.event_names)]

    def named(self, name: str) -> np.ndarray:
        """Return who is in a segment that has a name, bool, shape (users,); raises UnknownNameError."""
        from analysis.segments.names import members  # names is what a rule is read from, and rules are read here

        return members(
            name, dataset=self.dataset, segmentation=self.segmentation, features=self.features, settings=self.settings
        )
