"""axe-core over every page and tab at a desk, light and dark: `make axe`; the tests look at the width of a phone."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import axe
from tests.browser.conftest import CHROMIUM_OPTIONS, serve
from tests.browser.find_browser import MISSING, find_browser
from tests.browser.steps import ADDRESSES, open_at

DESK = {"width": 1280, "height": 900}


def look(browser: Browser, address: str, scheme: str) -> int:
    """Print every violation of ours in one scheme, and return how many there are."""
    context = browser.new_context(viewport=DESK, color_scheme=scheme, reduced_motion="reduce")
    try:
        page, count = context.new_page(), 0
        for path in ADDRESSES:
            found = axe.violations(open_at(page, address, path))
            count += len(found)
            print("\n".join([f"{scheme} /{path}: {len(found)}", *(f"  {each}" for each in found)]), flush=True)
        return count
    finally:
        context.close()


def main() -> int:
    """Look at all pages; exit 1 where there is a violation, or no browser."""
    found = find_browser()
    if found is None:
        print(MISSING, file=sys.stderr)
        return 1
    with (
        tempfile.TemporaryDirectory() as scratch,
        serve(Path(scratch) / "log.txt") as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_OPTIONS)
        count = sum(look(browser, address, scheme) for scheme in ("light", "dark"))
        browser.close()
    print(f"{len(ADDRESSES)} pages and tabs in light and dark: {count} serious or critical violations of ours")
    return int(count > 0)


if __name__ == "__main__":
    sys.exit(main())
