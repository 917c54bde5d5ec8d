"""Data, How it was read: which e-mail domains may be one's own, and who is left out of what is shown."""

from dataclasses import dataclass

import pandas as pd

from analysis import wording
from analysis.mail_domains import internal_domains
from analysis.study import Study

OFFERED = 20


@dataclass(frozen=True, eq=False)
class OwnPeople:
    """What may be left out.

    Attributes
    ----------
    domains
        The domains to choose from: those offered and those left out, which the data may not hold; empty where no
        address is known.
    table
        One row a domain offered: E-mail domain, People, Share of people, Active days each, Test accounts.
    sentence
        Who is left out, or that nobody is; plain text that may hold names from data.
    """

    domains: tuple[str, ...]
    table: pd.DataFrame
    sentence: str


def own_people_of(study: Study) -> OwnPeople:
    """Return the domains offered for leaving out, those with test accounts and busy people first."""
    known = internal_domains(study.dataset) if study.filters.unit == "people" else _of_accounts(study)
    named = study.filters.left_out_domains
    unit = wording.UNIT_TITLES[study.unit_word]
    table = known.head(OFFERED).rename(
        columns={
            "domain": "E-mail domain", "users": unit, "users_share": f"Share of {study.unit_word}",
            "active_days_each": "Active days each", "test_users": "Test accounts",
        }
    )  # fmt: skip
    return OwnPeople(tuple(dict.fromkeys([*table["E-mail domain"], *named])), table, left_out_sentence(study))


def left_out_sentence(study: Study) -> str:
    """Return who is left out by their domain, or that nobody is."""
    named = study.filters.left_out_domains
    if not named:
        return f"Nobody is left out by their address: {study.unit_word} of every domain are counted."
    number = int(study.internal.sum())
    verb = "is" if number == 1 else "are"
    return (
        f"{wording.units(number, study.unit_word)} of {wording.listed(named)} {verb} left out of every number on "
        "screen. Their own pattern is still read."
    )


def _of_accounts(study: Study) -> pd.DataFrame:
    """Return the domains of whole accounts in the same form; which of them test is not known."""
    domains = study.prepared.mail_domains
    days = pd.Series(study.activity.active_days)
    grouped = pd.DataFrame({"domain": domains, "days": days}).dropna(subset="domain").groupby("domain")
    table = grouped.agg(users=("days", "size"), active_days_each=("days", "mean")).reset_index()
    table = table.assign(users_share=table["users"] / max(study.activity.users, 1))
    return table.sort_values(["active_days_each", "domain"], ascending=[False, True], ignore_index=True)[
        ["domain", "users", "users_share", "active_days_each"]
    ]
