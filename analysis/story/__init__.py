"""Stories: what was pinned, computed again on newer data, and handed on as a report, a notebook or a call."""
