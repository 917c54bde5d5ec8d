"""Warnings keep their promises on small runs of the battery, and a method known to be wrong breaks them."""

import math

import numpy as np
import pytest

from analysis.activity import Activity
from analysis.at_risk.pace import score_pace
from analysis.calibration import __main__ as command
from analysis.calibration import slowdown_battery
from analysis.calibration.figures import Figure, missed
from analysis.calibration.slowdown_battery import (
    CHANGED,
    EVER_AT_MOST,
    EVER_HEAVY_AT_MOST,
    QUICK,
    SlowdownPlan,
    change_figures,
    dip_figures,
    look_figures,
    null_figures,
)
from analysis.calibration.slowdown_report import slowdown_section

FEW = SlowdownPlan(runs=1, users_each=150, null_users=600, look_runs=1, weeks=(3,))
FOUND_ROOM = 0.03  # 2.5 standard errors of 300 people near the bound


def by_name(figures: list[Figure]) -> dict[str, Figure]:
    return {each.what: each for each in figures}


def test_steady_people_are_seldom_warned_of():
    figures = null_figures(FEW)
    assert missed(figures) == []
    assert len(figures) == 18


def test_daily_people_who_became_monthly_are_found_and_few_others():
    figures = by_name(change_figures(FEW))
    for name in ("daily", "Monday to Friday"):
        assert figures[f"found: {name} to monthly, after 3 weeks"].mean >= 0.95 - FOUND_ROOM
        assert figures[f"false among warnings: {name} to monthly, after 3 weeks"].mean <= 0.06
    # Said on the page: a weekly visitor cannot be told within three weeks.
    assert figures["found: one weekday to monthly, after 3 weeks"].mean < 0.5


def test_a_shared_holiday_slows_nobody_down():
    figures = by_name(dip_figures(FEW))
    assert figures["flagged though steady: everybody less, two weeks at 15 %, ending now"].mean <= 0.01
    assert figures["found nevertheless: daily to monthly, two weeks at 15 %"].mean >= 0.7


def test_weekly_looks_warn_few_steady_people():
    everybody, *kinds = look_figures(FEW)
    assert everybody.mean <= EVER_AT_MOST
    assert max(each.mean for each in kinds) <= EVER_HEAVY_AT_MOST


def too_eager(activity: Activity) -> np.ndarray:
    """Warn by p alone, without correction, the user's own past or a limit."""
    return score_pace(activity).slower.pvalue <= 0.1


def test_a_method_that_warns_too_eagerly_misses_its_bounds():
    assert missed(null_figures(FEW, too_eager))
    assert missed(change_figures(FEW, too_eager))
    assert missed(look_figures(SlowdownPlan(look_runs=1, users_each=50), too_eager))


def test_the_clock_is_what_forgives_a_holiday(monkeypatch):
    monkeypatch.setattr("analysis.at_risk.shared_changes.LEAST_CHANGE", 9.0)
    figures = by_name(dip_figures(FEW))
    assert figures["flagged though steady: everybody less, two weeks at 15 %, ending now"].mean > 0.05


def test_command_prints_or_writes_the_section(monkeypatch, tmp_path, capsys):
    figures = [Figure("a", np.array([0.01, 0.02]), 0.05), Figure("b", np.array([0.4]), math.nan)]
    monkeypatch.setattr(slowdown_battery, "slowdown_figures", lambda plan: figures)
    (tmp_path / "page.md").write_text("# Page\n\n## One\n\nwords\n", encoding="utf-8")
    monkeypatch.setattr(command, "PAGE", tmp_path / "page.md")
    assert command.main(["slowdowns", "--quick"]) == 0
    assert "| a | .015 ± .005 | at most .05 | yes |" in capsys.readouterr().out
    assert command.main(["slowdowns"]) == 0
    assert "## Slow-downs" in (tmp_path / "page.md").read_text(encoding="utf-8")
    figures.append(Figure("c", np.array([0.9]), 0.95, at_least=True))
    assert command.main(["slowdowns"]) == 1
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert text.count("## Slow-downs") == 1
    assert "| c | .9 ± – | at least .95 | **no** |" in text


def test_section_tells_every_figure():
    text = slowdown_section([Figure("x", np.array([0.5]))], QUICK)
    assert "| x | .5 ± – | – | – |" in text
    assert f"beside {CHANGED} who" in text


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_bounds_hold_on_their_own_side(value):
    low, high = Figure("low", np.array([value]), 0.5), Figure("high", np.array([value]), 0.5, at_least=True)
    assert missed([low, high]) == (["low"] if value else ["high"])
