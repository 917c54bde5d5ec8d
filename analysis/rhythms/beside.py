"""What stands beside each label: that of the last 90 days, since when a pattern is kept, time of day, maybe a bot."""

import numpy as np
import pandas as pd

from analysis.labels import CODE
from analysis.rhythms.table import label_words
from analysis.segmentation import Segmentation

COLUMNS = (
    "recent_rhythm", "recent_detail", "since_day", "since_rhythm", "since_detail", "hour_start", "hour_stop",
    "hour_share", "bot",
)  # fmt: skip
_LABEL = ["rhythm", "detail"]


def table_beside(
    recent: Segmentation, changes: pd.DataFrame, *, hours: pd.DataFrame, bots: np.ndarray | None
) -> pd.DataFrame:
    """Return one row a user with the columns COLUMNS, empty where there is none.

    Parameters
    ----------
    recent
        Labels of the last 90 days (`analysis.rhythms.recent.score_recent`).
    changes
        Who took up a pattern, and when (`analysis.rhythms.change.find_changes`).
    hours
        Times of day (`analysis.hours.hour_table`); only those that are sure are shown.
    bots
        Who may be a bot, bool, shape (users,); None where that cannot be told.
    """
    since_day, codes, details = _since(changes, len(recent))
    sure = hours["sure"].to_numpy()
    start, stop = (hours[name].where(sure).astype("Int64") for name in ("hour_start", "hour_stop"))
    maybe = np.full(len(recent), "", object) if bots is None else np.where(bots, "true", "false")
    columns = (
        *label_words(recent, recent.rhythm, recent.detail), since_day, *label_words(recent, codes, details), start,
        stop, _exact(hours["hour_share"], hours["known_days"]).where(sure), maybe,
    )  # fmt: skip
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def sizes_beside(
    segmentation: Segmentation, recent: Segmentation, changes: pd.DataFrame, *, among: np.ndarray
) -> pd.DataFrame:
    """Return `Segmentation.groups` with recent_users (who carry the label for the last 90 days) and since_users.

    `since_users` took the label up some day, and their whole history does not carry it. Labels that only these carry
    are there with 0 users, so `recent_users` add up. `among` (bool, shape (users,)) counts only these users.
    """
    sizes = segmentation.groups(among=among).set_index(_LABEL)
    now = recent.groups(among=among).set_index(_LABEL)["users"]
    own = changes[among[changes["user"]]]
    words = label_words(recent, own["rhythm"].to_numpy(), own["detail"].to_numpy())
    taken_up = pd.DataFrame(dict(zip(_LABEL, words, strict=True)), dtype="str").value_counts()
    counts = {"recent_users": now[now > 0], "since_users": taken_up}
    table = pd.concat([sizes, *(each.rename(name) for name, each in counts.items())], axis=1)
    table = table.fillna(0).astype(np.int64).reset_index()
    # Largest first, then in display order, as `groups` has it.
    order = np.lexsort((table["detail"], table["rhythm"].map(CODE), -table["users"]))
    return table.iloc[order].reset_index(drop=True)


def _since(changes: pd.DataFrame, users: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return ISO date, rhythm and detail code of each user's change; "" and -1 where there is none."""
    since, codes, details = np.full(users, "", object), np.full(users, -1), np.full(users, -1)
    user = changes["user"].to_numpy()
    since[user] = np.datetime_as_string(changes["since_day"].to_numpy().astype("datetime64[D]"))
    codes[user], details[user] = changes["rhythm"], changes["detail"]
    return since, codes, details


def _exact(share: pd.Series, known_days: pd.Series) -> pd.Series:
    """Shares were measured as float32: go back to the counts, so 13 of 14 prints as 13 / 14."""
    share = share.astype(np.float64)
    return (share * known_days).round() / known_days.where(share.notna())
