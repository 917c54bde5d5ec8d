"""Any text as a column, id, event, value, file name, member, sheet or filter stays text: never SQL, never a path."""

import csv
import io
import zipfile

import duckdb
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from analysis.errors import OffbeatError
from analysis.ingest import NamedFile, preview, read
from analysis.segments.rules import Check, Field, Name, rule_text
from analysis.segments.sql import segment_sql
from analysis.study import Filters, narrow, study, tune

SQL = (
    "'; DROP TABLE events; --", '"; SELECT 1; --', "a'') UNION SELECT * FROM events --", "$1", "$file0", "{0}", "%s",
    "?", "c0", 'c0" OR 1=1 --', "/* */", "\\'", "../../x", "*", "read_text('/etc/passwd')", "''", 'x"y',
)  # fmt: skip
# Letters, marks, digits, signs and blanks within: what a reader keeps of a text as it stands.
PRINTED = st.text(st.characters(categories=["L", "N", "P", "S"], include_characters=" "), min_size=1, max_size=16)
NAMES = st.one_of(st.sampled_from(SQL), PRINTED.map(str.strip).filter(bool))
ANY = st.one_of(st.sampled_from(SQL), st.text(max_size=30))
few = settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])


def written(path, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    return path


def told_of(look):
    """What a person is told where something cannot be done; "" where it can."""
    try:
        look()
    except OffbeatError as problem:
        return problem.sentence
    return ""


def rows_of(ids, events):
    """Every id with every event, a few days each."""
    return [(user, f"2026-01-{day:02d}", event) for user in ids for event in events for day in (5, 12, 20)]


@given(st.lists(NAMES, min_size=3, max_size=3, unique_by=str.casefold), st.lists(NAMES, min_size=1, max_size=2))
@example(list(SQL[:3]), [SQL[3]])
@few
def test_columns_may_have_any_names(tmp_path, names, more):
    header = [*names, *(f"z {each}" for each in more)]
    rows = [(*row, *("v" for _ in more)) for row in rows_of(("u1", "u2"), ("open",))]
    path = written(tmp_path / "events.csv", [header, *rows])
    found = preview([path]).columns.header
    known = [(user, *("v" for _ in header)) for user in ("u1", "u2")]
    people = written(tmp_path / "users.csv", [("user_id", *header), *known])
    fields = dict(zip(("user_id", "timestamp", "event"), found, strict=False))
    dataset, report = read([path], columns=fields, users=people)
    assert dataset.activity.user_ids.to_pylist() == ["u1", "u2"]
    assert (dataset.activity.user_days, dataset.activity.event_names) == (6, ("open",))
    assert report.columns.column("timestamp") == found[1]


@given(st.lists(NAMES, min_size=1, max_size=4, unique=True), st.lists(NAMES, min_size=1, max_size=4, unique=True))
@example(list(SQL), list(SQL[:4]))
@few
def test_ids_events_and_values_may_be_any_text(tmp_path, ids, events):
    path = written(tmp_path / "events.csv", [("user_id", "timestamp", "event"), *rows_of(ids, events)])
    people = written(tmp_path / "users.csv", [("user_id", "plan"), *zip(ids, ids, strict=True)])
    now = study(read([path], users=people)[0])
    assert set(now.activity.user_ids.to_pylist()) == set(ids)
    assert set(now.activity.event_names) == set(events)
    rules = [rule_text(Check(Field("uses", events[0]), ">=", 1)), rule_text(Check(Field("attr", "plan"), "=", ids[0]))]
    assert [int(now.members(rule).sum()) for rule in rules] == [len(ids), 1]
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE events AS SELECT * FROM read_csv(?, all_varchar = true)", [str(path)])
        for rule in rules:
            query = connection.execute(segment_sql(rule, now.people)).fetchall()
            assert len(query) == now.members(rule).sum()
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (3 * len(ids) * len(events),)


@given(ANY)
@settings(max_examples=25)
def test_any_text_is_a_filter_or_told(own, text):
    def shown(**asked):
        return tune(own.prepared, Filters(**asked)).chosen

    for look in (
        lambda: shown(who=text), lambda: shown(value_events=(text,)), lambda: shown(left_out_domains=(text,)),
        lambda: narrow(own.dataset, Filters(active_events=(text,))), lambda: segment_sql(Name(text), own.people),
    ):  # fmt: skip
        assert "\n" not in told_of(look)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    path = tmp_path_factory.mktemp("own") / "events.csv"
    return study(read([written(path, [("user_id", "timestamp", "event"), *rows_of(("u1", "u2"), ("open",))])])[0])


@given(ANY)
@example("../../out.csv")
@few
def test_files_members_and_sheets_may_have_any_names(tmp_path, name):
    folder = tmp_path / "only"
    folder.mkdir(exist_ok=True)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("user_id", "timestamp", "event"), *rows_of(("u1",), ("open",))])
    (folder / "events.csv").write_text(text.getvalue())
    with zipfile.ZipFile(folder / "events.zip", "w") as archive:
        archive.writestr(f"{name.replace(chr(0), '') or 'x'}.csv", text.getvalue())
    for file, sheets in (("events.csv", None), ("events.zip", (name,))):
        found = []
        asked = {"paths": [NamedFile(folder / file, name)], "sheets": sheets}
        told = told_of(lambda asked=asked, found=found: found.append(read(**asked)[0]))
        assert "\n" not in told
        assert told or found[0].activity.users == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["events.csv", "events.zip", "only"]
