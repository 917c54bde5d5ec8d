"""What stands round cells and is no plain quote, columns of a fixed width, and old pages of letters."""

import json

import pytest

from analysis.ingest import read, read_text_table
from analysis.ingest.text.encoding import decode

NAMES = ["user_id", "timestamp", "event", "amount"]
ROWS = [[f"00{each % 5}", f"2026-01-{each + 1:02d} 10:00:00", "view, page", f"{each}.50"] for each in range(20)]


@pytest.fixture
def table_of(tmp_path):
    def read_back(content):
        path = tmp_path / "any.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        table = read_text_table(path)
        found = json.loads(table.schema.metadata[b"offbeat"])
        return table.column_names, [list(row.values()) for row in table.to_pylist()], found

    return read_back


def wrapped(before, behind, *, rows=ROWS, delimiter=","):
    return "\n".join(delimiter.join(f"{before}{cell}{behind}" for cell in row) for row in [NAMES, *rows])


@pytest.mark.parametrize(
    ("before", "behind", "said"),
    [("“", "”", "“…”"), ("„", "“", "„…“"), ("«", "»", "«…»"), ('="', '"', '="…"'), ('"=""', '"""', '="…"')],
)
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_what_stands_round_every_cell_is_taken_off_and_said(table_of, before, behind, said, delimiter):
    names, rows, found = table_of(wrapped(before, behind, delimiter=delimiter))
    assert (names, rows, found["wraps"]) == (NAMES, ROWS, said)


def test_ids_kept_from_a_spreadsheet_keep_their_zeros_in_a_load(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("\n".join([",".join(NAMES), *(f'="{a}",{b},open,{d}' for a, b, _, d in ROWS)]))
    dataset, report = read(path)
    assert set(dataset.users["user_id"]) == {f"00{each}" for each in range(5)}
    assert any('="…"' in note for note in report.notes)


@pytest.mark.parametrize("text", ["he said “no”", "“Dune” by Herbert", "<a href=“x”>", "5″"])
def test_typographic_quotes_within_cells_stay(table_of, text):
    rows = [[a, b, text, d] for a, b, _, d in ROWS]
    _, back, found = table_of("\n".join(",".join(row) for row in [NAMES, *rows]))
    assert (back, found["wraps"]) == (rows, "")


def test_markup_in_plain_quotes_stays(table_of):
    rows = [[a, b, '<a href="x" b="">', d] for a, b, _, d in ROWS]
    written = [[a, b, '"<a href=""x"" b="""">"', d] for a, b, _, d in ROWS]
    _, back, found = table_of("\n".join(",".join(row) for row in [NAMES, *written]))
    assert (back, found["wraps"]) == (rows, "")


FIXED = [[a, b, ("open", "view page")[int(d[0]) % 2], ("", d)[int(a) % 2]] for a, b, _, d in ROWS]


def test_columns_of_a_fixed_width_may_be_one_blank_apart_and_empty(table_of):
    lines = [f"{a:<7} {b:<19} {c:<9} {d:>6}" for a, b, c, d in [NAMES, *FIXED]]
    names, rows, found = table_of("\n".join(lines))
    assert (names, rows, found["delimiter"]) == (NAMES, FIXED, "aligned")


def test_names_of_people_are_no_columns_of_a_fixed_width(table_of):
    people = ["Ann Lee", "Bob Ray", "Eve Kay"] * 3
    assert table_of("\n".join(["name", *people]))[:2] == (["name"], [[each] for each in people])


WORDS = {
    "de": "Jürgen Müßig, öffnen, Äpfel, grüßen, Größe, für, MÜNCHEN",
    "fr": "Hélène Noël, créé à, événement, garçon, maître, hôtel",
    "es": "Señor Muñoz, mañana, acción, niño, José, último",
    "pl": "Paweł Łoś, źdźbło, zażółć gęślą jaźń, książka, płatność",
}
PAGES = [
    *((name, page) for name in ("de", "fr", "es") for page in ("cp1252", "cp850", "cp437", "mac_roman")),
    *(("pl", page) for page in ("cp1250", "cp852")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "page"), PAGES)
def test_old_pages_are_told_by_where_their_letters_stand(name, page):
    text = "\n".join(f"{word.strip()};2026-01-01" for word in WORDS[name].split(","))
    assert decode(text.encode(page)).text == text


@pytest.mark.parametrize("text", ["“login” “yes”, „so“, ‘one’, l’été", "it’s – don’t… we’ll €5", "Berlin–Köln – “Ulm”"])
def test_quotes_and_dashes_of_windows_are_no_letters_of_dos(text):
    assert decode(text.encode("cp1252")).text == text
