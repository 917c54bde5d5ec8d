"""Segments, Yours: a rule by builder and as text, saved, renamed, split, deleted, linked, undone, taken out."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import session
from tests.pages.session import checked, linked, press

HEAVY = '[["Heavy","active_days >= 60"]]'
ODD_NAME = 'All | "day" *b* ~ [x](y)'


pytestmark = pytest.mark.usefixtures("fresh_caches")


def opened(tab: str = "Yours", **link: str) -> AppTest:
    return session.opened("segments", **{"segments_tab": tab, **link})


def write(app: AppTest, rule: str) -> AppTest:
    app.text_input(key="_build_text").set_value(rule)
    return press(app, "Apply")


def save(app: AppTest, name: str) -> AppTest:
    next(each for each in app.text_input if each.label == "Name it").set_value(name)
    return press(app, "Save segment")


def choose(app: AppTest, what: str) -> AppTest:
    return checked(app.selectbox(key="_build_field").set_value(what).run())


def texts(app: AppTest) -> str:
    kinds = ("markdown", "caption", "text", "header")
    return "\n".join(each.value.replace("\\", "") for kind in kinds for each in getattr(app, kind))


def saved_in(app: AppTest) -> list[list[str]]:
    return json.loads(linked(app, "segments") or "[]")


def test_conditions_of_every_kind_are_put_together():
    app = opened()
    app.slider[-1].set_value(60).run()
    press(app, "Add")
    assert linked(app, "rule") == "active_days >= 60"
    app = choose(app, "attr.plan")
    app.multiselect(key="_build_values_attr.plan").set_value(["Pro", "Free"]).run()
    press(app, "Add")
    app = choose(app, "segment")
    app.selectbox(key="_build_segment").set_value("weekday:Tue")
    app.session_state["_build_how"] = "and not"
    checked(app.run())
    press(app, "Add")
    assert linked(app, "rule") == 'active_days >= 60 and attr.plan in ("Pro", "Free") and not weekday:Tue'
    assert app.text_input(key="_build_text").value == linked(app, "rule")
    assert "Active days at least 60, and plan one of Pro and Free, and not in “Tuesdays”." in texts(app)
    assert "of those shown." in texts(app)


def test_figures_cut_where_the_slider_stands_and_text_says_the_same():
    app = opened()
    app.selectbox(key="_build_op_number").set_value("<=").run()
    app.slider[-1].set_value(30).run()
    press(app, "Add")
    by_hand = next(each.value for each in app.markdown if "of those shown" in each.value)
    app = write(opened(), "active_days <= 30")
    assert by_hand in [each.value for each in app.markdown]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("activ_days >= 10", 'found "activ_days" at character 1 of the rule.\nNext step: did you mean "active_days"?'),
        ('attr.plam = "Pro"', 'found "plam" at character 1 of the rule.\nNext step: did you mean "plan"?'),
        ("active_days >= 10 and (", "at character 24 of the rule."),
        ("weekday:Tuee", 'found "weekday:Tuee".\nNext step: did you mean "weekday:Tue"?'),
        ("active_days > 3 and " * 500 + "all", "found 10,003."),
        ("active_days > 99999", "Nobody among the 1,962 people shown."),
        ("all", "All 1,962 people shown: this rule chooses everyone."),
    ],
    ids=lambda text: text[:20],
)
def test_what_a_rule_says_is_told_and_the_text_stays(rule, said):
    app = write(opened(), rule)
    assert said in texts(app).replace("**", "")
    assert app.text_input(key="_build_text").value == rule


def test_a_segment_is_saved_offered_first_and_outlives_the_session():
    app = save(opened(rule="active_days >= 60"), ODD_NAME)
    assert saved_in(app) == [[ODD_NAME, "active_days >= 60"]]
    again = opened("Compare", segments=linked(app, "segments"), group_a=ODD_NAME)
    assert again.selectbox(key="_group_a").options[0] == ODD_NAME
    assert again.selectbox(key="_group_a").value == ODD_NAME
    assert again.selectbox(key="_who").options[:2] == ["Everyone", ODD_NAME]
    assert "chosen by" in texts(again).lower()
    assert '“All | "day" *b* ~ [x](y)”' in texts(again)
    profile = opened("Profile", segments=linked(app, "segments"), group_a=ODD_NAME)
    assert f"Profile: {ODD_NAME}" in texts(profile)


@pytest.mark.parametrize("name", ["", "weekday:Tue", "plan=Pro", "active_days > 3", "HEAVY"])
def test_a_name_that_cannot_be_used_is_a_sentence(name):
    app = save(opened(segments=HEAVY, rule="events > 3"), name)
    assert "That did not work." in texts(app)
    assert saved_in(app) == json.loads(HEAVY)


def test_saving_under_the_same_name_replaces():
    app = press(opened(segments=HEAVY), "Edit")
    assert app.text_input(key="_build_text").value == "active_days >= 60"
    app = save(write(app, "active_days >= 90"), "Heavy")
    assert saved_in(app) == [["Heavy", "active_days >= 90"]]


def test_rename_follows_rules_and_the_filter():
    app = opened(segments='[["Heavy","active_days >= 60"],["Both","Heavy and weekday:Tue"]]', who="Heavy")
    app.text_input(key="_new_name_Heavy").set_value("Very heavy")
    press(app, "Rename", "_rename_Heavy")
    assert saved_in(app) == [["Very heavy", "active_days >= 60"], ["Both", '"Very heavy" and weekday:Tue']]
    assert linked(app, "who") == "Very heavy"
    assert len(app.warning) == 0


def test_rename_follows_the_others_of_a_comparison():
    own = '[["Heavy","active_days >= 60"],["Light","active_days < 9"]]'
    app = opened(segments=own, group_a="Light", group_b="Heavy\nweekday:Tue")
    app.text_input(key="_new_name_Heavy").set_value("Very heavy")
    press(app, "Rename", "_rename_Heavy")
    assert linked(app, "group_b") == "Very heavy\nweekday:Tue"


def test_delete_is_refused_while_others_rest_on_it_and_undone():
    app = opened(segments='[["Heavy","active_days >= 60"],["Both","Heavy and weekday:Tue"]]', who="Heavy")
    press(app, "Delete", "_delete_Heavy")
    assert "“Both” rests on it" in texts(app)
    press(app, "Delete", "_delete_Both")
    press(app, "Delete", "_delete_Heavy")
    assert saved_in(app) == []
    assert any("Heavy" in each.value for each in app.warning)
    press(app, "Undo")
    press(app, "Undo")
    assert len(saved_in(app)) == 2
    press(app, "Reset")
    assert len(saved_in(app)) == 2
    assert linked(app, "rule") == ""


def test_a_segment_is_split_at_random():
    app = opened(segments=HEAVY)
    app.number_input(key="_seed_Heavy").set_value(7)
    press(app, "Split at random", "_split_Heavy")
    assert saved_in(app)[1:] == [["Heavy A", "split:1/2:7 of Heavy"], ["Heavy B", "split:2/2:7 of Heavy"]]
    press(app, "Split at random", "_split_Heavy")
    assert "which you have given already" in texts(app)


def test_a_segment_of_other_data_says_what_is_wrong():
    app = opened(segments='[["Team","attr.seats > 3"],["Heavy","active_days >= 60"]]')
    assert 'In your segment "Team": expected a column of the users table, found "seats"' in texts(app).replace("**", "")
    assert app.selectbox(key="_who").options[:2] == ["Everyone", "Heavy"]


def taken_out(app: AppTest) -> list[str]:
    """Return the texts to copy, without the link that Share shows."""
    return [each.value for each in app.code if not each.value.startswith("?")]


def test_take_it_out_is_made_once_it_is_opened():
    app = opened(segments=HEAVY)
    assert taken_out(app) == []
    app.session_state["_own_Heavy_out"] = True
    checked(app.run())
    table, sql = taken_out(app)
    assert table.startswith("Person\tPattern\tActive days\t")
    assert sql.startswith("-- active_days >= 60, as of ")
    assert "It reads a table “events”" in texts(app)


def test_accounts_have_no_query():
    app = opened(segments=HEAVY, unit="accounts")
    app.session_state["_own_Heavy_out"] = True
    checked(app.run())
    assert len(taken_out(app)) == 1
    assert "No query while this view counts accounts" in texts(app)


def test_a_segment_too_long_for_the_link_says_so():
    long = "active_days >= 60" + " or weekday:Tue" * 110
    app = save(opened(rule="all"), "Short")
    app = save(write(app, long), "Long")
    assert "The link has no room for this segment" in texts(app)
    assert [name for name, _ in saved_in(app)] == ["Short"]


def test_compare_opens_with_the_segment():
    app = press(opened(segments=HEAVY), "Compare", "_compare_Heavy")
    assert [each.value for each in app.title] == ["Do these segments really differ?"]
    assert app.selectbox(key="_group_a").value == "Heavy"
