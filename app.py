"""Offbeat: finds the customers the calendar hides. Run with `streamlit run app.py`, or `make run`."""

from pages._ui import shell

shell.configure()
shell.run()
