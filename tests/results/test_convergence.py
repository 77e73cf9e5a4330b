"""R-hat and ESS of many quantities at once equal ArviZ's of each."""
import numpy as np
import pytest

from llbayes.results.convergence import rhat_and_ess

RNG = np.random.default_rng(3)


def autoregressive(rho, shape):
    x = RNG.normal(size=shape)
    for t in range(1, shape[-1]):
        x[..., t] += rho * x[..., t - 1]
    return x


CASES = {
    "independent": RNG.normal(size=(5, 4, 500)),
    "odd": RNG.normal(size=(5, 3, 251)),
    "correlated": autoregressive(0.95, (5, 4, 400)),
    "antithetic": autoregressive(-0.8, (5, 4, 400)),
    "disagreeing": RNG.normal(size=(5, 4, 300)) + np.arange(4)[:, None],
    "walks": np.cumsum(RNG.normal(size=(5, 4, 300)), axis=2),
    "heavy": RNG.standard_cauchy(size=(5, 4, 300)),
    "ties": RNG.integers(0, 4, size=(5, 4, 300)).astype(float),
    "short": RNG.normal(size=(40, 2, 8)),
    "shortest": RNG.normal(size=(40, 2, 4)),
    "rejecting": np.repeat(RNG.normal(size=(5, 4, 100)), 5, axis=2),
    "slow start": np.sort(RNG.normal(size=(5, 4, 60)), axis=2),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.filterwarnings("ignore")
def test_equal_to_arviz(name):
    import arviz as az

    x = CASES[name]
    rhat, ess = rhat_and_ess(x)
    np.testing.assert_allclose(rhat, [float(az.rhat(a)) for a in x], rtol=1e-9)
    np.testing.assert_allclose(ess, [float(az.ess(a)) for a in x], rtol=1e-9)


def test_constants_and_what_is_not_finite_are_nan():
    x = RNG.normal(size=(4, 2, 20))
    x[0], x[1, 0, 3], x[2, 1] = 1.0, np.nan, -np.inf
    for found in rhat_and_ess(x):
        assert np.isnan(found[:3]).all() and np.isfinite(found[3])
    assert all(np.isnan(found).all() for found in rhat_and_ess(x[..., :3]))
    assert all(found.shape == (0,) for found in rhat_and_ess(x[:0]))


def test_blocks_do_not_matter(monkeypatch):
    x = RNG.normal(size=(7, 2, 50))
    whole = rhat_and_ess(x)
    monkeypatch.setattr("llbayes.results.convergence.BLOCK", 250)
    assert all((a == b).all() for a, b in zip(whole, rhat_and_ess(x), strict=True))
