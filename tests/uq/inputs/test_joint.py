"""Inputs that are a model: dependent ones, by its own map."""
import numpy as np
import pytest
from scipy import stats

from llbayes import ppl, uq
from llbayes.ir.errors import LlbayesError, SettingsError
from llbayes.ppl import Gumbel, Normal


@ppl.model
def loads(slope):
    wind = ppl.sample("wind", Gumbel(20.0, 4.0))
    ppl.sample("wave", Normal(slope * wind, np.array([0.3, 0.5])))


def joint():
    return uq.inputs_of(loads.bind(slope=0.1))


def test_moments_of_the_inputs():
    inputs = joint()
    assert inputs.names == ("wind", "wave[0]", "wave[1]") and inputs.dim == 3 and not inputs.independent
    variance = np.pi**2 / 6.0 * 16.0
    exact = np.array([[variance, 0.1 * variance, 0.1 * variance], [0.1 * variance, 0.01 * variance + 0.09, 0.01 * variance],
                      [0.1 * variance, 0.01 * variance, 0.01 * variance + 0.25]])
    np.testing.assert_allclose(inputs.mean, np.array([1.0, 0.1, 0.1]) * (20.0 + 4.0 * np.euler_gamma), rtol=2e-3)
    np.testing.assert_allclose(inputs.covariance, exact, rtol=0.03, atol=0.01)
    assert "wave[1]" in repr(inputs) and "dependent" in repr(inputs)


def test_draws_follow_the_model():
    x = joint().sample(20_000, seed=3)
    assert stats.kstest(x[:, 0], stats.gumbel_r(20.0, 4.0).cdf).pvalue > 1e-3
    assert stats.kstest((x[:, 1] - 0.1 * x[:, 0]) / 0.3, stats.norm.cdf).pvalue > 1e-3


def test_propagation_through_a_model():
    found = uq.propagate(lambda x: x[1] + x[2], joint(), n=1024, seed=1)
    mean = 0.2 * (20.0 + 4.0 * np.euler_gamma)
    assert abs(found.mean - mean) < 5.0 * found.mean_se
    assert abs(found.sd - np.sqrt(0.04 * np.pi**2 / 6.0 * 16.0 + 0.34)) < 5.0 * found.sd_se


def test_what_needs_independent_inputs_says_so():
    with pytest.raises(SettingsError, match="independent"):
        uq.sobol(lambda x: x[0], joint())


def test_what_is_no_joint_law():
    @ppl.model
    def seen(y):
        ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1.0), obs=y)

    @ppl.model
    def shares():
        ppl.sample("p", ppl.Dirichlet(np.ones(3)))
    with pytest.raises(SettingsError, match="observes `y`"):
        uq.inputs_of(seen.bind(y=np.zeros(2)))
    with pytest.raises(SettingsError, match="a bound model"):
        uq.inputs_of(loads)
    with pytest.raises(LlbayesError, match="Dirichlet"):
        uq.inputs_of(shares.bind())
