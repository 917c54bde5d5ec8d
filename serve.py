"""Start the app warm: everything the first page needs is imported, loaded and computed once before the server answers.

`make run` uses it; options go to `streamlit run`. Plain `streamlit run app.py` works too, with a slower first page.
"""

import importlib
import sys
from pathlib import Path

from streamlit.web import cli

from analysis.warm import warm

if __name__ == "__main__":
    importlib.import_module("pages._ui.shell")
    warm(("saas",))
    cli.main(["run", str(Path(__file__).with_name("app.py")), *sys.argv[1:]])
