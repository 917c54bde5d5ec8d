"""What Compare shows: who is in which segment, what is said once p is adjusted, and what cannot be said."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.adoption import adoption
from analysis.compare import Looked, holm
from analysis.errors import OffbeatError
from analysis.segments import OwnSegment
from analysis.study import Filters, study, tune
from analysis.synthetic.planted import FIRST_DAY, activity_of
from analysis.views.adopted import adoption_of, adoption_told
from analysis.views.comparison import alone, compared_of, default_group, members_of
from analysis.views.comparison_told import family_sentence, told
from analysis.views.spread import spread_choices, spread_of

GROUPS = ("weekday:Tue", "weekend", "month_day", "rest")
METRICS = ("amount", "active_days", "features_used")


@pytest.fixture(scope="module")
def compared(saas_study):
    return compared_of(saas_study, GROUPS, METRICS)


def test_everyone_else_is_in_none_of_the_others(saas_study):
    members = members_of(saas_study, GROUPS)
    assert list(members) == list(GROUPS)
    assert np.sum(list(members.values()), axis=0).max() == 1
    assert np.sum(list(members.values()), axis=0).min() == 1
    assert {name: each.sum() for name, each in alone(members).items()} == {n: m.sum() for n, m in members.items()}


def test_adjusting_after_the_tests_is_adjusting_all_at_once(compared):
    every = compared.answers.questions
    assert len(every) == 3 * 6 + 3
    found = told(compared)
    pvalues = np.array([each.pvalue for each in every])
    assert [each.pvalue_adjusted for each in found.found] == pytest.approx(list(holm(pvalues)[:18]))
    assert told(compared, Looked().with_asked(every)).table.equals(found.table)


def test_more_looked_at_makes_no_p_smaller(saas_study, compared):
    more = compared_of(saas_study, ("weekday:Tue", "rest"), ("events", "tenure_days"))
    looked = Looked().with_asked(more.answers.questions)
    pairs = zip(told(compared).found, told(compared, looked).found, strict=True)
    assert all(b.pvalue_adjusted >= a.pvalue_adjusted and b.looked_at == a.looked_at + 2 for a, b in pairs)


def test_a_row_a_pair_in_the_table_and_a_line_a_pair_of_the_first_in_the_picture(compared):
    assert len(told(compared).table) == 18
    assert list(told(compared).table.columns)[:3] == ["Metric", "Who", "Values"]
    assert len(compared.effects.table) == len(told(compared).sentences) == 9
    assert "Active days, against Weekends, chosen by it" in set(compared.effects.table["Metric"])
    by_it = compared.effects.table["Metric"].str.endswith("chosen by it")
    assert (compared.effects.table["Interval"][by_it] == "by construction").all()


def test_how_many_are_followed_stands_beside_the_curves(compared):
    assert compared.silence.at_risk["Still followed"].tolist()[0] == "Tuesdays"
    assert (np.diff(compared.silence.at_risk.iloc[:, 1:].to_numpy(), axis=1) <= 0).all()


def test_a_caveat_of_a_metric_is_said_once(compared):
    assert len(set(told(compared).caveats)) == len(told(compared).caveats)
    assert len([each for each in told(compared).caveats if "same value" in each]) == 1


def test_the_same_people_under_two_names_cannot_be_compared(saas_study):
    found = told(compared_of(saas_study, ("plan=Pro", 'attr.plan = "Pro"'), ("amount",)))
    assert found.sentence.startswith("Cannot compare amount")
    assert np.isnan(found.found[0].pvalue_adjusted)
    assert "in both" in " ".join(found.caveats)


@pytest.mark.parametrize("groups", [("weekday:Tue",), ("weekday:Tue", "weekday:Tue"), ("all", "rest")])
def test_nothing_to_compare_is_said(saas_study, groups):
    with pytest.raises(OffbeatError, match="Expected"):
        compared_of(saas_study, groups, ("amount",))


def few(histories: list[list[int]], **columns: list[float]):
    activity = activity_of([np.array(days) + FIRST_DAY for days in histories], observed=(FIRST_DAY, FIRST_DAY + 99))
    users = pd.DataFrame({"user_id": activity.user_ids.to_pylist(), **columns})
    from analysis.dataset import Dataset

    return study(Dataset(activity, users, name="few"))


def test_one_user_a_side_all_ties_and_infinite_values_are_told_and_not_raised():
    one = few([[0, 10], [0, 10]], side=["a", "b"])
    found = told(compared_of(one, ("side=a", "side=b"), ("active_days", "inactive_time", "retained:28")))
    assert all(np.isnan(each.pvalue_adjusted) or each.pvalue_adjusted > 0.05 for each in found.found)
    assert "few in a group" in " ".join(found.table["Read with care"])
    odd = few([[0, day] for day in range(1, 41)], side=["a", "b"] * 20, score=[np.inf, np.nan, 1.0, 2.0] * 10)
    found = told(compared_of(odd, ("side=a", "side=b"), ("attr:score", "active_days")))
    assert "infinite" in " ".join(found.caveats)
    assert "No test of active days" in " ".join(found.sentences)
    assert spread_of(odd, ("side=a", "side=b"), "attr:score").picture is not None


def test_spread_is_of_numbers_and_of_those_in_one_segment(saas_study):
    assert set(spread_choices(saas_study, (*METRICS, "retained:28", "inactive_time"))) == set(METRICS)
    part = spread_of(saas_study, ("weekday:Tue", "plan=Pro"), "active_days")
    sizes = [int(each.sum()) for each in alone(members_of(saas_study, ("weekday:Tue", "plan=Pro"))).values()]
    assert part.picture.table["Users"].tolist() == sizes


def test_events_join_the_family(saas_study, compared):
    found = adoption_of(saas_study, GROUPS, "weekend")
    sides = saas_study.members("weekday:Tue"), saas_study.members("weekend")
    expected = adoption(
        saas_study.dataset, ("weekday:Tue", "weekend"), sides, saas_study.settings,
        features=saas_study.prepared.features,
    )  # fmt: skip
    assert found.questions == expected.questions
    looked = Looked().with_asked(compared.answers.questions).with_asked(found.questions)
    strict = found.adjusted(looked, "holm")
    assert all(
        b.pvalue_adjusted >= a.pvalue_adjusted
        for a, b in zip(found.rows, strict.rows, strict=True)
        if np.isfinite(a.pvalue)
    )
    sentence, part, _ = adoption_told(found, looked, "holm")
    assert sentence.startswith("Clear differences in 1 of 12 events. The largest is report_export: 100 %")
    assert len(part.picture.table) == 12


def test_hidden_events_are_counted_and_an_empty_list_says_why(saas_study):
    strict = saas_study.settings.replace_knob("compare.min_adopters", 100_000)
    found = adoption_of(replace(saas_study, settings=strict), ("weekday:Tue", "rest"), "rest")
    sentence, part, notes = adoption_told(found, Looked(), "holm")
    assert sentence == "No event is left to compare."
    assert part.picture is None
    assert "fewer than 100,000 users of both together" in notes[0]


def test_the_family_is_said_with_what_was_forgotten():
    assert family_sentence(12, 0, "holm").startswith("p is adjusted over the 12 tests looked at here since these data")
    forgotten = family_sentence(5, 7, "benjamini_hochberg")
    assert "7 tests seen before count no longer" in forgotten
    assert "(Benjamini–Hochberg)" in forgotten


def test_two_segments_called_alike_cannot_be_compared(saas_study):
    own = OwnSegment.of("Every 10 days", "active_days >= 30")
    with pytest.raises(OffbeatError, match="found Every 10 days twice"):
        compared_of(tune(saas_study.prepared, Filters(segments=(own,))), ("Every 10 days", "cadence:10"), METRICS)


def test_the_first_choice_is_somebody_shown(saas_study):
    weekends = tune(saas_study.prepared, Filters(who="weekend or cadence:10"))
    assert default_group(saas_study) == "weekday:Tue"
    assert default_group(weekends) == "cadence:10"


def test_events_of_a_segment_everyone_else_leaves_out_are_left_out(saas_study):
    groups = ("plan=Pro", "uses:search", "rest")
    found = adoption_of(saas_study, groups, "rest")
    assert "search" not in {row.value for row in found.rows}
    assert "search: the segment was chosen by it." in found.left_out
    assert "search" in {row.value for row in adoption_of(saas_study, ("plan=Pro", "rest"), "rest").rows}
