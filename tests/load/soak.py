"""People who come, explore for a while and go, for minutes: whether the memory of the app flattens.

The rule: the mean of the last quarter of the time is at most `MOST_GROWTH_SHARE` above that of the quarter before.
"""

import asyncio
import itertools
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.load.crowd import Seen, counting, stay
from tests.load.figures import spread_ms, table
from tests.load.memory import Held, watched
from tests.load.served import Process, served

AT_ONCE, STAY_S, MINUTES, PROCESSES = 20, 20.0, 3.0, 1
THINK_S = 0.5  # more clicks in a minute than people make
MOST_GROWTH_SHARE = 0.03


def run(minutes: float = MINUTES) -> bool:
    """Print memory by the minute; return whether it flattens and nothing went wrong."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder), processes=PROCESSES) as started,
        watched(started) as held,
    ):
        seen, people = asyncio.run(_come_and_go(started, lasts_s=60 * minutes))
    print(f"\n{AT_ONCE} people at a time for {minutes:g} minutes, {people} in all, {len(seen.steps):,} clicks\n")
    print(_told(held, seen, minutes))
    return not seen.problems and growth_share(held, 60 * minutes) <= MOST_GROWTH_SHARE


def growth_share(held: Held, lasts_s: float) -> float:
    """Return how much more is held in the last quarter of the time than in the quarter before, as a share of that."""
    before, last = held.mean_mb(lasts_s / 2, 3 * lasts_s / 4), held.mean_mb(3 * lasts_s / 4, lasts_s)
    return last / before - 1


async def _come_and_go(processes: Sequence[Process], *, lasts_s: float) -> tuple[Seen, int]:
    """Return what they met, and how many came."""
    seen, seeds, end = Seen(), itertools.count(), time.monotonic() + lasts_s
    async with asyncio.TaskGroup() as group, counting(seen, processes):
        for place in range(AT_ONCE):
            group.create_task(_one_after_another(processes[place % len(processes)], seeds, end, seen=seen))
        await asyncio.sleep(lasts_s)
    return seen, next(seeds)


async def _one_after_another(process: Process, seeds: Iterator[int], end: float, *, seen: Seen) -> None:
    """Keep one place taken: whoever goes is followed by somebody else."""
    has_opened = True
    while has_opened and time.monotonic() < end:
        has_opened = await stay(process.address, next(seeds), end, seen=seen, think_s=THINK_S, longest_s=STAY_S)


def _told(held: Held, seen: Seen, minutes: float) -> str:
    spans = [(60.0 * number, 60.0 * (number + 1)) for number in range(round(minutes))]
    rows = [(f"{number + 1}", f"{held.mean_mb(*span):,.0f}") for number, span in enumerate(spans)]
    grown = growth_share(held, 60 * minutes)
    flat = "flattens" if grown <= MOST_GROWTH_SHARE else "does not flatten"
    spread = " / ".join(f"{each:,.0f}" for each in spread_ms(seen.took_s))
    said = [
        f"Memory {flat}: the last quarter holds {grown:+.1%} against the quarter before, asked at most "
        f"{MOST_GROWTH_SHARE:+.0%}.",
        f"A click, ms: p50 / p95 / longest {spread}. Errors: {len(seen.problems)}.",
    ]
    return "\n\n".join([table(("minute", "MB"), rows), *said, *(f"- {each}" for each in seen.problems[:10])])
