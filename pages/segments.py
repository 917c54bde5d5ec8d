"""Segments: Who are they, and do they differ?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.segments import build, compare, profile, sizes, stay
from pages._ui import tabs

TABS = {
    "Sizes": sizes,
    "Yours": build,
    "Profile": profile,
    "Compare": compare,
    "Stay": stay,
}

tabs.draw("segments", TABS)
