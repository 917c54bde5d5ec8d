"""Files whose every text is hostile, a listener that would hear what they fetch, and a look at all a page can show."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import cycle, islice
from threading import Thread

from playwright.sync_api import Error, Locator, Page

from tests.browser.steps import at_rest

USERS, VISITS = 40, 22
HOVER_MS = 800
MOST_HINTS, MOST_MARKS = 15, 4  # of a page, of each chart: the others are drawn alike
HINTS = '[data-testid="stTooltipHoverTarget"], [data-testid="stTooltipIcon"]'
EXPANDERS, POPOVERS = '[data-testid="stExpander"] summary', '[data-testid="stPopover"] button'
MARKS = "svg.marks path[aria-roledescription], svg.marks .mark-rect path, canvas.marks, [data-testid=stDataFrame]"


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """Yield the address of a local listener and the paths asked of it."""
    asked: list[str] = []

    class Listen(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            """Keep quiet."""

    served = HTTPServer(("127.0.0.1", 0), Listen)
    thread = Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{served.server_port}", asked
    served.shutdown()
    served.server_close()
    thread.join()


def names_of(address: str) -> list[str]:
    """Return texts that fetch, link, run, colour or compute something wherever they are not taken for text."""
    return [
        f"![x]({address}/image.png)",
        f"<img src='{address}/html.png' onerror='alert(1)'>",
        "<script>alert(1)</script>",
        f"[link]({address}/link)",
        "[js](javascript:alert(1))",
        ":red[x] $a$ **b** :smile: :material/home:",
        f'=IMAGE("{address}/formula.png")',
        f"\"' onmouseover='alert(1)' <svg onload=alert(1)><style>@import '{address}/s.css'</style>",
        f"@{address}/at -\x07\u202eend",
        f"{address}/image",
    ]


def files_of(address: str) -> dict[str, bytes]:
    """Return events, users and subscriptions whose ids, columns and values are such texts; name -> content."""
    names = names_of(address)
    ids = [*names, *(f"{name} {who}" for who, name in enumerate(islice(cycle(names), USERS - len(names))))]
    events = [
        (name, f"2025-{1 + week // 4:02d}-{7 + 7 * (week % 4) - week * who % 5:02d} 09:30", names[(who + week) % 5], 7)
        for who, name in enumerate(ids)
        for week in range(VISITS - who % 6)
    ]
    users = [(name, names[who % 7], names[who % 3], names[who % 4], f"a{who}@x.test") for who, name in enumerate(ids)]
    paid = [
        (f"s{who} {name}", name, "2025-01-02", ("2025-05-01", "", "2025-04-03")[who % 3], 10 + who, names[who % 4],
         names[who % 6] if who % 3 != 1 else "")
        for who, name in enumerate(ids)
    ]  # fmt: skip
    tables = {
        f"{names[0]}.csv": [("user_id", "timestamp", "event", "amount"), *events],
        "users.csv": [("user_id", "account_id", names[0], names[6], "email"), *users],
        "subscriptions.csv": [("subscription_id", "user_id", "start", "end", "mrr", "plan", "reason"), *paid],
    }
    return {name.replace("/", ""): _written(rows) for name, rows in tables.items()}


def list_of(names: list[str], *columns: str) -> bytes:
    """Return a list of people, and of what they answered."""
    return _written([("user_id", *columns), *((name, *names[: len(columns)]) for name in names)])


def _written(rows: list[tuple]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


@dataclass
class Watched:
    """A page, and what it did that it must not: requests elsewhere, dialogs, elements made of a file's text."""

    page: Page
    server: str
    address: str
    asked: list[str]
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    opened: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self._hear(request.url))
        self.page.on("popup", lambda popup: self.outside.append(popup.url))

    def _hear(self, url: str) -> None:
        ours = (self.server, self.server.replace("http:", "ws:"), "data:", "blob:")
        if not url.startswith(ours):
            self.outside.append(url)

    def look(self) -> None:
        """Open whatever opens, hover over whatever answers, then check; popovers of every page are opened once."""
        for each in self.page.locator(EXPANDERS).filter(visible=True).all():
            self._open(each)
        self._hover()
        for each in self.page.locator(POPOVERS).filter(visible=True).all():
            with suppress(Error):  # gone meanwhile, since every click runs the page anew
                label = each.inner_text(timeout=HOVER_MS)
                if label not in self.opened:
                    self.opened.add(label)
                    self._open(each)
                    self._hover()
                    self.check()
                    self.page.keyboard.press("Escape")
        self.check()

    def _open(self, opener: Locator) -> None:
        with suppress(Error):
            opener.click(timeout=HOVER_MS)
            at_rest(self.page)

    def _hover(self) -> None:
        shown = self.page.locator(HINTS).filter(visible=True).all()[:MOST_HINTS]
        for chart in self.page.locator('[data-testid="stVegaLiteChart"], [data-testid="stDataFrame"]').all():
            shown += [chart, *chart.locator(MARKS).all()[:MOST_MARKS]]
        for each in shown:
            with suppress(Error):
                each.hover(timeout=HOVER_MS, force=True)

    def check(self) -> None:
        """Assert that nothing was fetched elsewhere, asked, or made of a file's text."""
        made = self.page.locator(
            f'img[src^="{self.address}"], a[href^="{self.address}"], a[href^="javascript"], [onerror], [onload], '
            '[onmouseover], script:has-text("alert(1)"), .katex, style:has-text("@import")'
        )
        assert made.count() == 0, made.first.evaluate("each => each.outerHTML")[:300]
        assert (self.asked, self.outside, self.dialogs) == ([], [], [])
