"""A load may take longer the larger its files are."""

from analysis.ingest.limits import GIB, longest_load_s


def test_ten_minutes_and_five_more_a_gib(tmp_path):
    small, large = tmp_path / "small.csv", tmp_path / "large.csv"
    small.write_text("x")
    with large.open("wb") as file:
        file.truncate(4 * GIB)  # a hole: no disk is used
    assert longest_load_s([small]) == 600
    assert longest_load_s([small, str(large)]) == 1800
    assert longest_load_s([tmp_path / "none.csv"]) == 600
