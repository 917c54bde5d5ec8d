"""The libraries that draw a report's charts, in one script, so that the report asks nobody for anything."""

from functools import lru_cache
from pathlib import Path

_DRAWING = Path(__file__).with_name("report.js")


@lru_cache(maxsize=1)
def bundle() -> str:
    """Return Vega, Vega-Lite and the report's own drawing as one script; made once a process, it takes seconds."""
    import vl_convert  # 80 MB, and only reports need it

    # Within a page no script may hold what would end it.
    return vl_convert.javascript_bundle(_DRAWING.read_text(encoding="utf-8")).replace("</script", r"<\/script")
