"""Pins written down and read again; a story file that holds something else is refused, and nothing in it is run."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import OffbeatError
from analysis.story.filters_json import filters_from_plain, filters_to_plain
from analysis.story.pin import pins_from_json, pins_to_json
from analysis.story.table_json import table_from_plain, table_to_plain
from analysis.study import Filters


def test_a_story_is_read_as_it_was_written(chart, people, every_filter):
    written = pins_to_json([chart, replace(people, filters=every_filter, arguments=("a", (1, None, True), 0.5))])
    read = pins_from_json(written)
    assert pins_to_json(read) == written
    assert read[1].filters == every_filter
    assert read[1].arguments == ("a", (1, None, True), 0.5)
    assert read[0].part == ("when",)
    assert read[0].kept.spec == chart.kept.spec
    assert read[0].kept.table.equals(chart.kept.table)
    assert read[1].kept.table.equals(people.kept.table)


def test_filters_as_they_come_say_nothing(every_filter):
    assert filters_to_plain(Filters()) == {}
    assert filters_from_plain(json.loads(json.dumps(filters_to_plain(every_filter)))) == every_filter


CELLS = {
    "int64": st.integers(-(2**40), 2**40),
    "float64": st.floats(allow_infinity=False),
    "bool": st.booleans(),
    "str": st.text(st.characters(exclude_categories=["Cs"])),
}


@settings(max_examples=30)
@given(st.data(), st.sampled_from(sorted(CELLS)))
def test_any_column_comes_back(data, kind):
    column = pd.Series(data.draw(st.lists(CELLS[kind], min_size=1, max_size=4)), dtype=kind)
    table = pd.DataFrame({"a": column, "b": date(2026, 3, 1), "c": pd.Series([None] * len(column), dtype="Int64")})
    back = table_from_plain(json.loads(json.dumps(table_to_plain(table), allow_nan=False)))
    pd.testing.assert_frame_equal(back, table)


def changed(chart, **plain):
    story = json.loads(pins_to_json([chart]))
    story["pins"][0] |= plain
    return json.dumps(story)


PICTURE = {"image": "https://x.example/a.png"}
# Each would make a tooltip or an input load a picture from elsewhere, or draw what is no chart of ours.
HARMFUL = (
    {"datasets": {"a": [{"x": PICTURE}]}},
    {"data": {"values": [{"x": PICTURE}]}},
    {"encoding": {"tooltip": [{"field": "x", "title": "image"}]}},
    {"encoding": {"tooltip": [{"field": "image"}]}},
    {"encoding": {"tooltip": [{"field": "x", "title": ["image"]}]}},
    {"layer": [{"encoding": {"tooltip": {"value": PICTURE}}}]},
    {"encoding": {"tooltip": {"expr": "{image: datum.x}"}}},
    {"mark": {"type": "bar", "tooltip": True}},
    {"config": {"mark": {"tooltip": {"content": "data"}}}},
    {"mark": "image"},
    {"mark": {"type": "image"}},
    {"params": [{"name": "p", "bind": {"input": "image"}}]},
    {"params": [{"name": "p", "value": PICTURE}]},
    {"transform": [{"calculate": "{image: datum.x}", "as": "x"}]},
    {"transform": [{"filter": "true", "pivot": "x"}]},
    {"$schema": "https://vega.github.io/schema/vega/v6.json", "marks": []},
)


@pytest.mark.parametrize(
    ("plain", "complaint"),
    [
        ({"view": "glance.glance_of\nimport os"}, "name of a view"),
        ({"view": "../../os.system"}, "name of a view"),
        ({"settings": {"weekday.min_share": "9"}}, "between 0 and 1"),
        ({"settings": {"nope.x": "1"}}, "known threshold"),
        ({"filters": {"who": "all", "eval": "1"}}, "eval"),
        ({"filters": {"unit": "planets"}}, "people, accounts"),
        ({"filters": {"as_of": "soon"}}, "Expected a date"),
        ({"filters": {"ignored_days": [10**9]}}, "whole numbers"),
        ({"filters": {"segments": [{"name": "Heavy", "rule": "active_days >>"}]}}, "after"),
        ({"arguments": [{"a": 1}]}, "text, a number"),
        ({"part": [1.5]}, "names and positions"),
        ({"kind": "virus"}, "finding, chart, table"),
        ({"last_day": "x"}, "whole numbers"),
        ({"kept": {"sentence": "", "alt": "", "table": None, "spec": {"data": {"url": "https://x"}}}}, "fetches"),
        ({"kept": {"sentence": "", "alt": "", "table": None, "spec": {"layer": [{"usermeta": {}}]}}}, "fetches"),
        *(({"kept": {"sentence": "", "alt": "", "table": None, "spec": spec}}, "story file") for spec in HARMFUL),
        ({"kept": {"sentence": "", "alt": "", "spec": None, "table": {"columns": [{"name": "a"}]}}}, "a whole pin"),
        ({"kept": None}, "an object"),
    ],
)  # fmt: skip
def test_what_no_pin_can_be_is_refused(chart, plain, complaint):
    with pytest.raises(OffbeatError, match="(?s).*" + complaint.replace("(", r"\(")):
        pins_from_json(changed(chart, **plain))


@pytest.mark.parametrize("written", ["", "[]", "{", '{"form": "other", "pins": []}', "[" * 100_000, b"\xff\xfe"])
def test_what_is_no_story_is_said(written):
    with pytest.raises(OffbeatError, match="Expected a story"):
        pins_from_json(written)
