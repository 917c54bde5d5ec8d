"""Home: What should I know today?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.home import today

today.draw()
