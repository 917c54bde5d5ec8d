"""Bombs given to a running app by their path, as on one's own computer, while somebody else clicks through it."""

import asyncio
import tempfile
import time
from pathlib import Path

from tests.fuzz.bombs import BOMBS
from tests.load.drop import watch_load
from tests.load.served import served
from tests.load.visitor import Visitor

PAGES = ("", "patterns", "segments", "data")


async def _give(visitor, path):
    """Name a file on the Data page and load it, where its head did not tell already; return the seconds that took."""
    await visitor.open("data")
    begun = time.monotonic()
    typed = next(each for each in visitor.controls.values() if each.kind == "text_input" and "path" in each.name)
    await visitor.set({typed: str(path)})
    if any(each.name == "load" for each in visitor.controls.values()):
        await visitor.set({visitor.control("load"): True})
        await watch_load(visitor)
    return time.monotonic() - begun


async def _click(visitor, took_s, is_over):
    """Go from page to page until the bomb is through."""
    while not is_over.is_set():
        for page in PAGES:
            took_s.append(await visitor.go(page))
            await asyncio.sleep(0.2)


async def _meet(process, path):
    """Return how long the bomb took, and how long each click of somebody else did meanwhile."""
    other, giver = Visitor(process.address), Visitor(process.address)
    await other.open("")
    took_s, is_over = [], asyncio.Event()
    clicking = asyncio.create_task(_click(other, took_s, is_over))
    try:
        seconds = await _give(giver, path)
    finally:
        is_over.set()
        await clicking
        giver.close()
        other.close()
    return seconds, took_s


def main():
    """Print a line a bomb."""
    print("| bomb | seconds | clicks of another | their longest, s | server up |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="offbeat-bomb-") as name:
        folder = Path(name)
        with served(folder, processes=1, settings={"OFFBEAT_LOCAL": "1"}) as (process,):
            asyncio.run(_meet(process, _harmless(folder)))  # what is compiled or imported once
            for bomb, write in BOMBS.items():
                path = folder / "bomb.csv"
                write(path)
                seconds, took_s = asyncio.run(_meet(process, path))
                line = f"| {bomb} | {seconds:.1f} | {len(took_s)} | {max(took_s):.2f} | "
                print(line + ("yes |" if process.is_alive else "no |"), flush=True)
                path.unlink()


def _harmless(folder):
    path = folder / "few.csv"
    rows = (f"u{number % 9},2026-01-{number % 28 + 1:02d},open" for number in range(500))
    path.write_text("\n".join(["user_id,timestamp,event", *rows]))
    return path
