"""What a view reads of thresholds and choice, so that it can be kept while only others move.

A view is given a study that notes what is asked of it. Under other thresholds its result is the same where all that was
noted is the same: the computing would have gone the same way.
"""

import warnings
from collections.abc import Hashable, Iterable
from dataclasses import fields
from typing import Any, Self

from analysis.labels import LABEL_SLUGS
from analysis.settings import Settings
from analysis.study import Filters, Study

CHOSEN = "chosen"  # whom the filters show: known by who it is, whatever threshold led there
_SLUGS = frozenset(each.name for each in fields(Settings))


class Reads:
    """The names of the groups of thresholds (slugs of `Settings`) that were read, and `CHOSEN`."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._is_over = False

    def note(self, names: Iterable[str]) -> None:
        """Add names. After the end that is a defect: what is kept would not know of it."""
        new = {*names} - self._names
        if new and self._is_over:
            said = f"A view's result reads {', '.join(sorted(new))} after its end."
            warnings.warn(said, RuntimeWarning, stacklevel=3)
        self._names |= new

    def end(self) -> tuple[str, ...]:
        """Return the names in order; nothing may be read from now on."""
        self._is_over = True
        return tuple(sorted(self._names))


class ReadSettings(Settings):
    """Settings that note which of their groups are read; otherwise equal to those they were made of."""

    @classmethod
    def of(cls, settings: Settings, reads: Reads) -> Self:
        """Return the same thresholds, noting into `reads`."""
        noting = object.__new__(cls)
        vars(noting).update(vars(settings), _reads=reads)
        return noting

    def __getattribute__(self, name: str) -> Any:
        if name in _SLUGS:
            reads = object.__getattribute__(self, "__dict__").get("_reads")  # a changed copy notes no more
            if reads is not None:
                reads.note((name,))
        return object.__getattribute__(self, name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Settings) and self.tunables() == other.tunables()

    def __hash__(self) -> int:
        return hash(self.tunables())


def _taken(name: str, *reads: str) -> Any:
    """Return a property that notes what it hangs on and is computed by the study it is read of, once for all."""

    def taken(noting: "ReadStudy") -> Any:
        noting._reads.note(reads)
        return getattr(noting._of, name)

    return property(taken)


class ReadStudy(Study):
    """A study that notes what is read of it; what hangs on thresholds is computed by the study it stands for."""

    _of: Study
    _reads: Reads

    @classmethod
    def of(cls, study: Study, reads: Reads) -> Self:
        """Return the same study, noting into `reads`."""
        noting = object.__new__(cls)
        settings = ReadSettings.of(study.settings, reads)
        vars(noting).update(prepared=study.prepared, filters=study.filters, settings=settings, _of=study, _reads=reads)
        return noting

    def with_filters(self, filters: Filters) -> Study:
        """Return the same under other filters, whose choice then hangs on all that decides it."""
        other = self._of.with_filters(filters)
        self._reads.note({*LABEL_SLUGS, "bots", *(_SLUGS if filters.who != "all" else ())})
        return _settled(other, ReadSettings.of(other.settings, self._reads))

    segmentation = _taken("segmentation", *LABEL_SLUGS)
    recent = _taken("recent", *LABEL_SLUGS)
    changes = _taken("changes", *LABEL_SLUGS)
    bots = _taken("bots", *LABEL_SLUGS, "bots")
    batch_dates = _taken("batch_dates", "batches")
    hour_table = _taken("hour_table", "hours")
    chosen = _taken("chosen", CHOSEN)
    chosen_key = _taken("chosen_key", CHOSEN)
    chosen_activity = _taken("chosen_activity", CHOSEN)
    shown = _taken("shown", CHOSEN)
    internal = _taken("internal")


def values_of(study: Study, names: Iterable[str]) -> tuple[Hashable, ...]:
    """Return what a study has under names that `Reads.end` gave: equal where a view that read these is the same."""
    return tuple(study.chosen_key if name == CHOSEN else getattr(study.settings, name) for name in names)


def _settled(study: Study, settings: Settings) -> Study:
    """Return a study whose settings note what is read; all that its labels and choice hang on was noted before."""
    noting = object.__new__(Study)
    vars(noting).update(vars(study), settings=settings)
    return noting
