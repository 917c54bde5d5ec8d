"""Own polluted files: nearly every cell comes back, and no total is wrong without a word."""

import pytest

from tests.polluter.judge import Verdict, figures, judge
from tests.polluter.pollutions import POLLUTIONS

FILES = 300
READ_EVERY = 4  # opening databases costs most of the time


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory) -> list[Verdict]:
    """Of every pollution alone, in order, and of mixtures."""
    folder, alone = tmp_path_factory.mktemp("polluted"), len(POLLUTIONS)
    return [judge(each, folder, has_read=each < alone or each % READ_EVERY == 0) for each in range(FILES)]


def test_three_hundred_polluted_files_are_recovered_and_none_is_wrong_in_silence(verdicts):
    assert not [each for each in verdicts if each.outcome in ("crash", "silent")]
    found = figures(verdicts)
    assert found["cells recovered, share"] >= 0.99
    assert found["totals that are right, share"] >= 0.9


def test_each_pollution_alone_costs_no_more_than_the_cells_it_spoils(verdicts):
    alone = verdicts[: len(POLLUTIONS)]
    assert {each.name: (each.recovered, each.cells) for each in alone if each.recovered < each.cells - 2} == {}
