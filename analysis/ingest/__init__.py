"""From files to a Dataset: what was read as what, what was rejected, who matched; nothing is dropped without a word."""

from analysis.ingest.columns import Choice, ColumnMap, guess_columns
from analysis.ingest.guess import looks_like_subscriptions
from analysis.ingest.limits import Limits
from analysis.ingest.load import Preview, preview, read
from analysis.ingest.readers import NamedFile
from analysis.ingest.report import CanAnswer, MatchReport, ReadReport, Reject
from analysis.ingest.store import open_saved, save
from analysis.ingest.text import read_text_table
from analysis.ingest.timestamps import TimestampReading, read_timestamps

__all__ = [
    "CanAnswer",
    "Choice",
    "ColumnMap",
    "Limits",
    "MatchReport",
    "NamedFile",
    "Preview",
    "ReadReport",
    "Reject",
    "TimestampReading",
    "guess_columns",
    "looks_like_subscriptions",
    "open_saved",
    "preview",
    "read",
    "read_text_table",
    "read_timestamps",
    "save",
]
