"""What is shared: datasets and views on them, on disk under ids nobody can guess, until they end or are taken back."""

from analysis.store.place import STORE_SETTING, lasts, store_folder
from analysis.store.records import DAYS_OFFERED, DAYS_USUAL, Link, Opened, Sees, StoreLimits, View
from analysis.store.store import Store

__all__ = [
    "DAYS_OFFERED",
    "DAYS_USUAL",
    "STORE_SETTING",
    "Link",
    "Opened",
    "Sees",
    "Store",
    "StoreLimits",
    "View",
    "lasts",
    "store_folder",
]
