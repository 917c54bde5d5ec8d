"""Accounts and people of the made-up SaaS: who they are, from when to when, and which of them have a habit planted."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.synthetic.planted import FIRST_DAY

LAST_DAY = 20634  # 2026-06-30
ACCOUNTS = 500
USERS_WITHOUT_EVENTS = 40

# plan: share of accounts, mean further users, monthly loss of accounts, monthly loss of users, price a month and user
PLANS = pd.DataFrame(
    {
        "share": [0.22, 0.30, 0.33, 0.15],
        "more_users": [1.0, 2.0, 3.8, 6.5],
        "account_loss": [0.060, 0.045, 0.015, 0.008],
        "user_loss": [0.050, 0.040, 0.012, 0.010],
        "price": [0.0, 19.0, 39.0, 59.0],
    },
    index=["Free", "Basic", "Pro", "Enterprise"],
)
INDUSTRIES = pd.DataFrame(
    {"share": [0.22, 0.2, 0.18, 0.15, 0.15, 0.1], "loss": [1.0, 1.5, 0.7, 1.3, 0.9, 0.8]},
    index=["Software", "Retail", "Finance", "Agency", "Healthcare", "Education"],
)
COUNTRIES = pd.DataFrame(
    {
        "share": [0.34, 0.22, 0.18, 0.1, 0.1, 0.06],
        "zone": [
            "America/New_York", "Europe/Berlin", "Europe/London", "Asia/Kolkata", "Europe/Paris", "Australia/Sydney",
        ],
    },
    index=["United States", "Germany", "United Kingdom", "India", "France", "Australia"],
)  # fmt: skip
ROLES = {"Analyst": 0.3, "Manager": 0.25, "Assistant": 0.2, "Admin": 0.15, "Owner": 0.1}
FIRST_NAMES = ("ada", "ben", "carla", "deniz", "eva", "femi", "grete", "hugo", "ines", "jonas", "kim", "lena", "mo")
LAST_NAMES = ("adler", "brown", "costa", "dietz", "evans", "fischer", "gupta", "hall", "ivanov", "jansen", "khan")
DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Trait:
    """How many people get a kind of habit, the shortest stay that shows it, and the industries where it is common."""

    kind: str
    users: int
    least_days: int
    industries: tuple[str, ...] = ()
    trait: str = ""
    still_here: bool = False


TRAITS = (
    Trait("day_5", 40, 380, ("Finance",)),
    Trait("month_end", 50, 380, ("Finance", "Agency")),
    Trait("every_10_days", 45, 300),
    Trait("every_10_days_loose", 15, 500),
    Trait("bursty", 65, 330, ("Agency",)),
    Trait("slowing_daily", 30, 240, trait="slow_down"),
    Trait("slowing_weekly", 30, 330, trait="slow_down"),
    Trait("tuesday", 70, 130, ("Education", "Healthcare")),
    Trait("mostly_tuesday", 80, 200, trait="mostly_tuesday"),
    Trait("mon_wed_fri", 45, 130, ("Healthcare",)),
    Trait("weekend", 45, 150, ("Retail",)),
    Trait("weekdays", 60, 100, ("Software",)),
    Trait("daily", 40, 60, ("Software",)),
    Trait("random", 70, 150, trait="silent", still_here=True),
    Trait("random", 80, 60, trait="passive"),
)


def _pick(rng: np.random.Generator, table: pd.DataFrame, size: int) -> np.ndarray:
    return rng.choice(table.index.to_numpy(), size, p=table["share"] / table["share"].sum())


def draw_accounts(rng: np.random.Generator) -> pd.DataFrame:
    """Return one row an account: account_id, plan, industry, country, more_users, start, end (past the data: stays)."""
    accounts = pd.DataFrame({"account_id": [f"acc{number:03d}" for number in range(1, ACCOUNTS + 1)]})
    accounts["plan"] = _pick(rng, PLANS, ACCOUNTS)
    accounts["industry"] = _pick(rng, INDUSTRIES, ACCOUNTS)
    accounts["country"] = _pick(rng, COUNTRIES, ACCOUNTS)
    accounts["more_users"] = rng.poisson(PLANS["more_users"][accounts["plan"]])
    from_the_first = rng.random(ACCOUNTS) < 0.4
    later = rng.integers(0, LAST_DAY - FIRST_DAY - 90, ACCOUNTS)
    accounts["start"] = FIRST_DAY + np.where(from_the_first, rng.integers(0, 28, ACCOUNTS), later)
    loss = PLANS["account_loss"][accounts["plan"]].to_numpy() * INDUSTRIES["loss"][accounts["industry"]].to_numpy()
    accounts["end"] = accounts["start"] + 30 + np.rint(rng.exponential(DAYS_A_MONTH / loss)).astype(int)
    return accounts


def draw_users(rng: np.random.Generator, accounts: pd.DataFrame) -> pd.DataFrame:
    """Return one row a person: ids, attributes of their account, role, email, and the days from and until they come."""
    users = accounts.loc[accounts.index.repeat(accounts["more_users"] + 1)].reset_index(drop=True)
    size = len(users)
    users.insert(0, "user_id", [f"u{number:04d}" for number in range(1, size + 1)])
    users["role"] = rng.choice(list(ROLES), size, p=list(ROLES.values()))
    names = rng.choice(FIRST_NAMES, size).astype(object) + "." + rng.choice(LAST_NAMES, size).astype(object)
    users["email"] = names + users["user_id"].str[1:] + "@" + users["account_id"] + ".example"
    latest = np.minimum(users["end"], LAST_DAY).to_numpy()
    room = latest - users["start"].to_numpy()
    users["first"] = users["start"] + np.minimum(rng.exponential(25, size), room * 0.6).astype(int)
    loss = PLANS["user_loss"][users["plan"]].to_numpy()
    stay = 14 + rng.exponential(DAYS_A_MONTH / loss).astype(int)
    users["last"] = np.minimum(users["first"] + stay, latest)
    return users


def plant(rng: np.random.Generator, users: pd.DataFrame) -> pd.DataFrame:
    """Return `users` with `kind` and `trait`: the kind of habit each gets; "random" where none is planted."""
    kind = np.full(len(users), "random", dtype=object)
    trait = np.full(len(users), "", dtype=object)
    free = np.ones(len(users), dtype=bool)
    stay = (users["last"] - users["first"]).to_numpy()
    for each in TRAITS:
        stays = (users["last"] == LAST_DAY).to_numpy() | (not each.still_here)
        fits = np.flatnonzero(free & stays & (stay >= each.least_days))
        weight = np.where(users["industry"].isin(each.industries).to_numpy()[fits], 5.0, 1.0)
        chosen = rng.choice(fits, each.users, replace=False, p=weight / weight.sum())
        kind[chosen], trait[chosen], free[chosen] = each.kind, each.trait, False
    none = rng.choice(np.flatnonzero(free), USERS_WITHOUT_EVENTS, replace=False)
    kind[none] = ""
    return users.assign(kind=kind, trait=trait)
