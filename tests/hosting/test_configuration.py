"""What docs/hosting/ ships agrees with the app: the policy, the sizes, what is closed, every setting in the table."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import streamlit

from pages._ui import streamed
from pages._ui.hosting.gate import OPEN_PATHS
from pages._ui.hosting.health import Health
from pages._ui.loading import LARGEST_UPLOAD_MB
from tests.hosting.behind_nginx import CONFIGURATION, configured, nginx_path, policy

ROOT = Path(__file__).parents[2]
TEXT = CONFIGURATION.read_text(encoding="utf-8")
SAFETY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "hosting.md").read_text(encoding="utf-8")
SETTING = re.compile(r"\b(?:OFFBEAT|NUMBA|STREAMLIT)_[A-Z]+(?:_[A-Z]+)*\b")


def location(name: str) -> str:
    """The block of a location of nginx.conf."""
    return re.search(rf"location {re.escape(name)} {{(.*?)\n    }}", TEXT, re.DOTALL).group(1)


def test_the_policy_knows_the_one_line_in_the_page_of_streamlit():
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(each.encode()).digest()).decode()}'" for each in inline}
    assert hashes == {each for each in policy()["script-src"] if each.startswith("'sha256-")}


def test_the_policy_names_no_other_host():
    allowed = {"'self'", "'none'", "'unsafe-inline'", "data:", "blob:", "wss://$http_host"}
    found = {source for sources in policy().values() for source in sources if not source.startswith("'sha256-")}
    assert found <= allowed
    assert policy()["default-src"] == policy()["frame-ancestors"] == ["'none'"]
    assert "'unsafe-inline'" not in policy()["script-src"]


def test_every_source_of_the_policy_has_its_reason():
    told = set(re.findall(r"`([^`]+)`", re.search(r"## The policy.*?\n## ", SAFETY, re.DOTALL).group()))
    words = {re.sub(r"'sha256-.*", "'sha256-…'", word) for each in told for word in each.split()}
    for directive, sources in policy().items():
        assert directive in words
        assert {re.sub(r"'sha256-.*", "'sha256-…'", source) for source in sources} <= words


def test_every_test_that_the_threat_model_names_is_there():
    named = set(re.findall(r"`(tests/[a-z_/]+\.py)`", SAFETY))
    assert len(named) > 20
    assert not [each for each in named if not (ROOT / each).is_file()]


def test_the_settings_that_the_threat_model_names_are_shipped():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    said = re.findall(r"`(\w+)\.(\w+) = ([^`]+)`", SAFETY)
    assert len(said) == 9
    assert [(part, name) for part, name, value in said if config[part][name] != json.loads(value)] == []


def test_sizes_are_those_of_the_app():
    assert f"client_max_body_size {LARGEST_UPLOAD_MB + 2}m;" in location("/_stcore/upload_file/")
    assert f"client_max_body_size {streamed.MOST_BYTES >> 30}g;" in location("/streamed/")


def test_every_route_of_our_own_is_known_to_gate_or_nginx():
    for route in [*streamed.routes(), *Health().routes()]:
        assert route.path in OPEN_PATHS or location(f"/{route.path.split('/')[1]}/")
    assert "deny all" in location("= /healthz")
    assert "return 404" in location("~ ^/_stcore/(metrics|script-health-check|agent)")


def test_no_location_drops_the_headers_of_the_server():
    assert all("add_header" not in block for block in re.findall(r"location [^{]+{(.*?)\n    }", TEXT, re.DOTALL))


def test_nginx_reads_it(tmp_path):
    if nginx_path() is None or shutil.which("openssl") is None:
        pytest.skip("needs nginx and openssl: make hosted fails without them")
    main = configured(tmp_path, 18443, 18080, (18501, 18502))
    command = [nginx_path(), "-t", "-q", "-c", main, "-p", tmp_path, "-e", tmp_path / "error.log"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_setting_is_explained():
    paths = [ROOT / "serve.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "analysis").rglob("*.py")]
    paths += [*(ROOT / "docs" / "hosting").iterdir(), *(ROOT / "tests" / "benchmarks").glob("*.py")]
    used = {name for path in paths for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 12
    assert sorted(name for name in used if f"`{name}`" not in GUIDE) == []


def test_a_part_of_the_settings_stops_the_server_with_a_sentence():
    environment = {"PATH": "/usr/bin:/bin", "OFFBEAT_ALLOWED": "acme.test"}
    command = [sys.executable, "serve.py", "--server.headless", "true"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("Expected all settings of the sign-in, found none for OFFBEAT_LOGIN_ISSUER")
    assert "Traceback" not in done.stderr
