"""The ten jobs people come with: how each is called, the clicks it may take, and the table `make jobs` prints."""

from collections.abc import Callable, Iterable

from playwright.sync_api import Page

from tests.browser.steps import Clicks

JOBS = {
    1: ("Board meeting tomorrow: which customers are slipping?", 3),
    2: ("Are my Tuesday users worth a feature?", 2),
    3: ("Did last month's e-mail bring people back?", 3),
    4: ("Which plan leaks money and why?", 2),
    5: ("My 30-day segment: who is really gone?", 1),
    6: ("Send the team a link where they can move the slider", 2),
    7: ("Undo; compare with before; explain to my CEO", 2),
    8: ("180 customers and a login log: whom do I mail this Monday?", 2),
    9: ("New month, new export", 2),
    10: ("The analyst does not believe it", 4),
}
ROW = "job"
Keep = Callable[[str, object], None]


class Job(Clicks):
    """Clicks on the way to what a job asks for; `seen` holds them against what is allowed."""

    def __init__(self, page: Page, number: int, keep: Keep) -> None:
        super().__init__(page)
        self._number = number
        self._keep = keep

    def seen(self, reached: str, *, most: int | None = None) -> None:
        """Say what was reached, in at most `most` clicks (the job's own number unless given)."""
        allowed = JOBS[self._number][1] if most is None else most
        assert 0 < self.count <= allowed, f"{reached}: {self.count} clicks, allowed are {allowed}"
        self._keep(ROW, (self._number, reached, self.count, allowed))


def table(rows: Iterable[tuple[int, str, int, int]]) -> str:
    """Return the table of all ten jobs; one that nothing reached says so."""
    reached: dict[int, list] = {number: [] for number in JOBS}
    for number, *row in sorted(map(tuple, rows)):
        reached[number].append(row)
    lines = ["| | job | clicks | allowed | seen |", "|---|---|---|---|---|"]
    for number, (name, most) in JOBS.items():
        for what, clicks, allowed in reached[number] or [("not seen", "–", most)]:
            lines.append(f"| {number} | {name} | {clicks} | {allowed} | {what} |")
    return "\n".join(lines)
