"""Data: What is loaded, and how was it read?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.data import dates, load, report
from pages._ui import tabs

TABS = {
    "Load a file": load,
    "How it was read": report,
    "Dates of mine": dates,
}

tabs.draw("data", TABS)
