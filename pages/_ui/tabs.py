"""A page's tabs: the open one computes, its name is in the link."""

from collections.abc import Mapping
from types import ModuleType

import streamlit as st


def draw(page: str, views: Mapping[str, ModuleType]) -> None:
    """Draw the tabs of a page; each view is a module with `draw()`. Only the open tab runs."""
    opened = st.tabs(list(views), key=f"{page}_tab", on_change="rerun", bind="query-params")
    for tab, view in zip(opened, views.values(), strict=True):
        if tab.open:
            with tab:
                view.draw()
