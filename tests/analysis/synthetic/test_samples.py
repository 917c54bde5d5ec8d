"""The samples: made anew they are what lies in sample_data/, and they hold what they say is planted."""

import gzip
import hashlib

import pandas as pd
import pytest

from analysis.synthetic.write import write_samples


def content_hash(path):
    """Of the content: zlib versions compress the same text to different bytes."""
    content = path.read_bytes()
    return hashlib.sha256(gzip.decompress(content) if path.suffix == ".gz" else content).hexdigest()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return write_samples(tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="module")
def active_days(made):
    events = pd.read_csv(made[0], dtype=str)
    events["day"] = pd.to_datetime(events["timestamp"].str[:10])
    return events


def test_samples_are_what_the_generator_makes(made, root):
    kept = root / "sample_data"
    assert {path.name for path in made} == {path.name for path in kept.iterdir()}
    assert {path.name: content_hash(path) for path in made} == {
        path.name: content_hash(path) for path in kept.iterdir()
    }


def test_made_twice_the_bytes_are_the_same(made, tmp_path):
    again = write_samples(tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in made]


def test_samples_are_small(made):
    assert sum(path.stat().st_size for path in made) < 3_000_000


def test_saas_has_twelve_events_and_most_accounts(active_days):
    assert active_days["event"].nunique() == 12
    assert active_days["account_id"].nunique() > 450
    assert 1800 < active_days["user_id"].nunique() < 2200


def test_timestamps_carry_the_offset_of_the_season(active_days):
    german = active_days[active_days["timestamp"].str.endswith("+02:00")]["day"].dt.month
    assert german.between(3, 10).all()
    assert active_days["timestamp"].str[-6:].nunique() >= 6


def test_report_is_exported_on_tuesdays_only(active_days):
    reports = active_days[active_days["event"] == "report_export"]
    assert (reports["day"].dt.day_of_week == 1).all()


def test_planted_people_have_enough_active_days(active_days, root):
    planted = pd.read_csv(root / "sample_data" / "saas_planted.csv", keep_default_na=False)
    days = active_days.drop_duplicates(["user_id", "day"]).groupby("user_id").size()
    least = planted["rhythm"].map({"weekday_set": 12}).fillna(8)
    assert (planted["user_id"].map(days) >= least).mean() > 0.98


def test_tuesday_people_come_on_tuesdays(active_days, root):
    planted = pd.read_csv(root / "sample_data" / "saas_planted.csv", keep_default_na=False)
    tuesday_people = planted.loc[planted["detail"] == "Tue", "user_id"]
    days = active_days[active_days["user_id"].isin(tuesday_people)].drop_duplicates(["user_id", "day"])
    share = (days["day"].dt.day_of_week == 1).groupby(days["user_id"]).mean()
    assert share.min() > 0.7


def test_others_come_on_any_day_alike(active_days, root):
    named = [pd.read_csv(root / "sample_data" / f"saas_{what}.csv")["user_id"] for what in ("planted", "traits")]
    others = active_days[~active_days["user_id"].isin(pd.concat(named))].drop_duplicates(["user_id", "day"])
    share = others["day"].dt.day_of_week.value_counts(normalize=True)
    assert share.max() < 0.16
    assert share.min() > 0.126


def test_passive_people_do_nothing(active_days, root):
    traits = pd.read_csv(root / "sample_data" / "saas_traits.csv").set_index("trait")["user_id"]
    done = active_days[active_days["user_id"].isin(traits["passive"])]["event"]
    assert set(done) == {"login", "view"}


def test_silent_people_stopped_though_their_account_goes_on(active_days, root):
    traits = pd.read_csv(root / "sample_data" / "saas_traits.csv").set_index("trait")["user_id"]
    last = active_days[active_days["user_id"].isin(traits["silent"])].groupby("user_id")["day"].max()
    assert last.max() <= pd.Timestamp("2026-06-30") - pd.Timedelta(days=60)


def test_subscriptions_hold_every_kind_of_ending(root):
    table = pd.read_csv(root / "sample_data" / "saas_subscriptions.csv", keep_default_na=False)
    assert set(table["status"]) == {"active", "cancelled", "replaced"}
    assert {"payment_failed", "payment_disputed", "too_expensive"} <= set(table["reason"])
    ended = table[table["end"] != ""]
    assert (ended["start"] < ended["end"]).all()
    assert (ended["cancelled_at"] <= ended["end"]).all()
    leaving = table[(table["status"] == "active") & (table["end"] != "")]
    assert (leaving["end"] > "2026-06-30").all()
    assert len(leaving) > 3
    yearly = table[table["renews_at"] != ""]
    assert ((yearly["end"] == "") & (yearly["renews_at"] > "2026-06-30")).all()
    assert (yearly["renews_at"].str[4:] == yearly["start"].str[4:]).all()
    assert len(yearly) > 50
