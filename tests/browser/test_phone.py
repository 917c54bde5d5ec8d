"""A phone, 390 px wide: nothing scrolls sideways, axe-core finds nothing of ours, no errors in light and dark."""

import pytest

from tests.browser import axe
from tests.browser.steps import ADDRESSES, PAGES, open_at

PHONE = {"width": 390, "height": 844}
# The page itself never scrolls: its main part does, so what sticks out of either counts.
WIDTH = """() => Math.max(...[document.scrollingElement, document.querySelector('[data-testid="stMain"]')].map(
    each => each.scrollWidth))"""


def is_ours(said, server: str) -> bool:
    """Whether a console message is an error of ours: other hosts and Streamlit's own probes are not."""
    asked = said.location["url"]
    return said.type == "error" and asked.startswith(server) and "/_stcore/" not in asked


@pytest.mark.parametrize(
    ("scheme", "addresses"),
    [
        ("light", PAGES), pytest.param("light", ADDRESSES[len(PAGES) :], marks=pytest.mark.slow),
        pytest.param("dark", PAGES, marks=pytest.mark.slow),
    ],
    ids=["pages", "tabs", "dark"],
)  # fmt: skip
def test_a_phone_shows_every_page_whole_and_legible(browser, server, scheme, addresses):
    """Every tab in light; in dark the same layout has other colours alone, so the pages and their colours will do."""
    rules = axe.EVERY_RULE if scheme == "light" else axe.COLOURS
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, device_scale_factor=1)
    try:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if is_ours(said, server) else None)
        widths, broken = {}, {}
        for path in addresses:
            open_at(page, server, path)
            widths[path] = page.evaluate(WIDTH)
            broken[path] = axe.violations(page, rules=rules)
        assert {path: width for path, width in widths.items() if width > PHONE["width"] + 1} == {}
        assert {path: found for path, found in broken.items() if found} == {}
        assert errors == []
        dark = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        assert (sum(map(int, dark.strip("rgba()").split(",")[:3])) < 300) == (scheme == "dark")
    finally:
        context.close()
