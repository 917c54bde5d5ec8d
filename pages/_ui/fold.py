"""The fold: the daily series wrapped at any period; its slider lies on the periodogram, its cells are one canvas.

The bound number input "Period, days" beside it stays the one truth: draw it on the page before this is mounted, and
mount this outside any fragment.
"""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from pages._ui.packed import packed

_HERE = Path(__file__).parent
_SAME_DAYS = 0.005  # two periods that print alike
_HTML = """<div class="wrap">
<div class="top"><p class="say"></p><div class="views" role="group" aria-label="How to fold"></div></div>
<div class="track"><svg class="power" preserveAspectRatio="none" aria-hidden="true"></svg>
<div class="peaks" role="group" aria-label="Strong periods"></div>
<div class="cut" aria-hidden="true"><span class="flag"></span></div><input type="range" min="0" step="1"></div>
<div class="ticks" aria-hidden="true"></div>
<div class="cells"><canvas role="img"></canvas></div>
<p class="read"></p>
</div>
"""
_MOUNT = st.components.v2.component(
    "offbeat_fold",
    html=_HTML,
    css=(_HERE / "fold.css").read_text(encoding="utf-8"),
    js=(_HERE / "fold.js").read_text(encoding="utf-8"),
)


def fold(table: dict, *, key: str, value: float, on_release: Callable[[float], None]) -> None:
    """Draw the series of `analysis.fold.fold_table` folded at `value` days, and let a person drag the period.

    Parameters
    ----------
    table
        From `analysis.fold.fold_table` or `fold_table_of_user`.
    key
        Widget key, one a component on the page.
    value
        The period now, days; any real number, drawn at exactly that period until the hand moves.
    on_release
        Called with the new period before the next run; it writes the number input's key.
    """
    own, _when = st.session_state.get(key, {}).get("period") or (None, 0)
    sent = st.session_state.setdefault(f"_{key}_sent", {"epoch": 0, "value": value})
    if (own is None or abs(own - value) > _SAME_DAYS) and sent["value"] != value:
        sent.update(epoch=sent["epoch"] + 1, value=value)

    def released() -> None:
        told = st.session_state[key].get("period")
        if told is not None:
            on_release(round(told[0], 2))

    data = {"table": packed(table), "value": sent["value"], "epoch": sent["epoch"]}
    _MOUNT(key=key, data=data, on_period_change=released)
