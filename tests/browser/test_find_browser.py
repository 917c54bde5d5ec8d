"""What the search for a browser says when there is none."""

import os
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("find_browser.py")


def search(**environment: str) -> subprocess.CompletedProcess:
    inherited = {name: value for name, value in os.environ.items() if name not in ("CI", "OFFBEAT_CHROMIUM")}
    return subprocess.run(
        [sys.executable, SCRIPT], capture_output=True, text=True, check=False, env={**inherited, **environment}
    )


def test_no_browser_is_one_sentence(tmp_path):
    found = search(PATH=str(tmp_path))
    assert found.returncode == 0
    assert found.stdout == ""
    assert found.stderr.startswith("No Chromium found")
    assert found.stderr.count("\n") == 1


def test_no_browser_fails_in_ci(tmp_path):
    assert search(PATH=str(tmp_path), CI="true").returncode == 1


def test_named_browser_comes_first(tmp_path):
    named = tmp_path / "my-chromium"
    named.write_text("#!/bin/sh\nexit 0\n")
    named.chmod(0o755)
    assert search(OFFBEAT_CHROMIUM=str(named)).stdout.strip() == str(named)


def test_wrong_name_is_told(tmp_path):
    found = search(OFFBEAT_CHROMIUM=str(tmp_path / "nothing"))
    assert found.returncode == 1
    assert "OFFBEAT_CHROMIUM" in found.stderr
