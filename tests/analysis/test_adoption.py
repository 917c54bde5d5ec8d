"""What one group uses and the other does not: sorted, adjusted, hidden where few do, told without overstating."""

import numpy as np
import pytest

from analysis.adoption import adoption
from analysis.compare import benjamini_hochberg, proportions


@pytest.fixture(scope="module")
def pro(saas_study):
    return saas_study.members("plan=Pro")


def asked(study, members, settings=None, name="plan=Pro"):
    return adoption(
        study.dataset, (name, "rest"), (members, ~members), settings or study.settings,
        features=study.prepared.features,
    )  # fmt: skip


def test_rows_are_those_of_proportions_largest_difference_first(saas_study, pro):
    found = asked(saas_study, pro)
    assert len(found.rows) > 3
    sizes = [abs(each.difference) for each in found.rows]
    assert sizes == sorted(sizes, reverse=True)
    one, uses = found.rows[0], saas_study.activity.uses
    users = uses.loc[uses["event"] == one.value, "user"].to_numpy()
    used = np.zeros(saas_study.activity.users, bool)
    used[users] = True
    expected = proportions(int(used[pro].sum()), int(pro.sum()), int(used[~pro].sum()), int((~pro).sum()))
    assert (one.pvalue, one.interval) == (expected.pvalue, expected.effect.interval)
    pvalues = np.array([each.pvalue for each in found.rows])
    assert [each.pvalue_adjusted for each in found.rows] == pytest.approx(benjamini_hochberg(pvalues), nan_ok=True)


def test_events_of_few_users_are_hidden_and_not_tested(saas_study, pro):
    strict = saas_study.settings.replace_knob("compare.min_adopters", 100_000)
    everything = asked(saas_study, pro)
    none = asked(saas_study, pro, strict)
    assert none.rows == ()
    assert none.hidden == len(everything.rows) + everything.hidden
    counts = sorted(round(each.share * each.n) + round(each.share_rest * each.n_rest) for each in everything.rows)
    middle = saas_study.settings.replace_knob("compare.min_adopters", counts[1])
    assert len(asked(saas_study, pro, middle).rows) == len(everything.rows) - 1


def test_an_event_the_group_was_chosen_by_is_left_out(saas_study):
    users = saas_study.members("uses:report_export")
    found = asked(saas_study, users, name="uses:report_export")
    assert "report_export" not in [each.value for each in found.rows]
    assert "selected_by_metric" in [each.slug for each in found.caveats]
    assert found.left_out == ("report_export: the segment was chosen by it.",)


def test_an_event_either_group_was_chosen_by_is_left_out(saas_study):
    names = ("weekday:Tue", "uses:report_export and plan=Pro")
    found = adoption(
        saas_study.dataset, names, tuple(map(saas_study.members, names)), saas_study.settings,
        features=saas_study.prepared.features,
    )  # fmt: skip
    assert found.rows
    assert "report_export" not in [each.value for each in found.rows]
    assert found.left_out == ("report_export: the segment was chosen by it.",)


def test_sentences_say_what_is_clear_and_what_is_not(saas_study, pro):
    found = asked(saas_study, pro)
    for row, sentence in zip(found.rows, found.sentences, strict=True):
        assert sentence.startswith(f"{row.value}: ")
        assert ("no clear difference" in sentence) == (row.pvalue_adjusted > 0.05)
        assert sentence.endswith("(adjusted).") or "no test is possible" in sentence
        assert "points (95 % interval " in sentence


def test_users_of_both_groups_are_in_neither_and_empty_ones_have_no_rows(saas_study, pro):
    everyone = np.ones_like(pro)
    both = adoption(
        saas_study.dataset, ("plan=Pro", "all"), (pro, everyone), saas_study.settings,
        features=saas_study.prepared.features,
    )  # fmt: skip
    assert (both.rows, both.overlap) == ((), int(pro.sum()))
    assert asked(saas_study, ~everyone).rows == ()
