"""Who is in a segment, how large segments are, and how their sizes react to thresholds."""

from analysis.segments.chosen import chosen, fits
from analysis.segments.frequency import FREQUENCY_CLASSES, Frequency
from analysis.segments.names import attribute_segments, known_names, members, rhythm_names
from analysis.segments.own import OwnSegment, spelled_out
from analysis.segments.people import People
from analysis.segments.titles import chosen_by, events_of, title_of

__all__ = [
    "FREQUENCY_CLASSES", "Frequency", "OwnSegment", "People", "attribute_segments", "chosen", "chosen_by", "events_of",
    "fits", "known_names", "members", "rhythm_names", "spelled_out", "title_of",
]  # fmt: skip
