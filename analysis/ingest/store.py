"""A dataset as a directory of Parquet and JSON: what a loading child process hands to the app."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.activity import USES_COLUMNS, Activity
from analysis.dataset import Dataset
from analysis.errors import UnreadableFileError
from analysis.ingest.digests import digest_of
from analysis.ingest.report import ReadReport

_GROUP_ROWS = 1 << 20
_PAID = ("subscriptions", "payments")


def save_days(activity: Activity, directory: Path) -> None:
    """Write user_days.parquet (user_id, day, events, hours, event_bits, amount), uses.parquet, and rows.parquet.

    The last one says how many rows of the others each id has, in their order: millions of ids need not be read again.
    """
    of_uses = np.bincount(activity.uses["user"], minlength=activity.users)
    with ThreadPoolExecutor(2) as pool:  # Arrow writes without the interpreter's lock
        written = [
            pool.submit(_write_days, activity, directory / "user_days.parquet"),
            pool.submit(_write_uses, activity, of_uses, directory / "uses.parquet"),
        ]
        rows = {"user_id": activity.user_ids, "user_days": activity.active_days, "uses": of_uses}
        pq.write_table(pa.table(rows), directory / "rows.parquet", compression="zstd")
    for each in written:
        each.result()


def _write_days(activity: Activity, path: Path) -> None:
    columns = {
        "day": pa.array(activity.day).cast(pa.date32()),
        "events": pa.array(activity.events),
        "hours": pa.array(activity.hours),
        "event_bits": pa.array(activity.event_bits),
    }
    if activity.amount is not None:
        columns["amount"] = pa.array(activity.amount)
    # The others have too many different values for a dictionary to be worth its time.
    _write_by_user(pa.table(columns), activity.active_days, activity.user_ids, path, ["user_id", "event_bits"])


def _write_uses(activity: Activity, of_user: np.ndarray, path: Path) -> None:
    rest = {name: pa.Array.from_pandas(activity.uses[name]) for name in USES_COLUMNS[1:]}
    _write_by_user(pa.table(rest), of_user, activity.user_ids, path, ["user_id", "event"])


def _write_by_user(
    table: pa.Table, rows_of: np.ndarray, ids: pa.StringArray, path: Path, repeating: Sequence[str]
) -> None:
    """Write the rows of users, who have so many each, with user_id before them; `repeating` go by a dictionary.

    Each row group holds the ids of its own users alone: millions of ids are not written again and again.
    """
    owner = np.repeat(np.arange(len(ids), dtype=np.int32), rows_of)
    schema = pa.schema([("user_id", pa.dictionary(pa.int32(), pa.string())), *table.schema])
    with pq.ParquetWriter(path, schema, compression="lz4", use_dictionary=[*repeating]) as writer:
        for start in range(0, len(owner), _GROUP_ROWS):
            here = owner[start : start + _GROUP_ROWS]
            own = ids[here[0] : int(here[-1]) + 1]
            users = pa.DictionaryArray.from_arrays(pa.array(here - here[0]), own)
            group = table.slice(start, _GROUP_ROWS).add_column(0, schema.field(0), users)
            writer.write_table(group, row_group_size=_GROUP_ROWS)


def save(dataset: Dataset, report: ReadReport, directory: Path) -> None:
    """Write a dataset and its report to an existing directory; `open_saved` gives both back, fingerprint and all.

    What was saved there before is replaced once everything is written, the report last.
    """
    coming = Path(tempfile.mkdtemp(dir=directory, prefix="saving-"))
    try:
        _write(dataset, report, coming)
        for name in _PAID:
            (directory / f"{name}.parquet").unlink(missing_ok=True)
        for path in sorted(coming.iterdir()):
            path.replace(directory / path.name)
    finally:
        shutil.rmtree(coming, ignore_errors=True)


def _write(dataset: Dataset, report: ReadReport, directory: Path) -> None:
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
        "fingerprints": {"activity": activity.fingerprint, "dataset": dataset.fingerprint},
        "files": _digests(directory),
    }
    text = json.dumps(facts, ensure_ascii=False, indent=1)
    (directory / "report.json").write_text(text, encoding="utf-8")


def open_saved(directory: Path) -> tuple[Dataset, ReadReport]:
    """Return what `save` wrote. Raises UnreadableFileError where the directory holds no dataset, or a changed one."""
    facts = _facts_of(directory)
    _check_unchanged(directory, facts)
    paid = {name: path for name in _PAID if (path := directory / f"{name}.parquet").exists()}
    dataset = Dataset(
        _open_activity(directory, facts),
        pd.read_parquet(directory / "users.parquet"),
        name=facts["name"],
        **{name: pd.read_parquet(path) for name, path in paid.items()},
    )
    # Not a byte has changed since they were made: to hash millions of user-days again takes longer than to open them.
    vars(dataset.activity)["fingerprint"] = facts["fingerprints"]["activity"]
    vars(dataset)["fingerprint"] = facts["fingerprints"]["dataset"]
    return dataset, ReadReport.from_dict(facts["report"])


def fingerprint_of_saved(directory: Path) -> str | None:
    """Return the fingerprint of the dataset saved in a directory, or None where there is none."""
    try:
        return str(_facts_of(directory)["fingerprints"]["dataset"])
    except (UnreadableFileError, KeyError):
        return None


def _facts_of(directory: Path) -> dict:
    try:
        return dict(json.loads((directory / "report.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        raise UnreadableFileError(
            f"Expected a saved dataset, found none in {directory.name}.", hint="load the files again."
        ) from None


def _digests(directory: Path) -> dict[str, str]:
    paths = [directory / f"{name}.parquet" for name in ("rows", "user_days", "uses", "users", *_PAID)]
    return {path.name: digest_of(path) for path in paths if path.exists()}


def _check_unchanged(directory: Path, facts: dict) -> None:
    if facts.get("files") != _digests(directory):
        raise UnreadableFileError(
            f"Expected a dataset as it was saved, found other files or another version in {directory.name}.",
            hint="load the files again.",
        )


def _open_activity(directory: Path, facts: dict) -> Activity:
    rows = pq.read_table(directory / "rows.parquet")
    kinds = {"day": np.int32, "events": np.uint32, "hours": np.uint32, "event_bits": np.uint64, "amount": np.float64}
    path = directory / "user_days.parquet"
    days = pq.read_table(path, columns=[name for name in pq.read_schema(path).names if name in kinds])
    columns = {name: _numbers(days[name], kind) for name, kind in kinds.items() if name in days.column_names}
    return Activity(
        user_ids=rows["user_id"].combine_chunks(),
        offsets=np.append(0, np.cumsum(rows["user_days"].to_numpy())).astype(np.int64),
        **{"amount": None} | columns,
        event_names=tuple(facts["event_names"]),
        uses=_open_uses(directory, rows["uses"].to_numpy()),
        observed_from=facts["observed_from"],
        observed_to=facts["observed_to"],
    )


def _numbers(column: pa.ChunkedArray, kind: type) -> np.ndarray:
    whole = column.cast(pa.int32()) if pa.types.is_date(column.type) else column
    return np.require(whole.to_numpy(), kind, "W")


def _open_uses(directory: Path, of_user: np.ndarray) -> pd.DataFrame:
    """Return Activity.uses; `of_user` are the uses of each user."""
    table = pq.read_table(directory / "uses.parquet", columns=[*USES_COLUMNS[1:]], read_dictionary=["event"])
    columns = {
        "user": np.repeat(np.arange(len(of_user), dtype=np.int32), of_user),
        "event": table["event"].cast(pa.string()).to_pandas().astype("str"),
    }
    return pd.DataFrame(columns | {name: table[name].to_numpy() for name in USES_COLUMNS[2:]})
