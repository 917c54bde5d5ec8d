"""The report opened from a file, offline: its charts are drawn, nothing is asked for, nothing from data runs."""

from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser

from analysis.story.html import story_html
from analysis.story.start import pin_of
from analysis.study import Study, study
from analysis.views.glance import glance_of

HOSTILE = "</script><script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"


def pins(studied: Study) -> list:
    glance = glance_of(studied)
    made = [pin_of(studied, "glance.glance_of", (), (part,), glance, title=part) for part in ("when", "states")]
    return [replace(made[0], title=HOSTILE, note=HOSTILE, kept=replace(made[0].kept, sentence=HOSTILE)), made[1]]


def test_a_report_opens_offline_and_draws(browser: Browser, saas, tmp_path: Path):
    file = tmp_path / "report.html"
    file.write_text(story_html(pins(study(saas)), title=HOSTILE), encoding="utf-8")
    context = browser.new_context(color_scheme="dark", offline=True)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(file.as_uri())
    page.locator("#chart-1 svg.marks").wait_for()
    assert page.locator(".chart svg.marks").count() == 2
    assert [each for each in asked if not each.startswith(("file:", "data:", "blob:"))] == []
    assert said == []
    assert page.evaluate("window.hurt") is None
    page.emulate_media(color_scheme="light")
    page.locator("#chart-1 svg.marks").wait_for()
    page.get_by_text("Show numbers").first.click()
    assert page.get_by_role("columnheader", name="Weekday").is_visible()
    page.locator("#chart-1 summary").click()
    with page.expect_download() as saved:
        page.get_by_text("Save as PNG").last.click()
    assert saved.value.suggested_filename == "chart-2.png"
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    context.close()
