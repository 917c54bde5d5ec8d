"""Story: What did we find?"""

from pages._ui import shell

shell.inside_app()

from pages._tabs.story import pinned

pinned.draw()
