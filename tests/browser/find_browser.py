"""Find a Chromium for the browser tests: `python tests/browser/find_browser.py [--install]` prints its path.

`OFFBEAT_CHROMIUM` names one; else Chromium or Chrome on the machine; else, with `--install` and as root, apt-get.
Without any it prints one sentence; exit 1 where that must not be (`CI=true`, or a wrong `OFFBEAT_CHROMIUM`).
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = "No Chromium found, so the browser tests are skipped: install chromium, or set OFFBEAT_CHROMIUM to its path."
VERSION_SECONDS = 30
INSTALL_SECONDS = 900


def is_browser(path: str | None) -> bool:
    """Whether `path` starts and prints a version: a stub of a package that is not there does not."""
    if path is None or not os.access(path, os.X_OK):
        return False
    try:
        return _run([path, "--version", "--no-sandbox"], VERSION_SECONDS) == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def find_browser() -> str | None:
    """Return the path of a Chromium, or None; raises FileNotFoundError where OFFBEAT_CHROMIUM names none."""
    named = os.environ.get("OFFBEAT_CHROMIUM")
    if named and not is_browser(named):
        raise FileNotFoundError(f"Expected a Chromium at OFFBEAT_CHROMIUM, found none at {named}.")
    return named or next((path for path in map(shutil.which, NAMES) if is_browser(path)), None)


def install_browser() -> None:
    """Install Chromium with apt-get where that is possible without asking anybody."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print("Installing chromium with apt-get for the browser tests.", file=sys.stderr)
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        _run(command, INSTALL_SECONDS)


def _run(command: list[str], seconds: int) -> int:
    silent = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, timeout=seconds, check=False, env=environment, **silent).returncode


def main() -> int:
    """Print the path, or why there is none."""
    try:
        path = find_browser()
        if path is None and "--install" in sys.argv:
            install_browser()
            path = find_browser()
    except (FileNotFoundError, subprocess.TimeoutExpired) as error:
        print(error, file=sys.stderr)
        return 1
    print(path or MISSING, file=sys.stdout if path else sys.stderr)
    return int(path is None and os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
