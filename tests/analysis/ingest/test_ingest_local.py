"""A path is read only on one's own server, and only where it leads to a file."""

import pytest

from analysis.errors import OffbeatError
from analysis.ingest.local import is_local, local_file

OWN = {"OFFBEAT_LOCAL": "1"}


@pytest.mark.parametrize("environment", [{}, {"OFFBEAT_LOCAL": ""}, {"OFFBEAT_LOCAL": "0"}, {"OFFBEAT_LOCAL": "yes"}])
def test_a_server_of_others_says_nothing_of_its_files(tmp_path, environment):
    assert not is_local(environment)
    (tmp_path / "a.csv").write_text("x")
    said = set()
    for text in (str(tmp_path / "a.csv"), "no"):
        with pytest.raises(OffbeatError) as error:
            local_file(text, environment)
        said.add(str(error.value))
    assert len(said) == 1


def test_a_file_is_found_through_a_link_and_quotes(tmp_path):
    (tmp_path / "a.csv").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "a.csv")
    for text in (str(tmp_path / "a.csv"), f' "{tmp_path / "link"}" ', f"{tmp_path}/../{tmp_path.name}/a.csv"):
        assert local_file(text, OWN) == (tmp_path / "a.csv").resolve()


@pytest.mark.parametrize("text", ["", "a.csv", "../a.csv", "/", "/dev/null", "/no/such/file", "a\0b", "~nobody-here/x"])
def test_what_is_no_file_is_refused(text):
    with pytest.raises(OffbeatError, match="whole path of a file"):
        local_file(text, OWN)


def test_a_file_that_may_not_be_read_is_said_so(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_text("x")
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(OffbeatError, match="found one that may not"):
        local_file(str(tmp_path / "a.csv"), OWN)
