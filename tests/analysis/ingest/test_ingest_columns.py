"""Finding columns: every known export format from its header alone, in any order; a person's choice wins."""

import json
import random

import pytest

from analysis.errors import OffbeatError, UnknownNameError
from analysis.ingest import guess_columns, preview, read
from analysis.ingest.columns import with_given
from analysis.ingest.names import normal, unique_names

FORMATS = (
    "mixpanel_raw_flat", "mixpanel_pipeline", "mixpanel_ui_csv", "amplitude_export", "posthog_s3", "posthog_postgres",
    "segment_tracks", "ga4_bigquery_flat", "stripe_subscriptions", "stripe_invoices", "stripe_payments",
    "baremetrics_template", "snowplow_events",
)  # fmt: skip
FIELDS = {
    "user": "user_id", "user_fallback": "user_fallback", "time": "timestamp", "event": "event", "revenue": "amount",
}  # fmt: skip


def test_no_export_format_is_left_out(real_data):
    assert set(json.loads((real_data / "export_headers.json").read_text())) == set(FORMATS)


@pytest.mark.parametrize("seed", [None, 1, 2])
@pytest.mark.parametrize("name", FORMATS)
def test_every_export_format_maps_from_its_header_alone(real_data, name, seed):
    truth = json.loads((real_data / "export_headers.json").read_text())[name]
    header = list(truth["columns"])
    if seed is not None:
        random.Random(seed).shuffle(header)
    guessed = guess_columns(header)
    assert {ours: guessed.column(ours) for ours in FIELDS.values()} == {
        ours: truth.get(theirs) for theirs, ours in FIELDS.items()
    }


@pytest.mark.parametrize("name", ["stripe_subscriptions", "baremetrics_template"])
def test_subscription_exports_map_plan_end_and_reason(real_data, name):
    truth = json.loads((real_data / "export_headers.json").read_text())[name]
    guessed = guess_columns(truth["columns"], table="subscriptions")
    assert guessed.column("plan") == truth["plan"]
    assert truth["churn_time"] in (guessed.column("end"), guessed.column("cancelled_at"))
    assert guessed.column("reason") == truth.get("churn_reason")


@pytest.mark.parametrize(
    ("header", "user", "time", "event", "amount", "account"),
    [
        ("user_id,timestamp,event,cds,revenue", "user_id", "timestamp", "event", "revenue", None),
        ("who,user id,created at", "user id", "created at", None, None, None),
        ("userId,eventTime,eventName,orgId", "userId", "eventTime", "eventName", None, "orgId"),
        ("customer_id,datum,betrag", "customer_id", "datum", None, "betrag", None),
        ("Date,Customer,Total,Company", "Customer", "Date", None, "Total", "Company"),
        ("company_id,ts,feature", "company_id", "ts", "feature", None, None),
        ("uuid,insert_id,event_id", None, None, None, None, None),
    ],
)
def test_own_tables_map(header, user, time, event, amount, account):
    guessed = guess_columns(header.split(","))
    wanted = {"user_id": user, "timestamp": time, "event": event, "amount": amount, "account_id": account}
    assert {field: guessed.column(field) for field in wanted} == wanted


def test_every_choice_has_a_reason_and_a_confidence():
    choices = {each.field: each for each in guess_columns(["customer", "timestamp", "sent_at"]).choices}
    assert choices["timestamp"].confidence == "sure"
    assert "sent_at" in choices["timestamp"].reason
    assert choices["user_id"].confidence == "likely"
    assert choices["amount"].confidence == "none"
    assert choices["amount"].reason


def test_a_given_column_wins_and_is_taken_from_the_field_it_was_guessed_for():
    guessed = with_given(guess_columns(["user_id", "login", "time"]), {"user_id": "login"})
    assert (guessed.column("user_id"), guessed.choices[0].confidence) == ("login", "given")
    moved = with_given(guess_columns(["user_id", "time", "amount"]), {"event": "amount"})
    assert (moved.column("event"), moved.column("amount")) == ("amount", None)


def test_unknown_columns_and_fields_name_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"nope.*user_id, time"):
        with_given(guess_columns(["user_id", "time"]), {"timestamp": "nope"})
    with pytest.raises(UnknownNameError, match="timestamp"):
        with_given(guess_columns(["user_id", "time"]), {"timestam": "time"})


def test_a_missing_time_column_says_what_was_found():
    with pytest.raises(OffbeatError, match=r"timestamp column.*user_id, colour.*Hint: .*--map timestamp="):
        guess_columns(["user_id", "colour"]).require()


def test_a_header_without_rows_maps_in_the_preview(tmp_path):
    path = tmp_path / "head.csv"
    path.write_text("Distinct ID,Time,Event Name\n")
    seen = preview([path])
    assert seen.columns.as_dict() == {
        "user_id": "Distinct ID", "user_fallback": None, "timestamp": "Time", "event": "Event Name", "amount": None,
        "account_id": None,
    }  # fmt: skip
    assert (seen.rows, seen.timestamp_format) == ((), None)


def test_the_values_decide_where_the_best_named_column_holds_no_times(tmp_path):
    path = tmp_path / "two.csv"
    path.write_text("user_id,time,created_at\nu1,morning,2026-03-01\n")
    seen = preview(path)
    assert seen.columns.column("timestamp") == "created_at"
    assert (seen.rows, seen.timestamp_format) == ((("u1", "morning", "2026-03-01"),), "ISO 8601 date")


def test_the_only_column_of_times_is_a_guess(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("user_id,x\nu1,2026-03-01T12:00:00\n")
    choice = next(each for each in preview(path).columns.choices if each.field == "timestamp")
    assert (choice.column, choice.confidence) == ("x", "guess")


def test_a_file_without_a_header_loses_no_first_row(tmp_path):
    path = tmp_path / "headless.csv"
    path.write_text("u1,2026-01-01,login\nu2,2026-01-02,login\n")
    seen = preview(path)
    assert (seen.columns.header, len(seen.rows)) == (("column_1", "column_2", "column_3"), 2)
    dataset, report = read(path)
    assert (report.rows_in_file, report.loaded) == (2, 2)
    assert dataset.activity.user_ids.to_pylist() == ["u1", "u2"]


@pytest.mark.parametrize(
    ("name", "form"),
    [("User ID", "user_id"), ("userId", "user_id"), ("properties.$insert_id", "insert_id"),
     ("Created (UTC)", "created"), ("Person .id", "person_id"), ("geo.country", "geo_country"), ("  ", "")],
)  # fmt: skip
def test_normal_form_of_names(name, form):
    assert normal(name) == form


def test_blank_and_repeated_names_become_unique():
    assert unique_names(["a", "", "a", "a"]) == ("a", "column_2", "a_2", "a_3")
    assert unique_names(["a", "a_2", "a", "b\n c"]) == ("a", "a_2", "a_3", "b c")
