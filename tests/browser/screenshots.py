"""Draw the pictures of README and docs/ anew: `make screenshots` writes docs/screenshots/*.png.

A sentence that a guide quotes from the sample (`> ...`) has to stand on one of the screens pictured there; where one
does not, the command says which and exits 1. `OF=every` draws every page and tab in three forms instead, for a look.
"""

import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import every_form
from tests.browser.conftest import CHROMIUM_OPTIONS, serve
from tests.browser.find_browser import MISSING, find_browser
from tests.browser.steps import at_rest, open_at, settled

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "screenshots"
DESK = {"width": 1400, "height": 1000}
PHONE = {"width": 390, "height": 844}
TALL = (1400, 1300)
COLOURS = 256  # of a palette: half of the size, and no difference to be seen


@dataclass(frozen=True)
class Picture:
    """A path of the app, a size, a scheme, and what is done before the picture is taken."""

    path: str = ""
    size: tuple[int, int] = (DESK["width"], DESK["height"])
    scheme: str = "light"
    before: Callable[[Page], object] = settled


def _pin_two(page: Page) -> None:
    """Pin the first two findings, then open the story."""
    for number in (0, 1):
        page.locator(f".st-key-finding_{number}_pin button").first.click()
        settled(at_rest(page))
    page.locator("[class*='st-key-drawer_'] button").first.click()
    page.locator(".st-key-open_story button").click()
    page.locator("h1", has_text="What did we find?").wait_for()
    settled(at_rest(page))


def _try_example(page: Page) -> None:
    """Take the people nobody wrote to as the list."""
    page.locator(".st-key-contacted_example button").click()
    page.locator(".st-key-register").first.wait_for()
    settled(at_rest(page))


PICTURES = {
    "home_light": Picture(),
    "patterns_light": Picture("patterns"),
    "beats_light": Picture("patterns?patterns_tab=Beats", size=TALL),
    "fold_light": Picture("patterns?patterns_tab=Fold&fold_days=10", size=(DESK["width"], 1720)),
    "segments_light": Picture("segments"),
    "segments_dark": Picture("segments", scheme="dark"),
    "segments_phone": Picture("segments", size=(PHONE["width"], PHONE["height"])),
    "compare_light": Picture("segments?segments_tab=Compare", size=TALL),
    "late_light": Picture("at_risk", size=TALL),
    "rule_light": Picture("at_risk?at_risk_tab=Is+my+rule+right%3F", size=TALL),
    "money_light": Picture("money", size=TALL),
    "leaks_light": Picture("money?money_tab=Leaks", size=TALL),
    "list_light": Picture("win_back"),
    "did_it_work_light": Picture("win_back?win_back_tab=Did+it+work%3F", before=_try_example),
    "story_light": Picture(before=_pin_two),
    "data_light": Picture("data?data_tab=How+it+was+read"),
    "person_light": Picture("person?user=u0008", size=TALL),
}


def draw(browser: Browser, address: str, name: str) -> str:
    """Write one picture and return what the screen says."""
    wanted = PICTURES[name]
    width, height = wanted.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=wanted.scheme, reduced_motion="reduce"
    )
    try:
        page = settled(open_at(context.new_page(), address, wanted.path))
        wanted.before(page)
        page.mouse.move(0, 0)  # what the pointer rests on shows its tools
        target = FOLDER / f"{name}.png"
        page.screenshot(path=target)
        drawn = Image.open(target).convert("RGB")  # the method that keeps rare colours, such as those of a legend
        drawn.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE).save(target, optimize=True)
        return page.locator('[data-testid="stMain"]').inner_text()
    finally:
        context.close()


def quoted(text: str) -> list[str]:
    """Return the sentences a page of docs/ quotes: its paragraphs that begin with `> `."""
    parts = re.findall(r"(?:^> .*\n?)+", text, re.MULTILINE)
    return [" ".join(part.replace("> ", " ").split()) for part in parts]


def not_said(said: dict[str, str]) -> list[str]:
    """Return every quote of docs/ that stands on none of its pictures' screens; `said` is text by picture."""
    missing = []
    for page in sorted(DOCS.rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        seen = " ".join(" ".join(said.get(name, "").split()) for name in re.findall(r"screenshots/(\w+)\.png", text))
        missing += [f"{page.relative_to(DOCS)}: {each}" for each in quoted(text) if each not in seen]
    return missing


def main(arguments: list[str]) -> int:
    """Draw all pictures; exit 1 where there is no browser, or a guide quotes what no screen says."""
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
        try:
            if arguments[:1] == ["every"]:
                return every_form.draw(browser, address, arguments[1:])
            said = {name: draw(browser, address, name) for name in arguments or PICTURES}
        finally:
            browser.close()
    missing = [] if arguments else not_said(said)
    print("\n".join(f"docs/screenshots/{name}.png" for name in said))
    print("".join(f"Not on screen, {each}\n" for each in missing), end="")
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
