"""Whose e-mail addresses people have: one's own domain, with colleagues and test accounts, is to be left out.

Which domain is one's own is asked and never guessed: a customer's looks the same. Domains of free mail are nobody's.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.dataset import Dataset, accounts_of
from analysis.errors import UnknownNameError

# First labels of domains under many endings, then whole domains.
_FREE_LABELS = frozenset({
    "gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "rocketmail", "gmx", "yandex", "aol",
    "icloud", "proton", "protonmail", "zoho", "mail", "tutanota", "fastmail", "hey",
})  # fmt: skip
_FREE = frozenset({
    "me.com", "mac.com", "web.de", "t-online.de", "freenet.de", "posteo.de", "mailbox.org", "arcor.de", "pm.me",
    "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "neuf.fr", "libero.it", "alice.it", "virgilio.it",
    "tiscali.it", "telefonica.net", "terra.es", "sapo.pt", "uol.com.br", "bol.com.br", "terra.com.br", "ziggo.nl",
    "kpnmail.nl", "planet.nl", "wp.pl", "o2.pl", "onet.pl", "op.pl", "interia.pl", "seznam.cz", "telia.com", "spray.se",
    "bluewin.ch", "sunrise.ch", "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "cox.net", "btinternet.com",
    "sky.com", "rambler.ru", "bk.ru", "list.ru", "inbox.ru", "qq.com", "163.com", "126.com", "sina.com", "foxmail.com",
    "naver.com", "daum.net", "hanmail.net", "docomo.ne.jp", "ezweb.ne.jp", "rediffmail.com",
})  # fmt: skip
_ADDRESS = r"^\s*(?P<name>[^@\s]+)@(?P<domain>[^@\s]+\.[^@\s.]+)\s*$"
_TEST_NAME = r"(?:^|[._+-])(?:test|tests|tester|testing|qa|demo|e2e|staging|dummy)\d*(?:[._+-]|$)"
DOMAIN_COLUMN = "mail_domain"  # of a users table whose addresses were taken out
COLUMNS = ("domain", "users", "users_share", "active_days_each", "test_users")


def domains_of(users: pd.DataFrame) -> pd.Series:
    """Return the domain of the address of each row of Dataset.users, lower case, missing where there is none.

    The address is in the column `email`, else it is the user id; the domain alone may be in `mail_domain`.
    """
    return _addresses(users)["domain"]


def domains_of_units(activity: Activity, users: pd.DataFrame, *, are_accounts: bool) -> pd.Series:
    """Return the domain of each row of an activity, by its people or accounts, shape (users,).

    An account's is the one that all its people with an address share, else missing.
    """
    domain = domains_of(users)
    owner = accounts_of(users) if are_accounts else users["user_id"]
    grouped = domain.groupby(owner.to_numpy())
    shared = grouped.first().where(grouped.nunique() == 1)
    return shared.reindex(activity.user_ids.to_pandas()).astype("str").reset_index(drop=True)


def internal_domains(dataset: Dataset) -> pd.DataFrame:
    """Return the domains that may be one's own, to be offered, not taken.

    Returns
    -------
    One row a domain of at least two people, or of a test account: domain, users (with events), users_share of all users
    in [0, 1], active_days_each (mean), test_users (whose address says test, qa or demo). Those with test accounts come
    first, then those whose people come on most days; no domain of free mail.
    """
    activity, users = dataset.activity, dataset.attributes
    found = _addresses(users).assign(active_days=activity.active_days)
    found["is_test"] = found["name"].str.contains(_TEST_NAME, case=False, regex=True).eq(other=True)
    found = found[found["domain"].notna() & ~is_free_mail(found["domain"])]
    grouped = found.groupby("domain")
    table = grouped.agg(users=("name", "size"), active_days_each=("active_days", "mean"), test_users=("is_test", "sum"))
    table = table[(table["users"] > 1) | (table["test_users"] > 0)].reset_index()
    table["users_share"] = table["users"] / max(activity.users, 1)
    has_tests = table["test_users"] > 0
    order = np.lexsort((table["domain"], -table["users"], -table["active_days_each"], ~has_tests))
    return table.loc[order, list(COLUMNS)].reset_index(drop=True)


def known_domain(text: str) -> str:
    """Return a domain as `Filters.left_out_domains` holds it: lower case, without what stands before an @."""
    return text.strip().lower().rpartition("@")[2]


def check_domains(asked: Iterable[str], users: pd.DataFrame) -> tuple[str, ...]:
    """Return domains as `Filters.left_out_domains` holds them, or raise UnknownNameError for one nobody has."""
    named = sorted({known_domain(each) for each in asked})
    known = sorted(set(domains_of(users).dropna())) if named else []
    for each in named:
        if each not in known:
            raise UnknownNameError.of("e-mail domain", each, known)
    return tuple(named)


def _addresses(users: pd.DataFrame) -> pd.DataFrame:
    address = users["user_id"].astype("str")
    if "email" in users.columns:
        address = users["email"].astype("str").where(users["email"].notna(), address)
    parts = address.str.extract(_ADDRESS)
    domain = parts["domain"].str.lower()
    if DOMAIN_COLUMN in users.columns:
        domain = domain.fillna(users[DOMAIN_COLUMN].astype("str"))
    return parts.assign(domain=domain)


def is_free_mail(domains: pd.Series) -> pd.Series:
    """Return which domains are of free mail, where the people of one have nothing in common, bool."""
    return domains.isin(_FREE) | domains.str.replace(r"[.].*", "", regex=True).isin(_FREE_LABELS)
