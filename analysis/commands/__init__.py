"""The command line's subcommands, one a file: HELP, add_options(parser), run(options) -> the JSON object."""

from types import ModuleType

from analysis.commands import (
    compare,
    digest,
    find,
    inactive,
    movement,
    passive,
    person,
    profile,
    read,
    rhythms,
    segments,
)

COMMANDS: dict[str, ModuleType] = {
    "read": read,
    "rhythms": rhythms,
    "segments": segments,
    "profile": profile,
    "compare": compare,
    "inactive": inactive,
    "passive": passive,
    "movement": movement,
    "person": person,
    "find": find,
    "digest": digest,
}
