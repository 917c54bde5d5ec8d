"""Intervals of Win back hold what is true on small runs of the battery, and a method known to be wrong does not."""

import numpy as np
import pytest

from analysis.calibration import __main__ as command
from analysis.calibration import campaigns, campaigns_report
from analysis.calibration.campaigns import CampaignPlan, hold_out_figures, placebo_figures, simulated
from analysis.calibration.campaigns_report import campaign_section
from analysis.calibration.figures import Figure
from analysis.win_back.lift import Estimate

FEW = CampaignPlan(repeats=60, users=700, populations=1, step_days=70)
ROOM = 0.08  # three standard errors of 60 repeats


def test_hold_outs_hold_the_planted_lift():
    figures = hold_out_figures(FEW)
    assert len(figures) == 2 * 2 * 4 * 3
    assert min(each.mean for each in figures) > campaigns.LEAST_HELD - ROOM
    assert np.mean([each.mean for each in figures]) == pytest.approx(0.95, abs=0.02)


def test_a_bold_interval_is_found_out(monkeypatch):
    def bold(a, b, **_):
        lift = a.mean() - b.mean()
        return Estimate(lift, lift - 0.01, lift + 0.01)

    monkeypatch.setattr(campaigns, "hold_out_lift", bold)
    assert max(each.mean for each in hold_out_figures(FEW)) < 0.7


def test_earlier_dates_hold_what_happened():
    figures = [each for each in placebo_figures({}, FEW) if np.isfinite(each.bound)]
    sums = {name: [each for each in figures if each.what.endswith(f", {name}")] for name in campaigns.SUMS.values()}
    returns = [each for each in figures if each.what.endswith(" days")]
    assert len(returns) == len(sums["active days"]) + 8
    returns = [each for each in returns if not each.what.endswith("active days")]
    for asked in (returns, *sums.values()):
        assert np.mean(np.concatenate([each.values for each in asked])) > campaigns.LEAST_HELD - ROOM


def test_people_of_a_climate_are_the_same_for_the_same_seed():
    first, again = (simulated("season of 30 %", 50, 3) for _ in range(2))
    assert first.fingerprint == again.fingerprint


def test_the_section_tells_every_figure(monkeypatch, capsys):
    found = [Figure("one", np.array([0.9]), 0.93, at_least=True), Figure("two", np.array([1.0]))]
    monkeypatch.setattr(campaigns, "campaign_figures", lambda sets, plan: found)
    monkeypatch.setattr(campaigns_report, "real_sets", dict)
    assert command.main(["winback", "--quick"]) == 1
    printed = capsys.readouterr()
    assert printed.out == campaign_section(found, campaigns.QUICK) + "\n"
    assert "| one | .9 ± – | at least .93 | **no** |" in printed.out
    assert "figures missed: one" in printed.err


def test_the_shipped_page_has_every_row(root):
    text = (root / "docs" / "calibration.md").read_text(encoding="utf-8")
    assert f"## {campaigns_report.TITLE}\n" in text
    for name in (*campaigns_report.REAL_SETS, *campaigns.CLIMATES):
        assert f"| earlier dates, {name}, 14 days | " in text
        assert f"| earlier dates, {name}, 30 days | " in text
