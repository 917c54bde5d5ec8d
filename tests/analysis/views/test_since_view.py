"""Since the baseline: entered and left are set differences by user, also where the users themselves differ."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis.segments import OwnSegment
from analysis.study import Filters, study, tune, with_settings
from analysis.views.since import NOT_SHOWN, moves_of, since_of, who_of

WEEKDAY = "weekday.min_share"
NAMES = ("weekday", "irregular", "cadence", "frequency:weekly")


@pytest.fixture(scope="module")
def stricter(saas_study):
    return with_settings(saas_study, saas_study.settings.replace_knob(WEEKDAY, 0.95))


def ids(of, inside):
    return set(of.activity.user_ids.filter(inside & of.chosen).to_pylist())


def shown(of, name):
    return ids(of, of.members(name))


def counts(found):
    return {
        name: (users, by, entered, left)
        for name, (_, users, by, entered, left) in zip(found.names, found.table.to_numpy().tolist(), strict=True)
    }


def assert_sets(now, then):
    found = counts(since_of(now, then))
    for name in NAMES:
        entered, left = shown(now, name) - shown(then, name), shown(then, name) - shown(now, name)
        if not entered | left:
            assert name not in found
            continue
        by = f"{len(entered) - len(left):+d}".replace("-", "−").replace("+0", "0")
        assert found[name] == (len(shown(now, name)), by, len(entered), len(left))
        moved = who_of(now, then, name)
        assert set(moved.entered["Person"]) == entered
        assert set(moved.left["Person"]) == left


def test_a_threshold_moved(saas_study, stricter):
    assert_sets(stricter, saas_study)
    assert_sets(saas_study, stricter)
    assert (counts(since_of(stricter, saas_study))["weekday"][3]) > 10


def test_another_day(saas, saas_study):
    assert_sets(study(saas, replace(saas_study.filters, as_of=date(2025, 3, 31))), saas_study)
    assert_sets(saas_study, study(saas, replace(saas_study.filters, as_of=date(2025, 3, 31))))


def test_another_choice_of_users(saas_study):
    pro = replace(saas_study, filters=replace(saas_study.filters, who="plan=Pro"))
    assert_sets(pro, saas_study)
    assert set(who_of(pro, saas_study, "weekday").left["Now"]) == {NOT_SHOWN}


def test_before_and_now_are_the_labels_there(saas_study, stricter):
    moved = who_of(stricter, saas_study, "weekday")
    assert set(moved.left["Pattern before"]) == {"Tuesdays"}
    assert "One weekday" not in set(moved.left["Now"])
    assert moved.entered.empty


def test_the_sentences_name_what_was_moved_and_the_largest_changes(saas_study, stricter):
    found = since_of(stricter, saas_study)
    _, by, entered, left = counts(found)["weekday"]
    assert "“Share on one weekday” went from 60 % to 95 %" in found.sentence
    assert f"One weekday {by}: {entered} entered, {left} left" in found.sentence
    assert f"One weekday {by}: {entered} entered, {left} left" in found.copied
    assert found.copied.startswith("Against the baseline (")


def test_nothing_moved(saas_study):
    found = since_of(saas_study, saas_study)
    assert found.table.empty
    assert found.names == []
    assert found.sentence == "Since the baseline nothing was moved. Nobody entered or left any of the segments."


def test_filters_are_named_and_what_charts_show_is_not(saas_study):
    pro = replace(saas_study, filters=replace(saas_study.filters, who="plan=Pro"))
    recent = replace(saas_study, filters=replace(saas_study.filters, period_days=28))
    assert moves_of(pro, saas_study) == "filters were changed"
    assert moves_of(recent, saas_study) == "nothing was moved"


def test_people_and_accounts_are_not_compared(saas, saas_study):
    found = since_of(study(saas, replace(saas_study.filters, unit="accounts")), saas_study)
    assert found.table is None
    assert found.sentence == "The baseline counts people, this page accounts; they cannot be compared."


def test_undo_gives_the_same_bytes(saas_study, stricter):
    back = with_settings(stricter, saas_study.settings)
    for name in ("rhythm", "detail", "leaning", "leaning_detail"):
        assert getattr(back.segmentation, name).tobytes() == getattr(saas_study.segmentation, name).tobytes()
    assert np.array_equal(back.chosen, saas_study.chosen)


def test_a_segment_saved_since_moves_nothing_unless_it_says_who_is_shown(saas_study):
    often, rarely = (OwnSegment.of("Mine", f"active_days {op} 20") for op in (">=", "<"))

    def under(*own, who="all"):
        return tune(saas_study.prepared, Filters(who=who, segments=own))

    assert moves_of(under(often), under()) == "nothing was moved"
    assert moves_of(under(often, who="Mine"), under(rarely, who="Mine")) == "filters were changed"
    assert moves_of(under(often, who="Mine"), under(often)) == "filters were changed"


def test_own_segments_stand_beside_the_others(saas_study):
    """One of two keeps its rule; nobody enters or leaves it. The rule of the other is stricter now."""
    before, now = (
        replace(saas_study, filters=replace(saas_study.filters, segments=own))
        for own in (
            (OwnSegment("Heavy", "active_days >= 40"), OwnSegment("Kept", "active_days >= 5")),
            (OwnSegment("Heavy", "active_days >= 60"), OwnSegment("Kept", "active_days >= 5"), OwnSegment("B", "all")),
        )
    )
    found = counts(since_of(now, before))
    lost = ids(saas_study, before.members("Heavy") & ~now.members("Heavy"))
    assert list(found) == ["Heavy"]
    assert found["Heavy"][2:] == (0, len(lost))
    moved = who_of(now, before, "Heavy")
    assert set(moved.left["Person"]) == lost
    assert moved.entered.empty
