"""One threshold, declared once: slider, error, URL key, command-line option and notebook text derive from it."""

import math
from dataclasses import Field, dataclass, field, fields, replace
from functools import cache
from typing import Any, ClassVar, Literal, Self, dataclass_transform

from analysis.errors import InvalidSettingError, UnknownNameError, shortened

Unit = Literal["share", "days", "users", "number"]
Tightens = Literal["up", "down"]
_META = "knob"


@dataclass(frozen=True, kw_only=True)
class Knob:
    """One threshold: what a person reads, what is valid, where its slider runs.

    Attributes
    ----------
    bounds
        Lowest and highest valid value, both included.
    span
        Where the slider starts and ends; inside `bounds`.
    step
        The slider's step, in the unit of the value.
    tightens
        The direction in which moving the value never adds a user; None where no direction does.
    """

    name: str
    label: str
    help: str
    default: float
    bounds: tuple[float, float]
    span: tuple[float, float]
    step: float
    unit: Unit
    tightens: Tightens | None

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers are valid."""
        return isinstance(self.default, int)

    @property
    def is_switch(self) -> bool:
        """Whether it is only off (0) or on (1): drawn as a switch, which a link writes as "false" or "true"."""
        return self.is_whole and self.bounds == (0, 1)

    def parse(self, text: str, *, owner: str) -> float:
        """Read a value from text (URL, command line) and check it."""
        switched = {"false": "0", "true": "1"} if self.is_switch else {}
        try:
            number = float(switched.get(text.lower(), text))
        except ValueError:
            raise InvalidSettingError(
                f'Expected a number for {owner}.{self.name}, found "{shortened(text)}".', hint=self._range_hint()
            ) from None
        whole = self.is_whole and math.isfinite(number) and number == int(number)
        return self.check(int(number) if whole else number, owner=owner)

    def check(self, value: float, *, owner: str) -> float:
        """Return `value`, or raise InvalidSettingError naming the knob, the bounds and what was found."""
        low, high = self.bounds
        is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not is_number or not low <= value <= high or (self.is_whole and value != int(value)):
            kind, found = "a whole number" if self.is_whole else "a number", shortened(repr(value))
            raise InvalidSettingError(
                f"Expected {owner}.{self.name} to be {kind} between {low:g} and {high:g}, found {found}.",
                hint=self._range_hint(),
            )
        return int(value) if self.is_whole else float(value)

    def _range_hint(self) -> str:
        if self.is_switch:
            return f"choose 0 for off or 1 for on; the default is {self.default:g}."
        low, high = self.span
        return f"choose one between {low:g} and {high:g}, where its slider runs; the default is {self.default:g}."


def knob(
    default: float,
    label: str,
    help: str,
    *,
    bounds: tuple[float, float],
    span: tuple[float, float] | None = None,
    step: float,
    unit: Unit = "number",
    tightens: Tightens | None = None,
) -> Any:
    """Declare a threshold as a field of a `Tunable`; whole-number defaults make whole-number knobs."""
    declared = {
        "label": label, "help": help, "default": default, "bounds": bounds, "span": span or bounds,
        "step": step, "unit": unit, "tightens": tightens,
    }  # fmt: skip
    return field(default=default, metadata={_META: declared})


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(knob,))
class Tunable:
    """A frozen, keyword-only dataclass whose fields are knobs; its `repr` is valid Python.

    Subclasses set `slug` (the first half of every URL key) and `title` (what the settings panel prints above the
    sliders). Subclassing makes the dataclass; no decorator is needed.
    """

    slug: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        dataclass(frozen=True, kw_only=True)(cls)

    def __post_init__(self) -> None:
        for each in self.knobs():
            checked = each.check(getattr(self, each.name), owner=type(self).__name__)
            object.__setattr__(self, each.name, checked)

    @classmethod
    @cache
    def knobs(cls) -> tuple[Knob, ...]:
        """Return the knobs in the order of their declaration."""
        return tuple(_knob_of(each) for each in fields(cls) if _META in each.metadata)  # type: ignore[arg-type]

    @classmethod
    def knob(cls, name: str) -> Knob:
        """Return one knob by name."""
        for each in cls.knobs():
            if each.name == name:
                return each
        raise UnknownNameError.of(f"threshold of {cls.slug}", name, [each.name for each in cls.knobs()])

    def replace(self, **changes: float) -> Self:
        """Return a copy with some knobs changed; checks them."""
        return replace(self, **changes)  # type: ignore[type-var]


def _knob_of(declared: Field) -> Knob:
    return Knob(name=declared.name, **declared.metadata[_META])
