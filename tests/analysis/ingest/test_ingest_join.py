"""Users, accounts, subscriptions and aliases: joined with a match report, nobody dropped."""

import os
import tempfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.activity import to_day
from analysis.errors import OffbeatError, UnreadableFileError
from analysis.ingest import Limits, NamedFile, read, tables

TOO_LARGE = Limits(recovered_bytes=0)  # files beyond it are read as they come, torn rows counted
EVENTS = "user_id,timestamp,account_id\nu2,2026-01-01,acme\nu1,2026-01-02,\nu2,2026-01-03,beta\nu2,2026-01-04,beta\n"


@pytest.fixture
def put(tmp_path):
    def write(name, text):
        (tmp_path / name).write_text(text)
        return tmp_path / name

    write("events.csv", EVENTS)
    return write


def match_of(report, table):
    return next(each for each in report.matches if each.table == table)


def test_accounts_of_events_are_the_one_with_most_events_ties_by_name(put):
    tie = "user_id,timestamp,account_id\nu,2026-01-01,zeta\nu,2026-01-02,beta\nu,2026-01-03,zeta\nu,2026-01-04,beta\n"
    users = read(put("tie.csv", tie))[0].users
    assert users.to_dict("list") == {"user_id": ["u"], "account_id": ["beta"]}
    users = read(put("events.csv", EVENTS))[0].users
    assert users["user_id"].tolist() == ["u1", "u2"]
    assert users["account_id"].isna().tolist() == [True, False]
    assert users["account_id"][1] == "beta"


def test_people_in_several_accounts_are_counted_in_a_note(put):
    _, report = read(put("events.csv", EVENTS))
    assert "1 person belongs to several accounts; the one with most events counts." in report.notes
    _, report = read(put("one.csv", "user_id,timestamp,account_id\nu,2026-01-01,a\nu,2026-01-02,a\nv,2026-01-01,b\n"))
    assert not any("several accounts" in note for note in report.notes)


def test_the_account_column_is_there_where_nobody_has_one(put):
    dataset, report = read(put("plain.csv", "user_id,timestamp\nu,2026-01-01\n"))
    assert dataset.users.columns.tolist() == ["user_id", "account_id"]
    assert not dataset.has_accounts
    assert (report.accounts, report.known_users, report.matches) == (0, 1, ())


def test_users_unite_both_sides_in_byte_order_and_report_the_match(put):
    users = put(
        "users.csv", "Id,Tier,seats,zip,Nickname\nu2,Pro,3,01234,\nZ9,Basic,5,99999,Zoe\nu2,Late,9,1,x\n,Pro,1,2,y\n"
    )
    dataset, report = read(put("events.csv", EVENTS), users=users)
    table = dataset.users
    assert table.columns.tolist() == ["user_id", "account_id", "plan", "seats", "zip", "Nickname"]
    assert table["user_id"].tolist() == ["Z9", "u1", "u2"]
    assert table["plan"].fillna("-").tolist() == ["Basic", "-", "Pro"]
    assert table["seats"].dtype == "float64"
    assert table["zip"][2] == "01234"
    match = match_of(report, "users")
    assert (match.by, match.matched, match.only_in_events, match.only_in_table) == ("user_id", 1, 1, 1)
    assert (match.repeated, match.rejected, report.known_users) == (1, 1, 3)
    assert "1 rows have no user_id." in match.notes
    assert match.sentence.endswith("1 only in this table; 1 row repeats an id, the first one counts.")


def test_whole_numbers_stay_whole_and_the_table_s_account_wins(put):
    users = put("users.csv", "user_id,company,age\nu1,gamma,30\nu2,delta,40\n")
    table = read(put("events.csv", EVENTS), users=users)[0].users
    assert table["account_id"].tolist() == ["gamma", "delta"]
    assert table["age"].dtype == "int64"


def test_users_are_joined_by_mail_where_the_events_hold_mails(put):
    events = put("mails.csv", "user,timestamp\na@x.org,2026-01-01\n")
    users = put("users.csv", "user_id,email,plan\n17,a@x.org,Pro\n18,b@x.org,Basic\n")
    dataset, report = read(events, users=users)
    assert match_of(report, "users").by == "email"
    assert dataset.users["user_id"].tolist() == ["a@x.org", "b@x.org"]
    assert dataset.users["plan"].tolist() == ["Pro", "Basic"]
    assert dataset.users["user_id_2"].astype(str).tolist() == ["17", "18"]


def test_users_are_joined_by_account_where_the_table_has_only_accounts(put):
    users = put("accounts.csv", "account,industry\nbeta,Retail\nnowhere,Law\n")
    dataset, report = read(put("events.csv", EVENTS), users=users)
    match = match_of(report, "users")
    assert (match.by, match.matched, match.only_in_table) == ("account_id", 1, 1)
    assert "Left out: 1 account of this table that no user of the events belongs to." in match.notes
    assert dataset.users["industry"].fillna("-").tolist() == ["-", "Retail"]
    assert dataset.users["user_id"].tolist() == ["u1", "u2"]


def test_a_users_table_without_any_id_is_refused(put):
    with pytest.raises(OffbeatError, match=r"user_id or account_id column.*colour.*--map users\.user_id="):
        read(put("events.csv", EVENTS), users=put("users.csv", "colour\nred\n"))
    named = read(put("events.csv", EVENTS), users=put("users.csv", "colour\nu1\n"), columns={"users.user_id": "colour"})
    assert match_of(named[1], "users").matched == 1


def test_aliases_make_one_user_everywhere(put):
    mapping = put("mapping.csv", "old,new\nu2,u1\nu2,zz\nnobody,u1\n")
    users = put("users.csv", "user_id,plan\nu2,Pro\n")
    dataset, report = read(put("events.csv", EVENTS), mapping=mapping, users=users)
    assert dataset.activity.user_ids.to_pylist() == ["u1"]
    assert dataset.activity.events.sum() == 4
    assert dataset.users["plan"].tolist() == ["Pro"]
    match = match_of(report, "mapping")
    assert (match.matched, match.only_in_table, match.repeated) == (1, 1, 1)
    assert (match.rejected, match.notes) == (0, ())
    with pytest.raises(OffbeatError, match=r"two columns.*found 3"):
        read(put("events.csv", EVENTS), mapping=put("three.csv", "a,b,c\n1,2,3\n"))


def test_an_alias_of_an_alias_is_followed_to_the_end(put):
    mapping = put("mapping.csv", "old,new\nu1,u2\nu2,u3\nu3,u4\nu4,u4\n")
    dataset, report = read(put("events.csv", EVENTS), mapping=mapping)
    assert dataset.activity.user_ids.to_pylist() == ["u4"]
    assert match_of(report, "mapping").matched == 2


@pytest.mark.parametrize("first", ["a,b\nb,c\nc,a", "x,a\na,b\nb,c\nc,a"])
def test_aliases_in_a_circle_are_refused_by_name(put, first):
    with pytest.raises(OffbeatError) as error:
        read(put("events.csv", EVENTS), mapping=put("mapping.csv", f"old,new\n{first}\n"))
    assert error.value.sentence == (
        "Expected aliases that lead to an id in mapping.csv, found a circle: "
        '"a" stands for "b", "b" stands for "c" and "c" stands for "a".'
    )
    assert error.value.hint == "leave out one of these rows."


@given(st.dictionaries(st.sampled_from("abcdefg"), st.sampled_from("abcdefghij")))
def test_chains_end_where_following_them_one_step_at_a_time_ends(known):
    def walked(name):
        for _ in known:
            name = known.get(name, name)
        return name

    if all(known.get(walked(name), walked(name)) == walked(name) for name in known):
        ends = tables._ends(known, "m.csv")
        assert {name: ends[name] for name in known} == {name: walked(name) for name in known}
    else:
        with pytest.raises(OffbeatError, match="circle"):
            tables._ends(known, "m.csv")


@pytest.mark.parametrize(
    ("table", "text", "rejected"),
    [
        ("users", 'user_id,plan\nu1,Pro\nu2,"Bas\nu3,x\nu4,y\n', 3),
        ("subscriptions", 'user_id,start,mrr\nu1,2026-01-01,5\nu2,"2026-01-01,5\nu3,x,1\nu4,x,1\n', 3),
        ("mapping", 'old,new\nu1,u9\nu2,"u8\nu3,x\nu4,y\n', 3),
    ],
)
def test_lines_below_an_open_quote_of_any_table_are_counted(put, table, text, rejected):
    given = {table: put("open.csv", text)}
    match = match_of(read(put("events.csv", EVENTS), **given, limits=TOO_LARGE)[1], table)
    assert match.rejected == rejected
    assert match.notes[-1] == "A quote opened on line 3 of open.csv never closes: 2 lines after it were not read."


def test_an_open_quote_that_leaves_no_row_is_named(put):
    with pytest.raises(UnreadableFileError, match=r"quotes that close in users\.csv, found one opened on line 2"):
        read(put("events.csv", EVENTS), users=put("users.csv", 'user_id,plan\nu1,"Pro\nu2,x\n'), limits=TOO_LARGE)


def test_lines_of_blanks_in_a_table_are_no_rows(put):
    match = match_of(
        read(put("events.csv", EVENTS), users=put("users.csv", "user_id,plan\nu1,Pro\n  \n\n"))[1], "users"
    )
    assert (match.matched, match.rejected, match.notes) == (1, 0, ())


def test_a_file_named_by_its_owner_is_told_by_that_name(put, tmp_path):
    given = [NamedFile(tmp_path / "events.csv", "mine.csv")] * 2
    users = NamedFile(put("spool.csv", 'user_id,plan\nu1,Pro\nu2,"x\nu3,y\n'), "people.csv")
    dataset, report = read(given, users=users)
    assert dataset.name == "mine.csv"
    assert "mine.csv was given 2 times: read once." in report.notes
    assert "people.csv" in match_of(report, "users").notes[-1]


def test_rows_of_a_mapping_that_name_no_pair_are_counted(put):
    mapping = put("mapping.csv", "old,new\nu2,u1\nu3,\n,u1\nu4,u5,u6\n")
    match = match_of(read(put("events.csv", EVENTS), mapping=mapping)[1], "mapping")
    assert (match.matched, match.rejected) == (1, 3)
    assert match.notes == (
        "1 row left out: more cells than the header has columns.",
        "2 rows left out: no alias or no id.",
    )


@pytest.mark.parametrize(
    "text",
    [
        b'user_id,plan\r\nu1,"Pro"x\r\nu2,Basic\nu3,Pro\r\n',  # DuckDB raises
        b'user_id,plan\r\nu1,"Pro"x\nu2,Basic\r\nu3,Pro\r\n',  # DuckDB makes one row of two
        b"\n\nuser_id,plan\r\nu1,Pro\nu2,Basic\r\nu3,Pro\n",  # DuckDB loses rows without a word
    ],
)
def test_tables_of_mixed_line_ends_and_stray_quotes_keep_every_row(put, text):
    users = put("users.csv", "")
    users.write_bytes(text)
    dataset, report = read(put("events.csv", EVENTS), users=users)
    assert dataset.users["user_id"].tolist() == ["u1", "u2", "u3"]
    assert dataset.users["plan"].str[:3].tolist() == ["Pro", "Bas", "Pro"]
    match = match_of(report, "users")
    assert (match.matched, match.rejected) == (2, 0)
    assert any("mixed" in note for note in match.notes)


def test_an_open_quote_of_a_table_spoils_no_row_but_its_own(put):
    dataset, report = read(put("events.csv", EVENTS), users=put("users.csv", 'user_id,plan\nu1,Pro\nu2,"Bas\nu3,x\n'))
    assert dataset.users["user_id"].tolist() == ["u1", "u2", "u3"]
    assert match_of(report, "users").rejected == 0


def test_rows_that_duckdb_skips_without_a_word_are_counted(put, monkeypatch):
    def one_more(path, *, delimiter, found):
        counted = count_rows(path, delimiter=delimiter, found=found)
        return type(counted)(counted.rows + 1, 0)

    count_rows = tables.count_rows
    monkeypatch.setattr(tables, "count_rows", one_more)
    _, report = read(
        put("events.csv", EVENTS), users=put("users.csv", "user_id,plan\nu1,Pro\nu2,Basic\n"), limits=TOO_LARGE
    )
    match = match_of(report, "users")
    assert match.rejected == 1
    assert "1 rows could not be split into cells." in match.notes


def test_a_table_no_reading_fits_is_one_sentence(put, monkeypatch):
    monkeypatch.setattr(tables, "_scan", lambda source, folder, limits: None)
    with pytest.raises(UnreadableFileError, match=r"quotes that close.*users\.csv.*Hint"):
        read(put("events.csv", EVENTS), users=put("users.csv", "user_id,plan\nu1,Pro\n"))


def test_what_a_load_unpacks_lies_where_tmpdir_says_and_goes(put, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    seen = []
    read(put("events.csv", EVENTS), progress=lambda stage, rows: seen.append((stage, len(os.listdir(scratch)))))
    assert [stage for stage, _ in seen] == ["opened", "expected", "so_far", "read", "reduced", "joined"]
    assert [folders for _, folders in seen] == [1, 1, 1, 1, 1, 0]
    assert not os.listdir(scratch)


SUBSCRIPTIONS = (
    "customer_id,start,end,cancelled_at,mrr,plan,status,reason\n"
    "u2,2026-01-01,,,19.99,Pro,active,\n"
    "u1,2025-01-01,2025-12-31,2025-12-01,5,Basic,cancelled,too_expensive\n"
    "u2,2025-01-01,2025-06-30,,7.005,Basic,ended,\n"
    "u9,2025-02-01,,,1,Basic,active,\n"
    "u9,soon,,,1,Basic,active,\n"
    "u9,2025-02-01,,,much,Basic,active,\n"
    "u9,2025-02-01,later,,1,Basic,active,\n"
    ",2025-02-01,,,1,Basic,active,\n"
    "u9,2025-02-01\n"
)


def test_subscriptions_are_kept_in_days_and_cents_and_rejects_are_counted(put):
    dataset, report = read(put("events.csv", EVENTS), subscriptions=put("subs.csv", SUBSCRIPTIONS))
    table = dataset.subscriptions
    assert table["user_id"].tolist() == ["u1", "u2", "u2", "u9"]
    assert table["mrr_cents"].tolist() == [500, 700, 1999, 100]  # 700.5 cents: to the even one
    assert table["mrr_cents"].dtype == "int64"
    days = [to_day(day) for day in map(date.fromisoformat, ("2025-01-01", "2025-12-31"))]
    assert [table["start_day"][0], table["end_day"][0]] == days
    assert table["end_day"].isna().tolist() == [False, False, True, True]
    assert (table["reason"][0], table["status"][2]) == ("too_expensive", "active")
    match = match_of(report, "subscriptions")
    assert (match.by, match.matched, match.only_in_events, match.only_in_table) == ("user_id", 2, 0, 1)
    assert (match.repeated, match.rejected) == (1, 5)
    assert len(match.notes) == 5
    assert match.sentence.endswith("; 1 row repeats an id, all of them count.")
    assert next(each for each in report.can_answer if "revenue" in each.question).yes


def test_subscriptions_of_accounts_carry_the_account_s_id(put):
    subs = put("subs.csv", "account_id,start,mrr\nbeta,2026-01-01,10\n")
    dataset, report = read(put("events.csv", EVENTS), subscriptions=subs)
    assert match_of(report, "subscriptions").by == "account_id"
    assert dataset.by_account().subscriptions["user_id"].tolist() == ["beta"]


def test_subscriptions_with_bad_days_are_left_out_one_by_one(put):
    rows = "user_id,start,end,mrr\nu1,2026-01-01,later,5\nu2,2026-01-01,2025-01-01,6\nu2,soon,,6\nu2,2026-01-01,,7\n"
    dataset, report = read(put("events.csv", EVENTS), subscriptions=put("subs.csv", rows))
    assert dataset.subscriptions["mrr_cents"].tolist() == [700]
    match = match_of(report, "subscriptions")
    assert (match.rejected, set(match.notes)) == (
        3,
        {
            "1 row left out: no readable start.",
            "1 row left out: an unreadable end.",
            "1 row left out: it ends before it starts.",
        },
    )
    with pytest.raises(OffbeatError, match='column start, found "soon"'):
        read(put("events.csv", EVENTS), subscriptions=put("subs.csv", "user_id,start,mrr\nu1,soon,5\n"))


def test_subscriptions_without_mrr_or_start_are_refused(put):
    with pytest.raises(OffbeatError, match=r"mrr column.*--map subscriptions\.mrr="):
        read(put("events.csv", EVENTS), subscriptions=put("subs.csv", "user_id,start\nu1,2026-01-01\n"))
    with pytest.raises(OffbeatError, match=r"start column.*--map subscriptions\.start="):
        read(put("events.csv", EVENTS), subscriptions=put("subs.csv", "user_id,mrr\nu1,3\n"))


def test_ravenstack_subscriptions_keep_every_row(real_data, put):
    events = put("a.csv", "user_id,timestamp,account_id\nx,2024-01-01,A-3c1a3f\n")
    dataset, report = read(events, subscriptions=real_data / "ravenstack_subscriptions.csv")
    match = match_of(report, "subscriptions")
    lines = (real_data / "ravenstack_subscriptions.csv").read_text().splitlines()
    assert len(dataset.subscriptions) + match.rejected == len(lines) - 1
    assert match.rejected == 0
    assert dataset.subscriptions["mrr_cents"].sum() == 100 * sum(int(line.split(",")[6]) for line in lines[1:])
