"""Addresses: which view something came from, and the way from the view's result to it; nothing else can be called."""

import inspect
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from analysis import views
from analysis.errors import OffbeatError, UnknownNameError, shortened
from analysis.findings import Finding
from analysis.story.pin import VIEW_NAME
from analysis.study import Study

Part = tuple[str | int, ...]
DEEPEST = 4  # steps from a result to what it shows; views are flatter


def path_to(result: Any, target: Any, depth: int = DEEPEST) -> Part | None:
    """Return the way from a result to one of its parts, by identity; None where it holds no such part.

    Steps are fields, positions and keys; a finding is called by what it is about, since its rank changes with the data.
    """
    if result is target:
        return ()
    if depth == 0:
        return None
    for step, inside in _steps(result):
        found = path_to(inside, target, depth - 1)
        if found is not None:
            return (step, *found)
    return None


def resolve(result: Any, part: Part) -> Any:
    """Return what stands at the end of a way; raises OffbeatError where the result has no such part."""
    for step in part:
        inside = [each for name, each in _steps(result) if name == step and type(name) is type(step)]
        if not inside:
            raise OffbeatError(
                f'Expected "{shortened(str(step))}" in what these data show, found none.',
                hint="it is not there on these data; what was pinned is kept as it was.",
            )
        result = inside[0]
    return result


def view_function(name: str) -> Callable[..., Any]:
    """Return the public function of `analysis.views` called "module.function"; raises UnknownNameError.

    Only functions that are defined there and take a study can be had: a name from a link or a file calls nothing else.
    """
    called = VIEW_NAME.fullmatch(name)
    known = sorted(each.name for each in iter_modules(views.__path__))
    if called is None or called[1] not in known:
        raise UnknownNameError.of("view", name, known)
    module = import_module(f"{views.__name__}.{called[1]}")
    known = [each for each, function in vars(module).items() if _takes_a_study(function, module.__name__)]
    if called[2] not in known:
        raise UnknownNameError.of("view", name, [f"{called[1]}.{each}" for each in known])
    return getattr(module, called[2])


def is_view(name: str) -> bool:
    """Whether there is a view of this name."""
    try:
        view_function(name)
    except UnknownNameError:
        return False
    return True


def _takes_a_study(function: Any, module: str) -> bool:
    """Whether this is a public function of the module whose first argument is a study."""
    if not inspect.isfunction(function) or function.__module__ != module or function.__name__.startswith("_"):
        return False
    first = next(iter(inspect.signature(function).parameters.values()), None)
    return first is not None and first.annotation is Study


def _steps(result: Any) -> list[tuple[str | int, Any]]:
    """Return what lies one step below a result."""
    if is_dataclass(result) and not isinstance(result, type):
        return [(each.name, getattr(result, each.name)) for each in fields(result)]
    if isinstance(result, tuple | list):
        return [(_called(each, place), each) for place, each in enumerate(result)]
    if isinstance(result, dict):
        return [(key, each) for key, each in result.items() if isinstance(key, str | int)]
    return []


def _called(item: Any, place: int) -> str | int:
    if not isinstance(item, Finding):
        return place
    return f"{item.kind} {item.call} {json.dumps(item.arguments, sort_keys=True, ensure_ascii=False, default=str)}"
