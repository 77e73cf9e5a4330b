"""Hidden states: drawn given what was observed (`ppl.recover`), filtered, and carried on (`given`); moments of what is observed."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import scipy.stats as st

from llbayes import ppl, results
from llbayes.ir.errors import LlbayesError
from llbayes.lang.library.random import Rng
from llbayes.ppl import HiddenMarkov, LinearGaussianStateSpace, Mixture, MultivariateNormal, Normal, Poisson, ZeroInflated

P = np.array([[0.8, 0.2], [0.1, 0.9]])
EACH = np.stack([P, [[0.5, 0.5], [0.3, 0.7]], [[0.9, 0.1], [0.2, 0.8]]])
MU, T = np.array([0.0, 2.0]), 4
CHAINS = {
    "numbers": (HiddenMarkov(np.array([0.3, 0.7]), P, Normal(MU, 1.0)), np.array([0.5, 1.5, -0.2, 2.2])),
    "gaps": (HiddenMarkov(None, P, Normal(MU, 1.0)), np.array([0.5, np.nan, -0.2, np.nan])),
    "a matrix a step": (HiddenMarkov(np.array([0.3, 0.7]), EACH, Poisson(np.array([1.0, 4.0]))), np.array([1, 5, 3, 0])),
    "vectors": (HiddenMarkov(None, P, MultivariateNormal(np.array([[0.0, 1.0], [2.0, -1.0]]), cholesky=np.eye(2))), np.arange(8.0).reshape(4, 2) / 4),
    "mixtures": (HiddenMarkov(None, P, Mixture(np.array([0.3, 0.7]), Normal(np.array([[0.0, 1.0], [2.0, 4.0]]), 1.0))), np.array([0.5, 1.5, -0.2, 2.2])),
    "zeros": (HiddenMarkov(None, P, ZeroInflated(np.array([0.1, 0.4]), Poisson(np.array([1.0, 4.0])))), np.array([0, 5, 0, 1])),
}


def ways(d, x):
    """All sequences of states and the posterior probability of each, by enumeration."""
    matrices = np.broadcast_to(d.transition, (T - 1, 2, 2))
    each = d.scores(x)
    all_ways = np.array(list(itertools.product(range(2), repeat=T)))
    logs = np.array([np.log(d.start()[s[0]]) + sum(np.log(matrices[t, s[t], s[t + 1]]) for t in range(T - 1)) + sum(each[t, s[t]] for t in range(T)) for s in all_ways])
    return all_ways, np.exp(logs - d.logpdf(x))


@pytest.mark.parametrize("name", CHAINS)
def test_sequences_of_states_are_drawn_with_their_probabilities(name):
    d, x = CHAINS[name]
    found, p = ways(d, x)
    assert p.sum() == pytest.approx(1.0)
    rng = Rng(np.random.PCG64(3))
    drawn = np.array([d.hidden(rng, x) for _ in range(1000)]) @ 2 ** np.arange(T)[::-1]
    seen, expected = np.bincount(drawn, minlength=2**T), 1000 * p
    usual = expected > 5
    observed, wanted = np.append(seen[usual], seen[~usual].sum()), np.append(expected[usual], max(expected[~usual].sum(), 1e-9))
    assert st.chi2(len(wanted) - 1).sf(np.sum((observed - wanted) ** 2 / np.maximum(wanted, 1.0))) > 1e-4
    np.testing.assert_allclose(d.filtered(x)[-1], d.smoothed(x)[-1], rtol=1e-12)
    share = np.array([p[found[:, 1] == k].sum() for k in range(2)])
    np.testing.assert_allclose(d.smoothed(x)[1], share, rtol=1e-10)


def test_the_stationary_law_is_the_default():
    d = HiddenMarkov(None, P, Normal(MU, 1.0), length=3)
    np.testing.assert_allclose(d.start() @ P, d.start())
    np.testing.assert_allclose(d.mean(), [d.start() @ MU] * 3)
    np.testing.assert_allclose(d.logpdf(np.ones(3)), HiddenMarkov(d.start(), P, Normal(MU, 1.0)).logpdf(np.ones(3)))


def test_what_follows_a_chain_is_conditional():
    d, x = CHAINS["numbers"]
    after = d.given(x, 2)
    for y in (np.array([0.3, -1.0]), np.array([2.0, 2.5])):
        assert after.logpdf(y) == pytest.approx(d.logpdf(np.append(x, y)) - d.logpdf(x))


MATRICES = {
    "vectors": (np.array([[0.9, 0.3], [0.0, 0.7]]), np.array([[1.0, 0.0], [0.5, -1.0]]), np.array([[0.5, 0.1], [0.1, 0.3]]), np.diag([0.4, 0.6]), np.array([0.5, -1.0]), np.eye(2)),
    "numbers": (np.array([[0.9, 0.3], [0.0, 0.7]]), np.array([1.0, 0.5]), np.array([[0.5, 0.1], [0.1, 0.3]]), 0.4, np.array([0.5, -1.0]), np.eye(2)),
}  # fmt: skip
MATRICES["matrices that change"] = (np.stack([MATRICES["vectors"][0] * f for f in (1.0, 0.5, -1.0)]), *MATRICES["vectors"][1:])
SPACES = {name: LinearGaussianStateSpace(*matrices, loc=np.arange(4.0).reshape((4, 1) if name != "numbers" else 4), length=4) for name, matrices in MATRICES.items()}


def joint(d):
    """(mean, covariance) of states and observations together, by the matrices."""
    n, m = 2, 1 if d.numbers else 2
    h = np.kron(np.eye(T), np.reshape(d.design, (m, n)))
    f = np.broadcast_to(d.transition, (T - 1, n, n))
    step = np.eye(T * n)
    for t in range(1, T):
        step[t * n : (t + 1) * n] += f[t - 1] @ step[(t - 1) * n : t * n]
    noise = np.kron(np.eye(T), d.process)
    noise[:n, :n] = d.cov
    mean = step[:, :n] @ d.mean0
    states = step @ noise @ step.T
    seen = h @ states @ h.T + np.kron(np.eye(T), np.reshape(d.noise, (m, m)))
    return mean, states, h, (h @ mean).reshape(d.mean().shape) + d.loc, seen


@pytest.mark.parametrize("name", SPACES)
def test_states_are_drawn_given_the_series(name):
    d = SPACES[name]
    mean, states, h, observed, seen = joint(d)
    np.testing.assert_allclose(d.mean(), observed)
    np.testing.assert_allclose(d.variance().ravel(), np.diag(seen))
    x = np.asarray(d.sample(seed=2))
    x[1] = np.nan
    there = np.isfinite(x.ravel())
    gain = states @ h[there].T @ np.linalg.inv(seen[np.ix_(there, there)])
    middle, cov = mean + gain @ (x - observed).ravel()[there], states - gain @ h[there] @ states
    np.testing.assert_allclose(np.ravel(d.smoothed(x)), middle, atol=1e-9)
    rng, n = Rng(np.random.PCG64(4)), 600
    z = np.linalg.solve(np.linalg.cholesky(cov), (np.array([np.ravel(d.hidden(rng, x)) for _ in range(n)]) - middle).T)
    assert np.abs(np.cov(z) - np.eye(len(z))).max() < 5 * np.sqrt(2 / n) and np.abs(z.mean(axis=1)).max() < 5 / np.sqrt(n)
    known = st.multivariate_normal(observed.ravel()[there], seen[np.ix_(there, there)])
    assert d.logpdf(x) == pytest.approx(known.logpdf(x.ravel()[there]))


@pytest.mark.parametrize("name", MATRICES)
def test_what_follows_a_series_is_conditional(name):
    d = LinearGaussianStateSpace(*MATRICES[name], loc=0.5)
    x, y = np.asarray(SPACES[name].sample(seed=1)), np.asarray(SPACES[name].sample(seed=2))[:2]
    if name == "matrices that change":
        with pytest.raises(LlbayesError, match="those of the steps that follow"):
            d.given(x, 2)
        return
    whole = LinearGaussianStateSpace(*MATRICES[name], loc=np.concatenate([np.full(x.shape, 0.5), np.full(y.shape, 2.0)]))
    assert d.given(x, 2, loc=2.0).logpdf(y) == pytest.approx(whole.logpdf(np.concatenate([x, y])) - d.logpdf(x))
    np.testing.assert_allclose(d.filtered(x)[-1], d.smoothed(x)[-1])


# -- in models
@ppl.model
def observed(y, z, u):
    a = ppl.sample("a", Normal(0, 1))
    chain = HiddenMarkov(None, P, Normal(MU + a, 1.0))
    ppl.sample("y", chain, obs=y, dims=("group", "time"))
    space = LinearGaussianStateSpace(*MATRICES["numbers"], loc=a * u)
    ppl.sample("z", space, obs=z, dims="time")
    for row in (0, 1):
        ppl.sample("each", chain, obs=y[row])
    ppl.generate("next", chain.given(y[0], 2))
    ppl.generate("later", space.given(z, 2))


@pytest.fixture(scope="module")
def recovered():
    y = np.array([[0.5, np.nan, -0.2, 2.2], [2.0, 1.0, 3.0, 0.0]])
    p = observed.bind(y=y, z=y[0] + 1.0, u=np.ones(4), coords={"group": ["a", "b"], "time": [2001, 2002, 2003, 2004]})
    return p, ppl.recover(p, results.from_groups({"posterior": {"a": np.zeros((2, 500))}}), seed=1)


def test_states_are_recovered_with_their_labels(recovered):
    p, tree = recovered
    found = tree["posterior"]
    assert found["y_states"].dims == ("chain", "draw", "group", "time") and found["y_states"].dtype.kind == "i"
    assert found["z_states"].dims[:3] == ("chain", "draw", "time") and list(found["z_states"].coords["time"].values) == [2001, 2002, 2003, 2004]
    y = p.observed["y"]
    expected = HiddenMarkov(None, P, Normal(MU, 1.0)).smoothed(y)[..., 1]
    np.testing.assert_allclose(found["y_states"].values.mean(axis=(0, 1)), expected, atol=5 * 0.5 / np.sqrt(1000))
    assert found["each_states"].values.shape == (2, 500, 2, 4)
    np.testing.assert_allclose(found["each_states"].values.mean(axis=(0, 1)), expected, atol=5 * 0.5 / np.sqrt(1000))
    states = LinearGaussianStateSpace(*MATRICES["numbers"]).smoothed(p.observed["z"])
    np.testing.assert_allclose(found["z_states"].values.mean(axis=(0, 1)), states, atol=5 * 1.2 / np.sqrt(1000))


def test_what_follows_is_predicted(recovered):
    p, tree = recovered
    drawn = ppl.posterior_predictive(p, tree, seed=2)["posterior_predictive"]
    for name, law in (("next", HiddenMarkov(None, P, Normal(MU, 1.0)).given(p.observed["y"][0], 2)),
                      ("later", LinearGaussianStateSpace(*MATRICES["numbers"]).given(p.observed["z"], 2))):  # fmt: skip
        x = drawn[name].values.reshape(1000, 2)
        np.testing.assert_allclose(x.mean(axis=0), law.mean(), atol=5 * np.sqrt(law.variance().max() / 1000))
        np.testing.assert_allclose(x.var(axis=0), law.variance(), rtol=5 * np.sqrt(3 / 1000))


def test_a_gradient_through_regressors(recovered):
    p, _ = recovered
    z = np.array([0.3])
    value, gradient = p.value_and_grad(z)
    assert value == pytest.approx(p.interpreted_log_density(z), rel=1e-12)
    assert gradient[0] == pytest.approx((p.log_density(z + 1e-6) - p.log_density(z - 1e-6)) / 2e-6, rel=1e-6)


@ppl.model
def named_alike(y):
    ppl.param("y_states", ppl.real)
    ppl.sample("y", HiddenMarkov(None, P, Normal(MU, 1.0)), obs=y)


@ppl.model
def without(y):
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y)


D = LinearGaussianStateSpace(*MATRICES["vectors"])
WRONG = {
    "a name that is taken": (lambda: ppl.recover(named_alike.bind(y=np.zeros(3)), results.from_groups({"posterior": {"y_states": np.zeros((1, 2))}})), "is a site of the model"),
    "nothing to recover": (lambda: ppl.recover(without.bind(y=np.zeros(3)), results.from_groups({"posterior": {"a": np.zeros((1, 2))}})), "sums out no variable and no states"),
    "no stationary law": (lambda: HiddenMarkov(None, EACH, Normal(MU, 1.0)), "has no one stationary law"),
    "states that lead nowhere": (lambda: HiddenMarkov(None, np.eye(2), Normal(MU, 1.0)), "has no one stationary law"),
    "probabilities that are none": (lambda: HiddenMarkov(None, 2 * P, Normal(MU, 1.0), length=3).sample(), "outside of its domain"),
    "no steps": (lambda: CHAINS["numbers"][0].given(np.zeros(3), 0), "`steps` of `HiddenMarkov.given`"),
    "a negative variance": (lambda: LinearGaussianStateSpace(*MATRICES["numbers"][:3], -1.0, *MATRICES["numbers"][4:]), "noise must be nonnegative"),
    "several series": (lambda: D.smoothed(np.zeros((3, 4, 2))), "takes one series"),
    "a value of other entries": (lambda: D.filtered(np.zeros((4, 3))), r"\(steps, 2\)"),
    "a transition that is no square": (lambda: HiddenMarkov(None, P[:1], Normal(MU, 1.0)), "one number of states everywhere"),
    "one emission": (lambda: HiddenMarkov(None, P, Normal(0.0, 1.0)), "one number of states everywhere"),
    "a vector of transitions": (lambda: HiddenMarkov(np.ones(2) / 2, np.ones(2) / 2, Normal(MU, 1.0)), "vector of initial probabilities"),
    "steps that change": (lambda: HiddenMarkov(np.ones(2) / 2, EACH, Normal(MU, 1.0)).given(np.ones(4), 2), "changes along its steps"),
    "values that change": (lambda: HiddenMarkov(None, P, Normal(np.zeros((4, 2)), 1.0)).given(np.ones(4), 2), "changes along its steps"),
    "moments without a length": (lambda: HiddenMarkov(None, P, Normal(MU, 1.0)).mean(), "how long this HiddenMarkov is"),
    "moments of a law without": (lambda: HiddenMarkov(None, P, ppl.Cauchy(MU, 1.0), length=3).mean(), "`Cauchy` has none"),
    "moments of a space without a length": (lambda: D.variance(), "how long this LinearGaussianStateSpace is"),
    "a covariance of chains": (lambda: HiddenMarkov(None, P, Normal(MU, 1.0), length=2).covariance(), "no covariance matrix"),
    "a cdf of series": (lambda: D.cdf(np.zeros((4, 2))), "no cdf"),
    "a design of three states": (lambda: LinearGaussianStateSpace(MATRICES["vectors"][0], np.ones((2, 3)), *MATRICES["vectors"][2:]), "has 2 states"),
    "a noise of other entries": (lambda: LinearGaussianStateSpace(*MATRICES["vectors"][:3], np.eye(3), *MATRICES["vectors"][4:]), "3 entries of an observation"),
    "a mean of three states": (lambda: LinearGaussianStateSpace(*MATRICES["vectors"][:4], np.zeros(3), np.eye(2)), "has 3 states"),
    "a loc of other steps": (lambda: LinearGaussianStateSpace(*MATRICES["numbers"], loc=np.zeros(3), length=4).sample(), "`loc` of LinearGaussianStateSpace has 3 steps"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_said(name):
    run, text = WRONG[name]
    with pytest.raises(LlbayesError, match=text):
        run()


# -- moments of series that begin with values of their own
SERIES = {
    "AR behind values": ppl.AR(np.array([0.5, -0.3]), 0.7, 0.2, initial=np.array([1.0, 2.0]), length=5),
    "AR, explosive": ppl.AR(1.2, 0.7, 0.2, initial=1.0, length=5),
    "AR from independent values": ppl.AR(np.array([0.5, 0.6]), 0.7, 0.2, init_loc=1.0, init_scale=2.0, length=5),
    "AR shorter than its order": ppl.AR(np.array([0.5, 0.6, 0.1]), 0.7, 0.2, init_loc=1.0, init_scale=2.0, length=2),
}


@pytest.mark.parametrize("name", SERIES)
def test_moments_are_those_of_the_map_of_standard_draws(name):
    d = SERIES[name]
    n = d.event(np.shape)[0]
    mean = d.shift(np.zeros(n))
    np.testing.assert_allclose(d.mean(), mean, atol=1e-12)
    np.testing.assert_allclose(d.variance(), np.sum([(d.shift(e) - mean) ** 2 for e in np.eye(n)], axis=0), rtol=1e-10)


def test_variances_of_garch_from_a_first_one():
    d = ppl.GARCH(0.2, np.array([0.1, 0.2]), 0.5, 1.0, initial=0.7, length=6)
    h = [0.7]
    for t in range(1, 6):
        h.append(0.2 + 0.1 * h[t - 1] + 0.2 * (h[t - 2] if t > 1 else 0.7) + 0.5 * h[t - 1])
    np.testing.assert_allclose(d.variance(), h)
