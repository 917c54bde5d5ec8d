"""Each of the ten jobs has a test that counts its clicks, and the table says where one was not reached."""

import ast
from pathlib import Path

from tests.browser.jobs import JOBS, table


def marked() -> set[int]:
    """Return the numbers of all `@pytest.mark.job(n)` in this folder."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in Path(__file__).parent.glob("test_*.py")]
    calls = [each for tree in trees for each in ast.walk(tree) if isinstance(each, ast.Call)]
    return {each.args[0].value for each in calls if ast.unparse(each.func) == "pytest.mark.job"}


def test_every_job_has_a_test():
    assert marked() == set(JOBS) == set(range(1, 11))


def test_the_table_has_every_job_and_says_what_was_not_seen():
    lines = table([(7, "undone", 1, 1), (2, "size", 2, 2), (7, "baseline", 2, 2)]).splitlines()[2:]
    assert len(lines) == len(JOBS) + 1
    assert [line.split(" | ")[2:] for line in lines if line.startswith("| 7 ")] == [
        ["2", "2", "baseline |"], ["1", "1", "undone |"],
    ]  # fmt: skip
    assert sum("| – |" in line and "not seen" in line for line in lines) == len(JOBS) - 2
