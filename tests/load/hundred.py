"""A hundred people who explore the SaaS sample: how long a click takes, by kind and by page."""

import asyncio
import tempfile
from pathlib import Path

from tests.load.crowd import Seen, explore
from tests.load.figures import by, share_of, spread_ms, table
from tests.load.served import served

PEOPLE, RAMP_S, LASTS_S, PROCESSES = 100, 25.0, 60.0, 2
MOST_P95_MS = 500.0


def run(people: int = PEOPLE, processes: int = PROCESSES, lasts_s: float = LASTS_S) -> bool:
    """Print the figures; return whether the 95th percentile keeps what was asked, without a problem."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder), processes=processes) as started:
        seen = asyncio.run(explore(started, people=people, ramp_s=RAMP_S, lasts_s=lasts_s))
        memory_mb = [each.memory_mb for each in started]
    print(f"{people} people exploring the sample, {processes} processes, {seen.seconds:.0f} s measured\n")
    print(told(seen, memory_mb))
    return not seen.problems and 1000 * share_of(seen.took_s, 0.95) <= MOST_P95_MS


def told(seen: Seen, memory_mb: list[float]) -> str:
    """Return the figures of a crowd as tables."""
    median, p95, longest = spread_ms(seen.took_s)
    rows = [
        (
            "a click, ms: p50 / p95 / longest",
            f"{median:,.0f} / {p95:,.0f} / {longest:,.0f}",
            f"p95 <= {MOST_P95_MS:,.0f}",
        ),
        ("clicks a second", f"{seen.clicks_a_second:.1f}", ""),
        ("errors", f"{len(seen.problems)}", "0"),
        ("CPU of the app a click, ms", f"{seen.cpu_ms_a_click:.1f}", ""),
        ("CPU of the app, of the driver, cores", f"{seen.server_share:.2f}, {seen.driver_share:.2f}", "together <= 2"),
        ("memory at the end, MB a process", ", ".join(f"{each:,.0f}" for each in memory_mb), ""),
    ]
    head = ("what", "clicks", "p50 ms", "p95 ms", "longest ms")
    parts = [table(("what", "measured", "asked"), rows), table(head, by(seen.steps, field="what"))]
    parts.append(table(("page", *head[1:]), by(seen.steps, field="page")))
    parts += [f"- {each}" for each in seen.problems[:10]]
    return "\n\n".join(parts)
