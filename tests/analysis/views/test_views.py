"""What each tab shows: sentences and tables agree with the library's own numbers."""

import numpy as np
import pytest

from analysis.errors import OffbeatError, UnknownNameError
from analysis.fold import profile
from analysis.ingest import read
from analysis.segmentation import KIND
from analysis.study import Filters, tune
from analysis.views import folded as folded_views
from analysis.views.beats import beat_of, beats_of, gap_counts
from analysis.views.cards import cards, hour_counts, weekday_counts, with_rhythm
from analysis.views.comparison import compared_of, default_group, group_names, metric_choices
from analysis.views.comparison_told import told
from analysis.views.folded import folded_of
from analysis.views.glance import glance_of
from analysis.views.person import person_of
from analysis.views.reading import reading_of
from analysis.views.today import today_of
from analysis.views.wall import PEOPLE_ON_WALL, wall_of


def test_beats_add_up_and_patterns_come_first(saas_study):
    beats = beats_of(saas_study)
    assert beats.table["People"].sum() == saas_study.activity.users
    assert beats.names[0] == "weekday:Tue"
    kinds = [name.partition(":")[0] for name in beats.names]
    none = {"daily", "mixed", "bursty", "irregular", "too_few"}
    first_none = next(place for place, kind in enumerate(kinds) if kind in none)
    assert all(kind in none for kind in kinds[first_none:])


def test_a_beat_lists_its_people(saas_study):
    beat = beat_of(saas_study, "weekday:Tue")
    assert len(beat.people) == saas_study.members("weekday:Tue").sum()
    assert set(beat.people["Pattern"]) == {"Tuesdays"}
    gaps = gap_counts(saas_study, saas_study.members("weekday:Tue"))
    assert gaps.loc[gaps["gaps"].idxmax(), "gap_days"] == 7
    assert beat_of(saas_study, "irregular").shares is None


def test_strength_is_the_share_of_active_days_that_fit(saas_study):
    """Of dates the threshold cuts the share of visits; strength says the share of days, as its help does."""
    beats, scores = beats_of(saas_study), saas_study.prepared.scores
    checked = 0
    for name, strength in zip(beats.names, beats.table["Strength"], strict=True):
        kind = KIND.get(name.partition(":")[0])
        if kind is None or not kind.share_column:
            assert np.isnan(strength)
            continue
        checked += kind.slug in ("month_day", "nth_weekday", "quarter_end")
        assert strength == np.nanmedian(scores[kind.share_column][saas_study.members(name)].astype(float))
    assert checked


def test_the_caption_says_how_days_are_redrawn(saas_study, others_study):
    assert beats_of(saas_study).caption.endswith("if everyone's days were shuffled.")
    assert "shuffled" not in beats_of(others_study).caption
    assert "as often as all people do" in beats_of(others_study).caption


@pytest.fixture(scope="module")
def others_study(saas_study):
    """Everybody compared with the other users."""
    return tune(saas_study.prepared, Filters(), saas_study.settings.replace_knob("evidence.distinctive", 1))


def test_a_person_s_evidence_says_what_it_is_against(saas_study, others_study):
    one = saas_study.activity.user_ids[0].as_py()
    assert "against the same number of days at random" in person_of(saas_study, one).evidence_caption
    caption = person_of(others_study, one).evidence_caption
    assert "Tests of weekdays and dates: against when the other people come" in caption
    assert "against the same number of days at random" not in caption


def test_the_tables_of_the_week_count_every_user_day(saas_study):
    activity = saas_study.activity
    assert weekday_counts(activity)["user_days"].sum() == activity.user_days
    hours = hour_counts(activity)
    assert len(hours) == 168
    bits = np.unpackbits(activity.hours.view(np.uint8)).sum()
    assert hours["user_days"].sum() == bits


def test_cards_follow_the_filter(saas_study):
    pro = tune(saas_study.prepared, Filters(who="plan=Pro"))
    assert cards(pro)[0].value != cards(saas_study)[0].value
    keep, tested = with_rhythm(pro)
    assert 0 < keep < tested <= pro.chosen.sum()


def test_a_period_makes_nobody_new(saas_study):
    states = glance_of(tune(saas_study.prepared, Filters(period_days=90))).states.table
    new = states[states.iloc[:, 1] == "new"].iloc[:, 2] if "new" in set(states.iloc[:, 1]) else states["new"]
    assert new.max() < 100


def test_the_wall_is_the_same_for_the_same_draw(saas_study):
    assert wall_of(saas_study, 1).people.equals(wall_of(saas_study, 1).people)
    assert not wall_of(saas_study, 1).people.equals(wall_of(saas_study, 2).people)
    assert len(wall_of(saas_study, 1).people) == PEOPLE_ON_WALL


def test_comparison_shows_effect_interval_and_adjusted_p(saas_study):
    metrics = tuple(name for name, choice in metric_choices(saas_study).items() if choice.is_default)
    assert metrics == ("amount", "active_days", "inactive_time", "features_used", "retained:28")
    found = told(compared_of(saas_study, ("weekday:Tue", "rest"), metrics))
    assert list(found.table.columns)[-2:] == ["p, adjusted", "Read with care"]
    assert "chosen by this very metric" in " ".join(found.table["Read with care"])
    assert found.caveats[0].startswith("Chosen by this very metric")
    assert len(found.sentences) == len(metrics)


def test_one_smallest_difference_is_told(saas_study):
    """What the sentence of a comparison says could have been missed is what the list says."""
    found = told(compared_of(saas_study, ("weekday:Tue", "month_day"), tuple(metric_choices(saas_study))))
    unclear = [each for each in found.found if each.sentence.startswith("No clear difference")]
    assert len(unclear) > 2
    for each in unclear:
        missed = each.sentence.rpartition("; ")[2].removesuffix(".")
        assert "with 80 % chance" in missed
        assert [line for line in found.missed if missed in line and line.endswith("; no clear difference was found.")]
    assert len(found.missed) == sum(np.isfinite(each.pvalue) for each in found.found)


@pytest.mark.parametrize(("b", "metrics"), [("weekday:Tue", ("active_days",)), ("rest", ())])
def test_comparison_refuses_nonsense(saas_study, b, metrics):
    with pytest.raises(OffbeatError, match="Expected"):
        compared_of(saas_study, ("weekday:Tue", b), metrics)


def test_default_group_is_the_largest_named_pattern(saas_study, shop_study):
    assert default_group(saas_study) == "weekday:Tue"
    assert default_group(shop_study) in group_names(shop_study)


def test_person_shows_evidence_on_every_pattern(saas_study):
    row = int(np.flatnonzero(saas_study.members("weekday:Tue"))[0])
    person = person_of(saas_study, saas_study.activity.user_ids[row].as_py())
    assert "Tuesdays" in person.sentence
    label = person.evidence[person.evidence["Decision"].str.endswith("the label")]
    assert label["Pattern"].tolist() == ["Tuesdays"]
    assert len(person.evidence) >= 8
    with pytest.raises(UnknownNameError):
        person_of(saas_study, "nobody")


def test_strip_of_home_adds_up(saas_study):
    today = today_of(saas_study)
    assert sum(int(card.value.replace(",", "")) for card in today.headline.cards) == saas_study.activity.users
    assert today.findings


def test_fold_profile_names_the_strongest_weekday(saas_study):
    folded = folded_of(saas_study)
    weekly = folded.profile_at(7.0)
    assert weekly.loc[weekly["mean"].idxmax(), "phase"] == "Tue"
    assert len(folded.table["periods"]) == len(folded.table["power"])


def test_a_period_typed_folds_nothing_anew(saas_study, monkeypatch):
    folded = folded_of(saas_study)
    monkeypatch.setattr(folded_views, "fold_table", None)
    assert folded.profile_at(12.3).equals(profile(folded.table, 12.3))


def test_reading_says_where_every_row_went():
    from analysis.sample import load_sample

    report = load_sample("saas")[1]
    view = reading_of(report)
    assert report.rows_in_file == report.loaded + report.rejected + report.blank
    assert view.cards[1].value == f"{report.loaded:,}"
    assert (view.answers["Answer"] == "yes").any()


def test_reading_counts_the_rows_of_subscriptions_alone(tmp_path):
    """It said 0 of 0 rows of a file that was read whole."""
    path = tmp_path / "subscriptions.csv"
    path.write_text("customer,start,end,mrr\na,2025-01-01,2025-03-01,10\na,2025-04-01,,10\nb,2025-01-05,,20\nc,,,5\n")
    view = reading_of(read([], subscriptions=path)[1])
    assert view.sentence == "**3 of 4 rows** became subscriptions of 2 customers."
    assert [card.value for card in view.cards] == ["4", "3", "1", "0"]
    assert set(view.columns["Table"]) == {"subscriptions"}
    assert not [note for note in view.notes if note.startswith("Times:")]
