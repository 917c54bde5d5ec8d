"""Do losses grow or shrink?"""

import streamlit as st

from analysis.views.money_trend import MEASURES, PERIODS, QUESTION, season_of, trend_of
from pages._ui import cache, money_data, show

PERIOD_KEY, MEASURE_KEY = "loss_period", "loss_of"


def draw() -> None:
    """The last twelve months against the twelve before, the share lost by month or quarter, the season or why not."""
    now = money_data.shown(QUESTION)
    head = st.container()
    with st.container(horizontal=True):
        measure = st.segmented_control(
            "Lost of", list(MEASURES), format_func=MEASURES.get, default="mrr", key=MEASURE_KEY, bind="query-params",
            required=True,
        )  # fmt: skip
        period = st.segmented_control(
            "Counted in", list(PERIODS), format_func=PERIODS.get, default="month", key=PERIOD_KEY, bind="query-params",
            required=True,
        )  # fmt: skip
    found = cache.view(trend_of, now, period, measure)
    with head:
        money_data.answer(found.sentence, now)
    show.section(f"{MEASURES[measure]} lost", found.caption)
    if found.picture is not None:
        show.picture(found.picture, key="loss_trend")
    if not found.years.empty:
        show.section("Over twelve months", "Of those who paid at its start, what was lost by its end; 95 % intervals.")
        show.table(found.years, alt="Losses over the last twelve months and the twelve before")
    season = cache.view(season_of, now, period)
    show.section("Season", season.sentence)
    if season.picture is not None:
        show.picture(season.picture, key="loss_season")
