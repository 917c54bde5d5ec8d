"""Where revenue leaks: the plan that loses clearly more of what it pays than all plans together."""

from analysis import wording
from analysis.errors import OffbeatError
from analysis.findings.finding import Finding
from analysis.money.worst_plan import worst_plan
from analysis.study import Study


def leak_findings(study: Study) -> list[Finding]:
    """Return at most one finding: the plan that loses most; none where subscriptions cannot tell, or some are shown."""
    if study.filters.who != "all":
        return []
    try:
        found = worst_plan(study)
    except OffbeatError:
        return []
    if found is None:
        return []
    share, low, high, everybody = (
        wording.share(each, tenths=True) for each in (found.share, found.low, found.high, found.everybody)
    )
    went = f"{wording.count(found.cents / 100)} a month went with {wording.plural(found.customers, 'customer')}"
    said = (
        f"The plan {found.name} loses {share} of what it pays a month ({wording.interval(low, high)}), all plans "
        f"together {everybody}: {went}, mostly because they {wording.LEFT_BECAUSE[found.kind]}."
    )
    usual = wording.count(found.cents / 100 * found.everybody / found.share)
    bound = f"About {usual} of it would have gone by chance, at the rate of all plans."
    counted = (found.customers, found.cents / 100)
    return [
        Finding.counted(study, counted, kind="leak", said=said, bound=bound, call="measure_churn", by="plan"),
    ]
