"""`--leave-out-domain`: who has such an address is not shown; `--sql` cannot tell, an unknown domain is refused."""

import json

import pytest

from analysis.__main__ import main

ROWS = "user_id,timestamp\na@own.example,2026-03-01\nb@own.example,2026-03-02\nc@else.example,2026-03-02\n"


@pytest.fixture
def call(tmp_path, capsys):
    path = tmp_path / "mail.csv"
    path.write_text(ROWS)

    def run(subcommand, *options):
        code = main([subcommand, str(path), *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_a_domain_is_left_out_of_what_is_counted(call):
    code, out, _ = call("read", "--leave-out-domain", "OWN.example")
    assert (code, json.loads(out)["users"], json.loads(out)["rows"]["loaded"]) == (0, 1, 3)
    assert json.loads(call("read")[1])["users"] == 3


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("read", "--leave-out-domain", "own.exampl"), 'did you mean "own.example"'),
        (("segments", "--sql", "all", "--leave-out-domain", "own.example"), "found --sql with --leave-out-domain"),
    ],
)
def test_what_cannot_be_left_out_is_refused(call, options, complaint):
    code, _, said = call(*options)
    assert code == 2
    assert complaint in said
