"""False alarms between groups drawn alike: on a sample a few times, on real people where they are, and the page."""

import numpy as np
import pytest

from analysis.calibration import __main__ as command
from analysis.calibration.alike import TITLE, Alike, alike, alike_section
from analysis.calibration.apart import section_titled, with_section
from analysis.calibration.report import PAGE
from analysis.ingest import read

REPEATS = 150
MOST = 0.05 + 3 * np.sqrt(0.05 * 0.95 / REPEATS)


def test_groups_of_a_sample_drawn_alike_seldom_differ(shop):
    found = alike(shop, repeats=REPEATS, sizes=((20, 60),))
    assert set().union(*(each.tests for each in found)) >= {
        "Mann-Whitney",
        "reshuffled log-rank",
        "permutation of means",
    }
    assert not [each for each in found if each.share > MOST]
    assert sum(each.share for each in found) > 0


def test_groups_of_real_people_drawn_alike_seldom_differ(real_data):
    dataset = read(real_data / "cdnow_transactions.csv.gz")[0]
    found = alike(dataset, repeats=REPEATS, sizes=((20, 200),))
    assert not [each for each in found if each.share > MOST]


def row(share, what="amount"):
    return Alike(what, frozenset({"Mann-Whitney"}), (20, 20), np.arange(1000) < 1000 * share)


def test_bounds_are_two_sided_where_values_are_continuous():
    assert row(0.05).holds
    assert not row(0.07).holds
    assert not row(0.02).holds
    assert row(0.02, "active_days").holds


def test_the_section_is_put_in_once_and_kept():
    text = alike_section([row(0.05), row(0.07, "mean amount")], users=23570)
    assert "| `amount` | Mann-Whitney | .05 ± .0069 | yes |" in text
    assert "**no**" in text
    page = with_section("# Page\n\n## One\n\nwords\n", text)
    assert with_section(page, text) == page
    assert section_titled(page, TITLE) == text
    assert section_titled("# Page\n", TITLE) == ""
    middle = page + "\n## Two\n\nmore\n"
    assert with_section(middle, text) == middle
    assert with_section(middle, "## Groups drawn alike\n\nnew\n").endswith("new\n\n## Two\n\nmore\n")


def test_command_puts_the_section_into_the_page(monkeypatch, tmp_path, capsys):
    (tmp_path / "page.md").write_text("# Page\n\n## One\n\nwords\n", encoding="utf-8")
    monkeypatch.setattr(command, "PAGE", tmp_path / "page.md")
    monkeypatch.setattr(command.alike, "alike", lambda dataset, repeats: [row(0.05)])
    orders = tmp_path / "orders.csv"
    orders.write_text("user_id,timestamp\n" + "".join(f"u{k},2026-01-{k:02}\n" for k in range(1, 20)), encoding="utf-8")
    assert command.main(["alike", str(orders)]) == 0
    assert "## Groups drawn alike" in (tmp_path / "page.md").read_text(encoding="utf-8")
    assert command.main(["alike", str(orders), "--quick"]) == 0
    assert "Groups drawn alike" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        command.main(["alike"])


def test_the_shipped_page_has_the_section_and_it_holds():
    text = section_titled(PAGE.read_text(encoding="utf-8"), TITLE)
    assert "5,000 times" in text
    assert "**no**" not in text
