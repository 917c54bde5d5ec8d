"""Own segments: names that stand in rules, chains and circles of them, and the text a link carries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import wording
from analysis.errors import OffbeatError, UnknownNameError
from analysis.segments import OwnSegment, chosen_by, events_of, spelled_out, title_of
from analysis.segments.chosen import rule_for
from analysis.segments.own import (
    LONGEST_NAME,
    LONGEST_RULE,
    MOST_SEGMENTS,
    added,
    in_halves,
    own_name,
    renamed,
    saved,
    with_each,
    without,
)
from analysis.segments.own_text import fitting, from_text, to_text
from analysis.segments.rules import RuleError, parse, rule_text
from analysis.segments.rules.printer import name_text
from analysis.study import Filters, tune

RULES = ("active_days >= 10", 'attr.plan = "Pro" or weekday:Tue', 'not "a ""b"" |~"', "gap_cv is missing")


@pytest.fixture(scope="module")
def study_with(saas_study):
    """Return a function: pairs of name and rule to the SaaS sample with those segments."""
    return lambda *pairs: tune(saas_study.prepared, Filters(segments=with_each(pairs)))


def test_an_own_name_stands_wherever_a_segment_does(study_with, saas_study):
    study = study_with(("Heavy", "active_days >= 60"), ('Odd (x), “y” and "z"', "Heavy and not weekday:Tue"))
    heavy = saas_study.members("active_days >= 60")
    odd = heavy & ~saas_study.members("weekday:Tue")
    np.testing.assert_array_equal(study.members("Heavy"), heavy)
    np.testing.assert_array_equal(study.members('Odd (x), “y” and "z"'), odd)
    quoted = name_text('Odd (x), “y” and "z"')
    np.testing.assert_array_equal(study.members(f"plan=Pro or {quoted}"), odd | saas_study.members("plan=Pro"))
    shown = tune(study.prepared, Filters(who="Heavy", segments=study.filters.segments))
    np.testing.assert_array_equal(shown.chosen, heavy)
    assert 0 < odd.sum() < heavy.sum() < len(heavy)


def test_what_is_missing_compares_false_under_not_an_own_name_too(study_with, saas_study):
    study = study_with(("Even", "gap_cv < 0.5"))
    known = saas_study.prepared.features["gap_cv"].notna().to_numpy()
    np.testing.assert_array_equal(study.members("Even") | study.members("not Even"), known)
    assert not known.all()


def test_an_own_name_wins_over_a_rule_that_reads_the_same(study_with, saas_study):
    study = study_with(("daily and weekend", "active_days >= 60"))
    np.testing.assert_array_equal(study.members("daily and weekend"), saas_study.members("active_days >= 60"))


def test_results_carry_name_and_what_it_hangs_on(study_with, saas_study):
    event = saas_study.activity.event_names[0]
    heavy, both = ("Heavy", "active_days >= 60"), ("Both", f"Heavy and not uses.{event} >= 3")
    study = study_with(heavy, both)
    spelled = study.spelled_out("Both")
    assert spelled == f'"Both" := active_days >= 60 and not uses.{event} >= 3'
    assert (title_of(spelled), wording.segment_title(spelled)) == ("users in “Both”", "Both")
    assert chosen_by(spelled) == {"active_days", "uses"}
    assert events_of(spelled) == {event}
    assert study.spelled_out("weekday:Tue") == "weekday:Tue"
    rule = study.spelled_out("Heavy or plan=Pro")
    assert rule == '"Heavy or plan=Pro" := active_days >= 60 or plan=Pro'
    assert chosen_by(rule) == {"active_days", "attr:plan"}
    np.testing.assert_array_equal(study.members(rule), study.members("Heavy or plan=Pro"))
    np.testing.assert_array_equal(study.members(spelled), study.members("Both"))
    quoted = spelled_out('a "b"', (OwnSegment('a "b"', "plan=Pro"),))
    assert (wording.segment_title(quoted), chosen_by(quoted)) == ('a "b"', chosen_by("plan=Pro"))


def test_rules_are_read_with_own_names_replaced(study_with):
    study = study_with(("Heavy", "active_days >= 60 or events > 500"))
    assert rule_text(rule_for("Heavy and plan=Pro", study.people)) == "(active_days >= 60 or events > 500) and plan=Pro"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hevy", 'Expected a known segment, found "Hevy". Hint: did you mean "Heavy"?'),
        ("all and Hevy", 'found "Hevy" at character 9 of the rule. Hint: did you mean "Heavy"?'),
        ("Astray", 'In your segment "Astray": expected a column of the users table, found "plam" at character 1'),
        ("all and Follows", 'In your segment "Astray": expected a column of the users table, found "plam"'),
    ],
)
def test_errors_name_the_segment_whose_rule_is_wrong(study_with, text, said):
    study = study_with(("Heavy", "active_days >= 60"), ("Astray", 'attr.plam = "Pro"'), ("Follows", "not Astray"))
    with pytest.raises((RuleError, UnknownNameError)) as caught:
        study.members(text)
    assert said in str(caught.value)
    assert study.own_names == ("Heavy",)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "found none"), (" \n\t ", "found none"), ("a=b", 'without "="'), ("weekday:Tue", "a meaning already"),
        ("ALL", "a meaning already"), ("rest", "a meaning already"), ("uses.login", "a meaning already"),
        ("not", "a meaning already"), ("active_days", "a meaning already"), ("split:1/2:7", "a meaning already"),
        ("active_days > 3", "a rule itself"), ("uses:x", "a meaning already"), ("Dates:x", "a meaning already"),
        ("tuesdays", "a meaning already"), ("Everyone else", "a meaning already"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_used_is_refused(name, said):
    with pytest.raises(OffbeatError) as caught:
        own_name(name)
    assert said in caught.value.sentence


@given(st.text(max_size=60))
def test_every_name_is_one_line_and_stable_or_refused(text):
    try:
        name = own_name(text)
    except OffbeatError:
        return
    assert own_name(name) == name
    assert 0 < len(name) <= LONGEST_NAME
    assert name.isprintable()
    (leaf,) = [parse(name_text(name))]
    assert leaf.text == name


names = st.text(min_size=1, max_size=30).map(lambda text: f"N {text}".replace("=", ""))


@given(st.lists(st.tuples(names, st.sampled_from(RULES)), max_size=6))
def test_a_link_brings_back_what_was_saved(pairs):
    own = ()
    for name, rule in pairs:
        try:
            own = saved(own, OwnSegment.of(name, rule))
        except OffbeatError:
            continue
    assert from_text(to_text(own)) == own
    assert bool(own) == bool(to_text(own))


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 5000, '{"a": 1}', '[1, [2], [null, null], ["x"], 3]', '[["A","B and ("]]', "\ud800", "7"]
)
def test_a_link_that_cannot_be_read_holds_no_segment(text):
    assert from_text(text) == ()


def test_a_link_keeps_what_it_can():
    circle = '[["A","B or all"],["B","A and all"],["C","all"],["c","none"],["D","\\ud800"]]'
    assert [(each.name, each.rule) for each in from_text(circle)] == [("A", "B or all"), ("C", "all"), ("D", "?")]


def test_what_does_not_fit_is_left_out_of_the_link():
    own = with_each([("A", "all"), ("B", "active_days > 1" + " or all" * 40), ("C", "all")])
    assert [each.name for each in fitting(own, 60)] == ["A", "C"]
    assert fitting(own, 10_000) == own


def test_circles_are_refused():
    own = with_each([("A", "B or all"), ("B", "plan=Pro and C")])
    with pytest.raises(OffbeatError, match="rest on itself, found “A” in its own rule by way of “B” and “C”"):
        added(own, OwnSegment("C", "not A"))
    with pytest.raises(OffbeatError, match="found “D” in its own rule"):
        added(own, OwnSegment("D", "not D"))
    with pytest.raises(OffbeatError, match="rest on itself"):
        saved(own, OwnSegment("B", "A"))


def test_names_are_unique_and_few():
    own = with_each([("Heavy", "all")])
    with pytest.raises(OffbeatError, match="free"):
        added(own, OwnSegment.of("HEAVY", "all"))
    assert saved(own, OwnSegment.of("Heavy", "plan=Pro")) == (OwnSegment("Heavy", "plan=Pro"),)
    full = with_each([(f"S{number}", "all") for number in range(MOST_SEGMENTS)])
    with pytest.raises(OffbeatError, match=f"at most {MOST_SEGMENTS} segments"):
        added(full, OwnSegment("One more", "all"))


def test_rules_that_grow_without_end_are_refused():
    own = with_each([("S0", " or ".join(["all"] * 20))])
    own = added(own, OwnSegment.of("S1", " or ".join(["S0"] * 20)))
    with pytest.raises(OffbeatError, match="at most 500 tests"):
        added(own, OwnSegment.of("S2", "S1 or S1"))
    with pytest.raises(OffbeatError, match=f"at most {LONGEST_RULE:,} characters, found 10,000"):
        OwnSegment.of("Long", "a" * 10_000)


def test_rename_rewrites_the_rules_that_name_it(study_with):
    own = with_each([("Heavy", "active_days >= 60"), ("Both", "Heavy and not plan=Pro"), ("Other", "weekday:Tue")])
    after = renamed(own, "Heavy", 'All "day" long')
    assert after == (
        OwnSegment('All "day" long', "active_days >= 60"),
        OwnSegment("Both", '"All ""day"" long" and not plan=Pro'),
        OwnSegment("Other", "weekday:Tue"),
    )
    before = study_with(*((each.name, each.rule) for each in own)).members("Both")
    np.testing.assert_array_equal(study_with(*((each.name, each.rule) for each in after)).members("Both"), before)
    assert renamed(own, "Heavy", "heavy")[0].name == "heavy"
    for wrong in ("Both", "plan=Pro", ""):
        with pytest.raises(OffbeatError):
            renamed(own, "Heavy", wrong)


def test_a_segment_others_rest_on_is_not_deleted():
    own = with_each([("Heavy", "all"), ("Both", "Heavy and daily"), ("None", "not Heavy")])
    with pytest.raises(OffbeatError, match="“Both” and “None” rest on it"):
        without(own, "Heavy")
    assert without(without(without(own, "Both"), "None"), "Heavy") == ()


def test_random_halves_part_a_segment(study_with):
    own = in_halves(with_each([("Heavy users", "active_days >= 60")]), "Heavy users", title="Heavy users", seed=3)
    assert own[1:] == (
        OwnSegment("Heavy users A", 'split:1/2:3 of "Heavy users"'),
        OwnSegment("Heavy users B", 'split:2/2:3 of "Heavy users"'),
    )
    study = study_with(*((each.name, each.rule) for each in own))
    first, second, whole = (study.members(f"Heavy users{each}") for each in (" A", " B", ""))
    np.testing.assert_array_equal(first ^ second, whole)
    assert not (first & second).any()
    assert abs(int(first.sum()) - int(second.sum())) < 6 * np.sqrt(whole.sum()) / 2
    with pytest.raises(OffbeatError, match="free"):
        in_halves(own, "Heavy users", title="Heavy users", seed=4)
    long = in_halves((), "daily", title="x" * LONGEST_NAME, seed=1)
    assert [each.name[-2:] for each in long] == [" A", " B"]
    assert all(len(each.name) == LONGEST_NAME for each in long)
