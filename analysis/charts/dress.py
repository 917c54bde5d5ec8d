"""The colours of the app for charts that leave it: reports, pictures and Jupyter have no page to take them from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.charts.theme import INK

FONT = '"Source Sans 3", "Source Sans Pro", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
PICTURE_PX = 720  # width of a chart that the page would stretch, where there is no page
PADDING = {"left": 2, "right": 8, "top": 6, "bottom": 8}  # room for what hangs below a line of letters
_NO_FREE_WIDTH = ("hconcat", "vconcat", "concat", "facet", "repeat")
_FACETS = ("row", "column", "facet")


@dataclass(frozen=True, kw_only=True)
class Palette:
    """Colours of one mode: as `.streamlit/config.toml` has them."""

    paper: str
    ink: str
    border: str
    categorical: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]

    @property
    def config(self) -> dict[str, Any]:
        """What a chart takes from the page in the app, as Vega-Lite's `config`; the chart's own goes before it."""
        lines = {"gridColor": self.border, "domainColor": self.border, "tickColor": self.border}
        return {
            "background": "transparent",
            "font": FONT,
            "axis": lines,
            "mark": {"color": self.categorical[0]},
            "range": {
                "category": list(self.categorical),
                "heatmap": list(self.sequential),
                "ramp": list(self.sequential),
                "ordinal": list(self.sequential),
                "diverging": list(self.diverging),
            },
        }


LIGHT = Palette(
    paper="#FCFBF8", ink="#10151F", border="#DDD8CC",
    categorical=("#2E45AE", "#009F6A", "#842A65", "#513801", "#B06FE3", "#AEB5BF"),
    sequential=(
        "#E4F3F9", "#BDDEEC", "#96C9E3", "#71B3DA", "#509BCF", "#3383C3", "#206AB3", "#1A529D", "#1A3B81", "#182762",
    ),
    diverging=(
        "#7E3307", "#AB4B16", "#CF7347", "#E8A587", "#F6D6C9", "#CFE0F6", "#95BAEA", "#5A91D7", "#2A6CBA", "#114C8F",
    ),
)  # fmt: skip
DARK = Palette(
    paper="#11151C", ink="#E8EAEE", border="#323A47",
    categorical=("#5C7CF0", "#4FDDB0", "#C45A9E", "#EFCB3F", "#BDB8FF", "#5B6472"),
    sequential=(
        "#1C243B", "#22375C", "#224C7D", "#19639C", "#0D7CB6", "#1A96C9", "#3AB0D9", "#5FC8E6", "#8BDFF0", "#B9F4FB",
    ),
    diverging=(
        "#FFAE85", "#EA8751", "#BD6533", "#804728", "#453026", "#293647", "#335989", "#4682CC", "#6FA7EE", "#9DC7FE",
    ),
)  # fmt: skip


def stretched(spec: Mapping[str, Any], width: int | str = "container") -> dict[str, Any]:
    """Return a chart that takes the width there is, as it does in the app; one of several parts keeps its own."""
    spec = {**spec, "padding": PADDING}
    facets = set(_FACETS) & set(spec.get("encoding", {}))
    if "width" in spec or facets or any(each in spec for each in _NO_FREE_WIDTH):
        return spec
    return {**spec, "width": width, "autosize": {"type": "fit-x", "contains": "padding"}}


def still(spec: Mapping[str, Any], palette: Palette = LIGHT) -> dict[str, Any]:
    """Return a chart as a picture of its own shows it: on paper, in ink, of one width."""
    config = _merged(palette.config, spec.get("config", {})) | {"background": palette.paper}
    return _inked({**stretched(spec, PICTURE_PX), "config": config}, palette.ink)


def _merged(first: Mapping[str, Any], second: Mapping[str, Any]) -> dict[str, Any]:
    """Return both, the second's values where both have one."""
    both = {**first, **second}
    for name in first.keys() & second.keys():
        if isinstance(first[name], dict) and isinstance(second[name], dict):
            both[name] = _merged(first[name], second[name])
    return both


def _inked(part: Any, ink: str) -> Any:
    """Return a part of a chart with the page's text colour spelled out, rows of data left as they are."""
    if isinstance(part, dict):
        return {
            name: inside if name in ("datasets", "values") else _inked(inside, ink) for name, inside in part.items()
        }
    if isinstance(part, list):
        return [_inked(each, ink) for each in part]
    return ink if part == INK else part
