"""Thresholds of comparisons: how sure an interval is, and when a result carries a warning."""

from analysis.knobs import Tunable, knob


class Compare(Tunable):
    """How groups are compared, and what is warned about."""

    slug = "compare"
    title = "Comparing groups"

    level: float = knob(
        0.95, "Confidence of intervals", "How often intervals made this way hold the true value.",
        bounds=(0.5, 0.999), span=(0.8, 0.99), step=0.01, unit="share", tightens=None,
    )  # fmt: skip
    draws: int = knob(
        2000, "Random reshuffles", "How often groups are redrawn for a test of means.",
        bounds=(100, 100_000), span=(500, 10_000), step=500, unit="number", tightens=None,
    )  # fmt: skip
    seed: int = knob(
        1, "Seed of reshuffles", "The same seed gives the same numbers.",
        bounds=(0, 2_000_000_000), span=(0, 100), step=1, unit="number", tightens=None,
    )  # fmt: skip
    min_users: int = knob(
        10, "Warn below this many users", "Groups smaller than this carry a warning.",
        bounds=(2, 1000), span=(5, 50), step=1, unit="users", tightens=None,
    )  # fmt: skip
    max_tie_share: float = knob(
        0.5, "Warn of equal values above", "Warns where more users than this share have exactly the same value.",
        bounds=(0.05, 1.0), span=(0.2, 0.95), step=0.05, unit="share", tightens=None,
    )  # fmt: skip
    max_tenure_ratio: float = knob(
        1.5, "Warn of unequal time with us above", "Warns where one group has been with us this many times longer.",
        bounds=(1.0, 10.0), span=(1.1, 3.0), step=0.1, unit="number", tightens=None,
    )  # fmt: skip
    max_untested_share: float = knob(
        0.1, "Warn of too few active days above",
        "Warns where every user of one group has the active days a pattern needs, and more than this share of the "
        "other group has fewer.",
        bounds=(0.0, 1.0), span=(0.0, 0.5), step=0.05, unit="share", tightens=None,
    )  # fmt: skip
    max_batch_share: float = knob(
        0.1, "Warn of shared dates above",
        "Warns where more than this share of a group came on dates on which many users came at once.",
        bounds=(0.0, 1.0), span=(0.0, 0.5), step=0.05, unit="share", tightens=None,
    )  # fmt: skip
    min_adopters: int = knob(
        25, "Show what at least so many users did",
        "Events that fewer users of both groups ever used are neither shown nor counted as looked at.",
        bounds=(1, 100_000), span=(5, 100), step=5, unit="users", tightens=None,
    )  # fmt: skip
    power: float = knob(
        0.8, "Chance of seeing a real difference", "Used for the smallest difference this data could show.",
        bounds=(0.5, 0.999), span=(0.5, 0.95), step=0.05, unit="share", tightens=None,
    )  # fmt: skip
