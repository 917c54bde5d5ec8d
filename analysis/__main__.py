"""The command line: one subcommand a question, one JSON object on stdout, progress on stderr."""

import argparse
import errno
import json
import math
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from analysis.commands import COMMANDS
from analysis.errors import OffbeatError

EXIT_BAD_INPUT = 2
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def main(arguments: list[str] | None = None) -> int:
    """Run one subcommand; return 0, or 2 after one sentence with a `Hint:` on stderr."""
    arguments = sys.argv[1:] if arguments is None else arguments
    options = _parser(arguments[0] if arguments else "").parse_args(arguments)
    try:
        if options.out is not None:
            _folder(options.out, COMMANDS[options.subcommand]).mkdir(parents=True, exist_ok=True)
        answer = COMMANDS[options.subcommand].run(options)
    except OffbeatError as error:
        print(error, file=sys.stderr)
        return EXIT_BAD_INPUT
    except MemoryError:
        print(
            "Expected files that fit in memory, found some that need more. Hint: split them, or keep only the columns "
            "that matter.",
            file=sys.stderr,
        )
        return EXIT_BAD_INPUT
    except OSError as error:
        what = f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
        hint = "free some disk space." if error.errno in _NO_ROOM else "check the path."
        print(f"Expected files that can be read and written, found: {what}. Hint: {hint}", file=sys.stderr)
        return EXIT_BAD_INPUT
    if isinstance(answer, str):
        print(answer, end="")
        return 0
    json.dump(_plain(answer), sys.stdout, indent=1, ensure_ascii=False, allow_nan=False)
    print()
    return 0


def _folder(out: Path, command: ModuleType) -> Path:
    """Return the folder that `--out` is, or where the file lies that it names, where the subcommand writes one."""
    return out.parent if out.suffix and out.suffix in getattr(command, "FILE_SUFFIXES", ()) else out


def _parser(asked: str) -> argparse.ArgumentParser:
    """Return the parser; of the subcommands only the one asked for is imported, all of them where none is."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__, allow_abbrev=False)
    subcommands = parser.add_subparsers(dest="subcommand", required=True, metavar="SUBCOMMAND")
    for name in COMMANDS:
        if asked in COMMANDS and name != asked:
            subcommands.add_parser(name)
            continue
        command = COMMANDS[name]
        each = subcommands.add_parser(name, help=command.HELP, description=command.HELP, allow_abbrev=False)
        _add_common_options(each)
        command.add_options(each)
    return parser


def _add_common_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("files", nargs="*", metavar="FILE", help="parts of one events table; `churn` needs none beside --subscriptions")
    add("--users", metavar="FILE", help="a table with one row a user")
    add("--subscriptions", metavar="FILE", help="a table with one row a subscription")
    add("--payments", metavar="FILE", help="a table with one row a payment or invoice")
    add("--mapping", metavar="FILE", help="two columns: alias, id")
    add("--map", action="append", default=[], metavar="FIELD=COLUMN", help="read a field from this column")
    add("--decimal", choices=("comma", "point"), help="what begins the decimals of amounts; default: their values say")
    add("--cents", action="append", default=[], metavar="[TABLE=]yes|no", help="whether amounts are in cents")
    add("--link", action="store_true", help="an anonymous id beside one user id is that person, not one of its own")
    add("--active", action="append", default=[], metavar="EVENT", help="only these events count as being active")
    add("--value-event", action="append", default=[], metavar="EVENT", help="an action of value, for `passive`")
    add("--accounts", action="store_true", help="accounts as the unit")
    add("--timezone", metavar="ZONE", help="convert instants to this zone; naive times are local in it")
    times = "day-first, month-first, year-first, epoch-s, excel or a strptime pattern"
    add("--time-format", action="append", default=[], metavar="[TABLE=]HOW", help=times)
    add("--sheet", action="append", default=[], metavar="[TABLE=]NAME", help="of several sheets or files read this one")
    add("--as-of", metavar="DATE", help="events after this local day are not read; it is now")
    add("--dates", action="append", default=[], metavar="[NAME=]FILE", help="test your own dates, one ISO date a line")
    add("--dates-tolerance", metavar="DAYS", help="so many days after each of your own dates count too, 0 to 3")
    add("--ignore-date", action="append", default=[], metavar="DATE", help="nobody counts on this date")
    add("--without-bots", action="store_true", help="leave out who comes like clockwork; labels stay those of everyone")
    add("--leave-out-domain", action="append", default=[], metavar="DOMAIN", help="leave out whose e-mail ends so")
    add("--define", action="append", default=[], metavar="NAME=RULE", help="a segment of your own, for any rule")
    add("--where", metavar="RULE", help="show only this segment or rule; labels are still computed on everyone")
    add("--set", action="append", default=[], metavar="TUNABLE.KNOB=VALUE", help="change a threshold")
    add("--name", action="append", default=[], metavar="FILE=NAME", help="what messages call a file")
    key = "ids become keyed hashes; the key is made where there is none"
    add("--pseudonymise", type=Path, metavar="KEYFILE", help=key)
    add("--cache", type=Path, metavar="DIR", help="keep what was read here: the same files then open at once")
    add("--out", type=Path, metavar="DIR", help="write tables here")


def _plain(value: Any) -> Any:
    """Return JSON-ready values: non-finite numbers become null, numpy scalars and dates plain ones."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


if __name__ == "__main__":
    sys.exit(main())
