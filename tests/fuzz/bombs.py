"""Bombs of full size, read as the app reads them: `python -m tests.fuzz.bombs` prints how each ended, and how soon.

`--served` gives each to the app itself instead, by its path, and says how long somebody else there waited meanwhile.
"""

import gzip
import io
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.fuzz.battery import ROOT
from tests.fuzz.samples import SHEET, workbook, zipped

MB = 1 << 20
HEADER = b"user_id,timestamp,event\n"


def _repeated(path, piece, times, *, before=b""):
    with path.open("wb") as file:
        file.write(before)
        for _ in range(times):
            file.write(piece)


def _gzip(path):
    _repeated(path, gzip.compress(bytes(64 * MB)), 160)


def _zip(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as member:
        for _ in range(1024):
            member.write(bytes(MB))


def _zip_of_many(path):
    path.write_bytes(zipped({f"{number}.csv": HEADER for number in range(20_000)}))


def _parquet(path):
    text = pa.DictionaryArray.from_arrays(pa.array([0] * 5000, pa.int32()), ["x" * MB])
    out = io.BytesIO()
    pq.write_table(pa.table({"user_id": text, "timestamp": ["2026-01-01"] * 5000}), out, compression="zstd")
    path.write_bytes(out.getvalue())


def _corner(path):
    cell = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path.write_bytes(workbook({"A": SHEET.format(cell)}))


def _strings(path):
    cell = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path.write_bytes(workbook({"A": SHEET.format(cell)}, **{"xl/sharedStrings.xml": b"<sst>" + bytes(1100 * MB)}))


def _line(path):
    _repeated(path, b"x" * MB, 1024, before=HEADER)


def _json_line(path):
    _repeated(path, b"x" * MB, 1024, before=b'{"user_id": "')


def _open_quote(path):
    _repeated(path, b"u1,2026-01-01,open\n" * 50_000, 500, before=HEADER + b'u1,2026-01-01,"open\n')


def _late_line(path):
    _repeated(path, b"u1,2026-01-01,open\n" * 50_000, 20, before=HEADER)
    with path.open("ab") as file:
        for _ in range(1000):
            file.write(b"x" * MB)


def _late_quote(path):
    _repeated(path, b"u1,2026-01-01,open\n" * 50_000, 250, before=HEADER)
    with path.open("ab") as file:
        file.write(b'u1,2026-01-01,"open\n')
        for _ in range(250):
            file.write(b"u1,2026-01-01,open\n" * 50_000)


def _nested(path):
    path.write_bytes(gzip.compress(gzip.compress(gzip.compress(bytes(1024 * MB)))))


def _json_keys(path):
    with path.open("w") as file:
        for row in range(2000):
            keys = ",".join(f'"k{row * 50 + number}":1' for number in range(50))
            file.write(f'{{"user_id":"u{row % 9}","timestamp":"2026-01-01",{keys}}}\n')


def _parquet_columns(path):
    names = {f"c{number}": [1] for number in range(50_000)}
    pq.write_table(pa.table({"user_id": ["u1"], "timestamp": ["2026-01-01"], **names}), path)


def _columns(path):
    names = ",".join(["user_id", "timestamp", *(f"c{number}" for number in range(100_000))])
    path.write_text(names + "\n" + ("u1,2026-01-01" + ",x" * 100_000 + "\n") * 20)


BOMBS = {
    "gzip, 10 MB for 10 GB": _gzip,
    "zip, 1 MB for 1 GB": _zip,
    "zip of 20,000 files": _zip_of_many,
    "Parquet, 60 KB for 5 GB": _parquet,
    "workbook, a cell at XFD1048576": _corner,
    "workbook, 1.1 GB of shared strings": _strings,
    "one line of 1 GB": _line,
    "one line of 1 GB in JSON": _json_line,
    "an open quote over 950 MB": _open_quote,
    "one line of 1 GB after a million rows": _late_line,
    "an open quote in the middle of 475 MB": _late_quote,
    "gzip in gzip in gzip of 1 GB": _nested,
    "100,000 columns": _columns,
    "100,000 keys in JSON": _json_keys,
    "Parquet of 50,000 columns": _parquet_columns,
}


def measured(command):
    """Run a command; return seconds on the clock, its CPU seconds, its exit code and the last line it said."""
    with tempfile.TemporaryFile("w+") as said:
        started = time.monotonic()
        child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        last = (said.read().strip().splitlines() or [""])[-1]
    return time.monotonic() - started, used.ru_utime + used.ru_stime, child.returncode, last


def main():
    """Print a line a bomb."""
    print("| bomb | seconds | CPU seconds | how it ended |\n|---|---|---|---|")
    for name, write in BOMBS.items():
        with tempfile.TemporaryDirectory(prefix="offbeat-bomb-") as folder:
            path = Path(folder) / "bomb.csv"
            write(path)
            command = [sys.executable, "-m", "analysis", "read", str(path), "--limited"]
            seconds, cpu_s, code, last = measured(command)
            print(f"| {name} | {seconds:.1f} | {cpu_s:.1f} | {last if code else 'read'} |", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] == ["--served"]:
        from tests.fuzz.bombs_served import main as served

        served()
    else:
        main()
