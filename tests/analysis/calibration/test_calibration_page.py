"""The page of calibration: every figure beside its bound, none hidden; and the reference values agree."""

import math

import numpy as np
import pytest

from analysis.calibration import __main__ as command
from analysis.calibration.crowds import CROWD_TITLES, FOUND
from analysis.calibration.figures import FALSE_AT_MOST, FOUND_AT_LEAST, Figure
from analysis.calibration.markdown import mean_text, section, share_text, table, yes_text
from analysis.calibration.measure import Plan, all_figures, measure, named
from analysis.calibration.reference_values import agreements, worst_tail_error
from analysis.calibration.report import PAGE, page


@pytest.fixture(scope="module")
def tiny():
    """The whole battery on 400 people a run."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("analysis.calibration.crowds.USERS", 400)
        return measure(Plan(rare=2, nulls=2, planted=1, power=1))


def test_page_tells_every_figure(tiny):
    text = page(tiny)
    for figure in all_figures(tiny):
        assert f"| {figure.what} | {mean_text(figure)} |" in text
    assert text.count("\n## ") == 8
    assert "nan" not in text


def test_page_hides_no_figure_that_misses_its_bound(tiny):
    missed = [figure for figure in all_figures(tiny) if not figure.holds]
    text = page(tiny)
    assert missed  # 20 planted people a row: some bound is missed
    assert all(f"- {figure.what}: " in text for figure in missed)
    assert text.count("| **no** |") == len(missed)


def test_the_shipped_page_knows_all_rows():
    text = PAGE.read_text(encoding="utf-8")
    assert all(f"false among sure labels: {CROWD_TITLES[name]} |" in text for name in FALSE_AT_MOST)
    assert all(f"found: {named(FOUND[name])} |" in text for name in FOUND_AT_LEAST)


def test_command_writes_the_page_and_says_what_was_missed(tiny, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(command, "measure", lambda plan: tiny)
    monkeypatch.setattr(command, "PAGE", tmp_path / "calibration.md")
    assert command.main([]) == 1
    assert (tmp_path / "calibration.md").read_text(encoding="utf-8") == page(tiny)
    assert "figures missed: " in capsys.readouterr().err
    assert command.main(["--quick"]) == 1
    assert capsys.readouterr().out == page(tiny) + "\n"


def test_command_makes_the_table_only_when_asked(monkeypatch):
    made = []
    monkeypatch.setattr(command.moran, "main", lambda: made.append("table"))
    assert command.main(["moran"]) == 0
    assert made == ["table"]


def test_figures_compare_with_their_bound():
    low = Figure("x", np.array([0.1, 0.3]), 0.2, at_least=True)
    assert low.holds
    assert low.mean == pytest.approx(0.2)
    assert low.error == pytest.approx(0.1)
    assert not Figure("x", np.array([0.1, 0.32]), 0.2).holds
    assert math.isnan(Figure("x", np.array([0.1])).sd)


def test_words_and_tables():
    assert [share_text(value) for value in (0.0, 0.05, 0.00331, 1.0, 0.9996, 10.0, math.nan)] == [
        "0", ".05", ".0033", "1", ".9996", "10", "–",
    ]  # fmt: skip
    assert table(("a", "b"), [(1, "x")]) == "| a | b |\n| --- | --- |\n| 1 | x |"
    assert section("T", "one", "two") == "## T\n\none\n\ntwo\n"
    assert yes_text(False) == "**no**"


def test_reference_values_agree():
    wrong = [each for each in agreements(cases=400) if not each.holds]
    assert not wrong


def test_exact_fractions_would_notice_a_coarse_tail(monkeypatch):
    assert worst_tail_error(seed=3, cases=200) < 1e-9
    monkeypatch.setattr("analysis.calibration.reference_values.hypergeometric_tail", lambda *counts: 0.5)
    assert worst_tail_error(seed=3, cases=200) > 0.1
