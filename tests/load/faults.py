"""What breaks: a full disk, a folder gone, a load that is killed, a socket that is cut; `make test` runs it too."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ("tests/pages/_ui/test_load_faults.py", "tests/load/test_sessions.py")


def run() -> bool:
    """Run the tests of faults, each named as it passes; return whether all did."""
    print("\nFaults: state recovers, no file stays behind\n", flush=True)
    return subprocess.run([sys.executable, "-m", "pytest", "-v", "--no-header", *TESTS], cwd=ROOT).returncode == 0
