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
    rows: np.ndarray, pvalues: np.ndarray, active_days: np.ndarray, limits: tuple, columns: tuple,
    least: tuple, lean_column: np.ndarray, verdict: np.ndarray,
) -> None:  # fmt: skip
    """Write NO, LEANING or SURE of the users `rows` for one rhythm.

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
    for user in rows:
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
def _best_calendar(
    user: int, verdicts: np.ndarray, fits: np.ndarray, hazard: float, family: np.ndarray
) -> tuple[int, bool]:
    """Return the best standing calendar kind (NOTHING = none) and whether a second family stands within the margin.

    Inside a family the kind is chosen with the cost of choosing it; families are compared without.
    """
    best, best_bic, second_bic = NOTHING, np.inf, np.inf
    kinds = len(verdicts)
    for kind in range(kinds):
        bic = fits[user, kind]
        if verdicts[kind] != SURE or not bic < hazard:
            continue
        chosen = True
        for other in range(kinds):
            if other == kind or family[other] != family[kind] or verdicts[other] != SURE:
                continue
            if fits[user, other] < hazard:
                mine, theirs = fits[user, kinds + kind], fits[user, kinds + other]
                chosen &= mine < theirs or (mine == theirs and kind < other)
        if not chosen:
            continue
        if bic < best_bic:
            best, best_bic, second_bic = kind, bic, best_bic
        else:
            second_bic = min(second_bic, bic)
    return best, second_bic - best_bic <= SECOND_FAMILY_MARGIN


@njit(cache=True, nogil=True)
def _lean(user: int, verdicts: np.ndarray, fits: np.ndarray, cadence: int) -> int:
    """Return the calendar kind a user leans to, the number of kinds for cadence, NOTHING for none."""
    lean = NOTHING
    kinds = len(verdicts)
    for kind in range(kinds):
        if verdicts[kind] == LEANING and (lean == NOTHING or fits[user, kinds + kind] < fits[user, kinds + lean]):
            lean = kind
    return kinds if lean == NOTHING and cadence == LEANING else lean


@njit(cache=True, nogil=True)
def decide(rows: np.ndarray, calendar: tuple, plan: tuple, renewal: tuple, out: tuple) -> None:
    """Write primary label and leaning of the users `rows`: those with a verdict on a calendar rhythm or the cadence.

    Parameters
    ----------
    calendar
        (verdicts, one row a user of `rows`; fits, one row a user: BIC of each kind, BIC with the cost of choosing it,
        then miss bonus of one weekday, BIC of renewal and of constant hazard; details, one row a user: of each kind,
        then the period of the cadence). A row of fits is one cache line: few users need it.
    plan
        (family of each kind, patience of each kind, label code of each kind, the kind the bonus is for,
        codes of cadence and mixed).
    renewal
        (verdict of cadence, its p-values, the largest kept).
    out
        (label int8, detail int16, leaning int8, leaning detail int16); label holds what remains without a calendar
        rhythm and without a cadence, the others NOTHING.
    """
    verdicts, fits, details = calendar
    family, patience, kind_code, bonus_kind, codes = plan
    cadence, cadence_p, cutoff = renewal
    label, detail, leaning, leaning_detail = out
    kinds = verdicts.shape[1]
    bonus, renewal_bic, hazard_bic = 2 * kinds, 2 * kinds + 1, 2 * kinds + 2
    for place in range(len(rows)):
        user, own = rows[place], verdicts[place]
        stands = cadence[user] == SURE
        kind, contested = _best_calendar(user, own, fits, fits[user, hazard_bic], family)
        if kind != NOTHING:
            lead = fits[user, renewal_bic] - fits[user, kind]
            lead += fits[user, bonus] if kind == bonus_kind else 0.0
            unproven = cadence_p[user] > cutoff and lead >= -UNPROVEN_PATIENCE
            if lead >= -patience[kind] or unproven:
                label[user] = codes[1] if contested else kind_code[kind]
                detail[user] = NOTHING if contested else details[user, kind]
                continue
            if stands and lead >= -patience[kind] - DRAW_BAND:
                label[user] = codes[1]
                continue
        if stands:
            label[user], detail[user] = codes[0], details[user, kinds]
        lean = _lean(user, own, fits, cadence[user])
        if lean == kinds:
            leaning[user], leaning_detail[user] = codes[0], details[user, kinds]
        elif lean != NOTHING:
            leaning[user], leaning_detail[user] = kind_code[lean], details[user, lean]


@njit(cache=True, nogil=True)
def count_labels(codes: np.ndarray, details: np.ndarray, counts: np.ndarray) -> None:
    """Add the users of every (label, detail) to `counts[label, detail + 1]`; label -1 is left out."""
    run, code, detail = 0, codes[0] if len(codes) else 0, details[0] if len(codes) else 0
    for user in range(len(codes)):
        # Neighbours mostly share a label: count runs in a register instead of waiting for one cell of memory.
        if codes[user] == code and details[user] == detail:
            run += 1
            continue
        if code >= 0:
            counts[code, detail + 1] += run
        run, code, detail = 1, codes[user], details[user]
    if code >= 0:
        counts[code, detail + 1] += run
