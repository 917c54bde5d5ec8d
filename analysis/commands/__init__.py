"""The command line's subcommands, one a file: HELP, add_options(parser), run(options) -> the JSON object."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from types import ModuleType

_FILES = {
    "read": "read",
    "rhythms": "rhythms",
    "segments": "segments",
    "profile": "profile",
    "compare": "compare",
    "inactive": "inactive",
    "passive": "passive",
    "churn": "churn",
    "movement": "movement",
    "reengage-list": "reengage_list",
    "reengage-measure": "reengage_measure",
    "person": "person",
    "find": "find",
    "digest": "digest",
    "report": "report",
    "notebook": "notebook",
    "show": "show",
}


class _Commands(Mapping[str, ModuleType]):
    """Modules by subcommand, each imported when it is asked for: a call needs one of them."""

    def __getitem__(self, name: str) -> ModuleType:
        return import_module(f"{__name__}.{_FILES[name]}")

    def __iter__(self) -> Iterator[str]:
        return iter(_FILES)

    def __len__(self) -> int:
        return len(_FILES)


COMMANDS: Mapping[str, ModuleType] = _Commands()
