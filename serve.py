"""Start the app warm: everything the first page needs is imported, loaded and computed once before the server answers.

`make run` uses it; options go to `streamlit run`. Plain `streamlit run app.py` works too, with a slower first page and
without the route for files beyond the upload limit.
"""

import importlib
import sys
from pathlib import Path

from streamlit.starlette import App
from streamlit.web import cli

from analysis.warm import warm
from pages._ui import streamed

app = App(Path(__file__).with_name("app.py"), routes=streamed.routes())

if __name__ == "__main__":
    importlib.import_module("pages._ui.shell")
    warm(("saas",))
    cli.main(["run", __file__, *sys.argv[1:]])
