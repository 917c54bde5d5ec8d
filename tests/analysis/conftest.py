"""Studies shared by the tests of views and findings."""

import pytest


@pytest.fixture(scope="session")
def saas_study(saas):
    """The SaaS sample, scored and labelled with the default thresholds."""
    from analysis.study import study

    return study(saas)


@pytest.fixture(scope="session")
def shop_study(shop):
    """The shop sample, scored and labelled with the default thresholds."""
    from analysis.study import study

    return study(shop)
