"""Patterns: When do people come?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.patterns import at_a_glance, beats, change, fold, people
from pages._ui import tabs

TABS = {
    "At a glance": at_a_glance,
    "Beats": beats,
    "Fold": fold,
    "People": people,
    "Change": change,
}

tabs.draw("patterns", TABS)
