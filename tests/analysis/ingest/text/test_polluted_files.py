"""Own polluted files: nearly every cell comes back, and no total is wrong without a word."""

from tests.polluter.judge import figures, judge
from tests.polluter.pollutions import POLLUTIONS

FILES = 300
READ_EVERY = 4  # opening databases costs most of the time


def test_three_hundred_polluted_files_are_recovered_and_none_is_wrong_in_silence(tmp_path):
    verdicts = [
        judge(each, tmp_path, has_read=each < len(POLLUTIONS) or each % READ_EVERY == 0) for each in range(FILES)
    ]
    assert not [each for each in verdicts if each.outcome in ("crash", "silent")]
    found = figures(verdicts)
    assert found["cells recovered, share"] >= 0.99
    assert found["totals that are right, share"] >= 0.9


def test_each_pollution_alone_costs_no_more_than_the_cells_it_spoils(tmp_path):
    verdicts = [judge(each, tmp_path, has_read=False) for each in range(len(POLLUTIONS))]
    assert {each.name: (each.recovered, each.cells) for each in verdicts if each.recovered < each.cells - 2} == {}
