"""Two processes of the app behind nginx, with the files of docs/hosting/ as they are but for names, ports and paths."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.hosting import oidc_provider

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = ROOT / "docs" / "hosting" / "nginx.conf"
START_SECONDS = 240
MAIN = """
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/offbeat.conf;
}}
"""


@dataclass
class Hosted:
    """The address people use, the processes behind it, who signs them in, and what nginx wrote."""

    address: str
    processes: dict[int, subprocess.Popen]
    provider: oidc_provider.Provider
    log: Path

    def lines(self) -> list[list[str]]:
        """Return what was asked, a list of words a request."""
        return [line.split() for line in self.log.read_text().splitlines()]


def nginx_path() -> str | None:
    """Return where nginx is, also where Debian puts it."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def configured(folder: Path, port: int, plain_port: int, behind: tuple[int, int]) -> Path:
    """Write the configuration as a test can run it, with a certificate of its own; returns nginx's main file."""
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
               "-keyout", f"{folder}/key.pem", "-out", f"{folder}/certificate.pem"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    text = CONFIGURATION.read_text(encoding="utf-8")
    changes = {
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "offbeat.example.com;": "localhost;",
        "/etc/ssl/offbeat/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/ssl/offbeat/privkey.pem": f"{folder}/key.pem",
        "/var/log/nginx/offbeat.log": f"{folder}/access.log",
        "127.0.0.1:8501": f"127.0.0.1:{behind[0]}",
        "127.0.0.1:8502": f"127.0.0.1:{behind[1]}",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "offbeat.conf").write_text(text)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    return folder / "nginx.conf"


@contextmanager
def hosted(folder: Path) -> Iterator[Hosted]:
    """Start a provider, two processes and nginx; yield when both processes say that the app answers."""
    port, plain_port, *behind = (oidc_provider.free_port() for _ in range(4))
    address = f"https://localhost:{port}"
    main = configured(folder, port, plain_port, tuple(behind))
    with ExitStack() as stack:
        provider = stack.enter_context(oidc_provider.running())
        said = oidc_provider.environment(provider, address) | {
            "OFFBEAT_STORE": str(folder / "store"),
            "OFFBEAT_CACHE": "",
        }
        processes = {each: _started(stack, each, said, folder) for each in behind}
        for each in behind:
            _wait(f"http://127.0.0.1:{each}/healthz", folder)
        command = [nginx_path(), "-c", str(main), "-p", str(folder), "-e", f"{folder}/error.log", "-g", "daemon off;"]
        _stopped_at_end(stack, subprocess.Popen(command, stdin=subprocess.DEVNULL))
        yield Hosted(address, processes, provider, folder / "access.log")


def _started(stack: ExitStack, port: int, said: dict[str, str], folder: Path) -> subprocess.Popen:
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    out = stack.enter_context((folder / f"{port}.log").open("wb"))
    process = subprocess.Popen(
        [sys.executable, "serve.py", *options], cwd=ROOT, env={**os.environ, **said}, stdin=subprocess.DEVNULL,
        stdout=out, stderr=out,
    )  # fmt: skip
    return _stopped_at_end(stack, process)


def _stopped_at_end(stack: ExitStack, process: subprocess.Popen) -> subprocess.Popen:
    def stop() -> None:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    stack.callback(stop)
    return process


def _wait(address: str, folder: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                assert answer.read() == b"ok"
                return
        except (urllib.error.URLError, OSError):
            logs = "\n".join(path.read_text()[-1000:] for path in folder.glob("*.log"))
            assert time.monotonic() < end, logs
            time.sleep(0.3)


def policy() -> dict[str, list[str]]:
    """Return the Content-Security-Policy of the configuration, directive -> sources."""
    said = re.search(r'Content-Security-Policy "([^"]+)"', CONFIGURATION.read_text(encoding="utf-8")).group(1)
    return {words[0]: words[1:] for words in (each.split() for each in said.split(";"))}
