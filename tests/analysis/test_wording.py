"""Numbers and results as plain text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import wording
from analysis.activity import WEEKDAYS
from analysis.daysets import ANCHORS, DateList
from analysis.rhythms import RHYTHMS
from analysis.segmentation import possible_details

NAN = float("nan")


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (1, "people", "1 person"),
        (0, "people", "0 people"),
        (1, "accounts", "1 account"),
        (1200, "accounts", "1,200 accounts"),
    ],
)
def test_units(number, unit, text):
    assert wording.units(number, unit) == text


def test_first_letters():
    assert (wording.capital("plan: Pro"), wording.small("Median Gap"), wording.capital("")) == (
        "Plan: Pro",
        "median Gap",
        "",
    )


@pytest.mark.parametrize(("number", "text"), [(14206, "14,206"), (0, "0"), (-3, "−3"), (NAN, "–")])
def test_count(number, text):
    assert wording.count(number) == text


@pytest.mark.parametrize(
    ("fraction", "text"), [(0, "0 %"), (1, "100 %"), (0.054, "5.4 %"), (0.31, "31 %"), (-0.31, "−31 %"), (NAN, "–")]
)
def test_share(fraction, text):
    assert wording.share(fraction) == text


def test_share_with_tenths():
    assert wording.share(0.314, tenths=True) == "31.4 %"


@given(st.floats(-1, 1))
def test_share_uses_a_true_minus_sign(fraction):
    assert "-" not in wording.share(fraction)


@pytest.mark.parametrize(
    ("p", "text"), [(0.0004, "p < 0.001"), (0.018, "p 0.018"), (0.5, "p 0.50"), (1, "p 1.00"), (NAN, "–")]
)
def test_pvalue(p, text):
    assert wording.pvalue(p) == text


def test_decimal_interval_and_day():
    assert wording.decimal(6.14) == "6.1"
    assert wording.decimal(NAN) == "–"
    assert wording.interval("6.1", "12.7") == "6.1 to 12.7"
    assert wording.day(date(2026, 9, 7)) == "7 Sep 2026"


@pytest.mark.parametrize(
    ("words", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_listed(words, text):
    assert wording.listed(words) == text


def test_listed_stops():
    assert wording.listed(["a", "b", "c"], most=2) == "a, b and 1 more"


def test_plural():
    assert wording.plural(1, "user") == "1 user"
    assert wording.plural(1200, "user") == "1,200 users"
    assert wording.plural(2, "person", "people") == "2 people"


@pytest.mark.parametrize("term", ["rhythm", "beat", "irregular", "too few", "sensitivity", "expected by chance"])
def test_terms_have_plain_words(term):
    assert wording.PLAIN_WORDS[term] != term


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("all", "Everyone"),
        ("weekday:Tue", "Tuesdays"),
        ("weekday_set:Mon+Wed+Fri", "Mon + Wed + Fri"),
        ("cadence:10", "Every 10 days"),
        ("month_day:last", "The last day of the month"),
        ("month_day:last±1", "The last day of the month, give or take one"),
        ("nth_weekday:1:Mon", "The first Monday of the month"),
        ("nth_weekday:last:Fri", "The last Friday of the month"),
        ("quarter_end", "End of the quarter"),
        ("dates:Our news: big", "Dates of mine: Our news: big"),
        ("plan=Pro", "plan: Pro"),
        ("leaning:weekend", "Leaning to: Weekends"),
        ("split:1/2:7", "Random part 1 of 2 (seed 7)"),
    ],
)
def test_segment_titles(name, title):
    assert wording.segment_title(name) == title


@pytest.mark.parametrize("code", WEEKDAYS)
def test_every_weekday_has_its_name(code):
    assert wording.habit("weekday", code) == f"come on {wording.WEEKDAY_NAMES[code]}s"


@pytest.mark.parametrize("slug", [each.slug for each in RHYTHMS])
def test_every_set_of_dates_has_a_title_and_a_habit_of_its_own(slug):
    for detail in possible_details(slug, [DateList("Our {news}", (1, 2))]) if slug in (*ANCHORS, "dates") else ():
        assert wording.segment_title(f"{slug}:{detail}") != f"{slug}:{detail}"
        assert wording.habit(slug, detail).startswith("come ")
        assert "day last" not in wording.habit(slug, detail)
    assert wording.SEGMENT_TITLES[slug]
    assert wording.HABITS[slug]


@given(st.text())
def test_escaped_text_keeps_its_letters_and_no_bare_markup(text):
    shown = wording.escaped(text)
    bare = shown.replace("\\\\", "")
    for mark in "*_[]<>`$":
        assert bare.count(mark) == bare.count("\\" + mark)
