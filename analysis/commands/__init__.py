"""The command line's subcommands, one a file: HELP, add_options(parser), run(options) -> the JSON object."""

from types import ModuleType

from analysis.commands import (
    churn,
    compare,
    digest,
    find,
    inactive,
    movement,
    passive,
    person,
    profile,
    read,
    reengage_list,
    reengage_measure,
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
    "churn": churn,
    "movement": movement,
    "reengage-list": reengage_list,
    "reengage-measure": reengage_measure,
    "person": person,
    "find": find,
    "digest": digest,
}
