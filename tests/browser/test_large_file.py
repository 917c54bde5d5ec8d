"""A file over the upload limit is sent to the route of `serve.py`, then shown like one that was dropped."""

import pytest
from playwright.sync_api import expect

from pages._ui.loading import LARGEST_UPLOAD_MB
from tests.browser.steps import COLD_MS, SLOWEST_MS, at_rest

HEADER, ROW = b"user_id,timestamp,event,amount\n", b"p%05d,2025-%02d-%02dT10:00:00Z,open,%d.50\n"
CHOOSE = "Choose a large file"


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large.csv"
    some = b"".join(ROW % (n, 1 + n % 12, 1 + n % 28, n % 90) for n in range(50_000))
    with path.open("wb") as file:
        file.write(HEADER)
        while file.tell() < (LARGEST_UPLOAD_MB + 5) << 20:
            file.write(some)
    yield path
    path.unlink()


def test_a_file_over_the_limit_is_sent_and_shown(page, start_server, large):
    page.goto(f"{start_server('serve.py')}/data")
    page.get_by_text(f"A file over {LARGEST_UPLOAD_MB} MB").click(timeout=COLD_MS)
    at_rest(page)
    expect(page.get_by_text(CHOOSE)).to_be_visible(timeout=SLOWEST_MS)
    page.locator("input[type=file]").last.set_input_files(large)
    expect(page.get_by_role("progressbar", name="Sent")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text(CHOOSE)).to_be_visible()
    page.locator("input[type=file]").last.set_input_files(large)  # at once: it waits for its own place
    expect(page.get_by_role("heading", name="What large.csv seems to say")).to_be_visible(timeout=SLOWEST_MS)
    expect(page.get_by_text("its name says when it happened")).to_be_visible()
    assert large.exists()
