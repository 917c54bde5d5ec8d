"""Who still comes, gets little and says nothing."""

from collections.abc import Iterable

import numpy as np

from analysis import wording
from analysis.at_risk.quiet import PASSIVE, Quiet, quiet_in
from analysis.findings.by_chance import about
from analysis.findings.finding import Finding
from analysis.findings.money import with_money
from analysis.study import Study


def quiet_findings(study: Study) -> list[Finding]:
    """Return at most one finding: who shows enough signs, where more do than if signs fell on people at random."""
    quiet = quiet_in(study)
    members, asked = quiet.passive & study.chosen, quiet.comes & study.chosen
    least = study.settings.quiet.least_signs
    by_chance = int(asked.sum()) * share_with_signs(_shares(quiet, asked), least) if members.any() else 0.0
    if members.sum() <= by_chance:
        return []
    said = (
        f"{wording.count(members.sum())} of {wording.units(int(asked.sum()), study.unit_word)} who still come get "
        f"little and say nothing: {wording.plural(least, 'sign')} or more of {wording.count(len(quiet.signs))}."
    )
    bound = f"{wording.capital(about(by_chance))} by chance, if each sign fell on people at random."
    return [
        Finding.about(
            study, members, kind="quiet", said=with_money(said, study, members), bound=bound, call="segment",
            name=PASSIVE,
        )
    ]  # fmt: skip


def share_with_signs(shares: Iterable[float], least: int) -> float:
    """Return the chance of at least so many signs of independent ones, each with a chance of its own."""
    exactly = np.ones(1)
    for share in shares:
        exactly = np.convolve(exactly, [1 - share, share])
    return float(exactly[least:].sum())


def _shares(quiet: Quiet, asked: np.ndarray) -> list[float]:
    return [float(holds[asked].mean()) for holds in quiet.signs.values()]
