"""Pseudonyms: keyed, the same again with the same key, nothing else of the data changed, no id left."""

import json
import stat
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import pseudonyms
from analysis.__main__ import main
from analysis.activity import Activity
from analysis.errors import OffbeatError
from analysis.ingest import read
from analysis.ingest.add import add
from analysis.mail_domains import internal_domains
from analysis.pseudonyms import key_at, key_from_text, key_text, new_key, pseudonym, pseudonymised
from analysis.study import study

KEY = bytes(range(32))


def test_a_pseudonym_is_the_hmac_of_the_standard():
    # RFC 4231, test case 2: HMAC-SHA-256 of "what do ya want for nothing?" under "Jefe"
    assert pseudonym(b"Jefe", "what do ya want for nothing?") == "p-5bdcc146bf60754e"


def test_keys_come_back_and_are_the_owners_alone(tmp_path):
    path = tmp_path / "my.key"
    key = key_at(path)
    assert key_at(path) == key == key_from_text(path.read_text())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len({new_key() for _ in range(50)}) == 50


@pytest.mark.parametrize("text", ["", "offbeat key 1: 12", key_text(KEY) * 2, "u0001", key_text(KEY).upper()])
def test_what_is_no_key_is_refused(text, tmp_path):
    path = tmp_path / "no.key"
    path.write_text(text)
    with pytest.raises(OffbeatError, match="Expected a key file that Offbeat made"):
        key_at(path)


def test_a_key_file_out_of_reach_is_a_sentence(tmp_path):
    for path in (tmp_path / "none" / "my.key", tmp_path):
        with pytest.raises(OffbeatError, match="that can be read or made"):
            key_at(path)


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.binary(min_size=32, max_size=32))
def test_another_key_gives_another_pseudonym(text, key):
    assert pseudonym(key, text) == pseudonym(key, text)
    assert (pseudonym(key, text) == pseudonym(KEY, text)) == (key == KEY)


def test_only_the_names_change(saas):
    hidden = pseudonymised(saas, KEY)
    old, new = saas.activity, hidden.activity
    ids = new.user_ids.to_pylist()
    assert ids == sorted(ids)
    for row in range(0, old.users, 97):
        place = new.row_of(pseudonym(KEY, old.user_ids[row].as_py()))
        for one, other in zip(of_user(old, row), of_user(new, place), strict=True):
            np.testing.assert_array_equal(one, other)
    assert study(saas).segmentation.groups().equals(study(hidden).segmentation.groups())
    assert sorted(hidden.users["plan"]) == sorted(saas.users["plan"])
    assert hidden.subscriptions["mrr_cents"].sum() == saas.subscriptions["mrr_cents"].sum()


def of_user(activity: Activity, row: int) -> list[np.ndarray]:
    """Return all that is known of one user, without the id."""
    own = slice(activity.offsets[row], activity.offsets[row + 1])
    days = [getattr(activity, name)[own] for name in ("day", "events", "hours", "event_bits", "amount")]
    uses = activity.uses[activity.uses["user"] == row].drop(columns="user")
    return [*days, uses["event"].to_numpy(str), uses.drop(columns="event").to_numpy(np.float64)]


def test_no_id_and_no_address_is_left_and_domains_are_known(saas):
    hidden = pseudonymised(saas, KEY)
    text = hidden.users.drop(columns="mail_domain").to_csv() + hidden.subscriptions.to_csv()
    assert "@" not in text
    assert not [each for each in [*saas.users["user_id"], *saas.users["account_id"].unique()] if f",{each}," in text]
    assert "email" not in hidden.users.columns
    assert internal_domains(hidden)["domain"].tolist() == internal_domains(saas)["domain"].tolist()


def test_newer_data_of_the_same_key_are_added(tmp_path):
    older, newer = (month(tmp_path, number) for number in (1, 2))
    both, added = add(pseudonymised(older, KEY), pseudonymised(newer, KEY))
    assert both.activity.users == 3
    assert (added.new_users, added.returned_users) == (1, 1)
    assert both.fingerprint == pseudonymised(add(older, newer)[0], KEY).fingerprint
    assert add(pseudonymised(older, KEY), pseudonymised(newer, new_key()))[0].activity.users == 4


def month(folder, number: int):
    who = ("anna", "bert") if number == 1 else ("bert", "zoe")
    path = folder / f"{number}.csv"
    path.write_text(
        "user_id,date\n" + "".join(f"{each},2025-{number:02d}-{day:02d}\n" for each in who for day in range(1, 9))
    )
    return read([path])[0]


def test_two_ids_of_one_pseudonym_are_refused(saas, monkeypatch):
    monkeypatch.setattr(pseudonyms, "HEX_DIGITS", 1)
    with pytest.raises(OffbeatError, match="one for two of them"):
        pseudonymised(saas, KEY)


def test_a_dataset_without_anything_beside_the_events(shop):
    hidden = pseudonymised(replace(shop, subscriptions=None), KEY)
    assert hidden.activity.user_days == shop.activity.user_days
    assert list(hidden.users.columns) == list(shop.users.columns)


def test_command_line(tmp_path, capsys):
    month(tmp_path, 1)
    arguments = ["read", str(tmp_path / "1.csv"), "--pseudonymise", str(tmp_path / "my.key")]
    assert main([*arguments, "--out", str(tmp_path / "out")]) == 0
    first = json.loads(capsys.readouterr().out)
    assert main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["fingerprint"] == first["fingerprint"]
    written = [path.read_bytes() for path in (tmp_path / "out").iterdir()]
    assert written
    assert not [each for each in written if b"anna" in each]
