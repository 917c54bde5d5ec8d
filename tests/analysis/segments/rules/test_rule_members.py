"""Who a rule holds for: against plain pandas, with missing values on both sides of `not`."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import wording
from analysis.dataset import Dataset
from analysis.errors import OffbeatError, UnknownNameError
from analysis.segments import chosen_by, events_of, title_of
from analysis.segments.chosen import chosen
from analysis.segments.rules import RuleError
from analysis.study import Filters, study, tune


@pytest.fixture(scope="module")
def studied(saas):
    """A study whose users table has every kind of column, each with missing cells."""
    count = len(saas.users)
    number = np.where(np.arange(count) % 4, np.arange(count) % 7, np.nan)
    texts = np.where(np.arange(count) % 3, "2026-0" + pd.Series(np.arange(count) % 9 + 1).astype(str) + "-15", "soon")
    added = {
        "seats": number, "since": pd.Series(texts).where(pd.Series(np.arange(count) % 5 > 0)),
        "vip": pd.Series(np.where(np.arange(count) % 2, "True", "false")), "two words": number, "or": number,
        "active_days": pd.Series(np.where(np.arange(count) % 2, "many", "few")), "a=b": number,
    }  # fmt: skip
    return study(Dataset(saas.activity, saas.users.assign(**added), saas.subscriptions))


def count_where(mask):
    return int(np.asarray(mask, bool).sum())


def test_features_and_attributes_are_those_of_pandas(studied):
    features, attributes = studied.prepared.features, studied.dataset.attributes
    cases = {
        "active_days >= 10": features["active_days"] >= 10,
        "gap_cv < 0.5": features["gap_cv"] < 0.5,
        "not gap_cv < 0.5": features["gap_cv"] >= 0.5,
        "gap_cv is missing": features["gap_cv"].isna(),
        "not (gap_cv is not missing)": features["gap_cv"].isna(),
        "active_days in (5, 7)": features["active_days"].isin([5, 7]),
        'attr.plan = "Pro" and active_days > 20': (attributes["plan"] == "Pro") & (features["active_days"] > 20),
        'attr.plan in ("Pro", "Team") or gap_cv > 1': attributes["plan"].isin(["Pro", "Team"])
        | (features["gap_cv"] > 1),
        'not attr."two words" != 3': attributes["two words"] == 3,
        "attr.or <= 2": attributes["or"] <= 2,
        "attr.seats not in (1, 2)": attributes["seats"].notna() & ~attributes["seats"].isin([1, 2]),
        "attr.since >= 2026-04-15": attributes["since"].fillna("").str.slice(0, 10).between("2026-04-15", "2027"),
        "not attr.since >= 2026-04-15": attributes["since"].fillna("").str.match("2026-0[123]"),
        "attr.vip = true": attributes["vip"] == "True",
        'attr."a=b" = 3 and all': attributes["a=b"] == 3,
        'attr.active_days = "many" and active_days > 5': (attributes["active_days"] == "many")
        & (features["active_days"] > 5),
    }  # fmt: skip
    for text, expected in cases.items():
        np.testing.assert_array_equal(studied.members(text), np.asarray(expected, bool), text)
        assert 0 < count_where(expected) < len(features), text


def test_missing_compares_false_under_not_too(studied):
    known = studied.dataset.attributes["seats"].notna().to_numpy()
    for text in ("attr.seats = 3", "seats=3 or attr.seats < 2", "attr.seats in (1, 2)"):
        inside, outside = studied.members(text), studied.members(f"not ({text})")
        np.testing.assert_array_equal(inside | outside, known)
        assert not (inside & outside).any()
    everyone = studied.members("not (attr.seats = 3 and active_days < 0)")
    assert everyone.all()  # the second part is false of everyone, whatever the seats


def test_combine_subtract_and_intersect(studied):
    tuesday, pro = studied.members("weekday:Tue"), studied.members("plan=Pro")
    np.testing.assert_array_equal(studied.members("weekday:Tue or plan=Pro"), tuesday | pro)
    np.testing.assert_array_equal(studied.members("weekday:Tue and not plan=Pro"), tuesday & ~pro)
    np.testing.assert_array_equal(studied.members('weekday:Tue AND plan="Pro"'), tuesday & pro)
    np.testing.assert_array_equal(studied.members('"weekday:Tue"'), tuesday)
    leaning = studied.members("leaning:weekend") & studied.members("frequency:weekly")
    np.testing.assert_array_equal(studied.members("leaning:weekend and frequency:weekly"), leaning)


def test_uses_count_how_often(studied):
    uses = studied.activity.uses
    event = studied.activity.event_names[3]
    total = np.zeros(studied.activity.users)
    own = uses[uses["event"] == event]
    total[own["user"]] = own["count"]
    np.testing.assert_array_equal(studied.members(f"uses.{event} >= 4"), total >= 4)
    np.testing.assert_array_equal(studied.members(f"uses.{event} = false"), ~studied.members(f"uses:{event}"))


def test_names_win_over_rules(studied):
    users = studied.dataset.users.assign(plan="Pro and active_days > 3")
    dataset = Dataset(studied.activity, users)
    people = replace(studied.people, dataset=dataset)
    assert chosen("plan=Pro and active_days > 3", people).sum() == dataset.attributes["plan"].notna().sum()


def test_filters_take_rules(studied):
    shown = tune(studied.prepared, Filters(who="weekday:Tue and active_days >= 30"))
    features = studied.prepared.features
    np.testing.assert_array_equal(shown.chosen, studied.members("weekday:Tue") & (features["active_days"] >= 30))


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["gap_cv", "active_days", "amount"]))
def test_a_rule_and_its_opposite_part_the_known(studied, value, name):
    known = studied.prepared.features[name].notna().to_numpy()
    below, rest = studied.members(f"{name} < {value!r}"), studied.members(f"{name} >= {value!r}")
    np.testing.assert_array_equal(below ^ rest, known)
    np.testing.assert_array_equal(studied.members(f"not {name} < {value!r}"), rest)


@pytest.mark.parametrize(
    ("text", "place", "hint"),
    [
        ("active_days > 3 and attr.plam = \"Pro\"", 21, '"plan"?'),
        ("active_days > 3 and uses.logn > 1", 21, '"login"?'),
        ("active_days > 3 and weekday:Teu", 21, '"weekday:Tue"?'),
        ("active_days > 3 and plan=Prro", 21, '"plan=Pro"?'),
        ("all and activ_days = 3", 9, '"active_days"?'),
        ('active_days = "3"', 1, "without quotes"),
        ("active_days = true", 1, "without quotes"),
        ("attr.plan > 3", 1, 'double quotes: "3"'),
        ('attr.plan > "Pro"', 1, "order"),
        ("attr.plan > 2026-01-01", 1, "double quotes"),
        ("attr.seats = 2026-01-01", 1, "without quotes"),
        ("mrr > 5", 1, "--subscriptions"),
    ],
)  # fmt: skip
def test_rules_that_do_not_fit_the_data_are_told(studied, text, place, hint):
    dataset = Dataset(studied.activity, studied.dataset.users)
    features = studied.prepared.features.drop(columns="mrr", errors="ignore")
    with pytest.raises(RuleError) as error:
        chosen(text, replace(studied.people, dataset=dataset, features=features))
    assert f"at character {place} of the rule" in error.value.sentence
    assert hint in error.value.hint


@pytest.mark.parametrize("text", ["plan=Pro Maxx", "weekday:Teu", "weekly users", ""])
def test_what_reads_like_a_name_is_told_as_a_name(studied, text):
    with pytest.raises(UnknownNameError, match="segment"):
        studied.members(text)


def test_rest_in_a_rule_is_told(studied):
    with pytest.raises(OffbeatError, match="rest"):
        studied.members("rest and active_days > 3")


def test_an_empty_segment_is_empty(studied):
    assert not studied.members("active_days > 1e12").any()


@pytest.mark.parametrize("rule", ["active_days >= 10", "weekday:Tue and plan=Pro", "not daily", "split:1/2:7 of daily"])
def test_a_rule_is_its_own_title_on_screen(rule):
    assert wording.segment_title(rule) == rule


def test_titles_and_facts_of_rules():
    text = 'weekday:Tue and (attr.plan = "Pro" or not amount > 3) and uses.login > 1'
    assert title_of(text) == f"users for whom “{text}” holds"
    assert title_of('attr.plan = "Pro"') == title_of("plan=Pro") == "plan: Pro"
    assert chosen_by(text) == {"active_days", "gaps", "recency", "weekday", "attr:plan", "amount", "uses"}
    assert title_of("split:1/2:7") == "the random part 1/2"
    assert chosen_by("split:1/2:7") == set()


@pytest.mark.parametrize(
    ("name", "events"),
    [
        ("uses:search", {"search"}), ("uses:search and weekday", {"search", "search and weekday"}),
            ("plan=Pro", set()), ("rest", set()),
        ("weekday:Tue or not (uses.export > 2 and uses:search)", {"export", "search"}), ("features_used > 3", set()),
        ("uses.search is missing", {"search"}), ("uses:cut and paste", {"cut", "cut and paste"}),
    ],
)  # fmt: skip
def test_events_a_segment_hangs_on(name, events):
    """A text may be the name of an event and a rule: which one, only the data say, so both count."""
    assert events_of(name) == events
