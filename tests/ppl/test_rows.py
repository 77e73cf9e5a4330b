"""A posterior at rows of coordinates in one call: what single calls give; and derivatives with respect to its data."""
import numpy as np
import pytest
from sweeps import thinned

from llbayes import models, ppl
from llbayes.ir.errors import SettingsError
from llbayes.ppl import HalfCauchy, Normal

READY = ("eight_schools-eight_schools_noncentered", "kidiq-kidscore_interaction", "radon_mn-radon_hierarchical_intercept_noncentered", "arma-arma11", "garch-garch11",
         "low_dim_gauss_mix-low_dim_gauss_mix", "hudson_lynx_hare-lotka_volterra", "irt_2pl-irt_2pl", "hmm_example-hmm_example")


@pytest.mark.parametrize("name", thinned(READY, 4))
def test_rows_of_ready_models(name):
    posterior = models.posterior(name)
    z = np.random.default_rng(3).normal(size=(37, posterior.dim)) * 0.3
    values, gradients = posterior.value_and_grad(z)
    alone = [posterior.value_and_grad(row) for row in z]
    expected = np.array([value for value, _ in alone])
    assert np.array_equal(np.isfinite(values), np.isfinite(expected))
    good = np.isfinite(expected)
    np.testing.assert_allclose(values[good], expected[good], rtol=1e-12)
    for g, (_, e) in zip(gradients, alone, strict=True):
        np.testing.assert_allclose(g, e, rtol=1e-9, atol=1e-10 * (1.0 + np.abs(e).max()))
    np.testing.assert_allclose(posterior.log_density(z)[good], expected[good], rtol=1e-12)


@ppl.model
def schools(sigma, y, kind):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", HalfCauchy(5))
    theta = ppl.sample("theta", Normal(mu, tau).noncentered(), shape=len(y))
    ppl.sample("y", Normal(theta, np.log1p(sigma) * (1 + kind)), obs=y)


DATA = {"sigma": np.array([15.0, 10.0, 16.0]), "y": np.array([28.0, 8.0, -3.0]), "kind": np.array([0, 1, 0])}
Z = np.random.default_rng(1).normal(size=(6, 5))


def test_derivatives_in_the_data_are_differences():
    posterior = schools.bind(**DATA)
    found = posterior.data_gradients(Z)
    assert list(found) == ["sigma", "y"]
    for name, g in found.items():
        assert g.shape == (6, 3)
        for k in range(3):
            step = 1e-5 * np.eye(3)[k]
            up, down = (posterior.rebind(**{name: DATA[name] + s}).log_density(Z) for s in (step, -step))
            np.testing.assert_allclose(g[:, k], (up - down) / 2e-5, rtol=1e-6, atol=1e-7)
        assert np.array_equal(posterior.data_gradients(Z[2], name)[name], g[2])


def test_rows_where_the_model_refuses():
    @ppl.model
    def positive(y):
        s = ppl.sample("s", Normal(0, 1))
        if s < 0.0:
            raise ValueError("negative")
        ppl.sample("y", Normal(s, 1), obs=y)
    posterior = positive.bind(y=np.array([1.0, 3.0]))
    values, gradients = posterior.value_and_grad(np.array([[-1.0], [1.0], [-2.0]]))
    assert np.array_equal(values, [-np.inf, posterior.log_density([1.0]), -np.inf])
    assert gradients[0] == gradients[2] == 0.0 and gradients[1] != 0.0
    assert not posterior.data_gradients(np.array([[-1.0]]))["y"].any()


def test_other_data_share_the_code_and_not_the_numbers():
    first, second = schools.bind(**DATA), schools.bind(**{**DATA, "y": DATA["y"] + 1.0})
    assert not np.array_equal(first.log_density(Z), second.log_density(Z))
    np.testing.assert_allclose(second.log_density(Z), [second.log_density(z) for z in Z], rtol=1e-14)


@pytest.mark.parametrize("call, words", [
    (lambda p: p.log_density(np.zeros((3, 4))), "rows of z have 5 coordinates"),
    (lambda p: p.data_gradients(Z, "kind"), "`kind` is no argument with floats"),
    (lambda p: p.data_gradients(Z, "sigmas"), "did you mean `sigma`"),
])
def test_calls_that_do_not_fit(call, words):
    with pytest.raises(SettingsError, match=words):
        call(schools.bind(**DATA))


def test_no_rows():
    values, gradients = schools.bind(**DATA).value_and_grad(np.zeros((0, 5)))
    assert values.shape == (0,) and gradients.shape == (0, 5)
