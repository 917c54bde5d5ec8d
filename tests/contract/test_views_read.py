"""What a view was not seen to read of thresholds changes nothing of it: else a session saw another one's numbers."""

import dataclasses
from dataclasses import replace
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest

from analysis.charts.picture import Picture
from analysis.labels import LABEL_SLUGS
from analysis.reads import Reads, ReadStudy, values_of
from analysis.settings import Settings
from analysis.study import Study, tune
from pages._ui import cache
from tests.contract.test_pages import EVERY_VIEW
from tests.pages.session import opened

pytestmark = pytest.mark.usefixtures("fresh_caches")


def anew(study: Study, settings: Settings) -> Study:
    """The study under other thresholds, with nothing kept from before."""
    return tune(replace(study.prepared), study.filters, settings)


def read_by(compute, study: Study) -> tuple[Any, tuple[str, ...]]:
    """What a view makes of a study, and what it read."""
    reads = Reads()
    found = compute(ReadStudy.of(study, reads))
    return found, reads.end()


def moved(settings: Settings, slugs) -> Settings:
    """The settings with every threshold of some groups at another place of its slider."""
    for slug in slugs:
        for knob in getattr(settings, slug).knobs():
            low, high = knob.span
            wanted = high if settings.value(f"{slug}.{knob.name}") < (low + high) / 2 else low
            settings = settings.replace_knob(f"{slug}.{knob.name}", round(wanted) if knob.is_whole else wanted)
    return settings


def plain(found: Any) -> Any:
    """What a result says, in a form that can be compared."""
    if isinstance(found, Picture):
        return found.alt, plain(found.table), found.spec
    if isinstance(found, pd.DataFrame | pd.Series):
        return found.to_json(date_format="iso", default_handler=str)
    if isinstance(found, np.ndarray):
        return found.tolist()
    if isinstance(found, alt.TopLevelMixin):
        return found.to_dict()
    if dataclasses.is_dataclass(found):
        return {each.name: plain(getattr(found, each.name)) for each in dataclasses.fields(found)}
    if isinstance(found, dict):
        return {str(name): plain(each) for name, each in found.items()}
    if isinstance(found, list | tuple):
        return [plain(each) for each in found]
    return getattr(found, "__qualname__", None) or repr(found)  # no address of a function


@EVERY_VIEW
def test_a_view_hangs_on_nothing_it_was_not_seen_to_read(page, tab, monkeypatch):
    asked = {}
    real = cache._view

    def noted(name, study, arguments, compute):
        asked[name, arguments] = (study, compute)
        return real(name, study, arguments, compute)

    monkeypatch.setattr(cache, "_view", noted)
    opened(page, **tab)
    for (name, _), (study, compute) in asked.items():
        base = anew(study, study.settings)
        found, names = read_by(compute, base)
        again, names_again = read_by(compute, base)  # with all that the first one left behind
        assert names_again == names, f"{name}: something is kept under a key that lacks a threshold"
        unread = [slug for slug, _ in Settings().tunables() if slug not in names]
        if not unread:
            continue
        other = anew(study, moved(study.settings, unread))
        if values_of(other, names) != values_of(base, names):  # another choice: only what it does not hang on moves
            unread = [slug for slug in unread if slug not in {*LABEL_SLUGS, "bots"}]
            other = anew(study, moved(study.settings, unread))
        assert values_of(other, names) == values_of(base, names)
        assert plain(read_by(compute, other)[0]) == plain(found) == plain(again), f"{name} reads more than {names}"
