"""The non-centred form, wholly and partly, of every family of a location and a scale: the same law of the value, whatever the weight."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import ModelError
from llbayes.lang.library.random import Rng
from llbayes.ppl import Gamma, MultivariateNormal, Normal, StudentT
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

LOCATED = [pytest.param(f, f.examples[-1], id=f"{f.name}-{f.params[-1].name}") for f in FAMILIES if make(f, *f.examples[-1]).has("located")]
WEIGHTS = (None, 1.0, 0.3, 0.0)


def test_there_are_some():
    assert {"Normal", "StudentT", "Cauchy", "Laplace", "Logistic", "ZeroSumNormal"} <= {c.values[0].name for c in LOCATED}


@pytest.mark.parametrize(("family", "params"), LOCATED)
def test_the_value_has_the_same_law(family, params):
    """density of u = density of the value × its slope; and the way back."""
    d = make(family, *params)
    x = np.asarray(d.draw(Rng(np.random.PCG64(1)), (20, *d.event(np.shape))))
    for weight in WEIGHTS:
        form = d.noncentered() if weight is None else d.noncentered(weight=weight)
        u = form.unshift(x)
        np.testing.assert_allclose(form.shift(u), x, rtol=1e-12, atol=1e-12)
        slope = (form.shift(u + 1.0) - form.shift(u - 1.0)) / 2.0
        moved = np.log(slope) if not d.axes else np.log(slope).reshape(len(x), -1)[:, 0] * np.prod(d.support().kind.free(x.shape)[1:])
        np.testing.assert_allclose(form.standard_density(u), d.logpdf(x) + moved, rtol=1e-9, atol=1e-9)


def test_weights_at_their_ends():
    u = np.linspace(-2, 2, 5)
    d = Normal(3.0, 2.0)
    np.testing.assert_allclose(d.noncentered(weight=0).shift(u), u)
    np.testing.assert_allclose(d.noncentered(weight=1).shift(u), d.noncentered().shift(u))
    np.testing.assert_allclose(d.noncentered(weight=[0.0, 0.25, 0.5, 0.75, 1.0]).shift(u)[[0, 4]], [u[0], 3 + 2 * u[4]])


@ppl.model
def schools(y, weight):
    mu = ppl.sample("mu", Normal(0, 5))
    tau = ppl.sample("tau", Gamma(2, 1))
    theta = ppl.sample("theta", StudentT(5, mu, tau).noncentered(weight=weight), shape=3)
    ppl.sample("y", Normal(theta, 1), obs=y)


@pytest.mark.parametrize("weight", [0.4, np.array([0.0, 0.5, 1.0])])
def test_in_a_model(weight):
    posterior = schools.bind(y=[1.0, 2.0, -1.0], weight=weight)
    z = np.array([0.4, 0.2, 0.5, -1.0, 0.3])
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)
    h = 1e-6 * np.eye(5)
    slopes = [(posterior.interpreted_log_density(z + e) - posterior.interpreted_log_density(z - e)) / 2e-6 for e in h]
    np.testing.assert_allclose(gradient, slopes, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(posterior.unconstrain(posterior.constrain(z)), z, rtol=1e-12)
    assert posterior.unconstrained_names[2] == "theta_raw[0]"


@pytest.mark.parametrize(("make_one", "message"), [
    (lambda: Normal(0, 1).noncentered(weight=1.5), "must be from 0, the centred form, to 1"),
    (lambda: Normal(0, 1).noncentered(weight=[0.5, -0.1]), "must be from 0"),
    (lambda: Normal(0, 1).noncentered(weight=np.nan), "must be from 0"),
    (lambda: Gamma(1, 1).noncentered(), "`Gamma` has no non-centred form"),
    (lambda: MultivariateNormal(np.zeros(2), cholesky=np.eye(2)).noncentered(weight=0.5), "without weight="),
    (lambda: ppl.ZeroSumNormal(1.0, 2).noncentered(weight=[0.5, 0.2]), "is one number"),
])
def test_what_cannot_be_is_told(make_one, message):
    with pytest.raises(ModelError, match=message) as caught:
        make_one()
    assert caught.value.position.file == __file__
