"""Charts of money: the numbers beside them are written plainly, and the legend stands in the order of the bars."""

from datetime import date

import pandas as pd
import pytest

from analysis.charts.month_axis import money_axis
from analysis.charts.mrr_movements import mrr_movements


@pytest.mark.parametrize(("most", "written"), [(640.0, ",~f"), (9_999.0, ",~f"), (10_000.0, "~s")])
def test_thousands_are_shortened_from_ten_thousand_on(most, written):
    axis = money_axis(most, zero=True).to_dict()
    assert axis["labelExpr"] == f"format(datum.value, '{written}')"
    assert "format" not in axis


def test_the_legend_follows_the_bars_and_names_only_what_moved():
    months = pd.DataFrame({
        "month": [date(2026, 1, 1), date(2026, 2, 1)], "new": [9_000.0, 1.0], "expansion": [2_000.0, 0.0],
        "reactivation": [5.0, 0.0], "contraction": [0.0, 0.0], "churn": [1.0, 3.0], "mrr_start": [0.0, 11_004.0],
        "mrr_end": [11_004.0, 11_002.0],
    })  # fmt: skip
    layers = mrr_movements(months).spec["layer"]
    assert layers[0]["encoding"]["color"]["legend"]["values"] == ["New", "Paid more", "Came back", "Left"]
    # 9,000 new and 2,000 more stand on each other: the axis reaches beyond ten thousand.
    assert "~s" in layers[0]["encoding"]["y"]["axis"]["labelExpr"]
