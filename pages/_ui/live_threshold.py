"""A threshold slider drawn over its own histogram: repaints in the browser while dragged, tells Python on release.

The native bound slider of the settings panel stays the one truth: it must be drawn on the page before this is mounted,
and this must be mounted outside any fragment, else address bar and panel fall behind.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages._ui.packed import packed

_HERE = Path(__file__).parent
_HTML = """<div class="wrap">
<div class="head"><span class="label"></span>
<span class="count"><span class="size"></span> <span class="of"></span></span></div>
<div class="track"><svg class="hist" preserveAspectRatio="none" aria-hidden="true"></svg>
<div class="cut" aria-hidden="true"><span class="flag"></span></div><input type="range" min="0" step="1"></div>
<div class="scale" aria-hidden="true"></div>
<p class="note"></p>
<div class="below">
<div class="when"><p class="cap">When those kept come</p>
<div class="heatbox"><div class="days" aria-hidden="true"></div>
<svg class="heat" viewBox="0 0 240 70" preserveAspectRatio="none" role="img"></svg>
<div class="hours" aria-hidden="true"><span>0:00</span><span>6:00</span><span>12:00</span>
<span>18:00</span><span>24:00</span></div>
</div></div>
<div class="which"><p class="cap">Their active days by weekday; the tick is everyone</p><div class="side"></div></div>
</div></div>
"""
_MOUNT = st.components.v2.component(
    "offbeat_live_threshold",
    html=_HTML,
    css=(_HERE / "live_threshold.css").read_text(encoding="utf-8"),
    js=(_HERE / "live_threshold.js").read_text(encoding="utf-8"),
)


def live_threshold(label: str, table: dict, *, key: str, value: float, on_release: Callable[[float], None]) -> None:
    """Draw the histogram of a `curves.cut_table` with its cut line at `value`, and let a person drag it.

    Parameters
    ----------
    label
        What is cut, as plain text; also the slider's accessible name.
    table
        From `analysis.curves.cut_table`, with the words for one and many as `units`.
    key
        Widget key, one a component on the page.
    value
        The threshold now. Only a value Python set itself is sent down: echoing the hand's own would send the whole
        table again and could pull the thumb.
    on_release
        Called with the new threshold (rounded to the table's step) before the next run; it writes the native slider's
        key.
    """
    sent = st.session_state.setdefault(f"_{key}_sent", {"epoch": 0, "value": value, "shown": value})
    if st.session_state.get(key, {}).get("value") is None:
        sent["shown"] = sent["value"]  # no hand has moved it since it was mounted
    if abs(sent["shown"] - value) > table["step"] / 2:
        sent.update(epoch=sent["epoch"] + 1, value=value, shown=value)

    def released() -> None:
        told = st.session_state[key].get("value")
        if told is not None:
            chosen, _when = told
            sent["shown"] = chosen
            on_release(int(chosen) if float(table["step"]).is_integer() else round(chosen, 6))

    data = {"table": packed(table), "label": label, "value": sent["value"], "epoch": sent["epoch"]}
    _MOUNT(key=key, data=data, on_value_change=released)
