"""Priors restricted to vectors and matrices draw in machine code: the same numbers as in CPython, of the distribution conditioned on the set."""
from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from llbayes import ppl
from llbayes.ir.errors import ModelError
from llbayes.lang.library.random import Rng
from llbayes.ppl.base.draws import redrawn_whole
from llbayes.ppl.interpret.simulation import Draw

APART = np.array([0.0, 0.5, 1.0])
PRIORS = {
    "alike": (lambda: ppl.Normal(0, 1), (4,), ppl.ordered),
    "alike and positive": (lambda: ppl.Normal(0.5, 1), (2, 3), ppl.positive_ordered),
    "apart": (lambda: ppl.Normal(APART, 1), (2, 3), ppl.ordered),
    "truncated": (lambda: ppl.Exponential(1.0).truncated(0.5, 3.0), (5,), ppl.positive_ordered),
    "a vector": (lambda: ppl.MultivariateNormal(np.zeros(3), np.eye(3)), (3,), ppl.ordered),
    "shares": (lambda: ppl.Dirichlet(np.ones(3)), (3,), ppl.simplex),
    "a factor": (lambda: ppl.LKJCholesky(3, 2.0), (3, 3), ppl.cholesky_corr(3)),
}  # fmt: skip


def bound(dist, shape, constraint):
    @ppl.model
    def restricted(y):
        x = ppl.sample("x", dist(), shape=shape, constraint=constraint)
        ppl.sample("y", ppl.Normal(np.sum(x), 1), obs=y)
    return restricted.bind(y=0.3)


@pytest.mark.parametrize("name", PRIORS)
def test_draws_are_compiled_and_those_of_cpython(name):
    posterior = bound(*PRIORS[name])

    def fresh(binding):
        return Draw(binding, True)
    compiled = posterior.programs.compile(fresh, True)
    assert compiled is not None, "the model is in the language"
    rows = np.zeros((4, posterior.dim))
    one, other = compiled(rows, np.random.PCG64(7)), posterior.programs.interpreted(fresh, rows, np.random.PCG64(7))
    np.testing.assert_allclose(one["x"], other["x"], rtol=1e-13, atol=1e-13)


@pytest.mark.parametrize("constraint", [ppl.ordered, ppl.positive_ordered])
def test_sorted_draws_are_those_of_rejection(constraint):
    """Of five thousand: each element has the distribution that it has among plain draws which happen to lie in the set."""
    low = 0.0 if constraint is ppl.positive_ordered else -np.inf
    plain = np.random.default_rng(3).normal(0.5, 1.0, size=(60_000, 3))
    kept = plain[(np.diff(plain, axis=1) > 0).all(axis=1) & (plain[:, 0] > low)]
    x = ppl.prior_predictive(bound(lambda: ppl.Normal(0.5, 1.0), (3,), constraint), draws=5000, seed=2).prior["x"].values[0]
    assert all(stats.ks_2samp(x[:, k], kept[:, k]).pvalue > 1e-3 for k in range(3))


def test_rejected_draws_have_the_conditional_distribution():
    plain = np.random.default_rng(3).normal(APART, 1.0, size=(20_000, 3))
    kept = plain[(np.diff(plain, axis=1) > 0).all(axis=1)]
    x = ppl.prior_predictive(bound(lambda: ppl.Normal(APART, 1), (3,), ppl.ordered), draws=5000, seed=2).prior["x"].values[0]
    assert all(stats.ks_2samp(x[:, k], kept[:, k]).pvalue > 1e-3 for k in range(3))


@pytest.mark.parametrize(("dist", "shape", "constraint", "message"), [
    (lambda: ppl.Normal(0, 1), (3,), ppl.simplex, r"never lie in the set simplex(.|\n)*ppl\.Dirichlet"),
    (lambda: ppl.Normal(0, 1), (2, 2), ppl.cholesky_corr(2), r"never lie in the set(.|\n)*ppl\.LKJCholesky"),
    (lambda: ppl.Normal(np.array([100.0, 0.0]), 1), (2,), ppl.ordered, r"draws of Normal\(loc, scale\) in a row fell outside of the set ordered"),
])  # fmt: skip
def test_what_no_draw_fits_is_refused(dist, shape, constraint, message):
    with pytest.raises(ModelError, match=message):
        ppl.prior_predictive(bound(dist, shape, constraint), draws=2, seed=1)


def test_the_way_of_drawing_is_in_the_language_alone():
    """Sorted or rejected, from a generator of the language: what CPython draws is what `redrawn_whole` says."""
    rng = Rng(np.random.PCG64(1))
    assert (np.diff(redrawn_whole(rng, ppl.Normal(0, 1), (50, 3), ppl.ordered), axis=-1) > 0).all()
