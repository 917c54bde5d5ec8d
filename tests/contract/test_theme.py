"""The colours of config.toml can be read, and the chart colours that stay the same in both modes can be seen."""

import itertools
import tomllib

import pytest

from analysis.charts.theme import CUT, HIGHLIGHT, MUTE

TEXT_COLOURS = ("textColor", "linkColor", "primaryColor", "redColor", "orangeColor", "yellowColor", "greenColor",
                "blueColor", "violetColor", "grayColor")  # fmt: skip
GROUNDS = ("backgroundColor", "secondaryBackgroundColor")


@pytest.fixture(scope="module")
def config(root):
    return tomllib.loads((root / ".streamlit" / "config.toml").read_text())


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("mode", "name", "ground"), list(itertools.product(("light", "dark"), TEXT_COLOURS, GROUNDS)))
def test_text_is_readable(config, mode, name, ground):
    theme = config["theme"][mode]
    assert contrast(theme[name], theme[ground]) >= 4.5


@pytest.mark.parametrize(("mode", "mark"), list(itertools.product(("light", "dark"), (CUT, HIGHLIGHT, MUTE))))
def test_marks_that_keep_one_colour_are_visible_in_both_modes(config, mode, mark):
    assert contrast(mark, config["theme"][mode]["backgroundColor"]) >= 3


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_ramp_recedes_into_the_page_and_rises_evenly(config, mode):
    theme = config["theme"][mode]
    away = [contrast(colour, theme["backgroundColor"]) for colour in theme["chartSequentialColors"]]
    assert away == sorted(away)
    assert away[0] < 1.25


def test_production_settings(config):
    assert config["client"] == {"showErrorDetails": "none", "toolbarMode": "viewer", "disableDataExport": True}
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["enableStaticServing"] is False
    assert config["server"]["enableAgentApi"] is False
    assert config["server"]["maxUploadSize"] == 200
