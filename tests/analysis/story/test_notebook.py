"""The exported notebook, executed in a kernel: its numbers are those of the app's views."""

import os
import re
from dataclasses import replace

import nbformat
import pytest
from nbclient import NotebookClient

from analysis.ingest import read
from analysis.markup import escaped, table
from analysis.settings import from_query
from analysis.story.address import path_to
from analysis.story.again import compute
from analysis.story.call import call_of, part_of_text, part_text
from analysis.story.notebook import story_notebook
from analysis.story.python_text import python_text
from analysis.study import Filters, study
from analysis.views.today import today_of


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    path = tmp_path_factory.mktemp("events") / "events.csv"
    rows = [f"u{user},2026-0{1 + week // 4}-{2 + 7 * (week % 4):02d}" for user in range(9) for week in range(user, 20)]
    path.write_text("user_id,timestamp\n" + "\n".join(rows) + "\n")
    return path


@pytest.fixture(scope="module")
def told(chart, events):
    """A chart under changed settings, and a finding, with what the app shows of both."""
    dataset, _ = read(events)
    today = today_of(study(dataset))
    finding = replace(
        chart, view="today.today_of", part=path_to(today, today.findings[0]), kind="finding", settings={},
        filters=Filters(), note="A note\nwith two lines",
    )  # fmt: skip
    pins = [replace(chart, part=("often",)), finding]
    return pins, [compute(each, dataset) for each in pins], dataset


@pytest.fixture(scope="module")
def outputs(told, people, events, root):
    """The HTML that each code cell shows in a kernel of its own."""
    book = nbformat.reads(story_notebook([*told[0], people], reads={"paths": [str(events)]}), 4)
    nbformat.validate(book)
    environment = {**os.environ, "PYTHONPATH": str(root)}
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(root)}}).execute(env=environment)
    return [each.outputs[0]["data"]["text/html"] for each in book.cells if each.cell_type == "code"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_executed_notebook_gives_the_app_s_numbers(outputs, told):
    _, contents, dataset = told
    reading, *shown = outputs
    assert f'<td style="text-align:left">{dataset.activity.users}</td>' in reading
    assert len(shown) == 2
    for html, content in zip(shown, contents, strict=True):
        assert escaped(content.sentence) in html
    assert table(contents[0].table) in shown[0]


def test_the_same_story_gives_the_same_bytes_and_names_nobody(chart, people):
    text = story_notebook([chart, people])
    assert text == story_notebook([chart, people])
    assert "u00003" not in text
    assert "u00003" in story_notebook([people], with_people=True)


def test_what_a_pin_holds_cannot_become_code(chart):
    evil = "x'); import os; os.system('true') #\nimport os"
    pin = replace(chart, sentence=evil, title=evil, note=evil, arguments=(evil,), part=(evil,), data_name=evil,
                  filters=Filters(who=evil))  # fmt: skip
    cells = nbformat.reads(story_notebook([pin]), 4).cells
    for cell in cells:
        if cell.cell_type == "code":
            compile(cell.source, "cell", "exec")
            assert not re.search(r"^\s*import os", cell.source, re.MULTILINE)
    gone = replace(pin, view="glance.glance_of\nimport os")
    assert [each.cell_type for each in nbformat.reads(story_notebook([gone]), 4).cells] == [
        "markdown",
        "code",
        "markdown",
    ]


def test_settings_and_filters_are_short_python_that_makes_them_again(every_filter):
    settings = from_query({"weekday.min_share": "0.8", "inactive.days": "14"})
    text = python_text(settings)
    assert text == "Settings(weekday=Weekday(min_share=0.8), inactive=Inactive(days=14))"
    assert python_text(Filters()) == "Filters()"
    assert python_text(every_filter).count("DateList(name='Releases', days=(20000, 20100), tolerance_days=1)") == 1
    assert eval_plain(text) == settings
    assert eval_plain(python_text(every_filter)) == every_filter


def eval_plain(text):
    """Evaluate what a notebook would: names of our own classes only."""
    from datetime import date

    from analysis.daysets import DateList
    from analysis.lifecycle import Inactive
    from analysis.rhythms.weekday import Weekday
    from analysis.segments import OwnSegment
    from analysis.settings import Settings

    known = {each.__name__: each for each in (date, DateList, Inactive, Weekday, OwnSegment, Settings, Filters)}
    return eval(text, {"__builtins__": {}}, known)


@pytest.mark.parametrize(
    "part", [(), ("when",), ("parts", 0, "picture"), ("findings", 'rhythm segment {"a": "b.c"}'), ("0",)]
)
def test_ways_are_written_and_read(part):
    assert part_of_text(part_text(part)) == part


def test_the_call_quotes_what_a_shell_would_read(chart, every_filter):
    pin = replace(chart, filters=replace(every_filter, who="it's $(x)"), arguments=("a b",))
    call = call_of(pin)
    assert "--arguments '[\"a b\"]'" in call
    assert "--where 'it'\"'\"'s $(x)'" in call
    assert '"as_of": "2026-05-01"' in call
    assert "--define 'Heavy=active_days >= 100'" in call
