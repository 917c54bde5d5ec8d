"""Sessions with files of the same shape read their own values alone; a key without the fingerprint would be noticed."""

import pandas as pd
import pytest

from pages._ui import cache
from tests.hosting.many_sessions import look_around, quick_views, sessions_of

pytestmark = pytest.mark.usefixtures("fresh_caches")
SESSIONS, READS_EACH = 3, 40


@pytest.fixture(scope="module")
def sessions(tmp_path_factory):
    return sessions_of(tmp_path_factory.mktemp("sessions"), SESSIONS, views=quick_views)


def test_nobody_reads_a_value_of_somebody_else(sessions):
    found, computed = look_around(sessions, READS_EACH)
    assert found.problems == []
    assert (found.reads, found.foreign, found.differing) == (SESSIONS * READS_EACH, 0, 0)
    assert found.marked >= found.reads
    assert computed < found.reads, "the cache was never asked"


def test_a_key_of_the_shape_alone_would_be_noticed(sessions, monkeypatch):
    monkeypatch.setattr(cache, "_place_of", lambda study: (study.dataset.activity.users, study.filters.period_days))
    found, _ = look_around(sessions, READS_EACH)
    assert found.foreign > 0


def test_a_result_that_carries_a_file_s_name_would_be_noticed(sessions, monkeypatch):
    """The last session has the rows of the first under another name, so they share what is computed."""
    monkeypatch.setattr("analysis.views.taken_out.people_table", lambda study, rows: _named(study))
    cache.forget()
    found, _ = look_around([sessions[0], sessions[-1]], READS_EACH)
    assert found.foreign > 0


def _named(study):
    return pd.DataFrame({study.dataset.name: [1]})
