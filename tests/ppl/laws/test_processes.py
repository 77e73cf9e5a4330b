"""Processes and fields against mpmath at every example: the log density, its slopes in the values and all parameters, and second derivatives that are symmetric and
what differences of slopes say."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
from sweeps import thinned

from llbayes import ad, ppl
from llbayes.lang.library.random import Rng
from llbayes.ppl import CAR, ICAR, GaussianProcess, HiddenMarkov, LinearGaussianStateSpace, Normal, graph
from llbayes.ppl.base.member import make
from llbayes.ppl.processes import FAMILIES

from . import exact_processes as exact

EXAMPLES = {f"{f.name}-{f.params[-2].name}-{k}": (f, e) for f in FAMILIES for k, e in enumerate(f.examples)}
X = np.array([0.3, -1.2, 0.9, 2.0])
POINTS = np.array([0.0, 0.4, 1.1, 2.7])
EDGES = ((0, 1), (1, 2), (2, 3), (0, 2))
G = graph(np.array([a for a, _ in EDGES]), np.array([b for _, b in EDGES]), 4)
OTHERS = {  # a log density of a vector (the series, then parameters), where, in mpmath
    "HiddenMarkov": (
        lambda z: HiddenMarkov(np.stack([z[4], 1.0 - z[4]]), np.stack([np.stack([z[4], 1.0 - z[4]]), np.stack([z[5], 1.0 - z[5]])]), Normal(z[6:8], z[8])).logpdf(z[:4]),
        (0.8, 0.1, 0.0, 2.0, 0.7), lambda x, stay, leave, a, b, s: exact.hidden_markov(x, stay, leave, [a, b], s)),
    "HiddenMarkov of certain states": (
        lambda z: HiddenMarkov(np.stack([z[4], 1.0 - z[4]]), np.stack([np.stack([z[4], 1.0 - z[4]]), np.stack([z[5], 1.0 - z[5]])]), Normal(z[6:8], z[8])).logpdf(z[:4]),
        (1e-8, 0.9999, 0.0, 40.0, 0.7), lambda x, stay, leave, a, b, s: exact.hidden_markov(x, stay, leave, [a, b], s)),
    "LinearGaussianStateSpace": (
        lambda z: LinearGaussianStateSpace(z[4:5].reshape(1, 1), np.ones(1), z[5:6].reshape(1, 1), z[6], np.zeros(1), z[7:8].reshape(1, 1)).logpdf(z[:4]),
        (0.9, 0.5, 0.3, 2.0), exact.level),
    "GaussianProcess": (
        lambda z: GaussianProcess(ppl.kernels.ExpQuad(z[4], z[5]), POINTS, noise=z[6], mean=z[7]).logpdf(z[:4]),
        (0.7, 1.3, 0.2, 0.5), lambda x, *p: exact.squared_exponential(x, [mpmath.mpf(float(v)) for v in POINTS], *p)),
    "CAR": (lambda z: CAR(G, z[4], z[5], z[6]).logpdf(z[:4]), (0.9, 2.0, 0.3), lambda x, *p: exact.field(x, EDGES, *p)),
    "ICAR": (lambda z: ICAR(G, z[4], centring=0.1).logpdf(z[:4]), (0.7,), None),
}  # fmt: skip


def of_family(family, params):
    """(A log density of one vector of series and parameters, in the language; where; the same in mpmath)."""
    d = make(family, *params)
    x = np.asarray(d.draw(Rng(np.random.PCG64(5)), d.event(np.shape)))
    own = [k for k, spec in enumerate(family.params) if not spec.size]
    parts = [x, *[np.asarray(params[k], float) for k in own]]
    ends = np.cumsum([p.size for p in parts])

    def split(theta):
        return [theta[first:last] if p.shape else theta[first] for first, last, p in zip(ends[:-1], ends[1:], parts[1:], strict=True)]

    def f(theta):
        given = list(params)
        for k, first, last, p in zip(own, ends[:-1], ends[1:], parts[1:]):
            given[k] = theta[first:last] if p.shape else theta[first]
        return make(family, *given).logpdf(theta[: ends[0]])

    law = exact.FAMILIES[family.name, family.params[-2].name]
    return f, np.concatenate([np.ravel(p) for p in parts]), lambda theta: law(theta[: ends[0]], *split(theta))


def check(f, at, law, rel=1e-9):
    value, slopes = ad.value_and_grad(f)(at)
    assert np.all(np.isfinite(slopes))
    if law is not None:
        with mpmath.workdps(50):
            z = [mpmath.mpf(float(v)) for v in at]
            steps = [mpmath.mpf(10) ** -20 * (abs(v) or 1) for v in z]
            want = [(law([*z[:k], z[k] + h, *z[k + 1 :]]) - law([*z[:k], z[k] - h, *z[k + 1 :]])) / (2 * h) for k, h in enumerate(steps)]
            assert value == pytest.approx(float(law(z)), rel=rel, abs=1e-10)
        np.testing.assert_allclose(slopes, np.array(want, float), rtol=1e-8, atol=1e-9 * np.max(np.abs(slopes)))
    u, v = np.random.default_rng(1).normal(size=(2, len(at))) * np.where(at == 0.0, 1.0, np.abs(at))
    product, slope = ad.hvp(f), ad.grad(f)
    of_u, of_v = product(at, u), product(at, v)
    assert np.all(np.isfinite(of_v)) and u @ of_v == pytest.approx(v @ of_u, rel=1e-9)
    want = (slope(at + 1e-5 * v) - slope(at - 1e-5 * v)) / 2e-5
    np.testing.assert_allclose(of_v, want, rtol=1e-5, atol=1e-6 * np.max(np.abs(want)))


@pytest.mark.parametrize("name", thinned(EXAMPLES, 4))
def test_series(name):
    check(*of_family(*EXAMPLES[name]))


@pytest.mark.parametrize("name", OTHERS)
def test_others(name):
    f, params, law = OTHERS[name]
    check(f, np.concatenate([X, params]), law and (lambda z: law(z[:4], *z[4:])))
