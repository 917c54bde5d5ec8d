"""What other modules use of `times`: the reading of a column of times, as SQL, and the names of zones."""

from analysis.ingest.times.asking import decide_as_answered, decide_reading_or_refuse, question_of, two_orders
from analysis.ingest.times.decide import contradicts, decide_reading, holds_times
from analysis.ingest.times.orders import EARLIEST, LATEST
from analysis.ingest.times.patterns import date_pattern
from analysis.ingest.times.readings import PLAIN_KINDS, Reading, Zone
from analysis.ingest.times.sql import TABLE_JOIN_SQL, fits_sql, local_time_sql, offset_kind_sql, times_table
from analysis.ingest.times.values import TimestampReading, in_iso, read_timestamps
from analysis.ingest.times.written_offsets import read_alike
from analysis.ingest.times.zone_names import check_zone, clock_changes, zone_names, zone_notes

HOURS_A_DAY = 24

__all__ = [
    "EARLIEST",
    "HOURS_A_DAY",
    "LATEST",
    "PLAIN_KINDS",
    "TABLE_JOIN_SQL",
    "Reading",
    "TimestampReading",
    "Zone",
    "check_zone",
    "clock_changes",
    "contradicts",
    "date_pattern",
    "decide_as_answered",
    "decide_reading",
    "decide_reading_or_refuse",
    "fits_sql",
    "holds_times",
    "in_iso",
    "local_time_sql",
    "offset_kind_sql",
    "question_of",
    "read_alike",
    "read_timestamps",
    "times_table",
    "two_orders",
    "zone_names",
    "zone_notes",
]
