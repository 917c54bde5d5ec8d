"""Names above the map of labels before and after stand upright where there is room for them."""

import pandas as pd
import pytest

from analysis.charts.transition_map import transition_map


@pytest.mark.parametrize(
    ("names", "angle"),
    [
        (["About daily", "Rarer than monthly", "Not here yet"], 0),
        (["Daily", "Professionals"], -60),
        ([f"Beat {number}" for number in range(7)], -60),
    ],
)
def test_names_lean_only_where_they_must(names, angle):
    moves = pd.DataFrame({"from": names, "to": names, "users": 1, "share": 1.0})
    drawn = transition_map(moves, names).chart.to_dict()
    axis = drawn["layer"][0]["encoding"]["x"]["axis"]
    assert axis["labelAngle"] == angle
    assert ("padding" in drawn) == (angle != 0)  # a name that leans needs room past the last column
