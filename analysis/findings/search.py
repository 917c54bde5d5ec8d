"""The public verb `find`: every kind of finding, ranked."""

from analysis.findings.calendar import calendar_findings
from analysis.findings.differences import difference_findings
from analysis.findings.finding import Finding
from analysis.findings.leak import leak_findings
from analysis.findings.only_on import only_on_findings
from analysis.findings.patterns import pattern_findings
from analysis.study import Study

KINDS = (pattern_findings, only_on_findings, difference_findings, calendar_findings, leak_findings)


def find(study: Study) -> list[Finding]:
    """Return the findings of a study, ranked by money, then users, then sentence."""
    found = [each for kind in KINDS for each in kind(study)]
    return sorted(found, key=lambda each: (-(each.amount or 0.0), -each.users, each.sentence))
