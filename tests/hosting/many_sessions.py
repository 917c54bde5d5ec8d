"""Many sessions in one process, with files that differ in their values alone: does anybody ever read another's value?

`make isolation` runs 50 sessions and 10,000 reads; a few of them are in `make test`. Every session has a thread and a
run context of its own, as the server gives it, and goes the app's way: its rooms, `study.current()`, `cache.view`.
"""

import hashlib
import json
import re
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import ScriptRunContext, add_script_run_ctx
from streamlit.runtime.state import SafeSessionState, SessionState

from analysis.activity import Activity
from analysis.charts.picture import Picture
from analysis.ingest import read
from analysis.study import Filters, Prepared, Study
from analysis.study import study as study_of
from analysis.views.late import listed
from analysis.views.own_people import own_people_of
from analysis.views.person import person_of
from analysis.views.rule_fields import values_of
from analysis.views.taken_out import taken_out
from analysis.views.wall import wall_of
from pages._ui import cache, study, viewed
from pages._ui.chosen_filters import PERIOD_KEY
from pages._ui.uploads import Upload

APP = str(Path(__file__).parents[2] / "app.py")
SESSIONS, READS = 50, 10_000
PEOPLE, DAYS_EACH, FIRST = 12, 12, date(2025, 1, 7).toordinal()
PERIODS = (0, 90)
MOST_IN_A_ROW = 4  # reruns ask for the same again, which is when a cache answers
MARK = re.compile(r"zq\d{3}x")
NAME = re.compile(r"nm\d{3}m")
Key = tuple[str, tuple[Hashable, ...], int]
Views = tuple[tuple[Callable[..., Any], tuple[Hashable, ...]], ...]


def mark_of(number: int) -> str:
    """What stands in every text of a session's file."""
    return f"zq{number:03d}x"


def own_file(folder: Path, number: int, *, content: int) -> Upload:
    """Read the files of a session: the same counts, days and column names as everybody's, its own ids and values.

    `content` says whose rows these are; the name of the file is the session's own.
    """
    mark, place = mark_of(content), folder / str(number)
    place.mkdir()
    ids = [f"{mark}-u{who:02d}" for who in range(PEOPLE)]
    steps = [7 if who % 3 == 0 else 2 + who % 7 for who in range(PEOPLE)]
    events = [
        f"{name},{date.fromordinal(FIRST + visit * steps[who])},{mark} {visit % 2},{content}.{who:02d}"
        for who, name in enumerate(ids)
        for visit in range(DAYS_EACH)
    ]
    users = [f"{name},{mark}-acc{who % 6},{mark} {who % 2},{name}@{mark}.test" for who, name in enumerate(ids)]
    paid = [f"{name},2025-01-0{1 + who % 9},2025-0{3 + who % 2}-01,{1 + content}.{who:02d},{mark} Pro,{mark} no money"
            for who, name in enumerate(ids[:6])]  # fmt: skip
    running = [f"{name},2025-01-02,,{1 + content}.{who:02d},{mark} Pro," for who, name in enumerate(ids[6:])]
    tables = {
        "events": ["user_id,date,event,amount", *events],
        "users": ["user_id,account_id,plan,email", *users],
        "subscriptions": ["user_id,start,end,mrr,plan,reason", *paid, *running],
    }
    for name, lines in tables.items():
        (place / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    dataset, report = read([place / "events.csv"], users=place / "users.csv", subscriptions=place / "subscriptions.csv")
    return Upload(replace(dataset, name=f"nm{number:03d}m.csv"), report)


def views_of(own: Upload) -> Views:
    """What a session looks at: views whose results name people, events, plans or addresses."""
    first = own.dataset.activity.user_ids[0].as_py()
    return (*quick_views(own), (wall_of, (1,)), (person_of, (first,)), (listed, ("gone",)))


def quick_views(own: Upload) -> Views:
    """The same of what takes little time."""
    return (taken_out, ("all",)), (own_people_of, ()), (values_of, ("attr.plan",))


@dataclass
class Found:
    """What one session read: reads, texts with a mark, texts with another's, and reads that are not its own file's."""

    reads: int = 0
    marked: int = 0
    foreign: int = 0
    differing: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing of anybody else's was seen."""
        return not (self.foreign or self.differing or self.problems)


class Session:
    """Somebody with a file of their own, in a run context of their own."""

    def __init__(self, number: int, own: Upload, *, content: int, views: Views) -> None:
        self.number, self.own, self.views, self.found = number, own, views, Found()
        self._marks = {mark_of(content), own.dataset.name.removesuffix(".csv")}
        self._alone: dict[Key, bytes] = {}
        self._context = ScriptRunContext(
            session_id=f"session {number}", _enqueue=lambda _: None, query_string="",
            session_state=SafeSessionState(SessionState(), lambda: None),
            uploaded_file_mgr=MemoryUploadedFileManager("/media"), main_script_path=APP, user_info={},
            fragment_storage=MemoryFragmentStorage(), pages_manager=PagesManager(APP),
        )  # fmt: skip

    def look_alone(self) -> None:
        """Compute everything from the own file without any cache: what each read has to be."""
        for period in PERIODS:
            now = study_of(self.own.dataset, Filters(period_days=period, bots="out"))
            for compute, arguments in self.views:
                parts = parts_of(compute(now, *arguments))
                self._alone[compute.__qualname__, arguments, period] = digest_of(parts)

    def run(self, reads: int, wrapped: Mapping[Callable, Callable], start: threading.Barrier) -> None:
        """Look around as a person does, through the app's own rooms and caches."""
        add_script_run_ctx(threading.current_thread(), self._context)
        chance, views = np.random.default_rng(self.number), self.views
        st.session_state["_upload"] = self.own
        start.wait()
        try:
            while self.found.reads < reads:
                compute, arguments = views[chance.integers(len(views))]
                st.session_state[PERIOD_KEY] = period = PERIODS[chance.integers(len(PERIODS))]
                for _ in range(min(int(chance.integers(1, MOST_IN_A_ROW + 1)), reads - self.found.reads)):
                    viewed.begin()
                    study.open_session()
                    shown = cache.view(wrapped[compute], study.current(), *arguments)
                    self._check(shown, (compute.__qualname__, arguments, period))
        except Exception as problem:  # of any kind: said beside the figures, or a thread would end in silence
            self.found.problems.append(repr(problem))

    def _check(self, shown: Any, key: Key) -> None:
        parts = list(parts_of(shown))
        texts = [each for each in parts if MARK.search(each) or NAME.search(each)]
        foreign = [each for each in texts if {*MARK.findall(each), *NAME.findall(each)} - self._marks]
        self.found.reads += 1
        self.found.marked += len(texts)
        self.found.foreign += len(foreign)
        self.found.differing += not foreign and digest_of(parts) != self._alone[key]


def parts_of(result: Any) -> Iterator[str]:
    """Yield every text and number a result holds, in order; studies behind it are no part of what is shown."""
    if isinstance(result, str):
        yield result
    elif isinstance(result, Picture):
        yield from parts_of((result.alt, result.table, json.dumps(result.spec, default=str)))
    elif isinstance(result, pd.DataFrame):
        for place, name in enumerate(result.columns):
            yield from parts_of((str(name), result.iloc[:, place].tolist()))
    elif isinstance(result, Mapping):
        yield from parts_of([*result.items()])
    elif isinstance(result, np.ndarray | pd.Series | pd.Index | pa.Array):
        yield from parts_of(result.tolist() if hasattr(result, "tolist") else result.to_pylist())
    elif isinstance(result, set | frozenset):
        yield from sorted(map(repr, result))
    elif isinstance(result, list | tuple):
        for each in result:
            yield from parts_of(each)
    elif is_dataclass(result) and not isinstance(result, Study | Prepared | Activity):
        yield from parts_of([getattr(result, each.name) for each in fields(result)])
    elif not is_dataclass(result):
        yield repr(result)


def digest_of(parts: Iterable[str]) -> bytes:
    """Return a hash of everything a result holds."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).digest()


def sessions_of(folder: Path, count: int, *, views: Callable[[Upload], Views] = views_of) -> list[Session]:
    """Return sessions with files of the same shape; the last has the very rows of the first under another name."""
    contents = [*range(count - 1), 0]
    owns = [own_file(folder, each, content=content) for each, content in enumerate(contents)]
    return [
        Session(each, own, content=content, views=views(own))
        for each, (own, content) in enumerate(zip(owns, contents, strict=True))
    ]


def look_around(sessions: list[Session], reads_each: int) -> tuple[Found, int]:
    """Let all sessions look at once; return what was found in all, and how often something was computed."""
    computed: Counter[str] = Counter()
    every = {compute for each in sessions for compute, _ in each.views}
    wrapped = {compute: _counting(compute, computed) for compute in every}
    start = threading.Barrier(len(sessions))
    for each in sessions:
        each.look_alone()
        each.found = Found()
    threads = [threading.Thread(target=each.run, args=(reads_each, wrapped, start)) for each in sessions]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    parts = [each.found for each in sessions]
    figures = ("reads", "marked", "foreign", "differing")
    together = {name: sum(getattr(each, name) for each in parts) for name in figures}
    return Found(**together, problems=[each for part in parts for each in part.problems]), computed.total()


def _counting(compute: Callable[..., Any], computed: Counter[str]) -> Callable[..., Any]:
    @wraps(compute)
    def counted(*arguments: Any) -> Any:
        computed[compute.__qualname__] += 1
        return compute(*arguments)

    return counted


def main() -> int:
    """Print the figures of 50 sessions; exit 1 where anything foreign was read."""
    with tempfile.TemporaryDirectory() as folder:
        sessions = sessions_of(Path(folder), SESSIONS)
        begun = time.monotonic()
        found, computed = look_around(sessions, READS // SESSIONS)
    print(
        f"{SESSIONS} sessions, {found.reads:,} reads, {found.reads - computed:,} of them from the cache, "
        f"{found.marked:,} texts with their owner's mark, in {time.monotonic() - begun:.0f} s: "
        f"{found.foreign} foreign texts, {found.differing} reads that differ from the own file alone, "
        f"{len(found.problems)} problems"
    )
    print("\n".join(found.problems[:5]))
    return int(not found.is_clean)


if __name__ == "__main__":
    sys.exit(main())
