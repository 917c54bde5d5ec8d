"""A hundred mutated files of every format are opened, some read whole: nothing crashes, hangs, or speaks in tracebacks.

`make fuzz` reads 5,000 of each whole.
"""

import pytest

from tests.fuzz.battery import Worker, run_format
from tests.fuzz.samples import samples

MUTATIONS = 100
SAMPLES = samples()


@pytest.fixture(scope="module")
def worker():
    quick = Worker(is_quick=True)
    yield quick
    quick.stop()


@pytest.mark.parametrize("name", SAMPLES)
def test_mutated_files_are_read_or_refused_in_one_sentence(tmp_path, worker, name):
    assert worker.outcome(_written(tmp_path, name)) == ("read", "")
    counts, _, wrong = run_format(name, SAMPLES[name], MUTATIONS, tmp_path, worker=worker)
    assert not wrong
    assert counts["read"] + counts["refused"] == MUTATIONS
    assert counts["refused"]


def _written(folder, name):
    path = folder / f"whole.{name}"
    path.write_bytes(SAMPLES[name])
    return path
