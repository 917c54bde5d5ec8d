"""Plans that stand in an export by their id only: told from names, and replaced by the name beside them."""

import pandas as pd

# Stripe's ids of prices, plans and products: a prefix and letters and digits, at least one of them a digit.
_ID = r"(?:price|plan|prod)_(?=[0-9A-Za-z]*[0-9])[0-9A-Za-z]{8,}"


def are_ids(plans: pd.Series) -> pd.Series:
    """Return which plans are ids of a billing system and no names, bool; a missing plan is none."""
    return plans.str.fullmatch(_ID).eq(other=True)


def readable(plans: pd.Series, names: pd.Series) -> pd.Series:
    """Return plans, an id replaced by the name beside it where that is one."""
    return plans.mask(are_ids(plans) & names.notna() & ~are_ids(names), names)
