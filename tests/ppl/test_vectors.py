"""Laws of every family of vectors and matrices: density, draws, moments, batches, domains, and the way through unconstrained space."""

from __future__ import annotations

import functools
import re

import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ir.errors import LlbayesError
from llbayes.lang.library.random import Rng
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES
from llbayes.ppl.interpret.scoring import LogPrior

from .exact_transforms import POINTS
from .exact_vectors import REFERENCES, reference
from .kinds import KINDS

VECTORS = [f for f in FAMILIES if f.axes and not f.discrete]
NAMED = {f"{f.name}-{','.join(p.name for p in f.params)}-{k}": (f, e) for f in VECTORS for k, e in enumerate(f.examples)}
DRAWS = 2500


@functools.cache
def draws(name):
    family, params = NAMED[name]
    d = make(family, *params)
    return d.draw(Rng(np.random.PCG64(7)), (DRAWS, *d.event(np.shape)))


def test_every_family_of_vectors_has_a_reference():
    assert set(REFERENCES) == {(f.name, f.params[-1].name) for f in VECTORS}


@pytest.mark.parametrize("name", NAMED)
def test_density(name):
    family, params = NAMED[name]
    x = draws(name)[:12]
    np.testing.assert_allclose(make(family, *params).logpdf(x), reference(family, x, params), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("name", [n for n, (f, _) in NAMED.items() if f.mean is not None])
def test_draws_have_the_moments(name):
    """One in a thousand false alarms at most over all entries of all families: five standard errors each."""
    family, params = NAMED[name]
    d, x = make(family, *params), draws(name)
    mean, variance = np.broadcast_arrays(d.mean(), d.variance())
    assert mean.shape == x.shape[1:]
    np.testing.assert_array_less(np.abs(np.mean(x, axis=0) - mean), 5 * np.sqrt(variance / DRAWS) + 1e-9)
    squares = (x - mean) ** 2
    far = np.abs(np.mean(squares, axis=0) - variance) > 5 * np.std(squares, axis=0) / np.sqrt(DRAWS) + 1e-9
    assert not np.any(far & np.isfinite(variance))
    if family.covariance is not None:
        products = (x - mean)[:, :, None] * (x - mean)[:, None, :]
        np.testing.assert_array_less(np.abs(np.mean(products, axis=0) - d.covariance()), 5 * np.std(products, axis=0) / np.sqrt(DRAWS) + 1e-9)
        np.testing.assert_allclose(np.diagonal(d.covariance()), variance, rtol=1e-12)


def batched(family, params):
    """Two rows of parameters, the second a little off, sizes apart."""
    return [p if spec.size else np.stack([np.asarray(p, float), wider(spec, np.asarray(p, float))]) for spec, p in zip(family.params, params, strict=True)]


def wider(spec, p):
    return p if spec.domain.kind.name == "unit_vector" else 1.25 * p


@pytest.mark.parametrize("name", NAMED)
def test_batches(name):
    """Values and parameters with leading axes are those row by row, compiled too; moments are."""
    family, params = NAMED[name]
    both = batched(family, params)
    rows = [[p if spec.size else p[k] for spec, p in zip(family.params, both, strict=True)] for k in range(2)]
    x = np.stack([draws(name)[:2], draws(name)[2:4]], axis=1)
    expected = np.stack([make(family, *row).logpdf(x[:, k]) for k, row in enumerate(rows)], axis=-1)
    d = make(family, *both)
    np.testing.assert_allclose(d.logpdf(x), expected, rtol=1e-12)
    assert d.batch(np.shape) == (2,) and d.draw(Rng(np.random.PCG64(1)), x.shape).shape == x.shape
    for word in ("mean", "variance", "covariance"):
        if getattr(family, word) is not None:
            np.testing.assert_allclose(getattr(d, word)(), np.stack([getattr(make(family, *row), word)() for row in rows]), rtol=1e-12)
    if name.endswith("-0"):
        sizes = [k for k, p in enumerate(family.params) if p.size]
        given = [p for k, p in enumerate(both) if k not in sizes]

        def density(x, *rest):
            filled, left = [], list(rest)
            for k in range(len(both)):
                filled += [both[k]] if k in sizes else [left.pop(0)]
            return make(family, *filled).logpdf(x)

        assert given and compiled(density, x, given) == pytest.approx(expected, rel=1e-11)


def compiled(density, x, given):
    return ad.evaluate(density)(x, *given)


def outside(spec, p):
    """A value of a parameter that lies off its domain; None where there is none."""
    match spec.domain.kind.name:
        case "positive" | "nonnegative" | "symmetric matrices" | "symmetric, positive definite matrices" | "lower-triangular matrices":
            return -np.asarray(p, float)
        case "unit_vector":
            return 2.0 * p
    return None


@pytest.mark.parametrize("name", [n for n in NAMED if n.endswith("-0")])
def test_parameters_off_their_domains_have_no_density_and_no_draws(name):
    family, params = NAMED[name]
    x = draws(name)[:2]
    for k, (spec, p) in enumerate(zip(family.params, params, strict=True)):
        bad = None if spec.size else outside(spec, p)
        if bad is not None:
            d = make(family, *params[:k], bad, *params[k + 1 :])
            with np.errstate(all="ignore"):
                assert np.all(d.logpdf(x) == -np.inf), spec.name


@pytest.mark.parametrize("name", [n for n, (f, e) in NAMED.items() if n.endswith("-0") and f.support(*e).restricts()])
def test_values_off_the_support_have_no_density(name):
    family, params = NAMED[name]
    with np.errstate(all="ignore"):
        density = make(family, *params).logpdf(-1.1 * draws(name)[:2] + 0.3)
    assert np.all(density == -np.inf)


@functools.cache
def all_sites():
    @ppl.model
    def each():
        for name, (family, params) in NAMED.items():
            ppl.sample(f"x{list(NAMED).index(name)}", make(family, *params))

    return each.bind()


def test_own_draws_go_through_unconstrained_space():
    """Their density is finite, and the same by the logs that the transform carries; the values come back, compiled."""
    posterior, few = all_sites(), 20
    values = {f"x{k}": np.asarray(draws(name)[:few]) for k, name in enumerate(NAMED)}
    z = posterior.unconstrain_many(values, few)
    assert np.all(np.isfinite(z))
    again, found = posterior.constrain(z), posterior.programs.outputs("prior", LogPrior, z)
    for k, (name, (family, params)) in enumerate(NAMED.items()):
        np.testing.assert_allclose(again[f"x{k}"], values[f"x{k}"], rtol=1e-9, atol=1e-9, err_msg=name)
        direct = make(family, *params).logpdf(values[f"x{k}"])
        assert np.all(np.isfinite(direct)), name
        np.testing.assert_allclose(found[f"x{k}"], direct, rtol=1e-7, atol=1e-7, err_msg=name)


def test_gradients_through_unconstrained_space():
    posterior = all_sites()
    z = 0.5 * np.random.default_rng(3).normal(size=posterior.dim)
    _, gradient = posterior.value_and_grad(z)
    for k in range(0, posterior.dim, 3):
        h = np.zeros(posterior.dim)
        h[k] = 1e-5
        slope = (posterior.log_density(z + h) - posterior.log_density(z - h)) / 2e-5
        assert gradient[k] == pytest.approx(slope, rel=1e-5, abs=1e-5), posterior.unconstrained_names[k]


def alone(d):
    """A posterior of one site."""

    @ppl.model
    def one():
        ppl.sample("x", d)

    return one.bind()


ROOT = np.linalg.cholesky(np.array([[2.0, 0.5, 0.1], [0.5, 1.0, -0.3], [0.1, -0.3, 0.8]]))
PAIRS = {
    "correlations": (ppl.LKJ(4, 0.1), ppl.LKJCholesky(4, 0.1), POINTS),
    "Wishart": (ppl.Wishart(4.5, cholesky=ROOT), ppl.WishartCholesky(4.5, ROOT), [u for u in POINTS if np.max(u) < 200]),
    "InverseWishart": (ppl.InverseWishart(4.5, cholesky=ROOT), ppl.InverseWishartCholesky(4.5, ROOT), [u for u in POINTS if np.min(u) > -200 and np.max(u) < 700]),
}


@pytest.mark.parametrize("name", PAIRS)
def test_matrices_and_their_factors_have_one_density_in_coordinates(name):
    """Where entries are rounded to 0 and 1 too. Correlations go down the columns, their factors along the rows, as in Stan."""
    matrix, factor, points = PAIRS[name]
    whole, rooted = alone(matrix), alone(factor)
    order = np.array([0, 1, 3, 2, 4, 5]) if name == "correlations" else slice(None)
    for u in points:
        (one, slope), (other, same) = whole.value_and_grad(u[order]), rooted.value_and_grad(u)
        assert one == pytest.approx(other, rel=1e-10) and np.all(np.isfinite(slope))
        np.testing.assert_allclose(slope, same[order], rtol=1e-8, atol=1e-8)


SHIFTED = [n for n, (f, _) in NAMED.items() if f.shift is not None]


@pytest.mark.parametrize("name", SHIFTED)
def test_noncentered_values_are_those_of_standard_draws(name):
    """The way back undoes the way there, and the densities of both differ by the same volume everywhere."""
    family, params = NAMED[name]
    d, x = make(family, *params), draws(name)[:6]
    u = d.unshift(x)
    np.testing.assert_allclose(d.shift(u), x, rtol=1e-11, atol=1e-11)
    standard = d.standard().logpdf(u)
    volume = d.logpdf(x) - (standard if standard.ndim == 1 else standard.reshape(6, -1).sum(axis=1))
    np.testing.assert_allclose(volume, volume[0], rtol=1e-10, atol=1e-10)


@ppl.model
def whole_and_half():
    for k in range(len(SHIFTED)):
        family, params = NAMED[SHIFTED[k]]
        d = make(family, *params)
        ppl.sample(f"x{k}", d.noncentered(), shape=(2, *d.event(np.shape)))


def test_noncentered_sites_score_and_go_back():
    posterior = whole_and_half.bind()
    z = np.random.default_rng(1).normal(size=posterior.dim)
    assert posterior.log_density(z) == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)
    np.testing.assert_allclose(posterior.unconstrain(posterior.constrain(z)), z, rtol=1e-9)


@ppl.model
def effects(y, group, season):
    a = ppl.sample("a", ppl.ZeroSumNormal(2.0), dims="group")
    b = ppl.sample("b", ppl.ZeroSumNormal(1.0, axes=2), shape=(2, 3, 4))
    w = ppl.sample("w", ppl.StickBreaking(1.5), dims="group")
    ppl.sample("y", ppl.Normal(a[group] + b[0, season, 0] + w[group], 1.0), obs=y)


def test_the_site_says_how_long_they_are():
    posterior = effects.bind(y=np.zeros(3), group=[0, 1, 2], season=[2, 0, 1], coords={"group": ["u", "v", "w", "x"]})
    assert posterior.dim == 3 + 2 * 2 * 3 + 3
    found = ppl.prior_predictive(posterior, draws=4, seed=1)["prior"]
    assert found["a"].dims[-1] == "group" and found["b"].shape == (1, 4, 2, 3, 4) and found["w"].shape == (1, 4, 4)
    for axis in (-1, -2):
        np.testing.assert_allclose(found["b"].values.sum(axis=axis), 0.0, atol=1e-14)
    z = posterior.unconstrain({name: found[name].values[0, 0] for name in ("a", "b", "w")})
    assert posterior.log_density(z) == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)
    with pytest.raises(LlbayesError, match="`n=`"):
        ppl.ZeroSumNormal(1.0).sample(3)
    with pytest.raises(LlbayesError, match="nothing says"):
        ppl.ZeroSumNormal(1.0).variance()


def test_sets_name_priors_that_there_are():
    for kind in KINDS:
        assert not [n for n in re.findall(r"ppl\.(\w+)", kind.thin) if n not in ppl.__all__], kind.name


def test_second_derivatives():
    """Products with the Hessian are differences of gradients, and symmetric."""
    posterior, rng = all_sites(), np.random.default_rng(5)
    z = 0.4 * rng.normal(size=posterior.dim)
    u, v = rng.normal(size=(2, posterior.dim))
    of_u, of_v = posterior.hvp(z, u), posterior.hvp(z, v)
    slope = (posterior.value_and_grad(z + 1e-5 * v)[1] - posterior.value_and_grad(z - 1e-5 * v)[1]) / 2e-5
    np.testing.assert_allclose(of_v, slope, rtol=1e-4, atol=1e-4 * np.max(np.abs(slope)))
    assert u @ of_v == pytest.approx(v @ of_u, rel=1e-9)
