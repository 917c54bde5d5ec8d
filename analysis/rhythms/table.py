"""One row a user: label, share with its interval, p, q and leaning."""

import numpy as np
import pandas as pd

from analysis.activity import Activity
from analysis.labels import CODE, KIND, RHYTHM_SLUGS, Segmentation
from analysis.rhythms.intervals import wilson_interval

COLUMNS = (
    "user_id", "active_days", "first_day", "last_day", "rhythm", "detail", "share", "share_low", "share_high", "pvalue",
    "qvalue", "leaning_rhythm", "leaning_detail",
)  # fmt: skip


def user_table(activity: Activity, segmentation: Segmentation) -> pd.DataFrame:
    """Return one row a user, in the order of the activity, with the columns COLUMNS.

    `share` is the share of active days in the label's set (cadence: of gaps on the beat; daily: of the days of the own
    window), with its 95 % Wilson interval; nan for labels without a set. p and q are those of the label's family.
    """
    share, trials = _shares(activity, segmentation)
    low, high = wilson_interval(np.rint(share * trials), trials)
    pvalue, qvalue = _proofs(segmentation)
    rhythm, detail = label_words(segmentation, segmentation.rhythm, segmentation.detail)
    leaning, leaning_detail = label_words(segmentation, segmentation.leaning, segmentation.leaning_detail)
    columns = (
        activity.user_ids.to_pandas(), activity.active_days, _dates(activity.first_day), _dates(activity.last_day),
        rhythm, detail, share, low, high, pvalue, qvalue, leaning, leaning_detail,
    )  # fmt: skip
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def _dates(day: np.ndarray) -> np.ndarray:
    return np.datetime_as_string(day.astype("datetime64[D]"))


def _shares(activity: Activity, segmentation: Segmentation) -> tuple[np.ndarray, np.ndarray]:
    """Return share and number of trials of each user's own label, float64; nan where it has no set."""
    share = np.full(len(segmentation), np.nan)
    trials = activity.active_days.astype(np.float64)
    for slug, kind in KIND.items():
        if kind.share_column:
            mine = segmentation.rhythm == CODE[slug]
            share[mine] = segmentation.scores[kind.share_column][mine]
            if slug == "cadence":
                trials[mine] -= 1
            elif slug == "daily":
                trials[mine] = segmentation.scores["span_days"][mine]
    # Scores are float32: go back to the counts, so 13 of 14 prints as 13 / 14.
    return np.rint(share * trials) / trials, trials


def _proofs(segmentation: Segmentation) -> tuple[np.ndarray, np.ndarray]:
    """Return p and q of each user's own label, nan where it has no test."""
    pvalue, qvalue = np.full((2, len(segmentation)), np.nan)
    for slug, kind in KIND.items():
        if kind.family is not None:
            mine = segmentation.rhythm == CODE[slug]
            pvalue[mine] = segmentation.scores.pvalues(kind.family, segmentation.settings.evidence)[mine]
            qvalue[mine] = segmentation.qvalues(kind.family)[mine]
    return pvalue, qvalue


def label_words(segmentation: Segmentation, codes: np.ndarray, details: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the words of labels and of their details, object, shape of `codes`; "" where a code is -1."""
    names = np.array([*RHYTHM_SLUGS, ""], object)[codes]  # code -1 is the last, ""
    texts = np.full(len(codes), "", object)
    for code in np.unique(codes[codes >= 0]):
        mine = codes == code
        for detail in np.unique(details[mine]):
            texts[mine & (details == detail)] = segmentation.detail_text(RHYTHM_SLUGS[code], int(detail))
    return names, texts
