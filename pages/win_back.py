"""Win back: Whom do I contact, did it work?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.win_back import campaigns, did_it_work, make_list
from pages._ui import tabs

TABS = {
    "Make a list": make_list,
    "Did it work?": did_it_work,
    "Campaigns": campaigns,
}

tabs.draw("win_back", TABS)
