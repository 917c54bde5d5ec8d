"""Rules as text: what is read, what is printed and read again, what is told of a wrong one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.features import FEATURE_NAMES
from analysis.segments.rules import (
    And,
    Check,
    Field,
    Missing,
    Name,
    Not,
    OneOf,
    Or,
    RuleError,
    leaves,
    parse,
    rule_text,
)

DAYS, PLAN = Field("feature", "active_days"), Field("attr", "plan")
texts = st.text(max_size=12)
values = st.one_of(
    st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates(), texts
)
names_of_fields = st.text(min_size=1, max_size=12)
fields = st.one_of(
    st.sampled_from(FEATURE_NAMES).map(lambda name: Field("feature", name)),
    st.builds(Field, st.sampled_from(["attr", "uses"]), names_of_fields),
)
some_names = st.one_of(texts, st.sampled_from(["weekday:Tue", "plan=Pro", "a=b c", "and", "active_days", "3", "x=and"]))
tests_and_names = st.one_of(
    st.builds(Check, fields, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), values),
    st.builds(OneOf, fields, st.lists(values, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.builds(Missing, fields, st.booleans()),
    st.builds(Name, some_names),
)
rules = st.recursive(
    tests_and_names,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: And(tuple(each))),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: Or(tuple(each))),
    ),
    max_leaves=8,
)


@given(rules)
def test_printed_rules_are_read_back(rule):
    assert parse(rule_text(rule)) == rule


@given(st.text(alphabet='ab=<>!(),"  .:13andortis', max_size=30))
def test_any_text_is_a_rule_or_told_with_its_place(text):
    try:
        rule, told = parse(text), None
    except RuleError as error:
        rule, told = None, error
    if told is None:
        assert parse(rule_text(rule)) == rule
    else:
        assert "at character" in told.sentence
        assert told.hint.endswith((".", "?"))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("active_days >= 10", Check(DAYS, ">=", 10)),
        ("active_days>=1.5e1", Check(DAYS, ">=", 15.0)),
        ('attr.plan = "Pro"', Check(PLAN, "=", "Pro")),
        ('attr."plan" != "a ""b"""', Check(PLAN, "!=", 'a "b"')),
        ("attr.since < 2026-03-31", Check(Field("attr", "since"), "<", date(2026, 3, 31))),
        ("uses.export = TRUE", Check(Field("uses", "export"), "=", True)),
        ('attr.plan in ("Pro", "Team")', OneOf(PLAN, ("Pro", "Team"))),
        ("active_days not in (1,2)", OneOf(DAYS, (1, 2), negated=True)),
        ("gap_cv IS NOT Missing", Missing(Field("feature", "gap_cv"), negated=True)),
        ("weekday:Tue", Name("weekday:Tue")),
        ("plan=Pro", Name("plan=Pro")),
        ('plan = "Pro Max"', Name("plan=Pro Max")),
        ('"uses:Open it"', Name("uses:Open it")),
        ("all and not weekend", And((Name("all"), Not(Name("weekend"))))),
        ("daily or weekend and bursty", Or((Name("daily"), And((Name("weekend"), Name("bursty")))))),
        ("(daily or weekend) and bursty", And((Or((Name("daily"), Name("weekend"))), Name("bursty")))),
        ("split:1/2:7 of daily or weekend", Or((And((Name("split:1/2:7"), Name("daily"))), Name("weekend")))),
    ],
)
def test_grammar(text, rule):
    assert parse(text) == rule


@pytest.mark.parametrize(
    ("text", "place", "expected", "found", "hint"),
    [
        ("activ_days > 3", 1, "a field", "activ_days", '"active_days"?'),
        ("atr.plan > 3", 1, "a field", "atr.plan", '"attr.plan"?'),
        ("weekday:Tue adn weekend", 13, '"and", "or" or the end', "adn", '"and"?'),
        ("attr.plan = Pro", 13, "a value", "Pro", 'double quotes: "Pro"'),
        ("active_days >=", 15, "a value", "the end", "write a number"),
        ("active_days => 3", 14, "a value", ">", "write a number"),
        ("active_days > 1e999", 15, "a value", "1e999", "double quotes"),
        ("attr.since > 2026-02-30", 14, "a value", "2026-02-30", "double quotes"),
        ("active_days 3", 13, "an operator", "3", "there are: ="),
        ("active_days not 3", 17, '"in"', "3", "there are: ="),
        ("gap_cv is mising", 11, '"missing"', "mising", '"missing"?'),
        ("attr.plan in 3", 14, '"("', "3", "in brackets"),
        ('attr.plan in ("a" "b")', 19, '"," or ")"', '"b"', "never closed"),
        ("(daily", 7, '")"', "the end", "opened at character 1"),
        ("daily)", 6, "the end", '")"', "join"),
        ("not", 4, "a field or a segment", "the end", "for example"),
        ("", 1, "a field or a segment", "the end", "for example"),
        ("1 > 2", 1, "a field or a segment", '"1"', "for example"),
        ('attr.plan = "Pro', 13, "ends with a double quote", "Pro", "close it"),
        ("active_days ! 3", 13, "an operator", "!", '"!="'),
        ("plan=", 6, 'a value after "="', "the end", "plan=Pro"),
        ("(" * 60 + "daily", 51, "brackets in brackets", "one more", "save"),
        ("split:1/2:7 of " * 60 + "daily", 751, '"of"', "one more", "leave"),
    ],
)
def test_errors_name_the_place_and_the_nearest_word(text, place, expected, found, hint):
    with pytest.raises(RuleError) as error:
        parse(text, words=["attr.plan"])
    assert f"at character {place} of the rule" in error.value.sentence
    assert expected in error.value.sentence
    assert found in error.value.sentence
    assert hint in error.value.hint


def test_leaves_come_from_left_to_right():
    rule = parse("daily or not (active_days > 3 and weekend)")
    assert [rule_text(leaf) for leaf in leaves(rule)] == ["daily", "active_days > 3", "weekend"]
