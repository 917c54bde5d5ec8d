"""axe-core over what a page shows: serious and critical violations of our own; Streamlit's are listed here, by name."""

from importlib.resources import files

from playwright.sync_api import Page

from tests.browser.steps import SLOWEST_MS

SCRIPT = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
GRAVE = ("serious", "critical")
# The levels A and AA of WCAG 2.0 to 2.2, and axe's best practice: heading order, landmarks.
EVERY_RULE = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RUN = """async rules => (await axe.run(document, { resultTypes: ["violations"], runOnly: rules })).violations.flatMap(
    rule => rule.nodes.map(node => [rule.id, rule.impact, node.target.flat().join(" "), node.html.slice(0, 300)]))"""

# What Streamlit 1.67 draws itself and none of its parameters mends: rule, part of the element's HTML, why.
STREAMLITS = (
    ("svg-img-alt", "_highlighted_points_marks", "the last point of the line in st.metric(chart_data=) has no name"),
    ("target-size", 'role="spinbutton"', "day and month in st.date_input stand closer than 24 px"),
)


def violations(page: Page, *, rules: dict = EVERY_RULE) -> list[str]:
    """Return rule, place and HTML of every serious or critical violation that is our own making."""
    if page.locator(".stBidiComponent input[type=range]").count():  # an empty frame until it has painted once
        page.locator("[data-paints] input[type=range]").first.wait_for(timeout=SLOWEST_MS)
    if not page.evaluate("'axe' in window"):
        page.evaluate(SCRIPT)
    grave = [each for each in page.evaluate(RUN, rules) if each[1] in GRAVE]
    return [f"{rule} at {place}: {html}" for rule, _, place, html in grave if not _is_streamlits(rule, html)]


def _is_streamlits(rule: str, html: str) -> bool:
    return any(rule == known and part in html for known, part, _ in STREAMLITS)
