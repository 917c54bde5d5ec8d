"""The made-up SaaS: two years of events of about two thousand people in five hundred accounts."""

from datetime import datetime, time
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from analysis.activity import to_date, weekday_of
from analysis.synthetic.habits import at_random
from analysis.synthetic.people import COUNTRIES, draw_accounts, draw_users, plant
from analysis.synthetic.planted import KINDS

SEED = 20260630
ARRIVALS = ("login", "view")
REPORT = "report_export"
CREDITS = "buy_credits"
# event: how often it is chosen among the events a person uses
FEATURES = {
    "dashboard_open": 3.0, "search": 2.5, "task_done": 2.0, "invoice_create": 1.6, "comment_add": 1.5,
    "file_upload": 1.0, "integration_sync": 0.7, "invite_send": 0.3, CREDITS: 0.25,
}  # fmt: skip
ADOPTED_SHARE = {"Free": 0.35, "Basic": 0.5, "Pro": 0.7, "Enterprise": 0.8}
CREDIT_PRICE = {"Free": 8.0, "Basic": 15.0, "Pro": 45.0, "Enterprise": 80.0}
TUESDAY = 1
SECONDS_A_DAY = 86400


def draw_people(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return accounts and people, habits planted."""
    accounts = draw_accounts(rng)
    return accounts, plant(rng, draw_users(rng, accounts))


def draw_days(rng: np.random.Generator, users: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the active days of all people: row of the person, day; sorted."""
    quiet = partial(at_random, low=0.012, high=0.28)
    rows, days = [], []
    for row, user in enumerate(users.itertuples()):
        if not user.kind:
            continue
        habit = quiet if user.kind == "random" else KINDS[user.kind].habit
        chosen = habit(rng, user.first, _last_day(rng, user.trait, user.last))
        days.append(chosen)
        rows.append(np.full(len(chosen), row))
    return np.concatenate(rows), np.concatenate(days).astype(int)


def _last_day(rng: np.random.Generator, trait: str, last: int) -> int:
    """Silent people stop two to four months before the end of the data, while their account stays."""
    return last - int(rng.integers(60, 121)) if trait == "silent" else last


def draw_events(rng: np.random.Generator, users: pd.DataFrame) -> pd.DataFrame:
    """Return the events in the order of time: user_id, timestamp (local, with offset), event, account_id, amount."""
    row, day = draw_days(rng, users)
    name, visit = _draw_names(rng, users, row, day)
    row, day = row[visit], day[visit]
    second = _draw_seconds(rng, len(users), row, visit)
    offset, suffix = _offsets(users["country"].to_numpy()[row], day)
    local = day * SECONDS_A_DAY + second
    stamps = np.char.add(np.datetime_as_string(local.astype("datetime64[s]")), suffix)
    events = pd.DataFrame(
        {
            "user_id": users["user_id"].to_numpy()[row],
            "timestamp": stamps,
            "event": name,
            "account_id": users["account_id"].to_numpy()[row],
            "amount": _draw_amounts(rng, name, users["plan"].to_numpy()[row]),
        }
    )
    return events.iloc[np.lexsort((row, local - offset))].reset_index(drop=True)


def _draw_names(
    rng: np.random.Generator, users: pd.DataFrame, row: np.ndarray, day: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the name and user-day of each event: one arrival, some features, on Tuesdays perhaps a report."""
    passive = (users["trait"] == "passive").to_numpy()[row]
    more = np.where(passive, rng.binomial(1, 0.3, len(row)), np.minimum(rng.poisson(0.8, len(row)), 4))
    arrival = np.array(ARRIVALS)[rng.binomial(1, 0.25, len(row))]
    of_feature = np.repeat(np.arange(len(row)), more)
    feature = _choose_features(rng, users, row[of_feature])
    feature[passive[of_feature]] = "view"
    chance = np.where((users["kind"] == "tuesday").to_numpy()[row], 0.7, 0.05)
    of_report = np.flatnonzero((weekday_of(day) == TUESDAY) & ~passive & (rng.random(len(row)) < chance))
    visit = np.concatenate([np.arange(len(row)), of_feature, of_report])
    name = np.concatenate([arrival, feature, np.full(len(of_report), REPORT)])
    order = np.argsort(visit, kind="stable")
    return name[order], visit[order]


def _choose_features(rng: np.random.Generator, users: pd.DataFrame, row: np.ndarray) -> np.ndarray:
    """Choose among the features each person has adopted: a larger plan, more features (Gumbel trick, one draw each)."""
    weight = np.log(list(FEATURES.values()))
    share = users["plan"].map(ADOPTED_SHARE).to_numpy()
    adopted = rng.random((len(users), len(weight))) < share[:, None]
    adopted[:, 0] = True
    score = np.where(adopted[row], weight + rng.gumbel(size=(len(row), len(weight))), -np.inf)
    return np.array(list(FEATURES), dtype="U32")[score.argmax(axis=1)]


def _draw_seconds(rng: np.random.Generator, people: int, row: np.ndarray, visit: np.ndarray) -> np.ndarray:
    """Return the second of the local day of each event: around an hour of one's own, events of a visit in a row."""
    usual_hour = rng.normal(12.5, 2.5, people).clip(7, 20)
    start = rng.normal(usual_hour[row[np.unique(visit, return_index=True)[1]]], 1.3).clip(5, 22.5)
    step = rng.integers(20, 900, len(visit))
    taken = np.cumsum(step)
    starts = np.flatnonzero(np.r_[True, np.diff(visit) > 0])
    sizes = np.diff(np.r_[starts, len(visit)])
    within = taken - np.repeat(taken[starts], sizes)
    return np.minimum(np.repeat(np.rint(start * 3600).astype(int), sizes) + within, SECONDS_A_DAY - 1)


def _offsets(country: np.ndarray, day: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the offset from UTC in seconds, and as text, at noon of each local day."""
    pairs = pd.MultiIndex.from_arrays([country, day])
    code, unique = pairs.factorize()
    zones = {name: ZoneInfo(zone) for name, zone in COUNTRIES["zone"].items()}
    noons = [datetime.combine(to_date(when), time(12), zones[where]) for where, when in unique]
    seconds = np.array([int(noon.utcoffset().total_seconds()) for noon in noons])
    texts = np.array([noon.isoformat()[-6:] for noon in noons])
    return seconds[code], texts[code]


def _draw_amounts(rng: np.random.Generator, name: np.ndarray, plan: np.ndarray) -> np.ndarray:
    """Return what each event cost, with cents, as text: credits have a price, larger plans buy more; "" elsewhere."""
    typical = pd.Series(plan).map(CREDIT_PRICE).to_numpy()
    amount = np.rint(typical * rng.lognormal(0, 0.5, len(name)) * 100) / 100
    return np.where(name == CREDITS, np.char.mod("%.2f", amount), "")


def planted_of(users: pd.DataFrame) -> pd.DataFrame:
    """Return the truth: user_id, rhythm, detail, one row a person with a planted rhythm."""
    kinds = [KINDS.get(kind) for kind in users["kind"]]
    truth = pd.DataFrame(
        {
            "user_id": users["user_id"],
            "rhythm": [kind.rhythm if kind else "" for kind in kinds],
            "detail": [kind.detail if kind else "" for kind in kinds],
        }
    )
    return truth[truth["rhythm"] != ""].reset_index(drop=True)
