"""Dates on which far more people came than usual: an import or an outage rather than anybody's own pattern."""

from analysis import wording
from analysis.activity import to_date
from analysis.findings.by_chance import about
from analysis.findings.finding import Finding
from analysis.study import Study


def shared_date_findings(study: Study) -> list[Finding]:
    """Return at most one finding: the date most above its usual number, with how many others there are.

    Everybody is counted, whoever is chosen, so nothing is said where only some are shown. It is about a date and
    carries no money.
    """
    found = study.batch_dates
    if found.empty or study.filters.who != "all":
        return []
    biggest = found.loc[found["excess"].idxmax()]
    day, users = to_date(int(biggest["day"])), int(biggest["users"])
    others = (
        f" {wording.capital(wording.plural(len(found) - 1, 'other date'))} stand out too." if len(found) > 2 else ""
    )
    others = " One other date stands out too." if len(found) == 2 else others
    said = (
        f"On {wording.day(day)} {wording.count(users)} {study.unit_word} came at once: an import, an outage or a "
        f"campaign may be behind it.{others}"
    )
    bound = f"{wording.capital(about(float(biggest['expected'])))} on such a date by chance."
    return [
        Finding.counted(
            study, (users, None), kind="shared_date", said=said, bound=bound, call="rhythms", date=day.isoformat()
        )
    ]  # fmt: skip
