"""The public verb `find`: every kind of finding, ranked."""

from typing import Literal

from analysis.findings.billing import billing_findings
from analysis.findings.calendar import calendar_findings
from analysis.findings.differences import difference_findings
from analysis.findings.finding import Finding
from analysis.findings.late import late_findings
from analysis.findings.lately import lately_findings
from analysis.findings.leak import leak_findings
from analysis.findings.only_on import only_on_findings
from analysis.findings.own import own_findings
from analysis.findings.patterns import pattern_findings
from analysis.findings.quiet import quiet_findings
from analysis.findings.shared_date import shared_date_findings
from analysis.findings.slowing import slowing_findings
from analysis.study import Study

Look = Literal["all", "quick"]
KINDS = (
    "rhythm", "none_found", "only_on", "difference", "calendar", "leak", "cards", "scheduled", "renewals", "quiet",
    "own", "shared_date", "late", "early", "between", "win_back", "slowing", "change",
)  # fmt: skip
QUICK = (
    pattern_findings, only_on_findings, difference_findings, calendar_findings, leak_findings, billing_findings,
    quiet_findings, own_findings, shared_date_findings,
)  # fmt: skip
# These read everybody's gaps one by one, or the past anew: seconds for a million people.
SLOW = (late_findings, slowing_findings, lately_findings)


def find(study: Study, look: Look = "all") -> list[Finding]:
    """Return the findings of a study, ranked by money, then users, then sentence.

    Parameters
    ----------
    look
        "quick" leaves out who is late, between visits or gone, who slowed down, and what changed lately.
    """
    found = [each for kind in (QUICK if look == "quick" else (*QUICK, *SLOW)) for each in kind(study)]
    return sorted(found, key=lambda each: (-(each.amount or 0.0), -each.users, each.sentence))
