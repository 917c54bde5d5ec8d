"""Shape of every chart; colours stay with config.toml, so light and dark need no second chart."""

import altair as alt

CUT = "#D9531E"  # what a person sets: one value that is at least 3:1 on both backgrounds
INK = "currentColor"  # text takes the colour of the page around it and follows a theme switch without a rerun
MUTE = "#858D99"  # everyone else, reference lines: 3:1 on both
HIGHLIGHT = "#3383C3"  # what the data say where it must stand out from MUTE: 3:1 on both

STRIP_PX, HALF_PX, HEAT_PX = 170, 230, 250  # heights: a full-width strip, a half-width chart, a heat map

_AXIS = {
    "domain": False, "ticks": False, "labelPadding": 6, "titlePadding": 10, "titleAnchor": "start",
    "titleFontWeight": 400, "titleFontSize": 12, "labelFontSize": 12, "labelOverlap": "greedy",
    "labelColor": INK, "titleColor": INK, "labelOpacity": 0.75, "titleOpacity": 0.75,
}  # fmt: skip
_LEGEND = {
    "orient": "top", "direction": "horizontal", "title": None, "symbolType": "square", "symbolSize": 90,
    "labelFontSize": 12, "labelColor": INK, "offset": 4,
}  # fmt: skip
_TITLE = {
    "color": INK, "subtitleColor": INK, "anchor": "start", "fontSize": 14, "fontWeight": 600, "offset": 8,
    "subtitleFontSize": 12, "subtitlePadding": 4,
}  # fmt: skip
# Percent as sentences write it (`wording.share`): "20 %".
_NUMBERS = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["$", ""], "percent": " %"}


@alt.theme.register("offbeat", enable=False)
def offbeat() -> alt.theme.ThemeConfig:
    """Return the shape of every chart: axes, legend, corners, type; one theme for both modes."""
    return {
        "config": {
            "view": {"stroke": None},
            "padding": {"left": 0, "right": 8, "top": 4, "bottom": 0},
            "axisX": {**_AXIS, "grid": False},
            "axisY": {**_AXIS, "labelFlush": False, "grid": True, "tickCount": 4, "gridDash": [2, 4]},
            "axisBand": {"grid": False, "labelFlush": False},
            "legend": _LEGEND,
            "bar": {"cornerRadiusEnd": 2},
            "rect": {"cornerRadius": 2},
            "line": {"strokeWidth": 2},
            "rule": {"strokeWidth": 1.5},
            "point": {"filled": True, "size": 64, "opacity": 1},
            "text": {"fontSize": 12, "color": INK},
            "title": _TITLE,
            "locale": {"number": _NUMBERS},
        }
    }


def enable() -> None:
    """Enable the theme for this process: once, for both modes (a switch per session would leak into others)."""
    alt.theme.enable("offbeat")


def cut_line(axis_field: str, at: float, label: str) -> tuple[alt.Chart, alt.Chart]:
    """Return two layers: the orange line at a setting's value, and its label beside the top.

    Parameters
    ----------
    axis_field
        Name of the quantitative field on the x axis of the chart it is layered on.
    at
        The setting, in that axis's unit.
    label
        What the line says, such as "60 %".
    """
    data = alt.Chart(alt.InlineData(values=[{axis_field: at, "label": label}]))
    x = alt.X(f"{axis_field}:Q")
    line = data.mark_rule(color=CUT, strokeWidth=2).encode(x=x)
    text = data.mark_text(align="left", baseline="top", dx=6, y=0, fontWeight=600, color=INK)
    return line, text.encode(x=x, text=alt.Text("label:N"))
