"""`python -m tests.load [PART]...` (`make load`): how the app bears people, files, time and faults."""

import argparse
import signal
import sys

from tests.load import big, faults, hundred, soak

PARTS = {"hundred": hundred.run, "big": big.run, "soak": soak.run, "faults": faults.run}


def main(arguments: list[str]) -> int:
    """Run the chosen parts, else all; return 1 where one of them missed what was asked."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[*PARTS, []], help=f"{', '.join(PARTS)}; else all")
    chosen = parser.parse_args(arguments).parts or list(PARTS)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever stops this stops the processes it started
    return int(not all(PARTS[part]() for part in chosen))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
