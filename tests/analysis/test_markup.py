"""HTML made of data: text stays text; what Jupyter shows of each result."""

import pandas as pd

from analysis import find, markup
from analysis.charts.dress import LIGHT, still, stretched
from analysis.compare.results import Caveat, Comparison, Effect, Interval
from analysis.sample import load_sample
from analysis.views.glance import glance_of

HOSTILE = "<script>alert('x')</script>\" & <b>"


def test_no_text_of_data_becomes_markup():
    frame = pd.DataFrame({HOSTILE: [HOSTILE], "Users": [1_234]})
    caveat = Caveat("too_few", HOSTILE)
    effect = Effect("mean_difference", 1.5, Interval(0.5, 2.5, 0.95))
    compared = Comparison(
        HOSTILE, HOSTILE, HOSTILE, 3, 4, 1.0, 2.0, effect, HOSTILE, 1.0, 0.01, 0.02, (caveat,), HOSTILE
    )
    made = [
        markup.table(frame, caption=HOSTILE), markup.behind(HOSTILE, ""), markup.bullets([HOSTILE]),
        markup.card(HOSTILE, [(HOSTILE, HOSTILE)], sentence=HOSTILE), compared._repr_html_(),
    ]  # fmt: skip
    for each in made:
        assert "<script" not in each
        assert "&lt;script&gt;" in each
    assert '<td class="number">1,234</td>' in made[0]
    assert "0.500 to 2.500" in made[-1]


def test_long_tables_are_cut_and_say_so():
    shown = markup.table(pd.DataFrame({"a": range(12)}), most_rows=10)
    assert shown.count("<tr>") == 11
    assert "2 rows more." in shown


def test_cells_are_read_by_people():
    cells = {True: "yes", 14206: "14,206", 6.125: "6.125", 0.10: "0.1", float("nan"): "–"}
    assert {each: markup.shown_cell(each) for each in cells} == cells
    assert markup.shown_cell(None) == "–"
    assert markup.shown_cell(pd.Timestamp("2026-09-27").date()) == "27 Sep 2026"


def test_jupyter_shows_data_study_finding_and_chart(saas, saas_study):
    assert "1,962" in saas._repr_html_()
    assert "176,633" in load_sample("saas")[1]._repr_html_()
    assert "Tuesdays" in saas_study._repr_html_()
    finding = find(saas_study)[0]
    assert markup.escaped(finding.sentence) in finding._repr_html_()
    shown = glance_of(saas_study).often
    html = shown._repr_html_()
    assert '<img src="data:image/svg+xml;base64,' in html
    assert markup.escaped(shown.alt) in html
    assert markup.table(shown.table) in html


def test_a_chart_of_its_own_has_ink_paper_and_width():
    spec = {"mark": "bar", "config": {"text": {"color": "currentColor"}}, "datasets": {"a": [{"x": "currentColor"}]}}
    drawn = still(spec)
    assert drawn["config"]["text"]["color"] == LIGHT.ink
    assert drawn["config"]["background"] == LIGHT.paper
    assert drawn["datasets"] == spec["datasets"]
    assert drawn["width"] == 720
    assert "width" not in stretched({"facet": {}, "spec": {}})
    assert stretched({"width": 30})["width"] == 30
