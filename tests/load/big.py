"""Twenty people with a file of five million events each: all load at once, then explore what they loaded."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.load.crowd import FAULTS, Seen, counting, wander
from tests.load.drop import load_file
from tests.load.figures import by, share_of, spread_ms, table
from tests.load.made_events import write_events
from tests.load.memory import Held, watched
from tests.load.served import Process, served
from tests.load.visitor import Visitor
from tests.load.walk import Walk

PEOPLE, EVENTS, PROCESSES, LASTS_S = 20, 5_000_000, 2, 60.0
MOST_P95_MS = 2000.0


@dataclass
class Met:
    """What twenty people met: how long their loads took in seconds, then their clicks."""

    loads_s: list[float] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)
    alive: int = 0


def run(people: int = PEOPLE, events: int = EVENTS, lasts_s: float = LASTS_S) -> bool:
    """Print the figures; return whether the 95th percentile keeps what was asked and nothing was killed."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = [write_events(folder / f"events-{seed}.parquet", events=events, seed=seed) for seed in range(people)]
        with served(folder, processes=PROCESSES) as started, watched(started) as held:
            met = asyncio.run(_load_and_explore(started, files, lasts_s=lasts_s))
            met.alive = sum(each.is_alive for each in started)
    print(f"\n{people} people with {events:,} events each, {PROCESSES} processes, {met.seen.seconds:.0f} s measured\n")
    print(_told(met, held))
    p95_ms = 1000 * share_of(met.seen.took_s, 0.95)
    return not met.seen.problems and met.alive == PROCESSES and len(met.loads_s) == people and p95_ms <= MOST_P95_MS


async def _load_and_explore(processes: Sequence[Process], files: Sequence[Path], *, lasts_s: float) -> Met:
    met = Met()
    visitors = [Visitor(processes[number % len(processes)].address) for number in range(len(files))]
    await asyncio.gather(*(_load(visitor, path, met) for visitor, path in zip(visitors, files, strict=True)))
    end = time.monotonic() + lasts_s
    async with asyncio.TaskGroup() as group, counting(met.seen, processes):
        for seed, visitor in enumerate(visitors):
            if visitor.controls:
                group.create_task(wander(Walk(visitor, seed), seed, end, seen=met.seen))
        await asyncio.sleep(lasts_s)
    for visitor in visitors:
        visitor.close()
    return met


async def _load(visitor: Visitor, path: Path, met: Met) -> None:
    try:
        await visitor.open("data")
        met.loads_s.append(await load_file(visitor, path))
    except FAULTS as problem:
        met.seen.problems.append(f"{path.name}: {type(problem).__name__} {problem}")


def _told(met: Met, held: Held) -> str:
    spread = " / ".join(f"{each:,.0f}" for each in spread_ms(met.seen.took_s))
    loads = " / ".join(f"{each / 1000:,.0f}" for each in spread_ms(met.loads_s))
    rows = [
        ("a load with its first page, s: p50 / p95 / longest", loads, "all at once, two a process"),
        ("a click after that, ms: p50 / p95 / longest", spread, f"p95 <= {MOST_P95_MS:,.0f}"),
        ("clicks a second", f"{met.seen.clicks_a_second:.1f}", ""),
        ("errors, processes killed", f"{len(met.seen.problems)}, {PROCESSES - met.alive}", "0, 0"),
        ("CPU of the app a click, ms", f"{met.seen.cpu_ms_a_click:.0f}", ""),
        ("memory of all processes, MB: with loads, the most", f"{max(held.with_loads_mb):,.0f}", ""),
        ("memory of all processes, MB: without loads, at the end", f"{held.alone_mb[-1]:,.0f}", ""),
    ]
    head = ("page", "clicks", "p50 ms", "p95 ms", "longest ms")
    parts = [table(("what", "measured", "asked"), rows), table(head, by(met.seen.steps, field="page"))]
    return "\n\n".join([*parts, *(f"- {each}" for each in met.seen.problems[:10])])
