"""Findings: sentences worth saying about a study, ranked; what Home shows."""

from analysis.findings.finding import Finding
from analysis.findings.search import KINDS, find

__all__ = ["KINDS", "Finding", "find"]
