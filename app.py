"""Offbeat: finds the customers the calendar hides. Run with `streamlit run app.py`, or `make run`."""

import streamlit as st

from pages._ui import shell
from pages._ui.icon import ICON

st.set_page_config(page_title="Offbeat", page_icon=ICON, layout="wide")
shell.run()
