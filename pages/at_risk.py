"""At risk: Who is slipping, gone, quiet?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.at_risk import late, quiet, rule, slowing
from pages._ui import tabs

TABS = {
    "Late": late,
    "Slowing": slowing,
    "Quiet": quiet,
    "Is my rule right?": rule,
}

tabs.draw("at_risk", TABS)
