"""Segments: Who are they, and do they differ?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.segments import compare, profile, sizes
from pages._ui import tabs

TABS = {
    "Sizes": sizes,
    "Profile": profile,
    "Compare": compare,
}

tabs.draw("segments", TABS)
