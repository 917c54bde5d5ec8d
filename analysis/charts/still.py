"""A chart as a file of its own: SVG or PNG, drawn without a browser and without asking anybody."""

import base64
from collections.abc import Mapping
from typing import Any

from analysis.charts.dress import still

PNG_SCALE = 2.0  # sharp on slides


def svg(spec: Mapping[str, Any]) -> str:
    """Return a chart as SVG."""
    import vl_convert  # 80 MB, and only those who draw wait for it

    return vl_convert.vegalite_to_svg(still(spec), allowed_base_urls=[])


def png(spec: Mapping[str, Any]) -> bytes:
    """Return a chart as PNG."""
    import vl_convert

    return vl_convert.vegalite_to_png(still(spec), scale=PNG_SCALE, allowed_base_urls=[])


def image_source(spec: Mapping[str, Any]) -> str:
    """Return a chart as the `src` of an image: SVG within the text itself."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg(spec).encode()).decode()}"
