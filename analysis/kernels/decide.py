"""From verdicts to labels: one pass for the primary label, one to count them."""

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
def _best_calendar(
    number: int, place: int, verdicts: np.ndarray, fits: np.ndarray, family: np.ndarray
) -> tuple[int, bool]:  # fmt: skip
    """Return the best standing calendar kind (NOTHING = none) and whether a second family stands within the margin.

    Inside a family the kind is chosen with the cost of choosing it; families are compared without.
    """
    best, best_bic, second_bic = NOTHING, np.inf, np.inf
    kinds = verdicts.shape[1]
    hazard = fits[place, 2 * kinds + 2]
    for kind in range(kinds):
        bic = fits[place, kind]
        if verdicts[number, kind] != SURE or not bic < hazard:
            continue
        chosen = True
        for other in range(kinds):
            if other == kind or family[other] != family[kind] or verdicts[number, other] != SURE:
                continue
            if fits[place, other] < hazard:
                mine, theirs = fits[place, kinds + kind], fits[place, kinds + other]
                chosen &= mine < theirs or (mine == theirs and kind < other)
        if not chosen:
            continue
        if bic < best_bic:
            best, best_bic, second_bic = kind, bic, best_bic
        else:
            second_bic = min(second_bic, bic)
    return best, second_bic - best_bic <= SECOND_FAMILY_MARGIN


@njit(cache=True, nogil=True)
def _lean(number: int, place: int, verdicts: np.ndarray, fits: np.ndarray, cadence: int) -> int:
    """Return the calendar kind a user leans to, the number of kinds for cadence, NOTHING for none."""
    lean = NOTHING
    kinds = verdicts.shape[1]
    for kind in range(kinds):
        if verdicts[number, kind] == LEANING and (
            lean == NOTHING or fits[place, kinds + kind] < fits[place, kinds + lean]
        ):
            lean = kind
    return kinds if lean == NOTHING and cadence == LEANING else lean


@njit(cache=True, nogil=True)
def _choose(
    number: int, place: int, verdicts: np.ndarray, fits: np.ndarray, plan: tuple, cadence: int, unproven: int
) -> tuple[int, bool]:  # fmt: skip
    """Return what one user's days say: a calendar kind, the number of kinds for the cadence, NOTHING; and if mixed.

    Rows come as numbers: a view of a row would count its references, which threads wait for each other to do.
    """
    family, patience, _, bonus_kind, _ = plan
    kinds = verdicts.shape[1]
    bonus, renewal_bic = 2 * kinds, 2 * kinds + 1
    stands = cadence == SURE
    kind, contested = _best_calendar(number, place, verdicts, fits, family)
    if kind != NOTHING:
        lead = fits[place, renewal_bic] - fits[place, kind]
        lead += fits[place, bonus] if kind == bonus_kind else 0.0
        if lead >= -patience[kind] or (unproven and lead >= -UNPROVEN_PATIENCE):
            return kind, contested
        if stands and lead >= -patience[kind] - DRAW_BAND:
            return kind, True
    return (kinds, False) if stands else (NOTHING, False)


@njit(cache=True, nogil=True)
def decide(users: tuple, given: tuple, compared: tuple, plan: tuple, out: tuple) -> None:
    """Write primary label and leaning of some users.

    Parameters
    ----------
    users
        (row of each in `out`; row of each in `compared`; code of what remains without a calendar rhythm and a cadence).
    given
        (verdicts on each calendar kind; on the cadence; whether the cadence's own p-value fails), one row a user.
    compared
        (fits: BIC of each kind, BIC with the cost of choosing it, then miss bonus of one weekday, BIC of renewal and of
        constant hazard; details: of each kind, then the period of the cadence).
    plan
        (family of each kind, patience of each kind, label code of each kind, the kind the bonus is for,
        codes of cadence and mixed).
    out
        (label int8, detail int16, leaning int8, leaning detail int16).
    """
    rows, places, remains = users
    verdicts, cadence, unproven = given
    fits, details = compared
    kind_code, codes = plan[2], plan[4]
    label, detail, leaning, leaning_detail = out
    kinds = verdicts.shape[1]
    for number in range(len(rows)):
        user, place = rows[number], places[number]
        label[user] = remains[number]
        detail[user], leaning[user], leaning_detail[user] = NOTHING, NOTHING, NOTHING
        kind, is_mixed = _choose(number, place, verdicts, fits, plan, cadence[number], unproven[number])
        if is_mixed:
            label[user] = codes[1]
            continue
        if kind != NOTHING:
            label[user] = codes[0] if kind == kinds else kind_code[kind]
            detail[user] = details[place, kind]
        if kind in (NOTHING, kinds):
            lean = _lean(number, place, verdicts, fits, cadence[number])
            if lean != NOTHING:
                leaning[user] = codes[0] if lean == kinds else kind_code[lean]
                leaning_detail[user] = details[place, lean]


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
