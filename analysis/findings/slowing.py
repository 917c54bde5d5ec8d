"""Who slowed down further than chance explains."""

from datetime import timedelta

import numpy as np

from analysis import wording
from analysis.activity import to_date
from analysis.at_risk.slowdowns import slowdowns
from analysis.findings.by_chance import about
from analysis.findings.finding import Finding
from analysis.findings.money import with_money
from analysis.study import Study

LATELY_DAYS = 30


def slowing_findings(study: Study) -> list[Finding]:
    """Return at most one finding: who slowed down; of warnings at most the share `slowdown.q_max` is chance."""
    slower, limits = slowdowns(study).slower, study.settings.slowdown
    if slower.empty:
        return []
    members = np.zeros(study.activity.users, bool)
    members[slower.index] = True
    lately = int((slower["since"] > to_date(study.activity.observed_to) - timedelta(days=LATELY_DAYS)).sum())
    said = (
        f"{wording.units(len(slower), study.unit_word)} slowed down to at least {limits.speed_limit:g} times as long "
        f"between visits as before, {wording.count(lately)} of them in the last {LATELY_DAYS} days."
    )
    bound = f"At most {about(limits.q_max * len(slower))} of them by chance."
    return [
        Finding.about(
            study, members, kind="slowing", said=with_money(said, study, members), bound=bound, call="find_slowing"
        )
    ]  # fmt: skip
