"""What the Quiet tab says: numbers of the library, and no word of how anybody feels."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.at_risk.quiet import quiet_in
from analysis.at_risk.quiet_signs import SIGNS
from analysis.dataset import Dataset
from analysis.settings import Settings
from analysis.study import Filters, study
from analysis.synthetic.planted import activity_of
from analysis.views.quiet import later_of, quiet_of


@pytest.fixture(scope="module")
def now(saas):
    return study(saas)


def test_the_tab_counts_what_the_library_counts(now):
    found, quiet = quiet_of(now), quiet_in(now)
    assert f"{quiet.passive.sum()} of the {quiet.comes.sum():,} people" in found.sentence
    assert found.signs["People"].tolist() == [holds.sum() for holds in quiet.signs.values()]
    assert len(found.people) == quiet.passive.sum()
    assert len(found.signs) + len(found.missing) == len(SIGNS)
    assert "“NPS score of 7 or 8” needs " in " ".join(found.missing)
    assert found.picture.table["People"].sum() == quiet.comes.sum()
    assert found.people["Signs"].iloc[0] == found.people["Which"].iloc[0].count(",") + 2
    assert len(found.sliders) <= 3
    assert "they spent" in found.sentence


def test_later_says_counts_difference_and_interval(now):
    found = later_of(now)
    said = " ".join(found.sentences)
    assert re.search(r"Of \d+ who were quiet, \d+ were not seen again in the next 90 days \(\d+ %\)", said)
    assert re.search(r"\d+ of 100 more \(\d+ to \d+\)", said)
    assert "a comparison takes 30 of each" in said  # of the quiet too few paid then
    assert "not a cause" in said
    assert found.table["People"].sum() == 1047


def test_no_word_claims_a_feeling(now):
    found, later = quiet_of(now), later_of(now)
    texts = [found.sentence, found.picture_caption, found.picture.alt, *later.sentences, *found.signs["Sign"]]
    assert not re.search(r"satisf|happy|happi|content|loyal|unhappy", " ".join(texts), re.IGNORECASE)


def test_every_switch_off_is_said(saas):
    settings = Settings()
    for address, value in {
        "max_value_share": 0.0, "other_features": 0, "browse_days": 0, "kept_features": 0.0,
    }.items():  # fmt: skip
        settings = settings.replace_knob(f"quiet.{address}", value)
    found = quiet_of(study(saas, settings=settings))
    assert (found.signs["Holds at"] == "off").all()
    assert (found.signs["People"] == 0).all()
    assert found.people.empty


def test_more_signs_asked_than_the_data_hold_is_said(saas):
    found = quiet_of(study(saas, settings=Settings().replace_knob("quiet.least_signs", 6)))
    assert "Quiet takes 6 signs, and these data can tell 4 signs only" in found.sentence


def test_data_without_any_sign_say_what_would_help(shop):
    found = quiet_of(study(shop))
    assert "nothing a sign could be read from" in found.sentence
    assert len(found.missing) == len(SIGNS)
    assert found.sliders == ()
    assert later_of(study(shop)).sentences == ("These data hold no sign with a date, so nothing can be compared.",)
    assert "Money" in found.picture.alt or "money" in found.picture.alt


def test_nobody_shown_and_a_bare_history(shop):
    late = study(shop, settings=Settings().replace_knob("quiet.least_days", 365))
    assert quiet_of(late).sentence.startswith("Nobody shown")
    bare = study(Dataset(activity_of([19900 + np.arange(20)]), pd.DataFrame({"user_id": ["u0"]})))
    found = quiet_of(bare)
    assert found.picture is None
    assert "Needs events" in found.picture_caption
    assert "too short" in later_of(bare).sentences[0]


def test_accounts_are_called_accounts(saas):
    found = quiet_of(study(saas, Filters(unit="accounts")))
    assert "accounts" in found.sentence
    assert "Accounts: " in found.picture.alt
    assert "Accounts" in found.signs


def test_the_command_says_the_same(now, root, tmp_path, capsys):
    files = {"users": "saas_users.csv", "subscriptions": "saas_subscriptions.csv"}
    options = [text for name, file in files.items() for text in (f"--{name}", str(root / "sample_data" / file))]
    events = str(root / "sample_data" / "saas_events.csv.gz")
    assert main(["passive", events, *options, "--out", str(tmp_path), "--value-event", "buy_credits"]) == 0
    told, quiet = (
        json.loads(capsys.readouterr().out),
        quiet_in(study(now.dataset, Filters(value_events=("buy_credits",)))),
    )
    assert told["passive"] == quiet.passive.sum()
    assert told["signs"] == [{"sign": slug, "users": int(holds.sum())} for slug, holds in quiet.signs.items()]
    assert told["value_events"] == ["buy_credits"]
    assert {each["sign"] for each in told["not_asked"]} == set(quiet.not_asked)
    table = pd.read_csv(tmp_path / "passive.csv")
    assert len(table) == told["passive"]
    assert table.columns[:4].tolist() == ["user_id", "signs", "active_days", "last_day"]
    assert main(["passive", events, "--value-event", "buy_credit"]) == 2
    assert 'did you mean "buy_credits"' in capsys.readouterr().err


def test_a_chosen_segment_is_said_to_hang_on_today(saas, now):
    said = "chosen segment today"
    assert said in later_of(study(saas, Filters(who="plan=Pro"))).sentences[-1]
    assert said not in later_of(now).sentences[-1]
