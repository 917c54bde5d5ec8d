"""Money: Where does revenue leak?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.money import act, leaks, movements, trend
from pages._ui import tabs

TABS = {
    "Movements": movements,
    "Leaks": leaks,
    "Trend": trend,
    "To act on": act,
}

tabs.draw("money", TABS)
