"""The two samples that ship with Offbeat, read like any upload."""

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from analysis.dataset import Dataset
from analysis.errors import UnknownNameError
from analysis.ingest import ReadReport, read

SAMPLE_FOLDER = Path(__file__).parent.parent / "sample_data"
TITLES = {"saas": "SaaS sample", "shop": "Shop sample"}
SAMPLES = {
    "saas": {"events": "saas_events.csv.gz", "users": "saas_users.csv", "subscriptions": "saas_subscriptions.csv"},
    "shop": {"events": "shop_purchases.csv.gz"},
}


@lru_cache(maxsize=len(SAMPLES))
def load_sample(name: str = "saas") -> tuple[Dataset, ReadReport]:
    """Return a sample and its read report: "saas" (events, users, subscriptions) or "shop" (purchases with amounts).

    Raises UnknownNameError for any other name.
    """
    if name not in SAMPLES:
        raise UnknownNameError.of("sample", name, SAMPLES)
    files = {role: SAMPLE_FOLDER / file for role, file in SAMPLES[name].items()}
    dataset, report = read([files["events"]], users=files.get("users"), subscriptions=files.get("subscriptions"))
    return replace(dataset, name=TITLES[name]), report
