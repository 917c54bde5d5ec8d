"""The live cut: repaints in the browser while dragged, tells Python on release, and both agree with the library."""

import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from analysis.settings import Settings
from analysis.study import prepare, tune
from tests.browser.steps import SLOWEST_MS, at_rest, open_at

ADDRESS = "weekday.min_share"
STEPS = 60
FEWEST_REPAINTS = 10  # of 60 moves; how many a second hangs on the machine and is measured by `make bench`
RADIUS_PX = 11


@pytest.fixture(scope="module")
def sizes(saas):
    """A function: threshold -> people with a sure weekday, counted by the library."""
    ready = prepare(saas)
    return lambda value: int(
        tune(ready, settings=Settings().replace_knob(ADDRESS, value)).members("weekday").sum()
    )  # fmt: skip


@pytest.fixture
def cut(page, server):
    page.sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: page.sent.append(len(frame))))
    open_at(page, server, "segments")
    page.locator("[data-paints]").wait_for(timeout=SLOWEST_MS)
    return page.locator("[data-paints] input[type=range]")


def paints(page) -> int:
    return int(page.locator("[data-paints]").get_attribute("data-paints"))


def in_link(page) -> float:
    return float(parse_qs(urlsplit(page.url).query)[ADDRESS][0])


def shown_size(page) -> int:
    return int(page.locator("[data-paints] .size").inner_text().replace(",", ""))


def drag(page, cut, by_share: float) -> float:
    """Drag the thumb by a share of the track, without letting go; return seconds."""
    box = cut.bounding_box()
    low, high, now = (float(cut.evaluate(f"e => e.{name}")) for name in ("min", "max", "value"))
    x = box["x"] + RADIUS_PX + (now - low) / (high - low) * (box["width"] - 2 * RADIUS_PX)
    y = box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    start = time.monotonic()
    for step in range(1, STEPS + 1):
        page.mouse.move(x + by_share * box["width"] * step / STEPS, y)
    return time.monotonic() - start


def test_drag_repaints_without_the_network_then_agrees_with_the_library(page, cut, sizes):
    assert shown_size(page) == sizes(Settings().value(ADDRESS))
    cut.scroll_into_view_if_needed()
    page.sent.clear()
    before, address = paints(page), page.url
    seconds = drag(page, cut, 0.25)
    drawn = paints(page) - before
    assert page.sent == []
    assert page.url == address
    while_dragged = shown_size(page)
    page.mouse.up()
    page.wait_for_url(re.compile(re.escape(ADDRESS)), timeout=SLOWEST_MS)
    print(f"Repaints a second: {drawn / seconds:.0f} ({drawn} in {seconds:.2f} s, {STEPS} moves)")
    assert drawn >= FEWEST_REPAINTS
    at_rest(page)
    value = in_link(page)
    assert value != Settings().value(ADDRESS)
    assert shown_size(page) == while_dragged == sizes(value)
    assert sizes(value) != sizes(Settings().value(ADDRESS))


def test_keys_link_and_back(page, cut, sizes):
    default = Settings().value(ADDRESS)
    cut.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(re.escape(ADDRESS)), timeout=SLOWEST_MS)
    at_rest(page)
    after_one = in_link(page)
    assert after_one == pytest.approx(default + Settings().knob(ADDRESS).step)
    page.keyboard.press("PageUp")
    page.wait_for_function(f"() => !location.search.includes('{after_one}')", timeout=SLOWEST_MS)
    at_rest(page)
    value = in_link(page)
    assert shown_size(page) == sizes(value)
    page.go_back()
    page.wait_for_url(re.compile(re.escape(f"{ADDRESS}={after_one}")), timeout=SLOWEST_MS)
    at_rest(page)
    page.go_back()
    expect(page.locator("[data-paints] .size")).to_have_text(f"{sizes(default):,}", timeout=SLOWEST_MS)
    assert ADDRESS not in page.url


def test_native_slider_follows_and_leads(page, cut, sizes):
    cut.focus()
    page.keyboard.press("PageUp")
    page.wait_for_url(re.compile(re.escape(ADDRESS)), timeout=SLOWEST_MS)
    at_rest(page)
    page.get_by_role("button", name="Thresholds").click()
    page.locator("summary", has_text=re.compile(r"One weekday · changed")).click()
    native = page.locator(".st-key-weekday-min_share input[type=range]")
    expect(native).to_be_visible(timeout=SLOWEST_MS)
    assert float(native.input_value()) == pytest.approx(in_link(page))
    before = in_link(page)
    native.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"() => !location.search.includes('{ADDRESS}={before}')", timeout=SLOWEST_MS)
    at_rest(page)
    expect(page.locator("[data-paints] .size")).to_have_text(f"{sizes(in_link(page)):,}", timeout=SLOWEST_MS)
