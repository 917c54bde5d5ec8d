"""A phone, 390 px wide: nothing scrolls sideways; light and dark load without errors of our own."""

import pytest

from tests.browser.steps import ADDRESSES, open_at

PHONE = {"width": 390, "height": 844}
NOT_OURS = ("favicon", "fonts.g", "preload", "Unrecognized feature", "WebGL", "GPU", "webhooks", "data.streamlit.io")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_does_not_scroll_sideways(browser, server, scheme):
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, device_scale_factor=1)
    try:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        widths = {}
        for path in ADDRESSES:
            open_at(page, server, path)
            widths[path] = page.evaluate("document.scrollingElement.scrollWidth")
        assert {path: width for path, width in widths.items() if width > PHONE["width"] + 1} == {}
        assert [each for each in errors if not any(word in each for word in NOT_OURS)] == []
        dark = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
        assert (sum(map(int, dark.strip("rgba()").split(",")[:3])) < 300) == (scheme == "dark")
    finally:
        context.close()
