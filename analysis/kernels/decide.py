"""From scores and thresholds to labels: one pass a rhythm for its verdict, one pass for the primary label."""

import numpy as np
from numba import njit

NO, LEANING, SURE = 0, 1, 2
NOTHING = -1
# Labelling study, section 1 step 5 (found by ablation there): a renewal must beat a calendar rhythm by more than the
# calendar kind's patience; in a band below that it is a draw; a renewal that is not proven needs more still.
DRAW_BAND = 4.0
UNPROVEN_PATIENCE = 20.0
SECOND_FAMILY_MARGIN = 6.0


@njit(cache=True, nogil=True)
def judge(
    rows: tuple[int, int], pvalues: np.ndarray, active_days: np.ndarray, limits: tuple, columns: tuple,
    least: tuple, lean_column: np.ndarray, verdict: np.ndarray,
) -> None:  # fmt: skip
    """Write NO, LEANING or SURE for one rhythm.

    Parameters
    ----------
    limits
        (fewest active days, largest p-value kept, leaning p, leaning share).
    columns, least
        float32 columns, and (sign, what sign times the column must reach) of each: the effect.
    lean_column
        The share that the leaning share is compared with.
    """
    fewest, cutoff, lean_p, lean_share = limits
    highest = max(cutoff, lean_p)
    for user in range(rows[0], rows[1]):
        verdict[user] = NO
        p = pvalues[user]
        if p > highest or active_days[user] < fewest:
            continue
        holds = True
        for place in range(len(columns)):
            sign, reach = least[place]
            # "not >=" and not "<": nan fails.
            if not sign * columns[place][user] >= reach:
                holds = False
                break
        if holds and p <= cutoff:
            verdict[user] = SURE
        elif (holds and p <= lean_p) or (p <= cutoff and lean_column[user] >= lean_share):
            verdict[user] = LEANING


@njit(cache=True, nogil=True)
def _best_calendar(user: int, verdicts: tuple, bics: tuple, choices: tuple, hazard: float, family: np.ndarray) -> tuple:
    """Return the best standing calendar kind (NOTHING = none) and whether a second family stands within the margin.

    Inside a family the kind is chosen with the cost of choosing it; families are compared without.
    """
    best, best_bic, second_bic = NOTHING, np.inf, np.inf
    for first in range(len(verdicts)):
        if verdicts[first][user] != SURE or not bics[first][user] < hazard:
            continue
        chosen = True
        for other in range(len(verdicts)):
            rival = other != first and family[other] == family[first] and verdicts[other][user] == SURE
            if rival and bics[other][user] < hazard:
                a, b = choices[first][user], choices[other][user]
                chosen &= a < b or (a == b and first < other)
        if not chosen:
            continue
        bic = bics[first][user]
        if bic < best_bic:
            best, best_bic, second_bic = first, bic, best_bic
        else:
            second_bic = min(second_bic, bic)
    return best, second_bic - best_bic <= SECOND_FAMILY_MARGIN


@njit(cache=True, nogil=True)
def _lean(user: int, verdicts: tuple, choices: tuple, cadence: int, is_cadence: int) -> int:
    """Return the calendar kind a user leans to, len(verdicts) for cadence, NOTHING for none."""
    lean = NOTHING
    for kind in range(len(verdicts)):
        if verdicts[kind][user] == LEANING and (lean == NOTHING or choices[kind][user] < choices[lean][user]):
            lean = kind
    if lean == NOTHING and cadence == LEANING and not is_cadence:
        return len(verdicts)
    return lean


@njit(cache=True, nogil=True)
def decide(
    rows: tuple[int, int], tested: np.ndarray, daily: np.ndarray, calendar: tuple, plan: tuple, renewal: tuple,
    bursty: np.ndarray, out: tuple,
) -> None:  # fmt: skip
    """Write primary label and leaning of the users rows[0]..rows[1].

    Parameters
    ----------
    calendar
        (verdicts, BICs, choice BICs, details), each a tuple over calendar kinds, and the miss bonus of one weekday.
    plan
        (family of each kind, patience of each kind, label code of each kind, the kind the bonus is for,
        codes of daily, cadence, mixed, bursty, irregular, too_few).
    renewal
        (verdict of cadence, its p-values, the largest kept, BIC, BIC of constant hazard, period).
    out
        (label int8, detail int16, leaning int8, leaning detail int16).
    """
    verdicts, bics, choices, details, bonus = calendar
    family, patience, kind_code, bonus_kind, codes = plan
    cadence, cadence_p, cutoff, renewal_bic, hazard_bic, period = renewal
    label, detail, leaning, leaning_detail = out
    for user in range(rows[0], rows[1]):
        label[user], detail[user], leaning[user], leaning_detail[user] = codes[5], NOTHING, NOTHING, NOTHING
        if not tested[user]:
            continue
        if daily[user] == SURE:
            label[user] = codes[0]
            continue
        kind, contested = _best_calendar(user, verdicts, bics, choices, hazard_bic[user], family)
        stands = cadence[user] == SURE
        code = codes[4]
        if kind != NOTHING:
            lead = renewal_bic[user] - bics[kind][user] + (bonus[user] if kind == bonus_kind else 0.0)
            unproven = cadence_p[user] > cutoff and lead >= -UNPROVEN_PATIENCE
            if lead >= -patience[kind] or unproven:
                code = codes[2] if contested else kind_code[kind]
            elif stands and lead >= -patience[kind] - DRAW_BAND:
                code = codes[2]
        if code == codes[4]:
            code = codes[1] if stands else codes[3] if bursty[user] == SURE else codes[4]
        label[user] = code
        if code == codes[1]:
            detail[user] = period[user]
        elif code != codes[2] and kind != NOTHING and code == kind_code[kind]:
            detail[user] = details[kind][user]
            continue
        elif code == codes[2]:
            continue
        lean = _lean(user, verdicts, choices, cadence[user], 1 if stands else 0)
        if lean == len(verdicts):
            leaning[user], leaning_detail[user] = codes[1], period[user]
        elif lean != NOTHING:
            leaning[user], leaning_detail[user] = kind_code[lean], details[lean][user]
