"""`python -m tests.fuzz.every_format [[FIRST:]COUNT] [FORMAT...]`: damaged files, and the figures (`make fuzz`).

`1000:500` are the five hundred files after the first thousand: a long run can be done in pieces, or side by side.
"""

import sys
import tempfile
from pathlib import Path

from tests.fuzz.battery import run

COUNT = 5000
SHOWN = 5


def main(arguments):
    """Print a line a format; return 1 where anything crashed or hung."""
    first, _, count = (arguments[0] if arguments else str(COUNT)).rpartition(":")
    first, count, failed = int(first or 0), int(count), False
    print("| format | files | read | refused in one sentence | crashed | hung over 30 s | slowest, s |")
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="offbeat-fuzz-") as folder:
        for name, (counts, slowest, wrong) in run(count, Path(folder), names=arguments[1:] or None, seed=first):
            figures = [counts[each] for each in ("read", "refused", "crashed", "hung")]
            print(f"| {name} | {count:,} | {' | '.join(f'{each:,}' for each in figures)} | {slowest:.1f} |", flush=True)
            for seed, outcome, said in wrong[:SHOWN]:
                print(f"{name}, seed {seed}: {outcome}\n{said}", file=sys.stderr)
            failed |= bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
