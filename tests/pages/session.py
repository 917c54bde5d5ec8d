"""A session of the app without a browser: opened by a link, looked at, pressed, and read."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from streamlit.testing.v1 import AppTest

from pages._ui.uploads import Upload

APP = str(Path(__file__).parents[2] / "app.py")
RUN_SECONDS = 300  # the first run of a process may compile


def opened(
    page: str = "home", *, own: Upload | None = None, state: Mapping[str, Any] = MappingProxyType({}), **link: str
) -> AppTest:
    """Open a page by a link as a new session, with an upload and what the session holds; nothing is raised."""
    app = AppTest.from_file(APP, default_timeout=RUN_SECONDS)
    for name, value in link.items():
        app.query_params[name] = value
    for name, value in (({"_upload": own} if own is not None else {}) | dict(state)).items():
        app.session_state[name] = value
    if page != "home":
        app.switch_page(f"pages/{page}.py")
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    """Check that the last run raised nothing."""
    assert [each.message for each in app.exception] == []
    return app


def press(app: AppTest, label: str, key: str = "") -> AppTest:
    """Press the first button of a label, bold or not, whose key holds `key`."""
    button = next(each for each in app.button if each.label.strip("*") == label and key in (each.key or ""))
    return checked(button.click().run())


def said(app: AppTest, *, kinds: Iterable[str] = ("markdown", "caption")) -> str:
    """Return what the elements of some kinds say, kind after kind, a line each, as it reads: no escapes, no bold."""
    texts = (each.value for kind in kinds for each in getattr(app, kind))
    return "\n".join(text.replace("\\", "").replace("*", "") for text in texts)


def linked(app: AppTest, name: str) -> str:
    """Return a parameter of the link, "" where it is absent."""
    found: Any = app.query_params.get(name, "")
    return found if isinstance(found, str) else found[-1]


def opened_data(tab: str, **state: Any) -> AppTest:
    """Open a tab of Data as a new session that holds something already."""
    return opened("data", state=state, data_tab=tab)
