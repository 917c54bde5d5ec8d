"""Since the older data's last day: who is new, back and silent, and patterns whose sizes add up to those shown."""

from analysis.activity import to_date
from analysis.movement.silences import silences
from analysis.sample import load_sample
from analysis.study import study
from analysis.views.newer import BEFORE, CHANGE, NOW, newer_of


def test_what_newer_data_changed_adds_up():
    now = study(load_sample("saas")[0])
    since = now.activity.observed_to - 60
    newer, found = newer_of(now, since), silences(now, since, now.activity.observed_to)
    assert (newer.new, newer.came_back) == (found.came.sum(), found.came_back.sum())
    assert newer.went_silent == found.went_silent.sum() > 0
    known = int((now.activity.first_day <= since).sum())
    assert newer.sizes[BEFORE].sum() == known
    assert newer.sizes[NOW].sum() == now.activity.users == known + newer.new
    gaps = (newer.sizes[NOW] - newer.sizes[BEFORE]).abs()
    assert gaps.is_monotonic_decreasing
    assert (newer.sizes[CHANGE] != "").all()
    assert f"{to_date(since).year}" in newer.sentence
