"""Why this is not Stripe's number: what differs, and the switch that counts like it."""

import streamlit as st

from analysis.money.settings import DEFAULTS
from analysis.money.stripe import LIKE_STRIPE
from analysis.study import Study
from analysis.views.money_stripe import SHARED, stripe_of
from pages._ui import cache, churn_counts, show, study

_WIDGET = "like_stripe"


def draw(now: Study) -> None:
    """Draw the switch, the day that counts, and the list of differences, once opened."""
    with st.expander("Why is this not Stripe's number?", on_change="rerun", key="not_stripe") as why:
        if not why.open:
            return
        found = cache.view(stripe_of, now)
        st.session_state[_WIDGET] = found.is_alike
        st.toggle(
            "Like Stripe", key=_WIDGET, on_change=_take,
            help="Revenue goes on the day somebody asks to cancel, every pause counts as leaving, past due counts.",
        )  # fmt: skip
        churn_counts.draw()
        st.caption(found.sentence)
        show.plain_list(found.differences)


def _take() -> None:
    counts, money = LIKE_STRIPE if st.session_state[_WIDGET] else (churn_counts.DEFAULT, DEFAULTS)
    churn_counts.choose(counts)
    for name in SHARED:
        study.set_threshold(f"money.{name}", getattr(money, name))
