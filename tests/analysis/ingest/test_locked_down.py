"""What a load's DuckDB can reach: its own files and scratch, nothing else, whatever a statement asks."""

import subprocess
import sys

import duckdb
import pytest

from analysis.ingest import Limits
from analysis.ingest.formats import sheets
from analysis.ingest.limits import connect

OUTSIDE = {
    "read_csv": "SELECT * FROM read_csv('{secret}')",
    "read_csv_auto": "SELECT * FROM read_csv_auto('{secret}')",
    "read_text": "SELECT content FROM read_text('{secret}')",
    "read_blob": "SELECT content FROM read_blob('{secret}')",
    "read_json": "SELECT * FROM read_json('{secret}')",
    "read_json_objects": "SELECT * FROM read_json_objects('{secret}')",
    "read_parquet": "SELECT * FROM read_parquet('{secret}')",
    "parquet_metadata": "SELECT * FROM parquet_metadata('{secret}')",
    "sniff_csv": "SELECT * FROM sniff_csv('{secret}')",
    "glob": "SELECT * FROM glob('{folder}/*') WHERE file LIKE '%secret%'",
    "a replacement scan": "SELECT * FROM '{secret}'",
    "two dots": "SELECT content FROM read_text('{scratch}/../secret.csv')",
    "two dots in the middle": "SELECT content FROM read_text('{scratch}/a/../../secret.csv')",
    "a link": "SELECT content FROM read_text('{scratch}/link.csv')",
    "a linked folder": "SELECT content FROM read_text('{scratch}/out/secret.csv')",
    "a folder like ours": "SELECT content FROM read_text('{scratch}x/secret.csv')",
    "file:": "SELECT content FROM read_text('file://{secret}')",
    "http": "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "https": "SELECT * FROM read_parquet('https://127.0.0.1:9/x.parquet')",
    "s3": "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
    "copy elsewhere": "COPY (SELECT 1) TO '{folder}/stolen.csv'",
    "copy by two dots": "COPY (SELECT 1) TO '{scratch}/../stolen.csv'",
    "copy from": "CREATE TABLE t (a VARCHAR); COPY t FROM '{secret}'",
    "export": "EXPORT DATABASE '{folder}/stolen'",
    "import": "IMPORT DATABASE '{folder}'",
    "attach": "ATTACH '{folder}/stolen.db'",
    "attach read only": "ATTACH '{secret}' (READ_ONLY)",
    "install": "INSTALL httpfs",
    "load": "LOAD httpfs",
    "load a file": "LOAD '{secret}'",
    "set external access": "SET enable_external_access = true",
    "set the lock": "SET lock_configuration = false",
    "set memory": "SET memory_limit = '100GB'",
    "reset": "RESET memory_limit",
    "pragma": "PRAGMA memory_limit = '100GB'",
    "set directories": "SET allowed_directories = ['/']",
    "set temp": "SET temp_directory = '{folder}'",
    "set a log": "SET log_query_path = '{folder}/stolen.log'",
    "a secret": "CREATE PERSISTENT SECRET s (TYPE s3)",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outside")
    secret, scratch = folder / "secret.csv", folder / "scratch"
    secret.write_text("a\nsecret\n")
    for each in (scratch, folder / "scratchx"):
        each.mkdir()
    (folder / "scratchx" / "secret.csv").write_text("a\n1\n")
    (scratch / "link.csv").symlink_to(secret)
    (scratch / "out").symlink_to(folder)
    mine = folder / "mine.csv"
    mine.write_text("a\n1\n")
    return {"folder": folder, "secret": secret, "scratch": scratch, "mine": mine}


@pytest.fixture(scope="module")
def connection(place):
    with connect(place["scratch"], [place["mine"]], Limits(threads=1)) as locked:
        yield locked


def test_its_own_files_are_read_and_scratch_is_written(connection, place):
    read = "SELECT count(*) FROM read_csv($path)"
    assert connection.execute(read, {"path": str(place["mine"])}).fetchall() == [(1,)]
    connection.execute(f"COPY (SELECT 1) TO '{place['scratch']}/own.csv'")
    assert (place["scratch"] / "own.csv").exists()


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_else_is_reached(connection, place, name):
    statement = OUTSIDE[name].format(**place)
    try:
        found = connection.execute(statement).fetchall()
    except duckdb.Error:
        found = []
    assert not any("secret" in str(cell) for row in found for cell in row)
    assert not list(place["folder"].glob("stolen*"))
    assert connection.execute("SELECT current_setting('enable_external_access')").fetchall() == [(False,)]


@pytest.mark.parametrize(
    "name", ["read_text", "read_csv", "two dots", "a link", "a linked folder", "glob", "copy elsewhere"]
)
def test_without_the_lock_the_same_statements_reach_it(place, name):
    with duckdb.connect(":memory:", config={"threads": 1}) as free:
        found = free.execute(OUTSIDE[name].format(**place)).fetchall()
    stolen = list(place["folder"].glob("stolen*"))
    for path in stolen:
        path.unlink()
    assert stolen or any("secret" in str(cell) for row in found for cell in row)


def test_a_limited_process_may_not_take_more_memory_than_allowed():
    code = (
        "import runpy, sys; limit = runpy.run_path(sys.argv[1])['limit_resources']\n"
        "limit(2 << 30, 60, 1 << 30)\n"
        "try: bytes(3 << 30)\n"
        "except MemoryError: print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", code, sheets.__file__], capture_output=True, text=True, check=False)
    assert done.stdout == "refused\n"
