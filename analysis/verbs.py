"""Public verbs that only join others."""

from analysis.dataset import Dataset
from analysis.settings import Settings
from analysis.study import study


def segment(dataset: Dataset, name: str, *, settings: Settings | None = None) -> list[str]:
    """Return the ids of a segment's users, in byte order: "weekday:Tue", "frequency:weekly", "plan=Pro".

    Raises UnknownNameError for a name these data do not have.
    """
    members = study(dataset, settings=settings).members(name)
    return dataset.activity.user_ids.filter(members).to_pylist()
