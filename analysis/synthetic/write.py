"""Writing the samples: the same content every time."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.synthetic import saas, shop
from analysis.synthetic.earlier import draw_former, paid_earlier
from analysis.synthetic.readme import readme
from analysis.synthetic.subscriptions import draw_subscriptions

USER_COLUMNS = ["user_id", "account_id", "plan", "industry", "role", "country", "email"]


def write_samples(folder: Path) -> list[Path]:
    """Write both samples and their README into `folder` and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {**saas_tables(), **shop_tables()}
    for name, table in tables.items():
        _write_table(folder / name, table)
    (folder / "README.md").write_text(readme(tables), encoding="utf-8")
    return [folder / name for name in (*tables, "README.md")]


def saas_tables() -> dict[str, pd.DataFrame]:
    """Return the tables of the SaaS sample by file name."""
    rng = np.random.default_rng(saas.SEED)
    accounts, users = saas.draw_people(rng)
    events = saas.draw_events(rng, users)
    earlier = np.random.default_rng([saas.SEED, 1])
    accounts, (former, gone) = paid_earlier(earlier, accounts), draw_former(earlier, len(users))
    subscriptions = [draw_subscriptions(rng, accounts), draw_subscriptions(earlier, former)]
    traits = users.loc[users["trait"] != "", ["user_id", "trait"]].reset_index(drop=True)
    return {
        "saas_events.csv.gz": events,
        "saas_users.csv": pd.concat([users, gone], ignore_index=True)[USER_COLUMNS],
        "saas_subscriptions.csv": pd.concat(subscriptions, ignore_index=True),
        "saas_planted.csv": saas.planted_of(users),
        "saas_traits.csv": traits,
    }


def shop_tables() -> dict[str, pd.DataFrame]:
    """Return the tables of the shop sample by file name."""
    purchases, planted = shop.draw_purchases(np.random.default_rng(shop.SEED))
    return {"shop_purchases.csv.gz": purchases, "shop_planted.csv": planted}


def _write_table(path: Path, table: pd.DataFrame) -> None:
    content = table.to_csv(index=False, lineterminator="\n").encode()
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=9, mtime=0)
    path.write_bytes(content)
