"""Survey answers of a campaign: dropped, counted, and who did not answer."""

import streamlit as st

from analysis.errors import OffbeatError
from analysis.study import Study
from analysis.views.campaign_result import answer_ways, survey_of
from analysis.win_back.campaigns import Campaign
from pages._ui import cache, people_list, show

LARGEST_ANSWERS_MB = 50


def draw(now: Study, campaign: Campaign) -> None:
    """Draw where answers are dropped and what they say."""
    dropped = st.file_uploader(
        "Answers of a survey, with an id or e-mail a line", type=["csv", "txt", "tsv"],
        key=f"answers_{campaign.name}", max_upload_size=LARGEST_ANSWERS_MB,
    )  # fmt: skip
    if dropped is None:
        return
    ways = cache.view(answer_ways, now)
    way = st.selectbox(
        "Answers by", list(ways), format_func=lambda name: ways[name], key=f"_answers_by_{campaign.name}", width=320
    )
    try:
        found = cache.view(survey_of, now, campaign.people, dropped.getvalue(), way)
    except OffbeatError as problem:
        show.error(problem)
        return
    st.markdown(show.bold_numbers(found.sentence))
    left, right = st.columns(2, gap="large")
    with left:
        show.table(found.reasons, alt="Answers, the most frequent first")
    with right:
        show.table(found.by_segment, alt=f"Answers by: {ways[way]}")
    with st.expander(f"{len(found.silent):,} did not answer", key=f"silent_{campaign.name}"):
        people_list.draw(found.silent, key=f"unanswered_{campaign.name}", alt="Who did not answer")
