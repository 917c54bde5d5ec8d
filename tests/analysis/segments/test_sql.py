"""Segments as SQL: the query returns the same users on raw events, in DuckDB and in PostgreSQL; text is text."""

import gzip
import os
import re

import duckdb
import pytest

from analysis.__main__ import main
from analysis.errors import OffbeatError
from analysis.ingest import read
from analysis.segments.sql import segment_sql
from analysis.segments.sql_features import Events, identifier, literal
from analysis.settings import Settings
from analysis.study import Filters, study
from tests.analysis.segments.find_postgres import MISSING, find_postgres, install_postgres, running_server

SEGMENTS = [
    "all", "daily", "too_few", "weekday:Tue", "leaning:weekend", "misread:weekly", "irregular", "quarter_end",
    *(f"frequency:{each}" for each in ("daily", "weekly", "monthly", "rarer", "too_few")),
    *(f"lifecycle:{each}" for each in ("new", "returning", "resurrected", "dormant")),
    "uses:comment_add", "split:2/3:5", "split:3/3:5", "plan=Pro", "not plan=Pro",
    "weekday:Tue and active_days >= 10", "split:1/2:7 of (daily or not weekday:Tue) or gap_median_days = 7",
    "regularity_k > 3", "gap_mean_days <= 7.5", "not gap_cv < 1", "gap_cv is missing", "not (gap_cv is missing)",
    "events in (10, 20, 30)", "events not in (10, 20)", "not events in (10, 20)", "amount > 100", "amount = 0",
    "weekday_share >= 0.6", "weekend_share = 0", "top_hour_share > 0.5", "active_hours >= 1.5", "features_used = 5",
    "uses.login >= 30", "uses.login = false", "uses.search != true", "not (uses.search is missing)",
    "days_since_last <= 7 or tenure_days > 300", "active_days > 100000",
    'attr.plan in ("Pro", "Team") and not (gap_cv > 1 or uses.search != 3)',
]  # fmt: skip


@pytest.fixture(scope="module")
def studied(saas):
    return study(saas)


@pytest.fixture(scope="module")
def raw(root, tmp_path_factory):
    """The sample's events as a plain file."""
    path = tmp_path_factory.mktemp("raw") / "events.csv"
    path.write_bytes(gzip.decompress((root / "sample_data" / "saas_events.csv.gz").read_bytes()))
    path.chmod(0o644)
    return path


@pytest.fixture(scope="module")
def in_duckdb(raw):
    """A function from SQL to rows, on the raw events in DuckDB: as text, as they are in the file."""
    connection = duckdb.connect()
    connection.execute("CREATE TABLE events AS SELECT * FROM read_csv(?, all_varchar = true)", [str(raw)])
    yield lambda sql: [row[0] for row in connection.execute(sql).fetchall()]
    connection.close()


@pytest.fixture(scope="module")
def in_postgres(raw):
    """The same in a PostgreSQL of our own."""
    programs = find_postgres()
    if programs is None and os.environ.get("CI") == "true":
        install_postgres()
        programs = find_postgres()
        assert programs is not None, MISSING
    if programs is None:
        pytest.skip(MISSING)
    with running_server(programs) as server:
        header, _, rows = raw.read_text().partition("\n")
        columns = ", ".join(f'"{name}" text' for name in header.split(","))
        server.run(f"CREATE TABLE events ({columns});\nCOPY events FROM STDIN WITH (FORMAT csv);\n{rows}\\.\n")
        yield server.run


def ids_of(studied, name):
    members = studied.members(name)
    return [user for user, chosen in zip(studied.activity.user_ids.to_pylist(), members, strict=True) if chosen]


@pytest.mark.parametrize("name", SEGMENTS)
def test_same_users_in_duckdb(studied, in_duckdb, name):
    assert in_duckdb(segment_sql(name, studied.people)) == ids_of(studied, name)


@pytest.mark.parametrize("name", SEGMENTS)
def test_same_users_in_postgres(studied, in_postgres, name):
    assert in_postgres(segment_sql(name, studied.people)) == ids_of(studied, name)


def test_events_after_now_are_not_read(saas, in_duckdb):
    from analysis.activity import to_date

    earlier = study(saas, Filters(as_of=to_date(saas.activity.observed_to - 100)))
    for name in ("frequency:weekly", "lifecycle:dormant", "days_since_last <= 7"):
        assert in_duckdb(segment_sql(name, earlier.people)) == ids_of(earlier, name)


def test_dates_left_out_are_left_out(saas, in_duckdb):
    days = tuple(range(saas.activity.observed_to - 30, saas.activity.observed_to - 20))
    without = study(saas, Filters(ignored_days=days))
    for name in ("daily", "frequency:weekly", "active_days > 50"):
        assert in_duckdb(segment_sql(name, without.people)) == ids_of(without, name)


def test_thresholds_are_those_of_the_settings(saas, in_duckdb):
    moved = Settings().replace_knob("frequency.weekly_max_days", 5.5).replace_knob("daily.min_share", 0.95)
    tuned = study(saas, settings=moved.replace_knob("evidence.min_active_days", 12))
    for name in ("frequency:weekly", "daily", "too_few"):
        assert in_duckdb(segment_sql(name, tuned.people)) == ids_of(tuned, name)
        assert ids_of(tuned, name) != ids_of(study(saas), name)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Ids, events and column values made to break out of a query."""
    folder = tmp_path_factory.mktemp("hostile")
    names = ["o'neil", "a'); DROP TABLE events; --", 'say "hi"', "back\\slash", "münchen", "$$", "a/*b*/", "it''s"]
    lines = [
        f'"{name.replace(chr(34), chr(34) * 2)}",2026-01-{day:02},"ev\'t; --"' for name in names for day in (5, 12, 20)
    ]
    events = folder / "events.csv"
    events.write_text("\n".join(["user_id,timestamp,event", *lines, "plain,2026-01-06,other"]) + "\n")
    events.chmod(0o644)
    return events, study(read([events])[0])


HOSTILE = [
    "all and not quarter_end", "uses.\"ev't; --\" >= 1", "\"uses:ev't; --\"", "not uses.other = 1",
    "irregular or not irregular",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_text_never_becomes_sql(hostile, name):
    events, studied = hostile
    connection = duckdb.connect()
    connection.execute("CREATE TABLE events AS SELECT * FROM read_csv(?, all_varchar = true)", [str(events)])
    rows = connection.execute(segment_sql(name, studied.people)).fetchall()
    assert [row[0] for row in rows] == ids_of(studied, name)
    assert connection.execute("SELECT COUNT(*) FROM events").fetchone() == (25,)
    assert len(rows) >= 8


def test_text_never_becomes_sql_in_postgres(hostile, in_postgres):
    events, studied = hostile
    rows = events.read_text().partition("\n")[2]
    columns = "user_id text, timestamp text, event text"
    in_postgres(f"CREATE TABLE hostile ({columns});\nCOPY hostile FROM STDIN WITH (FORMAT csv);\n{rows}\\.\n")
    for name in HOSTILE:
        got = in_postgres(segment_sql(name, studied.people, events=Events(table="hostile")))
        assert sorted(got) == sorted(ids_of(studied, name))


def test_other_names_of_table_and_columns(studied, in_duckdb):
    names = Events(table='my "t"', user_id="who", timestamp="at", event="e", amount="£")
    text = segment_sql("amount > 3 and uses.login > 2", studied.people, events=names)
    for name in ('"my ""t"""', '"who"', '"at"', '"e"', '"£"'):
        assert name in text
    assert identifier('a"b') == '"a""b"'
    assert literal("a'b") == "'a''b'"
    with pytest.raises(OffbeatError, match="zero byte"):
        literal("a\0b")


def test_comments_say_what_is_listed_and_stay_comments(studied):
    text = segment_sql('weekday:Tue and plan=Pro and attr.plan != "a\nb"', studied.people)
    comments = [line for line in text.splitlines() if line.startswith("-- ")]
    assert text.splitlines()[len(comments)].startswith("WITH ")
    assert re.search(r"weekday:Tue rests on tests over all users, which SQL cannot repeat: the \d+ users", text)
    assert "plan=Pro is not in the events table" in text
    assert "VALUES" not in segment_sql("frequency:weekly and active_days > 3", studied.people)


def test_command_prints_a_query(root, capsys, studied, in_duckdb):
    files = [str(root / "sample_data" / "saas_events.csv.gz"), "--users", str(root / "sample_data" / "saas_users.csv")]
    assert main(["segments", *files, "--sql", "frequency:weekly", "--where", "gap_cv < 1 and plan=Pro"]) == 0
    assert in_duckdb(capsys.readouterr().out) == ids_of(studied, "frequency:weekly and gap_cv < 1 and plan=Pro")
    assert main(["segments", *files, "--sql", "frequency:weekly", "--without-bots"]) == 2
    assert "--without-bots" in capsys.readouterr().err
    assert main(["segments", *files, "--sql", "freqency:weekly"]) == 2
    assert '"frequency:weekly"?' in capsys.readouterr().err


def test_ids_are_read_as_a_file_is(tmp_path):
    """Blanks around an id are no part of it, and a blank is nobody: as `read` has it."""
    path, days = tmp_path / "events.csv", [f"2025-01-{day:02d} 10:00:00" for day in (1, 4, 9)]
    rows = [f"{user},{when},open" for user in ("a", " a", "b ", "", "007") for when in days]
    path.write_text("\n".join(["user_id,timestamp,event", *rows]))
    own = study(read([path])[0])
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE events AS SELECT * FROM read_csv(?, all_varchar = true)", [str(path)])
        found = [row[0] for row in connection.execute(segment_sql("active_days >= 1", own.people)).fetchall()]
    assert found == own.activity.user_ids.to_pylist() == ["007", "a", "b"]
