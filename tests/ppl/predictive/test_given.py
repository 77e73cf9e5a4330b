"""Predictions beside what is known: the rest of a series, of a row, of a vector of parameters is drawn given it, by the exact conditional law."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from llbayes import ppl, results
from llbayes.ir.errors import DataError, SettingsError
from llbayes.ppl import (
    AR,
    MA,
    GaussianProcess,
    HiddenMarkov,
    LinearGaussianStateSpace,
    MultivariateNormal,
    Normal,
    RandomWalk,
    StochasticVolatility,
    distributions,
    kernels,
    processes,
)
from llbayes.ppl.base.member import make
from llbayes.ppl.parts.conditional import completes

N = 4000
FAR = 5.5                                        # standard errors that a right draw is not away
COV = np.array([[1.0, 0.6, 0.3, 0.1], [0.6, 2.0, 0.5, 0.2], [0.3, 0.5, 1.5, -0.4], [0.1, 0.2, -0.4, 1.0]])
MOVES = np.array([[0.9, 0.3], [-0.2, 0.7]])
TWO = np.array([[1.0, 0.4], [0.4, 0.8]])

LAWS = {
    "AR": lambda: AR(np.array([0.5, 0.3]), 0.7, 0.4, length=4),
    "AR behind values": lambda: AR(0.9, 0.5, initial=2.0, length=4),
    "AR from free values": lambda: AR(1.0, 0.5, init_loc=1.0, init_scale=3.0, length=4),
    "RandomWalk": lambda: RandomWalk(np.array([0.5, 1.0, 2.0, 0.3]), 0.2),
    "RandomWalk from a value": lambda: RandomWalk(0.5, 0.1, init_loc=1.0, init_scale=2.0, length=4),
    "MA": lambda: MA(np.array([0.8, 0.3]), 0.6, 0.5, length=4),
    "StochasticVolatility": lambda: StochasticVolatility(0.9, 0.4, -1.0, length=4),
    "GaussianProcess": lambda: GaussianProcess(kernels.ExpQuad(1.0, 1.3), np.array([0.0, 0.7, 1.1, 2.0]), noise=0.3),
    "MultivariateNormal": lambda: MultivariateNormal(np.array([0.0, 1.0, 2.0, 3.0]), COV),
    "by a factor": lambda: MultivariateNormal(np.zeros(4), cholesky=np.linalg.cholesky(COV)),
    "by a precision": lambda: MultivariateNormal(np.zeros(4), precision=COV),
    "state space": lambda: LinearGaussianStateSpace(MOVES, np.array([1.0, 0.5]), 0.3 * TWO, 0.2, np.array([1.0, 0.0]), TWO, length=4),
    "state space of vectors": lambda: LinearGaussianStateSpace(MOVES, np.array([[1.0, 0.0], [0.5, 1.0]]), 0.3 * TWO, TWO, np.zeros(2), TWO, length=2),
}  # fmt: skip
PATTERNS = [[True, True, False, False], [True, False, False, True], [False, False, True, True]]


@ppl.model
def one(law, y):
    t = ppl.param("t", ppl.real)
    ppl.sample("y", LAWS[law](), obs=y)
    ppl.deterministic("unused", t)


TREE = results.from_groups({"posterior": {"t": np.zeros((1, N))}})


def exact(d, x):
    """(mean, covariance) of the entries of x that are nan: the log density is quadratic in them."""
    free = np.flatnonzero(np.isnan(x))

    def f(v):
        full = x.ravel().copy()
        full[free] = v
        return float(d.logpdf(full.reshape(x.shape)))

    e = np.eye(len(free))
    slope = np.array([(f(v) - f(-v)) / 2 for v in e])
    bend = np.array([[f(a + b) - f(a) - f(b) + f(0 * a) for b in e] for a in e])
    return -np.linalg.solve(bend, slope), -np.linalg.inv(bend)


@pytest.mark.parametrize("law", LAWS)
def test_the_rest_of_a_normal_vector(law):
    d = LAWS[law]()
    whole = np.asarray(d.sample(seed=3))
    posterior = one.bind(law=law, y=whole)
    for known in PATTERNS:
        x = np.where(np.reshape(known, whole.shape), whole, np.nan)
        drawn = ppl.predict(posterior, TREE, data={"y": x}, seed=5).predictions["y"].values.reshape(N, -1)
        np.testing.assert_array_equal(drawn[:, np.array(known)], np.tile(whole.ravel()[known], (N, 1)))
        mean, cov = exact(d, x)
        own, sd = drawn[:, ~np.array(known)], np.sqrt(np.diag(cov))
        assert np.all(np.abs(own.mean(0) - mean) < FAR * sd / np.sqrt(N)), (known, own.mean(0), mean)
        spread = np.sqrt((np.outer(np.diag(cov), np.diag(cov)) + cov**2) / N)
        assert np.all(np.abs(np.cov(own.T) - cov) < FAR * spread), (known, np.cov(own.T), cov)


def test_the_rest_of_a_hidden_chain():
    chain, shares = np.array([[0.9, 0.1], [0.3, 0.7]]), np.array([[0.8, 0.2], [0.1, 0.9]])

    @ppl.model
    def hidden(y):
        t = ppl.param("t", ppl.real)
        ppl.sample("y", HiddenMarkov(np.array([0.6, 0.4]), chain, ppl.Categorical(shares)), obs=y)
        ppl.deterministic("unused", t)

    d = HiddenMarkov(np.array([0.6, 0.4]), chain, ppl.Categorical(shares), length=4)
    posterior = hidden.bind(y=np.array([0, 1, 1, 0]))
    for x in (np.array([1.0, 1.0, np.nan, np.nan]), np.array([np.nan, 1.0, np.nan, 0.0])):
        drawn = ppl.predict(posterior, TREE, data={"y": x}, seed=1).predictions["y"].values.reshape(N, 4)
        assert drawn.dtype.kind == "i" and np.all(drawn[:, x == x] == x[x == x])
        for pair in itertools.product([0, 1], repeat=2):
            full = x.copy()
            full[np.isnan(x)] = pair
            p = np.exp(d.logpdf(full.astype(int)) - d.logpdf(x))
            share = np.mean(np.all(drawn[:, np.isnan(x)] == pair, axis=1))
            assert abs(share - p) < FAR * np.sqrt(p * (1 - p) / N), (x, pair, share, p)


def test_rows_with_gaps_are_drawn_given_the_rest_of_the_row_and_the_model_goes_on_with_them():
    @ppl.model
    def imputed(x, y):
        a = ppl.sample("a", Normal(0, 1))
        full = ppl.sample("x", MultivariateNormal(np.zeros(2), np.array([[1.0, 0.9], [0.9, 1.0]])), obs=x, missing="parameter")
        ppl.sample("y", Normal(a * 0 + full[:, 1], 1e-3), obs=y)

    posterior = imputed.bind(x=np.zeros((3, 2)), y=np.zeros(3))
    tree = results.from_groups({"posterior": {"a": np.zeros((1, N))}})
    new = np.array([[2.0, np.nan], [np.nan, np.nan], [1.0, -1.0], [-2.0, np.nan]])
    with pytest.warns(UserWarning, match="x_missing"):
        found = ppl.predict(posterior, tree, data={"x": new}, seed=1).predictions["y"].values[0]
    assert np.all(np.abs(found.mean(0) - [1.8, 0.0, -1.0, -1.8]) < 0.1)
    np.testing.assert_allclose(found.std(0), [np.sqrt(0.19), 1.0, 1e-3, np.sqrt(0.19)], atol=0.05)


def test_nan_is_drawn_wherever_it_stands_in_what_is_predicted():
    @ppl.model
    def steps(y):
        rate = ppl.sample("rate", ppl.Gamma(2, 1))
        last = 0.0
        for t in range(len(y)):
            last = ppl.sample("y", ppl.Poisson(rate + 10 * last), obs=y[t])

    posterior = steps.bind(y=np.array([1, 2, 3]))
    tree = results.from_groups({"posterior": {"rate": np.full((1, 500), 2.0)}})
    y = ppl.predict(posterior, tree, data={"y": np.array([3.0, np.nan, np.nan])}, seed=1).predictions["y"].values[0]
    assert abs(y[:, 1].mean() - 32) < 2 and np.corrcoef(y[:, 1], y[:, 2])[0, 1] > 0.5


def test_what_cannot_be_drawn_in_part_is_refused():
    @ppl.model
    def shares(p):
        c = ppl.sample("c", ppl.Gamma(2, 1))
        ppl.sample("p", ppl.Dirichlet(np.full(3, 1.0) * c), obs=p)

    posterior = shares.bind(p=np.array([[0.2, 0.3, 0.5]]))
    tree = results.from_groups({"posterior": {"c": np.ones((1, 10))}})
    with pytest.raises(DataError, match=r"(?s)a problem with its data.*1 of 2 values are given in part, and Dirichlet\(concentration\) has no draws of the rest of a value"):
        ppl.predict(posterior, tree, data={"p": np.array([[0.2, np.nan, np.nan], [np.nan] * 3])})


def test_missing_entries_of_what_cannot_be_drawn_in_part():
    @ppl.model
    def heavy(x):
        c = ppl.sample("c", Normal(0, 1))
        ppl.sample("x", ppl.MultivariateStudentT(4.0, np.zeros(2) + c, np.eye(2)), obs=x, missing="parameter")

    posterior = heavy.bind(x=np.array([[0.5, np.nan], [0.1, 0.2]]))
    draws = {"c": np.zeros((1, 10)), "x_missing": np.ones((1, 10, 1))}
    tree = results.from_groups({"posterior": draws}, dims={"x_missing": ["x_missing_dim_0"]}, coords={"x_missing_dim_0": ["0, 1"]})
    again = ppl.predict(posterior, tree, seed=1).predictions["x"].values            # the tree knows them: all is given
    assert np.isfinite(again).all() and not np.any(again[..., 0, 0] == 0.5)
    with pytest.raises(SettingsError, match=r"`x_missing` stands for what is missing of `x`: 1 of 2 values are given in part, and MultivariateStudentT"):
        ppl.predict(posterior, tree, data={"x": np.array([[np.nan, 3.0], [0.1, 0.2]])})


def test_values_given_as_wholes_are_drawn_anew_and_code_without_gaps_is_not_taken_for_one_with():
    law = "state space"
    whole = np.asarray(LAWS[law]().sample(seed=3))
    posterior = one.bind(law=law, y=whole)
    again = ppl.predict(posterior, TREE, data={"y": whole}, seed=5).predictions["y"].values[0]
    assert not np.any(again == whole)
    partly = ppl.predict(posterior, TREE, data={"y": np.append(whole[:3], np.nan)}, seed=5).predictions["y"].values[0]
    np.testing.assert_array_equal(partly[:, :3], np.tile(whole[:3], (N, 1)))
    rebound = ppl.predict(posterior.rebind(y=None), TREE, data={"y": np.full(4, np.nan)}, seed=5).predictions["y"].values[0]
    assert np.unique(rebound).size == rebound.size


def test_rows_of_sets_are_given_or_drawn_as_wholes():
    @ppl.model
    def shares(p):
        c = ppl.sample("c", ppl.Gamma(2, 1))
        ppl.sample("p", ppl.Dirichlet(np.full(3, 1.0) * c), obs=p)

    posterior = shares.bind(p=np.array([[0.2, 0.3, 0.5]]))
    tree = results.from_groups({"posterior": {"c": np.ones((1, 10))}})
    p = ppl.predict(posterior, tree, data={"p": np.array([[0.2, 0.3, 0.5], [np.nan] * 3])}, seed=1).predictions["p"].values
    np.testing.assert_allclose(p.sum(-1), 1.0)
    with pytest.raises(DataError, match="outside the support"):
        ppl.predict(posterior, tree, data={"p": np.array([[0.2, 0.3, 0.7], [np.nan] * 3])})


def test_what_can_be_continued_can_be_completed():
    for law in LAWS.values():
        assert completes(law())
    continued = [family for family in (*distributions.FAMILIES, *processes.FAMILIES) if family.causal]
    assert len(continued) > 5
    for family in continued:
        assert all(completes(make(family, *params)) for params in family.examples), family
