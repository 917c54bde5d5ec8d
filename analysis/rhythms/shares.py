"""The three thresholds most rhythms share, declared once: share in the set, in each half, and where leaning begins."""

from typing import Any

from analysis.knobs import knob


def min_share(default: float, what: str) -> Any:
    """Declare the share of active days that must lie in the label's set; `what` completes "Share ..."."""
    return knob(
        default,
        f"Share {what}",
        f"At least this share of a user's active days lies {what}.",
        bounds=(0.0, 1.0),
        span=(0.3, 1.0),
        step=0.01,
        unit="share",
        tightens="up",
    )


def min_half_share(default: float) -> Any:
    """Declare the share both halves of a user's history must reach."""
    return knob(
        default,
        "Share in each half",
        "The same holds in the first and in the second half of the user's active days, at least to this share.",
        bounds=(0.0, 1.0),
        span=(0.0, 1.0),
        step=0.01,
        unit="share",
        tightens="up",
    )


def leaning_share(default: float) -> Any:
    """Declare from which share a proven user who misses share or halves still leans to the rhythm."""
    return knob(
        default,
        "Leaning from a share of",
        "A user whose days are proven to be special but who misses the shares above leans to this from here on.",
        bounds=(0.0, 1.0),
        span=(0.3, 1.0),
        step=0.01,
        unit="share",
    )


def max_nested_p(default: float, what: str) -> Any:
    """Declare how rarely chance alone may give the pattern to somebody who only works Monday to Friday."""
    return knob(
        default,
        "Chance inside Mon–Fri at most",
        f"Among the user's Monday-to-Friday days alone, chance would put so many on {what} at most this often.",
        bounds=(0.00001, 1.0),
        span=(0.001, 0.1),
        step=0.001,
        unit="share",
        tightens="down",
    )
