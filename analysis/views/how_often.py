"""Person: how often somebody comes, what that is read from, and how sure it is."""

import numpy as np

from analysis import wording
from analysis.segments import FREQUENCY_CLASSES
from analysis.segments.spacing import Spacing
from analysis.study import Study

BLOCKS = ("days", "weeks", "months")


def how_often(study: Study, row: int) -> str:
    """Return the frequency class of one user with its confidence and what it rests on, a plain sentence."""
    how, own = study.settings.frequency, Spacing.of(study.activity).of_user(row)
    place = int(how.classify(own)[0])
    title = wording.segment_title(f"frequency:{FREQUENCY_CLASSES[place]}")
    if FREQUENCY_CLASSES[place] == "too_few":
        return f"{title}."
    sure = f"{title} (confidence {wording.share(float(how.confidence(own)[0]))})"
    if how.is_bursty(own)[0]:
        shares = zip(own.coverage[1:, 0], BLOCKS, strict=True)
        used = wording.listed([f"{wording.share(float(share))} of the {block}" for share, block in shares])
        return f"{sure}: comes in bursts, on {used} from the first visit to the last."
    median = float(np.median(own.gaps()[0]))
    plain = int((median > np.array(how.cuts_days)).sum())
    kept = "" if plain == place else "; so near the cut that the earlier class is kept"
    return f"{sure}: half of the gaps between visits are at most {wording.decimal(median)} days{kept}."
