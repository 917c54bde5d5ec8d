"""Each further kind of finding: its people are those of the page it leads to, its number by chance is what it says."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.at_risk.late import late_once
from analysis.at_risk.quiet import quiet_in
from analysis.at_risk.slowdowns import slowdowns
from analysis.findings import KINDS
from analysis.findings.billing import billing_findings
from analysis.findings.late import NOT_CHECKED, late_findings
from analysis.findings.lately import lately_findings
from analysis.findings.own import own_findings
from analysis.findings.quiet import quiet_findings, share_with_signs
from analysis.findings.shared_date import shared_date_findings
from analysis.findings.slowing import slowing_findings
from analysis.money.to_act_on import failing_cards, renewing, scheduled
from analysis.movement import then
from analysis.movement.moments import last_span
from analysis.segments import OwnSegment
from analysis.study import Filters, study, tune
from analysis.views.late import LISTS, late_of
from analysis.views.today import ACTIONS, WORTH_ASKED, first_look, today_of

PLACES = {"late": "late", "early": "early", "between": "between_beats", "win_back": "gone"}


def test_piles_are_those_of_at_risk_with_the_chance_that_was_replayed(saas_study):
    sizes, found = late_of(saas_study).sizes, late_once(saas_study)
    told = {each.kind: each for each in late_findings(saas_study)}
    assert set(PLACES.values()) < set(LISTS)
    assert {kind: each.users for kind, each in told.items()} == {kind: sizes[PLACES[kind]] for kind in told}
    back = float(np.nansum(found.chances.chance[found.early]))
    assert told["early"].bound.startswith(f"About {back:.0f} of them are late by chance")
    assert told["early"].amount == found.worth.total(found.early)


def test_where_nothing_could_be_replayed_it_says_so(dataset_of):
    days = [[0, 1, 2, 3, 4], *(list(range(0, 40, 2)) for _ in range(5))]
    for each in late_findings(study(dataset_of(days, until=40))):
        assert each.bound == NOT_CHECKED


def test_who_slowed_down_is_counted_with_the_share_of_chance(saas_study):
    (each,) = slowing_findings(saas_study)
    assert each.users == len(slowdowns(saas_study).slower)
    assert f"about {saas_study.settings.slowdown.q_max * each.users:.0f} of them by chance" in each.bound


def test_quiet_people_are_told_where_more_show_signs_than_at_random(saas_study, monkeypatch):
    quiet = quiet_in(saas_study)
    rng = np.random.default_rng(7)
    shares = [holds[quiet.comes].mean() for holds in quiet.signs.values()]
    drawn = (rng.random((200_000, len(shares))) < shares).sum(axis=1) >= saas_study.settings.quiet.least_signs
    expected = quiet.comes.sum() * share_with_signs(shares, saas_study.settings.quiet.least_signs)
    assert expected == pytest.approx(quiet.comes.sum() * drawn.mean(), rel=0.03)
    assert quiet.passive.sum() < expected  # in the sample signs fall as at random: nothing to tell
    assert quiet_findings(saas_study) == []
    fewer = expected / 4 / quiet.comes.sum()
    monkeypatch.setattr("analysis.findings.quiet.share_with_signs", lambda *_: fewer)
    (each,) = quiet_findings(saas_study)
    assert each.users == quiet.passive.sum()
    assert each.bound.startswith(f"About {expected / 4:.0f} by chance")


def test_payments_to_act_on_are_the_lists_of_money(saas_study):
    lists = {"cards": failing_cards(saas_study), "scheduled": scheduled(saas_study)}
    renewals = renewing(saas_study)
    lists["renewals"] = renewals[renewals["is_late"].fillna(value=False).astype(bool)]
    for each in billing_findings(saas_study):
        assert each.users == lists[each.kind]["payer"].nunique()
        assert each.amount == lists[each.kind]["mrr"].sum() / 100
    assert {each.kind for each in billing_findings(saas_study)} == {name for name in lists if len(lists[name])}


def test_without_subscriptions_no_payment_is_told(shop_study):
    assert billing_findings(shop_study) == []


def test_own_segments_are_counted_among_who_is_shown(saas_study):
    own = (OwnSegment("Mine", "active_days > 30"), OwnSegment("Nobody", "active_days > 30000"))
    chosen = tune(saas_study.prepared, Filters(who="plan=Pro", segments=own))
    (each,) = own_findings(chosen)
    assert each.arguments == {"name": "Mine"}
    assert each.users == (chosen.members("Mine") & chosen.chosen).sum() > 0


def _moving(dataset_of, before: int, after: int):
    """Eighty people, every `before` days through 1970 and every `after` days from January 1971 on."""
    early, late = list(range(0, 365, before)), list(range(365, 400, after))
    return study(dataset_of([early + late] * 80, until=400))


def test_what_many_entered_lately_is_told_with_what_chance_would_give(dataset_of):
    studied = _moving(dataset_of, 20, 1)
    start, end = last_span(studied.activity, "month")
    before, after = (then(studied, "frequency", day).codes for day in (start, end))
    (each,) = lately_findings(studied)
    assert each.users == (before != after).sum() == 80
    assert f"about {math.sqrt(2 * 80 / math.pi):.0f} by chance" in each.bound
    assert "80 people entered" in each.sentence or "80 left it" in each.sentence


def test_nothing_moved_is_no_finding(dataset_of):
    assert lately_findings(_moving(dataset_of, 7, 7)) == []


def test_a_date_many_share_is_told_with_its_usual_number(dataset_of):
    rng = np.random.default_rng(3)
    days = [sorted({*rng.choice(200, 20, replace=False).tolist(), 100, 199}) for _ in range(300)]
    studied = study(dataset_of(days, until=200))
    told = shared_date_findings(studied)
    biggest = studied.batch_dates.loc[studied.batch_dates["excess"].idxmax()]
    assert [(each.users, each.amount) for each in told] == [(int(biggest["users"]), None)]
    assert f"About {biggest['expected']:.0f} on such a date by chance" in told[0].bound
    assert shared_date_findings(replace(studied, filters=Filters(who="weekday"))) == []


def test_every_kind_but_nothing_found_has_one_action():
    assert set(ACTIONS) == set(KINDS) - {"none_found"}
    assert set(ACTIONS) > WORTH_ASKED


def test_home_waits_to_be_asked_only_among_very_many(saas_study):
    assert first_look(saas_study) == "all"
    today = today_of(saas_study, "quick")
    assert "takes some seconds" in today.not_looked
    assert not {"late", "slowing"} & {each.kind for each in today.findings}
    assert isinstance(today.strip_users, dict)
    assert sum(today.strip_users.values()) == len(pd.Index(saas_study.activity.user_ids))
