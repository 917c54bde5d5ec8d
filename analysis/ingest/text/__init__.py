"""Any text file that holds a table: encoding, dialect, rows and header found from it alone."""

from analysis.ingest.text.table import read_text_table

__all__ = ["read_text_table"]
