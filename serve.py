"""Start the app warm: everything the first page needs is imported, loaded and computed once before the server answers.

`make run` uses it; options go to `streamlit run`. Plain `streamlit run app.py` works too, with a slower first page and
without the route for files beyond the upload limit. The gate before all routes, the health and the word to systemd are
in `pages/_ui/hosting/`; docs/hosting.md says how to set them up.
"""

import importlib
import sys
from pathlib import Path

from starlette.middleware import Middleware
from streamlit.starlette import App
from streamlit.web import cli

from analysis.errors import OffbeatError
from analysis.warm import warm
from pages._ui import streamed
from pages._ui.hosting.allowed import sign_in_from
from pages._ui.hosting.gate import Gate
from pages._ui.hosting.health import Health
from pages._ui.hosting.room import room
from pages._ui.hosting.watchdog import watched

try:
    sign_in = sign_in_from()
    room()
except OffbeatError as problem:  # a sentence, and no server: it would stand open otherwise
    sys.exit(str(problem))
health = Health()
app = App(
    Path(__file__).with_name("app.py"),
    routes=[*streamed.routes(), *health.routes()],
    middleware=[Middleware(Gate, sign_in=sign_in)],
    secrets=sign_in.secrets() if sign_in else None,
    lifespan=lambda _: watched(health.problem),
)

if __name__ == "__main__":
    importlib.import_module("pages._ui.shell")
    warm(("saas",))
    cli.main(["run", __file__, *sys.argv[1:]])
