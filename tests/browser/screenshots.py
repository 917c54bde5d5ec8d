"""Draw the pictures of the README anew: `make screenshots` writes docs/screenshots/*.png from a server of its own."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM_OPTIONS, serve
from tests.browser.find_browser import MISSING, find_browser
from tests.browser.steps import SLOWEST_MS, open_at

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
DESK = {"width": 1400, "height": 1000}
PHONE = {"width": 390, "height": 844}
PICTURES = {
    "home_light": ("", DESK, "light"),
    "patterns_light": ("patterns", DESK, "light"),
    "segments_light": ("segments", DESK, "light"),
    "segments_dark": ("segments", DESK, "dark"),
    "segments_phone": ("segments", PHONE, "light"),
}
LAST_DRAWN = {"patterns": '[data-testid="stVegaLiteChart"] svg', "segments": "[data-paints]"}


def draw(browser: Browser, address: str, name: str) -> Path:
    """Write one picture and return its path."""
    path, size, scheme = PICTURES[name]
    context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    try:
        page = open_at(context.new_page(), address, path)
        if path in LAST_DRAWN:
            page.locator(LAST_DRAWN[path]).first.wait_for(timeout=SLOWEST_MS)
        page.wait_for_load_state("networkidle")
        target = FOLDER / f"{name}.png"
        page.screenshot(path=target)
        return target
    finally:
        context.close()


def main() -> int:
    """Draw all pictures; exit 1 where there is no browser."""
    found = find_browser()
    if found is None:
        print(MISSING, file=sys.stderr)
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as scratch,
        serve(Path(scratch) / "log.txt") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_OPTIONS)
        for name in PICTURES:
            print(draw(browser, address, name).relative_to(Path.cwd()))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
