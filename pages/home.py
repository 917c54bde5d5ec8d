"""Home: What should I know today?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.home import today
from pages._ui import waiting

with waiting.until_drawn("home"):
    today.draw()
