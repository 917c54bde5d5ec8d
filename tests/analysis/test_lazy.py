"""Packages with names that wait: each is there under its name, nothing is imported before, wrong names are refused."""

import subprocess
import sys

import pytest

import analysis
from analysis import compare


@pytest.mark.parametrize("package", [analysis, compare])
def test_every_public_name_is_there_and_listed(package):
    waiting = {name for names in package._MODULES.values() for name in names}
    assert waiting == set(package.__all__) <= set(dir(package))
    assert all(getattr(package, name).__name__ == name for name in waiting if name not in ("DEFAULT_METRICS",))


def test_a_wrong_name_is_refused_as_by_any_module():
    with pytest.raises(AttributeError, match="'analysis' has no attribute 'nothing'"):
        _ = analysis.nothing
    assert analysis.compare.run.compare_segments is analysis.compare_segments


def test_reading_imports_neither_scipy_statistics_nor_charts():
    code = "import sys, analysis.commands.read; print({'scipy.stats', 'altair'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
