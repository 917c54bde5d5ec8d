"""Person: Why does this one have this label?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.person import evidence

evidence.draw()
