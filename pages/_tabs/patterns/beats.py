"""Which patterns do people keep, and how many would chance give?"""

import streamlit as st

from analysis.views.beats import beat_of, beats_of
from analysis.views.lately import lately_table
from pages._ui import answer, baseline, cache, people_list, profile_card, show, study

BEATS_COLUMNS = {
    "Strength": st.column_config.ProgressColumn(
        "Strength", min_value=0.0, max_value=1.0, format="%.2f", color="blue",
        help="Half of them keep to the pattern more than this: share of their active days that fit; for “every so many "
        "days” of the gaps between visits, or of the visits; for “Daily” of all days from first to last.",
    ),
}  # fmt: skip


def draw() -> None:
    """Patterns ranked, then the chosen one: its shares, its gaps, its profile against everyone else, its people."""
    now = study.current()
    beats = cache.view(beats_of, now)
    answer.draw("Which patterns do people keep?", beats.sentence, now)
    baseline.draw(now)
    show.section("Patterns found", beats.caption)
    show.table(beats.table, alt="Patterns by size", config=BEATS_COLUMNS)
    with st.expander("And lately?", on_change="rerun", key="beats_lately") as lately:
        if lately.open:
            show.lately(cache.view(lately_table, now))
    if not beats.names:
        st.caption("Nobody is in this choice; show everyone under Who.")
        return
    name = study.linked_choice("Look closer at", "pattern", beats.names, default=beats.names[0])
    chosen = cache.view(beat_of, now, name)
    show.section(chosen.title, chosen.sentence)
    left, right = st.columns(2, gap="large")
    with left:
        st.markdown(f"**{chosen.share_title}**")
        if chosen.shares:
            show.picture(chosen.shares, key="beat_shares")
        else:
            st.caption("Nothing is counted as a share here.")
    with right:
        st.markdown("**Days between two visits**")
        show.picture(chosen.gaps, key="beat_gaps")
    profile_card.draw(now, name, key="beat_profile")
    show.section("All of them", "Everybody of this pattern.")
    people_list.draw(chosen.people, key="beat_people", alt=f"People of the pattern {chosen.title}")
