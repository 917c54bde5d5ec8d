"""One small valid file of every format, all with the same events; no file of them is stored."""

import csv
import gzip
import io
import json
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = [
    {"user_id": f"u{number % 7}", "timestamp": f"2026-01-{number % 28 + 1:02d}T09:48:00Z", "event": "open",
     "amount": f"{number}.50"}
    for number in range(60)
]  # fmt: skip
COLUMNS = list(ROWS[0])
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = f'<worksheet xmlns="{_MAIN}"><sheetData>{{}}</sheetData></worksheet>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def csv_text():
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(ROWS)
    return out.getvalue().encode()


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def parquet(columns):
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def column_letters(place):
    """0 -> A, 26 -> AA."""
    text, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text


def sheet_xml(rows):
    """Return a sheet of text cells; numbers stay numbers."""
    lines = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{column_letters(place)}{number}"><v>{cell}</v></c>' if isinstance(cell, int | float) else
            f'<c r="{column_letters(place)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>'
            for place, cell in enumerate(row) if cell is not None
        )  # fmt: skip
        lines.append(f'<row r="{number}">{cells}</row>')
    return SHEET.format("".join(lines))


def workbook(sheets, **more):
    """Return an .xlsx package of sheets (name -> XML); `more` adds or replaces parts."""
    listed = "".join(f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(sheets, start=1))
    kind = f'Type="{_OFFICE}/worksheet"'
    targets = "".join(
        f'<Relationship Id="r{i}" {kind} Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(sheets) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{targets}</Relationships>',
    }
    parts |= {f"xl/worksheets/sheet{i}.xml": xml for i, xml in enumerate(sheets.values(), start=1)}
    return zipped(parts | more)


def table_rows():
    return [COLUMNS, *([row["user_id"], row["timestamp"], row["event"], float(row["amount"])] for row in ROWS)]


def ods(rows):
    """Return an OpenDocument spreadsheet of one sheet."""
    text = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(
        "<table:table-row>" + "".join(text.format(cell) for cell in row) + "</table:table-row>" for row in rows
    )
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<office:document-content xmlns:office="{space}:office:1.0" xmlns:table="{space}:table:1.0" '
        f'xmlns:text="{space}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Events">{lines}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
    manifest = f'{listed}manifest:media-type="{kind}"/></manifest:manifest>'
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def nested():
    """Return the rows as an analytics export nests them."""
    return [
        {"event": row["event"], "properties": {"distinct_id": row["user_id"], "time": row["timestamp"],
                                               "amount": float(row["amount"])}}
        for row in ROWS
    ]  # fmt: skip


def samples():
    """Return name of the format -> bytes of a valid file."""
    lines = "\n".join(map(json.dumps, ROWS)).encode()
    flat = {name: [row[name] for row in ROWS] for name in COLUMNS}
    sheets = {"Events": sheet_xml(table_rows()), "Notes": sheet_xml([["nothing"], ["here"]])}
    return {
        "csv": csv_text(),
        "csv.gz": gzip.compress(csv_text(), mtime=0),
        "zip": zipped({"a.csv": csv_text(), "b/c.jsonl": lines}),
        "jsonl": lines,
        "json": json.dumps(ROWS, indent=1).encode(),
        "nested.json": json.dumps({"events": nested()}).encode(),
        "parquet": parquet(flat),
        "nested.parquet": parquet({"who": [{"user_id": each} for each in flat["user_id"]], **flat}),
        "xlsx": workbook(sheets),
        "ods": ods(table_rows()),
    }
