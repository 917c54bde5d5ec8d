"""`report`, `notebook`, `show`: files that are what they say, from a story or from the data alone."""

import json
from dataclasses import replace

import pytest

from analysis.__main__ import main
from analysis.ingest import read
from analysis.story.address import path_to
from analysis.story.pin import pins_from_json, pins_to_json
from analysis.story.start import first_story, pin_of
from analysis.study import study
from analysis.views.glance import glance_of


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    path = tmp_path_factory.mktemp("story") / "events.csv"
    rows = [f"u{user},2026-0{1 + week // 4}-{2 + 7 * (week % 4):02d}" for user in range(9) for week in range(user, 20)]
    path.write_text("user_id,timestamp\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture
def call(events, capsys):
    def run(subcommand, *options):
        code = main([subcommand, str(events), *map(str, options)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_first_story_has_findings_and_charts(events):
    studied = study(read(events)[0])
    pins = first_story(studied)
    assert {each.kind for each in pins} == {"finding", "chart"}
    assert len({(each.view, each.part) for each in pins}) == len(pins) >= 5
    assert pins_to_json(pins_from_json(pins_to_json(pins))) == pins_to_json(pins)


def test_a_saved_story_is_told_on_these_data(call, events, tmp_path):
    studied = study(read(events)[0])
    glance = glance_of(studied)
    pin = pin_of(studied, "glance.glance_of", (), path_to(glance, glance.often), glance, title="How often")
    older = replace(pin, kept=replace(pin.kept, table=pin.kept.table.iloc[1:]))
    story = tmp_path / "story.json"
    story.write_text(pins_to_json([older]))
    code, out, _ = call("report", "--pins", story, "--title", "Mine", "--out", tmp_path / "deep" / "mine.html")
    page = (tmp_path / "deep" / "mine.html").read_text()
    assert (code, json.loads(out)) == (0, {"path": str(tmp_path / "deep" / "mine.html")})
    assert "<h1>Mine</h1>" in page
    assert "Since it was pinned: 1 is new." in page
    code, out, _ = call("notebook", "--pins", story, "--out", tmp_path)
    book = json.loads((tmp_path / "exploration.ipynb").read_text())
    assert (code, json.loads(out)["path"]) == (0, str(tmp_path / "exploration.ipynb"))
    assert str(events) in "".join(book["cells"][1]["source"])


def test_show_prints_what_a_page_shows_and_draws_it(call, tmp_path):
    what = ("--view", "glance.glance_of", "--part", "often")
    code, out, _ = call("show", *what, "--filters", '{"period_days": 30}')
    said = json.loads(out)
    assert (code, said["sentence"]) == (0, said["alt"])
    assert sum(row["Users"] for row in said["table"]) == 9
    for name, begins in [("a.png", b"\x89PNG"), ("a.svg", b"<svg")]:
        assert call("show", *what, "--out", tmp_path / name)[0] == 0
        assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("show", "--view", "os.system", "--part", "x"), "known view"),
        (("show", "--view", "glance.glance_of", "--part", "nope"), "nope"),
        (("show", "--view", "glance.glance_of", "--part", "when", "--arguments", "{"), "a list in JSON"),
        (("show", "--view", "glance.glance_of", "--part", "when", "--arguments", "[1, 2]"), "cannot"),
        (("show", "--view", "glance.glance_of", "--part", "when", "--filters", "[]"), "an object"),
        (("show", "--view", "glance.glance_of", "--part", "headline", "--out", "x.png"), "Expected a chart to draw"),
        (("report",), "Expected --out"),
        (("report", "--pins", __file__, "--out", "x.html"), "Expected a story"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_sentence(call, options, complaint, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, said = call(*options)
    assert code == 2
    assert complaint in said
    assert "Hint:" in said.splitlines()[-1]
