"""Movement: everybody's labels as they were at the end of any earlier day, and who went from which to which."""

from analysis.movement.moments import Moment, moments
from analysis.movement.then import KINDS, NOT_YET, Kind, Then, then
from analysis.movement.transitions import sizes_on, transitions

__all__ = ["KINDS", "NOT_YET", "Kind", "Moment", "Then", "moments", "sizes_on", "then", "transitions"]
