"""Laws of scipy.stats in compiled code: every method of every law that is compiled is SciPy's, with location and scale, outside of the support too, and
its slopes are those of differences."""
from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from sweeps import thinned

from llbayes import ad
from llbayes.ir.errors import CompileError
from llbayes.lang.calls.laws.stats import LAWS
from llbayes.lang.library.laws import methods

SHAPES = {"t": (3.5,), "gamma": (2.3,), "chi2": (3.0,), "invgamma": (2.5,), "beta": (2.0, 3.5), "f": (3.0, 5.0), "lognorm": (0.7,), "weibull_min": (1.5,), "pareto": (2.5,),
          "poisson": (2.5,), "binom": (6, 0.3), "bernoulli": (0.3,), "geom": (0.4,), "nbinom": (2.5, 0.4)}
PLACE, SPREAD = 0.25, 1.5
INSIDE = {"bernoulli": np.array([0.0]), "pareto": np.array([2.0, 4.0])}
P = np.array([0.02, 0.4, 0.97])
OF_PROBABILITIES = ("ppf", "isf")


def program(name):
    """All methods of a law at points x and probabilities p, of its shapes, location and scale, as run-time numbers."""
    law, n = getattr(stats, name), len(LAWS[name].shapes)
    asked = sorted(methods.COUNTS if LAWS[name].counts else methods.REAL)
    rest = (PLACE, SPREAD) if not LAWS[name].counts else ()

    def f(x, p, shapes):
        given = tuple(shapes[k] for k in range(n)) + rest
        return np.concatenate([getattr(law, m)(p if m in OF_PROBABILITIES else x, *given) for m in asked])
    return f


def points(name):
    """Inside of the support, and beyond its ends."""
    return np.array([-1.0, 0.0, 1.0, 2.5, 3.0, 7.0]) if LAWS[name].counts else np.array([-3.0, 0.3, 0.9, 1.6, 4.0, 30.0])


def test_every_law_is_tried():
    assert set(SHAPES) == {name for name, law in LAWS.items() if law.shapes}


@pytest.mark.parametrize("name", thinned(sorted(LAWS), 5))
def test_methods_are_scipys(name):
    f, x, shapes = program(name), points(name), np.array([*SHAPES.get(name, ()), 0.0])
    with np.errstate(all="ignore"):
        want = f(x, P, shapes)
    np.testing.assert_allclose(ad.evaluate(f)(x, P, shapes), want, rtol=2e-12, atol=1e-15)


@pytest.mark.parametrize("name", thinned(sorted(LAWS), 5))
def test_slopes_are_those_of_differences(name):
    f, shapes = program(name), np.array([*SHAPES.get(name, ()), 0.0])
    x = INSIDE.get(name, np.array([1.0, 2.0, 3.0]) if LAWS[name].counts else np.array([0.6, 0.9, 1.6]))
    weights = np.arange(1.0, 1.0 + len(f(x, P, shapes)))

    def total(x, p, shapes):
        return np.sum(f(x, p, shapes) * weights)
    moved = [k for k, shape in enumerate(LAWS[name].shapes) if shape != "n" or name == "nbinom"]
    got = ad.grad(total, argnums=2)(x, P, shapes)[moved]
    h = 1e-6 * np.eye(len(shapes))
    want = [(total(x, P, shapes + h[k]) - total(x, P, shapes - h[k])) / 2e-6 for k in moved]
    np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-6)


def test_laws_of_run_time_parameters_are_frozen_as_scipys():
    def f(v):
        law = stats.norm(v[0], scale=v[1])
        return law.logpdf(v[2]) + stats.gamma(a=2.0).cdf(v[2]) + stats.poisson(v[1]).pmf(2)
    v = np.array([0.3, 1.2, 0.8])
    np.testing.assert_allclose(ad.evaluate(f)(v), f(v), rtol=1e-13)


@pytest.mark.parametrize("f, says", [
    (lambda x: stats.norm.logpdf(x, sigma=2.0), "`logpdf` takes loc, scale after its value"),
    (lambda x: stats.t.logpdf(x), "give df"),
    (lambda x: stats.norm.logpdf(x, 0.0, 1.0, 2.0), "3 were given"),
    (lambda x: stats.norm(x, 1.0).entropy(), "`entropy` of a law of scipy.stats is not compiled"),
    (lambda x: stats.skewnorm.logpdf(x, 2.0), "ppl.Normal"),
    (lambda x: stats.multivariate_normal.logpdf(x), "ppl.Normal"),
])
def test_what_is_not_compiled_is_refused(f, says):
    with pytest.raises(CompileError, match=says.replace("(", r"\(")):
        ad.evaluate(f)(1.0)
