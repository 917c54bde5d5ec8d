"""P(alive): published fits, the table of references, simulation, and what hangs on what."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, special, stats

from analysis.at_risk.fit_p_alive import fit, fit_regularity
from analysis.at_risk.p_alive import DropoutModel
from analysis.at_risk.repeats import Repeats, repeats_of
from analysis.synthetic.planted import activity_of

BG = DropoutModel(r=0.243, alpha=4.414, a=0.793, b=2.426, drops_out="after_a_repeat")
MBG = DropoutModel(r=0.525, alpha=6.183, a=0.891, b=1.614)
# x, t_x, T, BG/NBD, MBG/NBD: the table of P(alive) at the printed parameters.
TABLE = np.array([
    (0, 0, 38.86, 1.000000, 0.389735),
    (1, 10, 38.86, 0.438237, 0.381123),
    (2, 30.43, 38.86, 0.726579, 0.706202),
    (2, 10, 38.86, 0.268446, 0.234243),
    (6, 20, 38.86, 0.208079, 0.198697),
    (7, 30, 38.86, 0.669066, 0.650358),
    (14, 25, 38.86, 0.073715, 0.077421),
    (26, 30.86, 31, 0.968916, 0.965566),
])  # fmt: skip
SHAPED = DropoutModel(r=0.8, alpha=20.0, a=0.9, b=4.0, k=2)


def repeats(*rows: tuple[float, float, float]) -> Repeats:
    count, last, age = np.array(rows, float).T
    return Repeats(count, last, age, np.zeros(len(rows)))


def simulated(model: DropoutModel, users: int, seed: int) -> tuple[Repeats, np.ndarray]:
    """Draw users as the model says; return what is seen of them, and who is still a customer."""
    rng = np.random.default_rng(seed)
    rate, leaves = rng.gamma(model.r, 1 / model.alpha, users), rng.beta(model.a, model.b, users)
    age = rng.uniform(180, 365, users)
    count, last, log_gaps = np.zeros(users), np.zeros(users), np.zeros(users)
    alive = rng.random(users) >= leaves
    coming = alive.copy()
    while coming.any():
        gap = rng.gamma(model.k, 1, users) / rate
        comes = coming & (last + gap <= age)
        count[comes] += 1
        last[comes] += gap[comes]
        log_gaps[comes] += np.log(gap[comes])
        goes = comes & (rng.random(users) < leaves)
        alive[goes] = False
        coming = comes & ~goes
    return Repeats(count, last, age, log_gaps), alive


@pytest.fixture(scope="module")
def cdnow(real_data) -> Repeats:
    table = pd.read_csv(real_data / "cdnow_customers_summary.csv")
    columns = (table[name].to_numpy(float) for name in ("frequency", "recency", "T"))
    return Repeats(*columns, np.zeros(len(table)))


@pytest.mark.parametrize(
    ("drops_out", "parameters", "log_likelihood"),
    [
        ("after_a_repeat", (0.243, 4.414, 0.793, 2.426), -9582.43),
        ("after_any_visit", (0.525, 6.183, 0.891, 1.614), -9582.13),
    ],
)
def test_the_published_fits_of_cdnow(cdnow, drops_out, parameters, log_likelihood):
    """Fader, Hardie and Lee 2005; Batislam et al. as in the emp-stats of the MBG/CNBD-k paper."""
    model = fit(cdnow, drops_out=drops_out)
    assert (model.r, model.alpha, model.a, model.b) == pytest.approx(parameters, abs=0.005)
    assert model.log_likelihood(cdnow).sum() == pytest.approx(log_likelihood, abs=0.1)


@pytest.mark.parametrize(("model", "column"), [(BG, 3), (MBG, 4)])
def test_the_table_of_p_alive(model, column):
    found = model.p_alive(repeats(*TABLE[:, :3]))
    assert found == pytest.approx(TABLE[:, column], abs=1e-6)


def test_who_came_once_is_certain_by_bg_only():
    once = repeats((0, 0, 5), (0, 0, 500))
    assert BG.p_alive(once).tolist() == [1.0, 1.0]
    near, far = MBG.p_alive(once)
    assert far < near < 1


def by_integration(model: DropoutModel, x: int, last: float, age: float) -> tuple[float, float]:
    """Return likelihood (without the gaps' own part) and P(alive) of one user, integrated over rate and dropping out.

    The plain reference: given rate and chance p of leaving, the user stayed x + 1 times and was silent since, or left
    after the last visit.
    """
    rate, leaves = stats.gamma(model.r, scale=1 / model.alpha), stats.beta(model.a, model.b)
    stayed = integrate.quad(lambda p: leaves.pdf(p) * (1 - p) ** (x + 1), 0, 1)[0]
    left = integrate.quad(lambda p: leaves.pdf(p) * p * (1 - p) ** x, 0, 1)[0]

    def seen(of_rate: float) -> float:
        return rate.pdf(of_rate) * of_rate ** (model.k * x) * np.exp(-of_rate * last) / special.gamma(model.k) ** x

    silent = integrate.quad(lambda each: seen(each) * special.gammaincc(model.k, each * (age - last)), 0, np.inf)[0]
    gone = integrate.quad(seen, 0, np.inf)[0]
    alive, dead = stayed * silent, left * gone
    return alive + dead, alive / (alive + dead)


@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize(("x", "last", "age"), [(0, 0.0, 12.0), (1, 4.0, 12.0), (3, 9.0, 11.0), (3, 4.0, 30.0)])
def test_closed_forms_are_the_integrals(k, x, last, age):
    model = DropoutModel(r=1.4, alpha=5.0, a=1.2, b=2.5, k=k)
    likelihood, alive = by_integration(model, x, last, age)
    user = repeats((x, last, age))
    assert np.exp(model.log_likelihood(user)[0]) == pytest.approx(likelihood, rel=1e-6)
    assert model.p_alive(user)[0] == pytest.approx(alive, abs=1e-6)


def test_k_of_one_is_mbg_nbd():
    seen, _ = simulated(MBG, 500, seed=3)
    one = replace(MBG, k=1)
    exponent = MBG.r + seen.count
    odds = MBG.a / (MBG.b + seen.count) * ((MBG.alpha + seen.age) / (MBG.alpha + seen.last)) ** exponent
    assert one.p_alive(seen) == pytest.approx(1 / (1 + odds), abs=1e-12)


@pytest.fixture(scope="module")
def shaped() -> tuple[Repeats, np.ndarray, DropoutModel]:
    seen, alive = simulated(SHAPED, 8_000, seed=1)
    return seen, alive, fit_regularity(seen)


def test_shape_and_parameters_are_found_again(shaped):
    model = shaped[2]
    assert model.k == SHAPED.k
    assert model.r == pytest.approx(SHAPED.r, rel=0.1)
    assert model.alpha == pytest.approx(SHAPED.alpha, rel=0.1)
    assert model.a / (model.a + model.b) == pytest.approx(SHAPED.a / (SHAPED.a + SHAPED.b), abs=0.03)


def test_p_alive_is_calibrated(shaped):
    """In each tenth as many are still customers as the chance says, within four standard errors."""
    seen, alive, model = shaped
    chance = model.p_alive(seen)
    tenth = np.minimum((10 * chance).astype(int), 9)
    for place in range(10):
        inside = tenth == place
        if inside.sum() >= 100:
            error = np.sqrt((chance[inside] * (1 - chance[inside])).sum()) / inside.sum()
            assert abs(alive[inside].mean() - chance[inside].mean()) < 4 * error


def test_another_shape_fits_worse(shaped):
    seen = shaped[0]
    at = [fit(seen, k=k).log_likelihood(seen).sum() for k in (1, 2, 3)]
    assert at[1] > at[0] + 50
    assert at[1] > at[2] + 50


@given(
    st.integers(0, 40), st.floats(0.1, 300), st.floats(0.01, 300), st.floats(0.01, 100), st.integers(1, 6),
    st.sampled_from(["after_any_visit", "after_a_repeat"]),
)  # fmt: skip
def test_chances_are_chances_and_fall_with_silence(x, last, silence, more, k, drops_out):
    model = DropoutModel(r=0.5, alpha=6.0, a=0.9, b=1.6, k=k, drops_out=drops_out)
    last = last if x else 0.0
    near, far = model.p_alive(repeats((x, last, last + silence), (x, last, last + silence + more)))
    assert 0 <= far <= near + 1e-12  # the last digit is rounding
    assert near <= 1


def test_repeats_are_counted_from_the_first_visit():
    activity = activity_of([np.array([10, 12, 20]), np.array([15])], observed=(5, 30))
    found = repeats_of(activity)
    assert found.count.tolist() == [2, 0]
    assert found.last.tolist() == [10, 0]
    assert found.age.tolist() == [20, 15]
    assert found.log_gaps == pytest.approx([np.log(2) + np.log(8), 0])


def test_a_unit_of_time_changes_nothing(shaped):
    seen, _, model = shaped
    weeks, weekly = seen.in_unit_of(7), replace(model, alpha=model.alpha / 7)
    assert weekly.p_alive(weeks) == pytest.approx(model.p_alive(seen))
    # A density by week is seven times one by day, for each visit.
    shift = seen.count * np.log(7)
    assert weekly.log_likelihood(weeks) == pytest.approx(model.log_likelihood(seen) + shift)


def test_nobody_who_ever_leaves_and_all_alike_still_fit():
    seen = repeats(*[(9, 90.0, 95.0)] * 40)
    assert np.isfinite(fit_regularity(seen).p_alive(seen)).all()
    assert np.isfinite(fit(repeats((0, 0, 0))).p_alive(repeats((0, 0, 0)))).all()
