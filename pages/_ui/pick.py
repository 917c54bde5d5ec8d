"""A chart whose marks can be clicked: a click sets a value that another widget holds."""

from collections.abc import Callable

import streamlit as st

from analysis.charts.picture import Picture
from pages._ui import show


def picture(drawn: Picture, *, key: str, selection: str, value: float, on_pick: Callable[[float], None]) -> None:
    """Show a chart; a click calls `on_pick` with the number picked, before the next run.

    Parameters
    ----------
    selection
        Name of the chart's point selection over one numeric field.
    value
        The value now. Where it was changed elsewhere since the last click, the chart is mounted anew: the browser does
        not report a second click on a mark that it still holds as picked.
    """
    held = st.session_state.setdefault(f"_{key}_held", {"epoch": 0, "value": None})
    if held["value"] not in (None, value):
        held.update(epoch=held["epoch"] + 1, value=None)
    name = f"{key}_{held['epoch']}"

    def picked() -> None:
        points = st.session_state[name]["selection"].get(selection)
        if points:
            held["value"] = float(next(iter(points[0].values())))
            on_pick(held["value"])

    st.vega_lite_chart(drawn.sent, key=name, alt=drawn.alt, width="stretch", on_select=picked, selection_mode=selection)
    show.numbers(drawn, key=key)
