"""The Compare tab: several segments, metrics added, one family of tests however they are tried, links, bad input."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages import session

FIVE = ["amount", "active_days", "inactive_time", "features_used", "retained:28"]

pytestmark = pytest.mark.usefixtures("fresh_caches")


def opened(**link: str) -> AppTest:
    return whole(session.opened("segments", **{"segments_tab": "Compare", **link}))


def whole(app: AppTest) -> AppTest:
    assert [each.message for each in app.exception] == []
    assert [each.value for each in app.title] == ["Do these segments really differ?"]
    return app


def looked_at(app: AppTest) -> int:
    told = [re.search(r"adjusted over the ([\d,]+) test", each.value.replace("\\", "")) for each in app.caption]
    return next(int(each[1].replace(",", "")) for each in told if each)


def numbers(app: AppTest):
    return next(each.value for each in app.dataframe if "Read with care" in each.value)


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def test_five_metrics_against_the_rest_and_the_same_on_every_rerun():
    app = opened()
    assert app.multiselect(key="_metrics").value == FIVE
    assert app.multiselect(key="_group_b").value == ["rest"]
    first = numbers(app)
    assert looked_at(app) == len(first) == 5
    assert looked_at(whole(app.run())) == 5
    assert numbers(app).equals(first)


def test_metrics_tried_one_after_another_are_one_family():
    app = opened()
    chosen = app.multiselect(key="_metrics")
    for count, metric in enumerate(["events", "tenure_days", "uses:login"], start=6):
        whole(chosen.set_value([*FIVE, metric]).run())
        assert looked_at(app) == count
        assert len(numbers(app)) == 6
    whole(chosen.set_value(FIVE).run())
    assert looked_at(app) == 8
    assert app.query_params.get("metrics") is None


def test_another_segment_joins_the_family_and_counting_afresh_says_what_it_forgets():
    app = opened()
    whole(app.multiselect(key="_group_b").set_value(["weekend"]).run())
    assert looked_at(app) == 10
    whole(button(app, "Count afresh").click().run())
    assert looked_at(app) == 5
    assert any("5 tests seen before count no longer" in each.value.replace("\\", "") for each in app.caption)


def test_several_segments_have_all_pairs_and_one_question_of_all():
    app = opened(group_a="weekday:Tue", group_b="weekend\nmonth_day\nrest", metrics="amount\nactive_days")
    assert app.multiselect(key="_group_b").value == ["weekend", "month_day", "rest"]
    assert app.multiselect(key="_metrics").value == ["amount", "active_days"]
    assert len(numbers(app)) == 2 * 6
    assert looked_at(app) == 2 * 6 + 2
    told = " ".join(each.value.replace("\\", "") for each in app.markdown)
    assert "Whether any of the **4** segments differs" in told
    assert "Kruskal-Wallis" in told


def test_a_choice_stands_in_the_link_at_once_and_opens_again():
    app = opened()
    whole(app.multiselect(key="_group_b").set_value(["weekend", "month_day"]).run())
    whole(app.multiselect(key="_metrics").set_value(["amount", "events"]).run())
    link = {name: app.query_params[name] for name in ("group_a", "group_b", "metrics")}
    again = opened(**{name: each if isinstance(each, str) else each[0] for name, each in link.items()})
    assert again.multiselect(key="_group_b").value == ["weekend", "month_day"]
    assert again.multiselect(key="_metrics").value == ["amount", "events"]
    assert numbers(again).shape == numbers(app).shape


def test_the_other_way_of_adjusting_is_never_stricter():
    metrics = "\n".join([*FIVE, "tenure_days", "uses:login", "gap_cv", "events"])
    told = {}
    for how in ("Holm", "Benjamini–Hochberg"):
        app = opened(group_a="weekday:Tue", group_b="weekend", metrics=metrics, adjust=how)
        assert any(f"({how})" in each.value.replace("\\", "") for each in app.caption)
        shown = numbers(app)["p, adjusted"].str.extract(r"([\d.]+)$")[0].astype(float)
        told[how] = shown.to_numpy()
    assert (told["Benjamini–Hochberg"] <= told["Holm"]).all()
    assert (told["Benjamini–Hochberg"] < told["Holm"]).any()


def test_opening_what_they_do_counts_its_events_above_too():
    app = opened()
    app.session_state["compare_adoption"] = True
    app = whole(app.run())
    assert looked_at(app) > 5
    before = looked_at(app)
    assert looked_at(whole(app.run())) == before
    assert any("Clear differences in" in each.value for each in app.markdown)


def test_spread_and_sentences_open():
    app = opened()
    app.session_state["compare_spread"] = True
    app.session_state["compare_sentences"] = True
    whole(app.run())
    assert looked_at(app) == 5  # neither asks anything new
    assert len([each for each in app.code if "users" in each.value]) == 5
    assert app.selectbox(key="_spread_metric").options == ["amount", "active days", "features used"]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"group_a": "weekday:Tue", "group_b": "weekday:Tue"}, "different segments"),
        ({"group_a": "weekday:Tue", "group_b": "weekday:Sat", "who": "plan=Pro and active_days < 2"}, "found none in"),
    ],
)
def test_what_cannot_be_compared_is_said(link, said):
    app = opened(**link)
    assert any(said in each.value for each in app.text)


def test_accounts_are_counted_where_accounts_are_asked():
    app = opened(unit="accounts", metrics="active_days")
    assert any("Accounts\\:" in each.value for each in app.caption)
