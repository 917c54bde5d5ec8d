"""One running `python -m analysis read`: what it says it is doing, how it ended, and how to stop it."""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace

from analysis.errors import OffbeatError, UnreadableFileError
from analysis.ingest import open_saved
from analysis.ingest.limits import longest_load_s
from analysis.ingest.opened_size import opened_bytes
from analysis.ingest.progress import Step, left_said, step_of
from pages._ui import seen_before
from pages._ui.hosting.room import room
from pages._ui.loading import PROJECT, Spool, problem_of
from pages._ui.uploads import Upload

_KILLED = -9  # what a process returns that the system stopped, as it does where memory runs out
WAITING = Step("Waiting: another file is being read", 0.0)
_TURNS = threading.BoundedSemaphore(room().loads)


class Load:
    """A load in a process of its own; killing it is the cancel button. It needs nobody who waits for it.

    A few run at once in a server; the others wait in line, each in a thread of its own.
    """

    def __init__(
        self, spooled: Spool, timezone: str | None, *, base: Upload | None = None, key: str | None = None
    ) -> None:
        self.spooled = spooled
        self.base = base
        self._key = key
        self._out = spooled.folder / "out"
        self._log = spooled.folder / "log"
        self._log.touch()
        self._longest_s = longest_load_s(spooled.files)
        self._begun = time.monotonic()
        self._child: subprocess.Popen | None = None
        self._watch: threading.Timer | None = None
        self._is_late = self._is_cancelled = False
        self._not_begun: OSError | None = None
        self._starting, self._over = threading.Lock(), threading.Event()
        command = [*_command(spooled, timezone), "--out", str(self._out)]
        threading.Thread(target=self._take_turn, args=(command,), daemon=True).start()

    @property
    def is_over(self) -> bool:
        """Whether the child has ended, well or not."""
        return self._over.is_set()

    @property
    def step(self) -> Step:
        """What the child is doing, or that it waits for its turn."""
        return WAITING if self._child is None else step_of(self._lines())

    @property
    def left_said(self) -> str:
        """How long it still takes, or "" where that cannot be told."""
        return "" if self._child is None else left_said(self.step, time.monotonic() - self._begun)

    def result(self) -> Upload:
        """Wait for the dataset, added to `base` where there is one.

        Raises OffbeatError with the child's own sentence where it could not be read, and where what it wrote is gone.
        """
        self._over.wait()
        try:
            if self._is_late:
                raise UnreadableFileError(
                    f"Expected to read the file within {self._longest_s // 60} minutes, found it still being read.",
                    hint="split it, or read it on the command line with python -m analysis read.",
                )
            if self._child is None or self._child.returncode != 0:
                raise self._problem()
            room().require_fits(opened_bytes(self._out), self.spooled.name)
            dataset, report = open_saved(self._out)
            seen_before.keep(self._key, self._out, fingerprint=dataset.fingerprint)
        except OSError as gone:
            raise problem_of(gone) from None
        finally:
            self.cancel()
        own = Upload(replace(dataset, name=self.spooled.name), report)
        return own if self.base is None else self.base.with_newer(own)

    def cancel(self) -> None:
        """Stop the child and delete what it wrote; the dropped files stay. Safe to call twice."""
        with self._starting:
            self._is_cancelled = True
            if self._child is None:
                self._over.set()
            elif self._child.poll() is None:
                self._child.kill()
        self._over.wait()
        for path in self.spooled.folder.iterdir() if self.spooled.folder.exists() else ():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    def _take_turn(self, command: list[str]) -> None:
        """Wait until there is room, then run the child to its end."""
        try:
            with _TURNS:
                if self._start(command):
                    self._child.wait()
                    self._watch.cancel()
        except OSError as problem:  # the folder went away while it waited, or the disk is full
            self._not_begun = problem
        finally:
            self._over.set()

    def _start(self, command: list[str]) -> bool:
        """Start the child unless the load was cancelled while it waited; returns whether it runs."""
        # What the child unpacks lies in the spool, so that killing it leaves nothing behind.
        own_folder = {**os.environ, "TMPDIR": str(self.spooled.folder)}
        with self._starting:
            if self._is_cancelled:
                return False
            with self._log.open("w") as log:
                self._begun = time.monotonic()
                self._child = subprocess.Popen(
                    command, cwd=PROJECT, env=own_folder, stdout=subprocess.DEVNULL, stderr=log
                )
            self._watch = threading.Timer(self._longest_s, self._stop_late)
            self._watch.daemon = True  # nobody may be there any more to ask for the result
            self._watch.start()
        return True

    def _stop_late(self) -> None:
        self._is_late = True
        self._child.kill()

    def _problem(self) -> OffbeatError:
        if self._not_begun is not None:
            return problem_of(self._not_begun)
        if not self.spooled.folder.exists():
            return problem_of(FileNotFoundError())
        if self._child is not None and self._child.returncode == _KILLED:
            return UnreadableFileError(
                "Expected to read the whole file, found that the system stopped the reading.",
                hint="try again; if it happens again there is too little memory for it: split the file, or keep only "
                "the columns that matter.",
            )
        lines = self._lines()
        sentence, is_ours, hint = (lines[-1] if lines else "").partition(" Hint: ")
        if is_ours:
            return UnreadableFileError(sentence, hint=hint)
        return UnreadableFileError(
            "Expected a table, found a file that stopped the reader.",
            hint="check that it is a table with a header; if it is one, save it as CSV (UTF-8) and drop that.",
        )

    def _lines(self) -> list[str]:
        return self._log.read_text(errors="replace").strip().splitlines() if self._log.exists() else []


def _command(spooled: Spool, timezone: str | None) -> list[str]:
    command = [sys.executable, "-m", "analysis", "read", *map(os.fspath, spooled.events), "--limited"]
    for file in spooled.files:
        command += ["--name", f"{os.fspath(file)}={file.name}"]
    return [*command, *_options(spooled), *(["--timezone", timezone] if timezone else [])]


def _options(spooled: Spool) -> Iterator[str]:
    """Yield the tables beside the events, and what a person decided, as options."""
    for table, file in spooled.beside.items():
        yield from (f"--{table}", os.fspath(file))
    for name, column in spooled.columns.items():
        yield from ("--map", f"{name}={column}")
    for name, answer in spooled.answers.items():
        option = f"--{name.replace('_', '-')}"
        if not answer:
            yield option
        for text in (answer,) if isinstance(answer, str) else answer:
            yield from (option, text)
