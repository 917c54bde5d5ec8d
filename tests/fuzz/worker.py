"""Reads files named on stdin, one a line, and prints what became of each; one process for many files.

`--quick` opens every file and reads one in fifty whole; sheets are read in this process instead of one of their own.
"""

import json
import re
import sys
import traceback

from analysis.errors import OffbeatError
from analysis.ingest import Limits, preview, read
from analysis.ingest.formats import sheets, workbook
from analysis.ingest.limits import limit_process

SENTENCE = re.compile(r"[A-Z][^\n]+\. Hint: [^\n]+[.?]")


ONE_IN = 50


def read_here(path, folder, limits):
    """Read the sheets without a child."""
    return sheets.read_sheets(path, folder, most_cells=limits.sheet_cells)


def outcome_of(path, *, is_whole):
    """Return "read", "refused" or "crashed", and what was said."""
    try:
        preview(path)
        if not is_whole:
            return "read", ""
        report = read(path, limits=Limits(threads=1))[1]
    except OffbeatError as error:
        said = str(error)
        return ("refused" if SENTENCE.fullmatch(said) else "crashed"), said
    except Exception:
        return "crashed", traceback.format_exc()
    if report.rows_in_file != report.loaded + report.rejected + report.blank:
        return "crashed", f"{report.rows_in_file} rows are not {report.loaded} + {report.rejected} + {report.blank}"
    return "read", ""


if __name__ == "__main__":
    limit_process(Limits())
    is_quick = "--quick" in sys.argv
    if is_quick:
        workbook.read_in_child = read_here
    print("ready", flush=True)
    for number, line in enumerate(sys.stdin):
        is_whole = not is_quick or number % ONE_IN == 0
        print(json.dumps(outcome_of(line.rstrip("\n"), is_whole=is_whole)), flush=True)
