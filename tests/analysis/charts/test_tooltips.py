"""A column called "image" must not make a tooltip load a picture: Vega's tooltips draw one for what stands under it."""

import pandas as pd
import pytest

from analysis.charts.tooltips import without_images
from analysis.charts.value_spread import value_spread


@pytest.mark.parametrize("title", ["image", "images", "Image"])
def test_no_value_stands_under_image(title):
    bars = pd.DataFrame(
        {"from": [0.0], "to": [1.0], "count": [3], "kept": [True], "shown": ["https://x.example/a.png"]}
    )
    drawn = value_spread(bars, cut=None, label="", title=title, unit_word="people")
    keys = [entry["title"] for entry in drawn.spec["layer"][0]["encoding"]["tooltip"]]
    assert keys == [title.capitalize() if title == "image" else title, "Count"]
    assert drawn.sent["layer"] == drawn.spec["layer"]


def test_rows_stay_as_they_are():
    spec = {
        "datasets": {"a": [{"image": 1, "tooltip": [{"field": "image"}]}]},
        "encoding": {"tooltip": [{"field": "image"}]},
    }
    found = without_images(spec)
    assert found["datasets"] == spec["datasets"]
    assert found["encoding"] == {"tooltip": [{"field": "image", "title": "Image"}]}
