"""The report: asks nobody for anything, shows text from data as text, names nobody unless asked."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from analysis.errors import OffbeatError
from analysis.story.html import story_html
from analysis.story.private import without_people
from analysis.study import Filters


class Seen(HTMLParser):
    """Every element with its attributes, and what stands in scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements, self.scripts = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data):
        if self.elements and self.elements[-1][0] == "script" and self.lasttag == "script":
            self.scripts[-1] += data


@pytest.fixture(scope="module")
def hostile(chart, hostile_text):
    table = chart.kept.table.assign(**{hostile_text: hostile_text})
    spec = chart.kept.spec | {"datasets": {"rows": [{"weekday": hostile_text}]}}
    kept = replace(chart.kept, sentence=hostile_text, alt=f'" onload="x {hostile_text}', spec=spec, table=table)
    names = dict.fromkeys(("title", "sentence", "note", "data_name"), hostile_text)
    return replace(chart, **names, kept=kept, filters=Filters(who=hostile_text), arguments=(hostile_text,))


@pytest.fixture(scope="module")
def page(chart, people, hostile, hostile_text) -> str:
    return story_html([chart, people, hostile], title=hostile_text)


def test_nothing_of_the_page_leads_elsewhere(page):
    seen = Seen(page)
    assert {tag for tag, _ in seen.elements} <= {
        "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "section", "figure", "div",
        "details", "summary", "table", "thead", "tbody", "tr", "th", "td", "pre", "footer", "noscript", "script",
    }  # fmt: skip
    assert not [
        each for _, named in seen.elements for each in named if each in ("src", "href") or each.startswith("on")
    ]
    policy = next(named["content"] for tag, named in seen.elements if named.get("http-equiv"))
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "http" not in policy


def test_only_the_one_script_may_run_and_it_is_the_one_allowed(page):
    run = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(run) == 1
    digest = base64.b64encode(hashlib.sha256(run[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page


def test_text_from_data_is_text(page, hostile_text):
    assert "<img" not in page.split("<script>")[0]
    assert "alert(1)</script>" not in page
    charts = json.loads(re.search(r'<script type="application/json" id="charts">(.*?)</script>', page, re.DOTALL)[1])
    assert [each["datasets"].get("rows") for each in charts] == [None, [{"weekday": hostile_text}]]
    assert charts[0]["description"]


def test_people_are_counted_and_not_named(page, people, chart):
    assert not re.search(r"u\d{5}", page)
    assert f"who are left out here: {len(people.kept.table)} rows" in page
    named = story_html([people], with_people=True)
    assert "u00003" in named
    assert "Ask u00003" in named
    assert "<script" not in named
    assert without_people(chart).kept is chart.kept


def test_a_person_s_page_leaves_no_trace_of_who_it_is(chart):
    pin = replace(
        chart, title="u00003", sentence="u00003 comes on Tuesdays.", view="person.person_of", arguments=("u00003",),
        part=("history", "picture"), query="user=u00003", names_people=True, note="Fine.",
        filters=Filters(who='attr.email = "ann@own.example"'), data_name="events.csv",
    )  # fmt: skip
    private = without_people(pin)
    assert "u00003" not in repr(private)
    assert "ann@" not in repr(private)
    assert private.note == "Fine."
    assert (private.view, private.arguments, private.query) == ("", (), "")


def test_it_says_what_changed_and_why_not(chart, people):
    now = replace(chart.kept, table=chart.kept.table.assign(**{chart.kept.table.columns[1]: 7}))
    page = story_html([chart, chart], again=[now, OffbeatError("Expected a plan, found none.", hint="x.")])
    assert "Since it was pinned: " in page
    assert "Kept as it was: Expected a plan, found none." in page
    assert "python -m analysis show FILE --view glance.glance_of --part when --set weekday.min_share=0.8" in page
    newer = replace(people.kept, sentence="Among them u00004.", table=people.kept.table.replace("u00003", "u99999"))
    assert not re.search(r"u\d{5}", story_html([people], again=[newer]))
