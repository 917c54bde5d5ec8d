"""Who are the people of a segment?"""

from analysis.views.comparison import default_group, group_names
from pages._ui import cache, profile_card, show, study, take_out


def draw() -> None:
    """Any segment against everyone else: who they are, when in the day, what they use, five of them, money."""
    now = study.current()
    names = cache.view(group_names, now)
    show.heading("Who are they?", "What sets a segment apart from everyone else, and by how much.", now)
    name = study.linked_choice("Segment", "group_a", names, default=cache.view(default_group, now))
    profile_card.draw(now, name, key="segment_profile")
    take_out.draw(now, name, key="segment_profile")
