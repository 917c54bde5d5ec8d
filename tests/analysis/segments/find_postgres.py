"""Find PostgreSQL's programs and run a server of our own for a test: in a new folder, on a local socket, then gone.

They are those on the path or of Debian's package; where there are none, `CI=true` and root, apt-get is asked for them.
The server runs as user `postgres` where the test runs as root, which it refuses to be.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "PostgreSQL was not found, so its half of the SQL tests is skipped: install the package postgresql."
SECONDS, INSTALL_SECONDS = 120, 900


def find_postgres() -> Path | None:
    """Return the folder of initdb, pg_ctl and psql, or None."""
    named = shutil.which("initdb")
    folders = [Path(named).resolve().parent] if named else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    whole = (folder for folder in folders if all((folder / name).exists() for name in ("initdb", "pg_ctl", "psql")))
    return next(whole, None)


def install_postgres() -> None:
    """Install PostgreSQL with apt-get where that is possible without asking anybody."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "postgresql"]):
            subprocess.run(
                command, timeout=INSTALL_SECONDS, check=False, env=environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip


class Server:
    """A running server: `run` gives it SQL."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.programs, self.folder = programs, folder

    def call(self, *command: str, text: str = "") -> str:
        """Run one of PostgreSQL's programs as the user that may."""
        name, *arguments = command
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*as_user, str(self.programs / name), *arguments], input=text, capture_output=True, text=True, check=False,
            timeout=SECONDS, cwd=self.folder,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, sql: str) -> list[str]:
        """Return the rows, one text a row."""
        connection = ("-h", str(self.folder), "-d", "postgres", "-qAtX", "-v", "ON_ERROR_STOP=1", "-f", "-")
        return self.call("psql", *connection, text=sql).splitlines()


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """Make a new server that listens on no port, and remove it afterwards."""
    with tempfile.TemporaryDirectory(prefix="offbeat-postgres-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        server = Server(programs, folder)
        data, log = str(folder / "data"), str(folder / "log")
        server.call("initdb", "-D", data, "-A", "trust", "-E", "UTF8", "--no-sync")
        server.call(
            "pg_ctl", "-D", data, "-l", log, "-w", "-o", f"-k {folder} -c listen_addresses= -c fsync=off", "start"
        )
        try:
            yield server
        finally:
            server.call("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
