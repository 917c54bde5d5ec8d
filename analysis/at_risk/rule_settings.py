"""Thresholds of the rules set side by side, besides the 30 days of `inactive.days` and the chance of `late`."""

from analysis.knobs import Tunable, knob


class Rules(Tunable):
    """How rules that call people gone are held against what came after, and where each of them cuts."""

    slug = "rules"
    title = "Is my rule right?"

    held_out_days: int = knob(
        180, "Days held out", "So many days at the end of the data are left out, then looked at to see who came back; "
        "never more than a third of the data.",
        bounds=(14, 730), span=(30, 360), step=15, unit="days",
    )  # fmt: skip
    recent_days: int = knob(
        120, "Silent for at most", "Rules are judged on people silent for at most so long: those silent for longer "
        "are easy, and hide every difference.",
        bounds=(14, 730), span=(30, 360), step=10, unit="days",
    )  # fmt: skip
    cycle_days: int = knob(
        30, "Billing cycle", "Length of a billing cycle from each person's own start; subscribers are billed by the "
        "calendar month.",
        bounds=(2, 366), span=(7, 92), step=1, unit="days",
    )  # fmt: skip
    cycles: int = knob(
        1, "Billing cycles without a visit", "Gone after so many whole cycles of one's own without a visit.",
        bounds=(1, 24), span=(1, 6), step=1, unit="number",
    )  # fmt: skip
    own_tail: float = knob(
        0.05, "Gone when a silence is this rare", "Gone: less than this share of one's own gaps is as long.",
        bounds=(0.0001, 0.5), span=(0.01, 0.3), step=0.01, unit="share",
    )  # fmt: skip
    alive_below: float = knob(
        0.5, "Gone below a chance still a customer of", "Gone: the model of repeat visits gives less than this.",
        bounds=(0, 1), span=(0.05, 0.95), step=0.05, unit="share",
    )  # fmt: skip
