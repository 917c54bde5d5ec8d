"""Signs of quiet people against a plain loop, who counts at all, and the segment `passive`."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.at_risk.quiet import passive_table, quiet_in, quiet_people
from analysis.at_risk.quiet_settings import QuietSigns
from analysis.at_risk.quiet_signs import SIGNS
from analysis.at_risk.quiet_sources import QuietSources
from analysis.dataset import Dataset
from analysis.errors import UnknownNameError
from analysis.settings import Settings
from analysis.study import Filters, study
from analysis.synthetic.planted import activity_of

EVENTS = (
    "login",
    "view",
    "export",
    "buy",
    "feedback_given",
    "survey_sent",
    "survey_answered",
    "email_sent",
    "email_open",
)
START = 19900


def dataset_of(people: list[list[tuple[int, set[str]]]], *, users: pd.DataFrame | None = None, end: int | None = None):
    """A dataset of people given as (day after START, events of that day); "buy" carries an amount."""
    plain = activity_of([START + np.array([day for day, _ in own]) for own in people])
    bits = [sum(1 << EVENTS.index(name) for name in names) for own in people for _, names in own]
    bought = [5.0 if "buy" in names else 0.0 for own in people for _, names in own]
    activity = replace(
        plain, event_names=EVENTS, event_bits=np.array(bits, np.uint64), amount=np.array(bought),
        observed_from=START, observed_to=START + end if end is not None else plain.observed_to,
    )  # fmt: skip
    if users is None:
        users = pd.DataFrame({"user_id": plain.user_ids.to_pandas()})
    return Dataset(activity, users)


def signs_of(own: list[tuple[int, set[str]]], *, basic: set[str], end: int, quiet: QuietSigns) -> dict[str, bool]:
    """The signs of one person, event by event."""
    done_to = {"survey_sent", "email_sent"}
    others = set(EVENTS) - basic - done_to
    valued = sum(bool(names & others) for _, names in own)
    since_bought = next((number for number, (_, names) in enumerate(reversed(own)) if "buy" in names), len(own))
    every = set().union(*(names for _, names in own))
    asked = sum("survey_sent" in names for _, names in own)
    contacted = sum("email_sent" in names for _, names in own)
    lately = set().union(*(names for day, names in own if end - day < quiet.window_days))
    lately -= done_to
    before = set().union(
        *(names for day, names in own if quiet.window_days <= end - day < 2 * quiet.window_days), set()
    )
    before -= done_to
    return {
        "low_value": valued / len(own) < quiet.max_value_share,
        "basics_only": len(every & others) < quiet.other_features,
        "browses": 0 < quiet.browse_days <= since_bought,
        "no_feedback": "feedback_given" not in every and 0 < quiet.feedback_days <= len(own),
        "no_answer": "survey_answered" not in every and 0 < quiet.unanswered <= asked,
        "no_reaction": "email_open" not in every and 0 < quiet.unheard <= contacted,
        "narrowing": len(before) >= 3 and 0 < len(lately) < quiet.kept_features * len(before),
    }


DAYS = st.sets(st.integers(0, 80), min_size=1, max_size=14).map(sorted)
OF_A_DAY = st.sets(st.sampled_from(EVENTS), min_size=1, max_size=4)


@st.composite
def crowds(draw: st.DrawFn) -> list[list[tuple[int, set[str]]]]:
    people = [[(day, draw(OF_A_DAY)) for day in draw(DAYS)] for _ in range(draw(st.integers(1, 5)))]
    # Everybody logs in and somebody buys, so that every sign can be asked.
    return [
        *([(day, names | {"login"}) for day, names in own] for own in people),
        [(79, {"login"}), (80, {"login", "buy"})],
    ]


@given(
    crowds(),
    st.builds(
        QuietSigns, max_value_share=st.sampled_from([0.0, 0.3, 0.6]), other_features=st.integers(0, 3),
        browse_days=st.integers(0, 5), feedback_days=st.integers(0, 5), unanswered=st.integers(0, 2),
        unheard=st.integers(0, 2), kept_features=st.sampled_from([0.0, 0.5, 1.0]), window_days=st.just(20),
        basic_share=st.just(1.0), least_days=st.integers(1, 4), max_silent_days=st.integers(5, 60),
    ),
)  # fmt: skip
def test_signs_equal_a_plain_loop(people, quiet):
    found = quiet_people(dataset_of(people), quiet)
    everybody = set.intersection(*(set().union(*(names for _, names in own)) for own in people))
    basic = everybody - {"survey_sent", "email_sent"}
    assert set(found.sources.basic) == basic
    for row, own in enumerate(people):
        comes = 80 - own[-1][0] <= quiet.max_silent_days and len(own) >= quiet.least_days
        expected = {slug: comes and holds for slug, holds in signs_of(own, basic=basic, end=80, quiet=quiet).items()}
        assert {slug: bool(holds[row]) for slug, holds in found.signs.items()} == expected
        assert found.index[row] == sum(expected.values())
        assert found.passive[row] == (comes and sum(expected.values()) >= quiet.least_signs)


def _ten_days(*events: str) -> list[tuple[int, set[str]]]:
    return [(7 * day, {"login", *events}) for day in range(10)]


def test_columns_of_the_users_table_speak_too():
    users = pd.DataFrame(
        {
            "user_id": ["u0", "u1", "u2", "u3"],
            "nps": [7, 10, 8, None],
            "feedback": ["too slow", None, "", "  "],
            "contacted": ["yes", "yes", "no", None],
            "reacted": ["no", "yes", "no", "no"],
        }
    )
    bare = Dataset(activity_of([START + 7 * np.arange(10)] * 4), users)
    found = quiet_people(bare, QuietSigns(feedback_days=5))
    assert {slug: holds.tolist() for slug, holds in found.signs.items()} == {
        "no_feedback": [False, True, True, True],
        "no_reaction": [True, False, False, False],
        "nps_passive": [True, False, True, False],
    }
    assert set(found.not_asked) == set(SIGNS) - set(found.signs)
    assert quiet_people(bare, QuietSigns(feedback_days=5), dated=True).signs == {}


@pytest.mark.parametrize(
    ("column", "values"), [("nps", [-100, 40]), ("nps", [70, 80]), ("snaps", [7, 8]), ("nps", ["good", "bad"])]
)
def test_what_is_no_nps_score_is_not_taken_for_one(column, values):
    users = pd.DataFrame({"user_id": ["u0", "u1"], column: values})
    bare = Dataset(activity_of([START + 7 * np.arange(10)] * 2), users)
    assert "nps_passive" not in quiet_people(bare, QuietSigns()).signs


def test_without_kinds_of_events_and_amounts_nothing_is_asked(shop):
    found = quiet_in(study(shop))
    assert found.signs == {}
    assert not found.passive.any()


def test_chosen_events_are_what_counts_as_value():
    data = dataset_of([_ten_days("export"), _ten_days("view"), _ten_days("view")])
    quiet = QuietSigns(basic_share=0.6)
    assert quiet_people(data, quiet).signs["low_value"].tolist() == [False, True, True]
    assert quiet_people(data, quiet, value_events=("view",)).signs["low_value"].tolist() == [True, False, False]
    with pytest.raises(UnknownNameError, match="vieew"):
        quiet_people(data, quiet, value_events=("vieew",))


def test_passive_is_a_segment_under_thresholds_and_filters(saas):
    now = study(saas)
    found = quiet_in(now)
    assert now.members("passive").tolist() == found.passive.tolist()
    assert (now.members("passive and not weekend") == found.passive & ~now.members("weekend")).all()
    stricter = study(saas, settings=Settings(quiet=QuietSigns(least_signs=3)))
    assert 0 < stricter.members("passive").sum() < found.passive.sum()
    by_buying = study(saas, Filters(value_events=("buy_credits",)))
    assert by_buying.members("passive").sum() > found.passive.sum()


def test_the_planted_quiet_people_of_the_sample_are_found(saas, root):
    traits = pd.read_csv(root / "sample_data" / "saas_traits.csv")
    planted = saas.activity.user_ids.to_pandas().isin(traits.loc[traits["trait"] == "passive", "user_id"]).to_numpy()
    found = quiet_in(study(saas))
    assert (found.passive & planted).sum() == (found.comes & planted).sum() > 20
    three = found.comes & (found.index >= 3)
    assert (three & planted).sum() / three.sum() > 0.9


def test_the_list_has_most_signs_first_and_only_those_shown(saas):
    now = study(saas, Filters(who="plan=Pro"))
    found = quiet_in(now)
    table = passive_table(now, found)
    assert len(table) == (found.passive & now.chosen).sum()
    assert table["signs"].is_monotonic_decreasing
    assert (table[list(found.signs)].sum(axis=1) == table["signs"]).all()


def test_sources_leave_out_what_is_done_to_people():
    data = dataset_of([_ten_days("email_sent", "survey_sent"), _ten_days("email_sent", "survey_sent")])
    sources = QuietSources.of(data, QuietSigns())
    assert sources.basic == ("login",)
    assert not {"email_sent", "survey_sent"} & set(sources.value)


def test_accounts_can_be_quiet_too(saas):
    accounts = study(saas, Filters(unit="accounts"))
    assert isinstance(accounts.activity.user_ids, pa.StringArray)
    assert len(accounts.members("passive")) == accounts.activity.users


def test_nobody_is_blamed_for_using_nothing_else_where_there_is_nothing_else():
    found = quiet_people(dataset_of([_ten_days("email_sent"), _ten_days()]), QuietSigns())
    assert "basics_only" in found.not_asked
