"""Charts that leave the app have its colours: what `.streamlit/config.toml` says, once more for who has no page."""

import re
import tomllib
from pathlib import Path

import pytest

from analysis.charts.dress import DARK, LIGHT

ROOT = Path(__file__).resolve().parents[2]
THEME = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
STYLE = (ROOT / "analysis/story/report.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("mode", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_charts_of_their_own_have_the_app_s_colours(mode, palette):
    theme = THEME[mode]
    assert (palette.paper, palette.ink, palette.border) == (
        theme["backgroundColor"], theme["textColor"], theme["borderColor"],
    )  # fmt: skip
    assert list(palette.categorical) == theme["chartCategoricalColors"]
    assert list(palette.sequential) == theme["chartSequentialColors"]
    assert list(palette.diverging) == theme["chartDivergingColors"]


@pytest.mark.parametrize(("mode", "place"), [("light", 0), ("dark", 1)])
def test_the_report_has_the_app_s_colours(mode, place):
    of_modes = [
        dict(re.findall(r"--(\w+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    ]
    roles = {"paper": "backgroundColor", "panel": "secondaryBackgroundColor", "ink": "textColor",
             "soft": "dataframeHeaderTextColor", "border": "borderColor", "hand": "primaryColor",
             "link": "linkColor"}  # fmt: skip
    assert of_modes[place] == {role: THEME[mode][name] for role, name in roles.items()}
