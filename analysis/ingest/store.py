"""A dataset as a directory of Parquet and JSON: what a loading child process hands to the app."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.activity import USES_COLUMNS, Activity
from analysis.dataset import Dataset
from analysis.errors import UnreadableFileError
from analysis.ingest.report import ReadReport

_PAID = ("subscriptions", "payments")


def save_days(activity: Activity, directory: Path) -> None:
    """Write user_days.parquet (user_id, day, events, hours, event_bits, amount) and uses.parquet."""
    ids = activity.user_ids
    columns = {
        "user_id": pa.DictionaryArray.from_arrays(pa.array(activity.user), ids),
        "day": pa.array(activity.day).cast(pa.date32()),
        "events": pa.array(activity.events),
        "hours": pa.array(activity.hours),
        "event_bits": pa.array(activity.event_bits),
    }
    if activity.amount is not None:
        columns["amount"] = pa.array(activity.amount)
    pq.write_table(pa.table(columns), directory / "user_days.parquet", compression="zstd")
    uses = activity.uses
    owner = pa.DictionaryArray.from_arrays(pa.array(uses["user"].to_numpy()), ids)
    rest = {name: pa.Array.from_pandas(uses[name]) for name in USES_COLUMNS[1:]}
    pq.write_table(pa.table({"user_id": owner, **rest}), directory / "uses.parquet", compression="zstd")


def save(dataset: Dataset, report: ReadReport, directory: Path) -> None:
    """Write a dataset and its report to an existing directory; `open_saved` gives both back, fingerprint and all."""
    save_days(dataset.activity, directory)
    dataset.users.to_parquet(directory / "users.parquet", index=False)
    for name in _PAID:
        table = getattr(dataset, name)
        if table is not None:
            table.to_parquet(directory / f"{name}.parquet", index=False)
    activity = dataset.activity
    facts = {
        "name": dataset.name,
        "event_names": activity.event_names,
        "observed_from": activity.observed_from,
        "observed_to": activity.observed_to,
        "report": report.to_dict(),
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    (directory / "report.json").write_text(text, encoding="utf-8")


def open_saved(directory: Path) -> tuple[Dataset, ReadReport]:
    """Return what `save` wrote. Raises UnreadableFileError where the directory holds no dataset."""
    try:
        facts = json.loads((directory / "report.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise UnreadableFileError(
            f"Expected a saved dataset, found none in {directory.name}.", hint="load the files again."
        ) from None
    paid = {name: path for name in _PAID if (path := directory / f"{name}.parquet").exists()}
    dataset = Dataset(
        _open_activity(directory, facts),
        pd.read_parquet(directory / "users.parquet"),
        name=facts["name"],
        **{name: pd.read_parquet(path) for name, path in paid.items()},
    )
    return dataset, ReadReport.from_dict(facts["report"])


def _open_activity(directory: Path, facts: dict) -> Activity:
    days = pq.read_table(directory / "user_days.parquet", read_dictionary=["user_id"])
    owner = days["user_id"].combine_chunks()
    owner = owner.unify_dictionaries() if isinstance(owner, pa.ChunkedArray) else owner
    code = owner.indices.to_numpy()
    starts = np.flatnonzero(np.concatenate(([True], code[1:] != code[:-1])))[: len(code)]
    ids = owner.take(pa.array(starts)).cast(pa.string())
    uses = pq.read_table(directory / "uses.parquet").to_pandas()
    position = pd.Index(ids.to_pandas()).get_indexer(uses["user_id"].astype("str"))
    uses.insert(0, "user", position.astype(np.int32))

    def numbers(name: str, kind: type) -> np.ndarray:
        return days[name].to_numpy().astype(kind, copy=True)

    return Activity(
        user_ids=ids,
        offsets=np.append(starts, len(code)).astype(np.int64),
        day=days["day"].cast(pa.int32()).to_numpy().copy(),
        events=numbers("events", np.uint32),
        hours=numbers("hours", np.uint32),
        event_bits=numbers("event_bits", np.uint64),
        amount=numbers("amount", np.float64) if "amount" in days.column_names else None,
        event_names=tuple(facts["event_names"]),
        uses=uses[list(USES_COLUMNS)],
        observed_from=facts["observed_from"],
        observed_to=facts["observed_to"],
    )
