"""Every page and tab in three forms, to be looked at by a person: light, dark, and the width of a phone."""

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.steps import ADDRESSES, open_at, settled

DESK, PHONE = (1400, 900), (390, 844)
FORMS = {"light": (DESK, "light"), "dark": (DESK, "dark"), "phone": (PHONE, "light")}
TALLEST_PX = 4000


def draw(browser: Browser, address: str, words: Sequence[str] = ()) -> int:
    """Write every address that holds one of `words` (none: all) into a new folder, whole; return 1 where one raised."""
    folder, raised = Path(tempfile.mkdtemp(prefix="offbeat_every_")), 0
    for path in ADDRESSES:
        if words and not any(word in path for word in words):
            continue
        name = re.sub(r"[^a-z]+", "_", re.sub(r"\?.*=", "_", path).lower()).strip("_") or "home"
        for form in FORMS:
            page = browser.new_context(**_form(form)).new_page()
            raised += _draw_one(open_at(page, address, path), folder / f"{name}_{form}.png")
            page.context.close()
    print(f"{folder}: look at all of them; {raised} raised something")
    return int(raised > 0)


def _form(name: str) -> dict:
    (width, height), scheme = FORMS[name]
    return {"viewport": {"width": width, "height": height}, "color_scheme": scheme, "reduced_motion": "reduce"}


def _draw_one(page: Page, target: Path) -> int:
    """Write the whole of a page into one picture; return whether it raised something."""
    settled(page)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    size = page.viewport_size or {"width": DESK[0], "height": DESK[1]}
    page.set_viewport_size(size | {"height": min(max(int(height), size["height"]), TALLEST_PX)})
    settled(page).screenshot(path=target)
    wider = page.evaluate("document.scrollingElement.scrollWidth > innerWidth")
    raised = page.locator("[data-testid=stException]").count()
    print(f"{target.name}{' WIDER THAN THE SCREEN' if wider else ''}{' RAISED' if raised else ''}", flush=True)
    return int(raised > 0)
