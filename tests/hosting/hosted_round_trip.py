"""`make hosted`: a browser, nginx as shipped, two processes, a provider. Not part of `make test`."""

import ssl
import time
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import browser, chromium_path
from tests.browser.steps import ADDRESSES, COLD_MS, PAGES, SLOWEST_MS, at_rest
from tests.hosting import oidc_provider
from tests.hosting.behind_nginx import hosted, nginx_path

__all__ = ["browser", "chromium_path"]
DEEP = "patterns?weekday.min_share=0.7"
TRUSTING = ssl._create_unverified_context()
ROW = b"p%05d,2025-%02d-%02dT10:00:00Z,open,%d.50\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    assert nginx_path(), "needs nginx: apt-get install nginx-light"
    with hosted(tmp_path_factory.mktemp("hosted")) as made:
        yield made


@pytest.fixture
def person(browser, server):
    """A browser of somebody new, and what it complained of: nothing may be refused by the policy or go elsewhere."""
    server.provider.claims = dict(oidc_provider.ANN)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, ignore_https_errors=True)
    page = context.new_page()
    elsewhere, complaints = [], []
    ours = (server.address, server.address.replace("https:", "wss:"), server.provider.issuer, "data:", "blob:")
    page.on("request", lambda asked: asked.url.startswith(ours) or elsewhere.append(asked.url))
    page.on("console", lambda said: "Content Security Policy" in said.text and complaints.append(said.text))
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield page
    context.close()
    assert elsewhere == []
    assert complaints == []


def sign_in(page, server, path=""):
    page.goto(f"{server.address}/{path}")
    page.get_by_role("button", name="Sign in").click(timeout=COLD_MS)
    page.get_by_role("button", name="Sign out").wait_for(timeout=COLD_MS)


def anybody(server, **options):
    return httpx2.Client(base_url=server.address, verify=TRUSTING, **options)


def test_somebody_allowed_gets_to_their_deep_link_and_out_again(person, server):
    person.goto(f"{server.address}/{DEEP}")
    expect(person.get_by_text("Sign in to see the data of your team.")).to_be_visible(timeout=COLD_MS)
    assert person.get_by_role("link", name="Home").count() == 0
    sign_in(person, server, DEEP)
    expect(person.get_by_role("heading", name="When do people come?")).to_be_visible(timeout=SLOWEST_MS)
    expect(person.get_by_role("button", name="Thresholds · 1 changed")).to_be_visible(timeout=SLOWEST_MS)
    assert "weekday.min_share=0.7" in person.url
    before = server.provider.signed_out
    person.get_by_role("button", name="Sign out").click()
    expect(person.get_by_text("Sign in to see the data of your team.")).to_be_visible(timeout=SLOWEST_MS)
    assert server.provider.signed_out == before + 1
    person.goto(f"{server.address}/data")
    expect(person.get_by_text("Sign in to see the data of your team.")).to_be_visible(timeout=SLOWEST_MS)


def test_somebody_else_sees_one_sentence_on_every_page(person, server):
    server.provider.claims = oidc_provider.ANN | {"email": "mallory@else.test"}
    sign_in(person, server)
    for path in PAGES:
        person.goto(f"{server.address}/{path}")
        expect(person.get_by_text("mallory@else.test is not on the list")).to_be_visible(timeout=SLOWEST_MS)
        assert person.locator("[data-testid=stMain]").inner_text().split("\n")[0] == "Offbeat"
        assert person.get_by_role("heading").count() == 1
        assert person.locator("canvas, svg.marks, [data-testid=stDataFrame]").count() == 0


def test_every_page_and_tab_draws_under_the_policy(person, server):
    sign_in(person, server)
    for path in ADDRESSES:
        person.goto(f"{server.address}/{path}")
        at_rest(person)
        person.wait_for_timeout(1500)
        for chart in person.locator("[data-testid=stVegaLiteChart]").all():
            chart.locator("svg.marks, canvas.marks").first.wait_for(timeout=SLOWEST_MS)
            chart.hover(force=True)
    person.goto(f"{server.address}/patterns")
    at_rest(person)
    person.locator("svg.marks, canvas.marks").first.wait_for(timeout=SLOWEST_MS)
    person.get_by_role("button", name="Thresholds").click()
    person.wait_for_timeout(1500)


def test_components_work_under_the_policy(person, server):
    """Handed over as blobs: the cut line, Fold, the keys, the control for a large file; and a file to take along."""
    sign_in(person, server)
    for path, part in (("segments", "svg, canvas"), ("patterns?patterns_tab=Fold", "canvas")):
        person.goto(f"{server.address}/{path}")
        at_rest(person)
        person.locator("[data-testid^=stBidiComponent]").locator(part).first.wait_for(timeout=SLOWEST_MS)
    person.goto(f"{server.address}/at_risk")
    at_rest(person)
    with person.expect_download(timeout=SLOWEST_MS) as file:
        person.get_by_role("button", name="Download list").first.click()
    assert file.value.path().stat().st_size > 100


def test_a_dropped_file_larger_than_nginx_takes_by_itself_is_read(person, server):
    sign_in(person, server, "data")
    rows = b"".join(ROW % (n % 900, 1 + n % 12, 1 + n % 28, n % 90) for n in range(120_000))
    content = b"user_id,timestamp,event,amount\n" + rows
    assert len(content) > 4_000_000
    person.locator("input[type=file]").first.set_input_files(
        {"name": "dropped.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(person.get_by_role("heading", name="What dropped.csv seems to say")).to_be_visible(timeout=COLD_MS)


def test_a_browser_stays_with_its_process_and_all_are_used(person, server):
    seen = len(server.lines())
    sign_in(person, server)
    at_rest(person)
    mine = {line[-1] for line in server.lines()[seen:] if line[2] == "GET" and line[3] != "/"}
    assert len(mine) == 1
    seen = len(server.lines())
    for _ in range(20):
        with anybody(server) as fresh:
            answers = [fresh.get("/") for _ in range(3)]
            assert [("offbeat_process" in each.headers.get("set-cookie", "")) for each in answers] == [
                True,
                False,
                False,
            ]
    used = [line[-1] for line in server.lines()[seen:]]
    assert len(set(used)) == 2
    assert all(len(set(used[n : n + 3])) == 1 for n in range(0, 60, 3))


def test_what_is_closed_is_closed_and_headers_are_everywhere(server):
    with anybody(server) as client:
        status = {path: client.get(path) for path in ("/", "/media/x", "/_stcore/metrics", "/healthz", "/nowhere")}
        assert [each.status_code for each in status.values()] == [200, 401, 404, 200, 401]
        for path in ("/streamed/guess", "/_stcore/upload_file/a/b"):
            assert client.put(path, content=b"x").status_code == 401
            refused = client.put(path, content=b"x" * (3 << 20)).status_code
            assert refused in (401, 502)  # 502: the process hung up before nginx had sent it all
            assert client.get("/_stcore/health").status_code == 200
        assert client.post("/", content=b"x" * (3 << 20)).status_code == 413
        assert client.get("/", headers={"host": "else.test"}).status_code == 421
    for answer in status.values():
        names = ("content-security-policy", "strict-transport-security", "x-content-type-options", "referrer-policy")
        assert not [name for name in names if name not in answer.headers]
    assert "?" not in server.log.read_text()


def test_a_flood_is_answered_with_429(server):
    with anybody(server) as client:
        signs_in = [client.get("/auth/login").status_code for _ in range(30)]
        assert 429 in signs_in
        assert 429 not in signs_in[:15]
    with anybody(server) as client, ThreadPoolExecutor(8) as threads:
        asked = list(threads.map(lambda _: client.get("/_stcore/health").status_code, range(500)))
    assert 200 in asked
    assert 429 in asked
    time.sleep(10)  # so that whoever comes next is not taken for the flood


def test_a_process_that_is_gone_is_stood_in_for(server):
    lost = next(iter(server.processes.values()))
    lost.terminate()
    lost.wait(15)
    for _ in range(10):
        with anybody(server) as fresh:
            assert fresh.get("/patterns").status_code == 200
