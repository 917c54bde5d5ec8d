"""How did monthly revenue change?"""

import streamlit as st

from analysis.views.money_kept import kept_of
from analysis.views.money_movements import QUESTION, movements_of
from pages._ui import cache, money_data, show, stripe_switch


def draw() -> None:
    """The sentence and four numbers, the line over what moved it, rates by month, money kept by start."""
    now = money_data.shown(QUESTION)
    found = cache.view(movements_of, now)
    money_data.answer(found.headline, now)
    with st.grid(4, min_column_width=165):
        for card in found.headline.cards:
            show.card(card)
    if found.line is not None:
        show.section("Monthly revenue", "At the end of each month.")
        show.picture(found.line, key="mrr_line")
    show.section("What moved it", found.bars_caption)
    if found.bars is not None:
        show.picture(found.bars, key="mrr_movements")
        with st.expander("Rates by month", key="money_rates"):
            show.table(found.rates, alt="How much was lost, by month")
    stripe_switch.draw(now)
    kept = cache.view(kept_of, now)
    show.section("Money kept, by the month they began", kept.caption)
    if kept.picture is not None:
        show.picture(kept.picture, key="money_kept")
