"""What At a glance says of shared dates and of clockwork agrees with the library."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.activity import Activity, to_date
from analysis.batches import Batches
from analysis.bots import Bots
from analysis.dataset import Dataset
from analysis.settings import Settings
from analysis.study import Filters, study, with_settings
from analysis.synthetic.planted import FIRST_DAY, activity_of, mixed_activity
from analysis.views.glance import glance_of
from analysis.views.unusual import unusual_of

HEADS = ["Person", "Pattern", "Active days"]


def studied(activity: Activity, filters: Filters | None = None, settings: Settings | None = None):
    return study(Dataset(activity, pd.DataFrame({"user_id": activity.user_ids.to_pylist()})), filters, settings)


@pytest.fixture(scope="module")
def crowded() -> Activity:
    """Thirty people of their own days, and sixty who came on one date only."""
    activity, _ = mixed_activity({"every_10_days": 30}, 5)
    days = [*(activity.days_of(row) for row in range(30)), *[np.array([FIRST_DAY + 100])] * 60]
    return activity_of(days, observed=(FIRST_DAY, FIRST_DAY + 364))


@pytest.fixture(scope="module")
def odd():
    """People who come around one o'clock; the first of them, who comes on Tuesdays, at three in the night."""
    activity, _ = mixed_activity({"tuesday": 20, "random": 40}, 3)
    hour = np.where(activity.user == 0, 3, np.rint(np.random.default_rng(3).normal(13, 3, activity.user_days)) % 24)
    return replace(activity, hours=(1 << hour.astype(np.int64)).astype(np.uint32))


def test_a_quiet_sample_has_nothing_unusual_and_says_so(saas_study):
    seen = unusual_of(saas_study)
    assert seen.shared == ()
    assert seen.dates.empty
    assert seen.bots.empty
    assert seen.dates_sentence == "No date stands out on which many people came at once."
    assert seen.bots_sentence.startswith("None of the people come like clockwork")
    assert seen.left_out_sentence == ""
    assert seen.quiet == f"{seen.dates_sentence} {seen.bots_sentence}"


def test_shared_dates_are_named_with_their_size(saas_study):
    loose = Settings(batches=Batches(min_ratio=1.2, min_spreads=2, min_alive_share=0.01))
    seen = unusual_of(with_settings(saas_study, loose))
    assert len(seen.shared) == len(seen.dates) > 1
    assert list(seen.dates["Date"]) == list(seen.shared)
    assert seen.dates_sentence.startswith(f"**{len(seen.dates)} dates stand out** on which many people came at once: ")
    assert "where" in seen.dates_sentence
    assert (seen.dates["Times usual"] >= 1.2).all()


def test_one_date_reads_as_one(crowded):
    seen = unusual_of(studied(crowded))
    assert seen.shared == (to_date(FIRST_DAY + 100),)
    assert seen.dates_sentence.startswith("**One date stands out** on which many people came at once: 9 Oct 2024; 6")
    assert "may be behind it rather" in seen.dates_sentence
    assert seen.dates_sentence not in seen.quiet


def test_a_date_left_out_is_said_and_no_longer_found(crowded):
    seen = unusual_of(studied(crowded, Filters(ignored_days=(FIRST_DAY + 100,))))
    assert seen.shared == ()
    assert seen.left_out_sentence.startswith("**1 date is left out**: 9 Oct 2024.")
    assert seen.dates_sentence not in seen.quiet


def test_a_date_outside_the_data_is_not_said_to_be_left_out(crowded):
    seen = unusual_of(studied(crowded, Filters(ignored_days=(FIRST_DAY - 900,))))
    assert seen.left_out_sentence == ""


def test_a_bot_is_listed_with_its_hours(odd):
    seen = unusual_of(studied(odd))
    assert list(seen.bots.columns[:3]) == HEADS
    assert seen.bots["Person"].tolist() == [odd.user_ids[0].as_py()]
    assert seen.bots["Hours"].tolist() in (["2:00 to 4:00"], ["3:00 to 5:00"])
    assert seen.bots["Share in these hours"].tolist() == [1.0]
    assert seen.bots_sentence.startswith("**1 person** comes like clockwork")
    assert seen.bots_sentence not in seen.quiet


@pytest.mark.parametrize(("bots", "note"), [("out", "They are left out of"), ("in", "They are counted in")])
def test_the_note_says_whether_bots_are_counted(odd, bots, note):
    assert unusual_of(studied(odd, Filters(bots=bots))).bots_note.startswith(note)


def test_bots_are_plural_and_by_the_thresholds_given(odd):
    loose = Settings(bots=Bots(min_hour_share=0, min_hour_concentration=0, max_everyone_share=1))
    seen = unusual_of(studied(odd, settings=loose))
    assert len(seen.bots) > 1
    assert seen.bots_sentence.startswith(f"**{len(seen.bots)} people** come like clockwork")


def test_without_times_no_bot_is_claimed_or_denied(odd):
    seen = unusual_of(studied(replace(odd, hours=np.zeros(odd.user_days, np.uint32))))
    assert seen.bots.empty
    assert "dates without times" in seen.bots_sentence


def test_dates_left_out_are_gaps_in_the_chart_and_out_of_the_means(crowded):
    day = FIRST_DAY + 350  # within the last 28 days, on a beat of its own
    whole, without = studied(crowded), studied(crowded, Filters(ignored_days=(day,)))
    daily = glance_of(without).daily.table.set_index("Day")["Active"]
    assert np.isnan(daily[to_date(day)])
    assert daily.drop(to_date(day)).notna().all()
    means = {each.label: each.value for each in glance_of(without).headline.cards}
    known = glance_of(whole).daily.table.set_index("Day")["Active"].tail(28).drop(to_date(day))
    assert means["Active a day"] == f"{known.mean():,.0f}"
    assert "gaps in the line" in glance_of(without).daily_caption
    assert "gaps in the line" not in glance_of(whole).daily_caption
