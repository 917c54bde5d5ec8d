"""Setting up says in one sentence what is missing, and does nothing twice."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clone(tmp_path):
    """A folder with the set-up script and an empty requirements file."""
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / "requirements.txt").touch()
    return tmp_path


def set_up(clone: Path, python: str) -> subprocess.CompletedProcess:
    command = ["sh", ".ci/set_up", "requirements.txt"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHON": python}
    return subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True, check=False)


def python_that_fails_on(word: str, folder: Path) -> str:
    """A Python that cannot run code that names `word`."""
    script = folder / "python"
    script.write_text(f'#!/bin/sh\ncase "$*" in *{word}*) exit 1;; esac\nexec {sys.executable} "$@"\n')
    script.chmod(0o755)
    return str(script)


def test_no_python_is_one_sentence(clone):
    done = set_up(clone, "no-such-python")
    assert done.returncode == 1
    assert done.stderr.startswith("Offbeat needs Python 3.11 or newer")
    assert done.stderr.count("\n") == 1


def test_old_python_is_one_sentence(clone):
    done = set_up(clone, python_that_fails_on("version_info", clone))
    assert done.returncode == 1
    assert done.stderr.startswith("Offbeat needs Python 3.11 or newer")


def test_no_venv_module_is_one_sentence(clone):
    done = set_up(clone, python_that_fails_on("venv", clone))
    assert done.returncode == 1
    assert done.stderr.startswith("Offbeat needs Python's venv module")
    assert done.stderr.count("\n") == 1
    assert not (clone / ".venv").exists()


def test_make_lists_what_can_be_made():
    done = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"run", "test"} <= {line.split()[1] for line in done.stdout.splitlines()}
