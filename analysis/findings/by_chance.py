"""How many chance alone would give, counted once a study and said in words."""

from analysis import wording
from analysis.labels import label_thresholds
from analysis.rhythms.chance import expected_by_chance
from analysis.study import Study


def labels_by_chance(study: Study) -> dict[tuple[str, str], float]:
    """Return `expected_by_chance` of the chosen users, computed once for them and their thresholds."""
    return study.prepared.kept.once(
        "labels_by_chance",
        (label_thresholds(study.settings), study.chosen_key),
        lambda: expected_by_chance(
            study.activity, study.settings, scores=study.prepared.scores, among=study.chosen
        ),
    )  # fmt: skip


def about(users: float) -> str:
    """12.3 -> "about 12"; 0.4 -> "fewer than one"."""
    return "fewer than one" if users < 1 else f"about {wording.count(users)}"
