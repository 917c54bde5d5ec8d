"""Many people at once, each with a session, a seed and time to think between two clicks."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.load.served import Process
from tests.load.visitor import AppError, Visitor
from tests.load.walk import Step, Walk

# A person looks at what came before the next click: between half and one and a half times this.
THINK_S = 2.0
FAULTS = (AppError, ConnectionError, TimeoutError, OSError, KeyError)


@dataclass
class Seen:
    """What a crowd met.

    Attributes
    ----------
    steps
        Every click of the time that counts.
    problems
        What went wrong, whenever: an exception shown, a session lost, no answer.
    driver_share
        CPU of this process over the time that counts, in cores.
    server_share
        CPU of all processes of the app, in cores.
    """

    steps: list[Step] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_counting: bool = False
    seconds: float = 0.0
    driver_share: float = 0.0
    server_share: float = 0.0

    @property
    def took_s(self) -> list[float]:
        """How long each click took, in seconds."""
        return [step.took_s for step in self.steps]

    @property
    def clicks_a_second(self) -> float:
        """How many clicks were answered."""
        return len(self.steps) / self.seconds

    @property
    def cpu_ms_a_click(self) -> float:
        """CPU milliseconds of the app for one click, of all its processes and threads."""
        return 1000 * self.server_share / max(self.clicks_a_second, 1e-9)


async def explore(
    processes: Sequence[Process], *, people: int, ramp_s: float, lasts_s: float, think_s: float = THINK_S, seed: int = 0
) -> Seen:
    """Let people come evenly over `ramp_s`, then measure them for `lasts_s`.

    They are dealt to the processes in turn and stay there, as nginx's cookie makes them.
    """
    seen, end = Seen(), time.monotonic() + ramp_s + lasts_s
    async with asyncio.TaskGroup() as group:
        for number in range(people):
            address = processes[number % len(processes)].address
            group.create_task(_come(address, seed + number, ramp_s * number / people, end, seen=seen, think_s=think_s))
        await asyncio.sleep(ramp_s)
        async with counting(seen, processes):
            await asyncio.sleep(lasts_s)
    return seen


@asynccontextmanager
async def counting(seen: Seen, processes: Sequence[Process]) -> AsyncIterator[None]:
    """Count clicks, and the CPU they cost, while the block runs."""
    begun, driver_s, server_s = time.monotonic(), time.process_time(), sum(each.cpu_s for each in processes)
    seen.is_counting = True
    yield
    seen.is_counting = False
    seen.seconds = time.monotonic() - begun
    seen.driver_share = (time.process_time() - driver_s) / seen.seconds
    seen.server_share = (sum(each.cpu_s for each in processes) - server_s) / seen.seconds


async def stay(
    address: str, seed: int, end: float, *, seen: Seen, think_s: float, longest_s: float = float("inf")
) -> bool:
    """Open the app, explore it until `end` or so long, close it; whether it opened: what goes wrong is kept."""
    visitor = Visitor(address)
    walk = Walk(visitor, seed)
    try:
        await walk.begin()
    except FAULTS as problem:
        seen.problems.append(f"seed {seed}: {type(problem).__name__} {problem}")
        return False
    await wander(walk, seed, min(end, time.monotonic() + longest_s), seen=seen, think_s=think_s)
    visitor.close()
    return True


async def wander(walk: Walk, seed: int, end: float, *, seen: Seen, think_s: float = THINK_S) -> None:
    """Click and think until `end`, a time of `time.monotonic`; what goes wrong ends it and is kept."""
    chance = random.Random(seed)
    try:
        while time.monotonic() < end:
            await asyncio.sleep(think_s * chance.uniform(0.5, 1.5))
            step = await walk.step()
            if seen.is_counting:
                seen.steps.append(step)
    except FAULTS as problem:
        seen.problems.append(f"seed {seed}: {type(problem).__name__} {problem}")


async def _come(address: str, seed: int, wait_s: float, end: float, *, seen: Seen, think_s: float) -> None:
    """Open the app after a while, explore it, close it."""
    await asyncio.sleep(wait_s)
    await stay(address, seed, end, seen=seen, think_s=think_s)
