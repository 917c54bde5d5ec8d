"""Settings and filters as Python: their `repr` without what is as it comes, and the imports it needs."""

from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any


def python_text(value: Any) -> str:
    """Return valid Python that makes an equal value: `Settings(weekday=Weekday(min_share=0.8))`."""
    if is_dataclass(value):
        said = ", ".join(f"{name}={python_text(each)}" for name, each in _changed(value))
        return f"{type(value).__name__}({said})"
    if isinstance(value, tuple):
        return f"({', '.join(map(python_text, value))}{',' if len(value) == 1 else ''})"
    return f"date({value.year}, {value.month}, {value.day})" if isinstance(value, date) else repr(value)


def imports_of(value: Any) -> frozenset[tuple[str, str]]:
    """Return (module, name) of every class that `python_text` of a value names."""
    if isinstance(value, tuple):
        return frozenset().union(*map(imports_of, value))
    if isinstance(value, date):
        return frozenset({("datetime", "date")})
    if not is_dataclass(value):
        return frozenset()
    own = (type(value).__module__, type(value).__name__)
    return frozenset({own}).union(*(imports_of(each) for _, each in _changed(value)))


def import_lines(named: Iterable[tuple[str, str]]) -> list[str]:
    """Return one line a module, in their order: `from analysis.study import Filters, study`."""
    by_module: dict[str, list[str]] = {}
    for module, name in sorted(set(named)):
        by_module.setdefault(module, []).append(name)
    return [f"from {module} import {', '.join(names)}" for module, names in sorted(by_module.items())]


def _changed(value: Any) -> list[tuple[str, Any]]:
    """Return the fields that are not as they come."""
    return [
        (each.name, getattr(value, each.name))
        for each in fields(value)
        if each.default is MISSING or getattr(value, each.name) != each.default
    ]
