"""Laws of every process that is a member of a family, at every example: density, moments, draws, gradients, and what sites make of it."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ad, ppl
from llbayes.ir.errors import ModelError
from llbayes.lang.library.random import Rng
from llbayes.ppl.base.member import make
from llbayes.ppl.processes import FAMILIES

CASES = [pytest.param(f, e, id=f"{f.name}-{f.params[-2].name}-{k}") for f in FAMILIES for k, e in enumerate(f.examples)]
SHIFTED = [c for c in CASES if c.values[0].shift is not None]


def drawn(family, params, n=3, seed=5):
    d = make(family, *params)
    return np.asarray(d.draw(Rng(np.random.PCG64(seed)), (n, *d.event(np.shape))))


def numbers(family, params):
    """Positions of the parameters that are floats."""
    return [k for k, (spec, p) in enumerate(zip(family.params, params, strict=True)) if not spec.size and np.asarray(p).dtype.kind == "f"]


def flat(family, params, x):
    """A vector of a value and its parameters, and the log density of such a vector, in the language."""
    own = numbers(family, params)
    parts = [x, *[np.asarray(params[k]) for k in own]]
    ends = np.cumsum([p.size for p in parts])

    def f(theta):
        given = list(params)
        for k, first, last in zip(own, ends[:-1], ends[1:]):
            given[k] = theta[first:last].reshape(np.shape(params[k])) if np.shape(params[k]) else theta[first]
        return np.sum(make(family, *given).logpdf(theta[: ends[0]].reshape(x.shape)))

    return np.concatenate([np.ravel(p) for p in parts]), f


def differences(f, x, h=1e-6):
    return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(len(x))])


@pytest.mark.parametrize(("family", "params"), CASES)
def test_compiled_value_and_gradient(family, params):
    at, f = flat(family, params, drawn(family, params))
    value, gradient = ad.value_and_grad(f)(at)
    assert value == pytest.approx(f(at), rel=1e-11)
    np.testing.assert_allclose(gradient, differences(f, at), rtol=2e-5, atol=2e-5 * max(1.0, np.abs(gradient).max()))


@pytest.mark.parametrize(("family", "params"), SHIFTED)
def test_density_is_that_of_the_shifted_standard_draws(family, params):
    """An affine map of standard normal numbers: a normal vector of the covariance that the map implies; moments are its mean and diagonal."""
    d = make(family, *params)
    n = d.event(np.shape)[0]
    mean = d.shift(np.zeros(n))
    factor = np.array([d.shift(e) - mean for e in np.eye(n)]).T
    x = drawn(family, params)
    np.testing.assert_allclose(d.logpdf(x), st.multivariate_normal(mean, factor @ factor.T).logpdf(x), rtol=1e-9)
    np.testing.assert_allclose(d.shift(d.unshift(x)), x, rtol=1e-9, atol=1e-11)
    if family.mean is not None:
        np.testing.assert_allclose(d.mean(), mean, atol=1e-12)
        np.testing.assert_allclose(d.variance(), np.diag(factor @ factor.T), rtol=1e-10)


@pytest.mark.parametrize(("family", "params"), SHIFTED)
def test_draws_have_that_covariance(family, params):
    d, n = make(family, *params), 4000
    u = d.unshift(drawn(family, params, n))
    assert np.abs(np.cov(u.T) - np.eye(u.shape[1])).max() < 5 * np.sqrt(2 / n) and np.abs(u.mean(axis=0)).max() < 5 / np.sqrt(n)


@pytest.mark.parametrize(("family", "params"), CASES)
def test_series_on_leading_axes_are_independent(family, params):
    d, x = make(family, *params), drawn(family, params, 4)
    np.testing.assert_allclose(d.logpdf(x.reshape(2, 2, *x.shape[1:])).ravel(), [d.logpdf(each) for each in x], rtol=1e-12)
    two = tuple(p if spec.size else np.stack([p, p])[(slice(None), *[None] * (max(spec.axes - np.ndim(p), 0)))] for spec, p in zip(family.params, params, strict=True))
    np.testing.assert_allclose(make(family, *two).logpdf(x[:2]), d.logpdf(x[:2]), rtol=1e-12)
    assert make(family, *two).batch(np.shape) == (2,)


@pytest.mark.parametrize(("family", "params"), [c for c in CASES if any(s.open for s in c.values[0].params)])
def test_the_length_comes_from_the_site(family, params):
    """A parameter without `length`, and with it; values and coordinates go both ways."""
    open_ = tuple(None if spec.open else p for spec, p in zip(family.params, params, strict=True))
    d = make(family, *params)

    @ppl.model
    def latent():
        ppl.sample("x", make(family, *open_), shape=(2, *d.event(np.shape)))

    p = latent.bind()
    x = drawn(family, params, 2)
    z = p.unconstrain({"x": x})
    assert p.interpreted_log_density(z) == pytest.approx(np.sum(d.logpdf(x)), rel=1e-11)
    with pytest.raises(ModelError, match="has shape"):
        ppl.model(lambda: ppl.sample("x", make(family, *params), shape=d.event(np.shape)[0] + 1)).bind()


@pytest.mark.parametrize(("family", "params"), [c for c in SHIFTED if c.id.endswith("-0")])
def test_a_noncentred_site_has_the_same_prior(family, params):
    d = make(family, *params)

    @ppl.model
    def latent():
        ppl.sample("x", d.noncentered())

    p = latent.bind()
    x = drawn(family, params, 1)[0]
    z = p.unconstrain({"x": x})
    np.testing.assert_allclose(p.constrain(z)["x"], x, rtol=1e-10, atol=1e-12)
    assert p.log_density(z) == pytest.approx(st.norm.logpdf(z).sum(), rel=1e-12)
