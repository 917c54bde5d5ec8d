"""The live cut alone over a million made-up users: what the drag bench opens."""

import numpy as np
import pyarrow as pa
import streamlit as st

from analysis.activity import Activity, weekday_of
from analysis.curves import cut_table
from analysis.rhythms.weekday import Weekday
from analysis.synthetic.planted import FIRST_DAY
from pages._ui.live_threshold import live_threshold

USERS, DAYS_A_USER, WINDOW_DAYS = 1_000_000, 12, 364
KEY = "weekday.min_share"


@st.cache_resource(show_spinner=False)
def table() -> dict:
    """Return the cut of a million users with twelve days each, a fifth of them mostly on one weekday."""
    rng = np.random.default_rng(1)
    day = np.sort(rng.integers(0, WINDOW_DAYS, (USERS, DAYS_A_USER)), axis=1)
    day += np.arange(DAYS_A_USER)  # distinct days
    day = (FIRST_DAY + day).astype(np.int32)
    shares = (
        np.bincount((np.arange(USERS)[:, None] * 7 + weekday_of(day)).ravel(), minlength=7 * USERS)
        .reshape(USERS, 7)
        .max(axis=1)
        / DAYS_A_USER
    )
    shares = np.where(rng.random(USERS) < 0.2, rng.beta(9, 2, USERS), shares)
    none = np.zeros(day.size, np.uint32)
    activity = Activity(
        user_ids=pa.nulls(0, pa.string()), offsets=np.arange(0, day.size + 1, DAYS_A_USER), day=day.ravel(),
        events=none, hours=np.uint32(1) << rng.integers(8, 18, day.size).astype(np.uint32), event_bits=none,
        amount=None, event_names=(), uses=None, observed_from=FIRST_DAY, observed_to=FIRST_DAY + WINDOW_DAYS,
    )  # fmt: skip
    return {**cut_table(shares, Weekday.knob("min_share"), activity=activity), "units": ["person", "people"]}


st.title("A million users")
held = table()
st.slider("Share", 0.3, 1.0, 0.6, 0.01, key=KEY, bind="query-params")
live_threshold("Share on one weekday", held, key="cut", value=st.session_state[KEY],
               on_release=lambda value: st.session_state.update({KEY: value}))  # fmt: skip
