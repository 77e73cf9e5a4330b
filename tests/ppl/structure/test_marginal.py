"""Discrete variables that are summed out: the density is that of the sum written by hand, their values afterwards follow their conditional law."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st
from scipy.special import logsumexp, softmax

from llbayes import ppl, results
from llbayes.ir.errors import LlbayesError, SettingsError
from llbayes.ppl import Bernoulli, Binomial, Categorical, Dirichlet, Gamma, Normal, Poisson, real

rng = np.random.default_rng(3)
Y = np.concatenate([rng.normal(-1.0, 1.0, 8), rng.normal(1.5, 1.0, 12)])
COUNTS = np.array([3, 2, 2, 9, 6, 8, 7])


@ppl.model
def mixture(y):
    p = ppl.sample("p", Dirichlet(np.ones(3)))
    mu = ppl.sample("mu", Normal(0, 5), shape=3)
    ppl.marginalize("z", Categorical(p), lambda k: Normal(mu[k], 1).logpdf(y), dims="row")


@ppl.model
def by_hand(y):
    p = ppl.sample("p", Dirichlet(np.ones(3)))
    mu = ppl.sample("mu", Normal(0, 5), shape=3)
    ppl.factor("z", np.logaddexp(np.logaddexp(np.log(p[0]) + Normal(mu[0], 1).logpdf(y), np.log(p[1]) + Normal(mu[1], 1).logpdf(y)),
                                 np.log(p[2]) + Normal(mu[2], 1).logpdf(y)), likelihood=True)


@ppl.model
def change_point(d):
    rate = ppl.sample("rate", Gamma(1, 0.3), shape=2)
    before = np.arange(len(d))
    ppl.marginalize("tau", Categorical(np.ones(7) / 7), lambda k: np.sum(Poisson(np.where(before < k, rate[0], rate[1])).logpdf(d)))


@ppl.model
def two_inside(y):
    """A site is occupied or not; where it is, an animal is of one of three kinds."""
    m = ppl.param("m", real, shape=3)

    def given(occupied):
        kinds = ppl.marginalize("kind", Binomial(2, 0.2 + 0.5 * occupied), lambda j: Normal(m[j] + occupied, 1).logpdf(y))
        return kinds

    ppl.marginalize("occupied", Bernoulli(np.full(3, 0.4)), given)


@pytest.fixture(scope="module")
def posteriors():
    return {"mixture": mixture.bind(y=Y, coords={"row": np.arange(100, 120)}), "by_hand": by_hand.bind(y=Y),
            "change_point": change_point.bind(d=COUNTS), "two_inside": two_inside.bind(y=np.array([0.1, 2.0, -1.0]))}


def exact_inside(m, y):
    """log P(occupied, kind, y) by enumeration, (2, 3, n)."""
    return np.array([[st.bernoulli(0.4).logpmf(a) + st.binom(2, 0.2 + 0.5 * a).logpmf(j) + st.norm(m[j] + a, 1).logpdf(y) for j in range(3)] for a in range(2)])


def test_the_density_is_the_sum_written_by_hand(posteriors):
    z = rng.normal(size=5)
    for one, other in zip(posteriors["mixture"].value_and_grad(z), posteriors["by_hand"].value_and_grad(z), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)
    np.testing.assert_allclose(posteriors["mixture"].hessian(z), posteriors["by_hand"].hessian(z), rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("name", ["mixture", "change_point", "two_inside"])
def test_compiled_as_interpreted(posteriors, name):
    z = rng.normal(size=posteriors[name].dim)
    assert posteriors[name].log_density(z) == pytest.approx(posteriors[name].interpreted_log_density(z), rel=1e-12)


def test_one_inside_of_another_is_the_sum_over_both(posteriors):
    m = rng.normal(size=3)
    exact = logsumexp(exact_inside(m, np.array([0.1, 2.0, -1.0])), axis=(0, 1)).sum()
    assert posteriors["two_inside"].log_density(m) == pytest.approx(exact, rel=1e-12)
    assert [s.kind for s in posteriors["two_inside"].sites.values()] == ["parameter", "nested", "marginal"]


def repeated(posterior, z, n):
    values = posterior.constrain(np.tile(z, (1, n, 1)))
    return results.from_groups({"posterior": values}, coords=posterior.coords)


def tv(counts, p):
    """Distance of frequencies from probabilities."""
    return 0.5 * np.abs(counts / counts.sum() - p).sum()


def test_values_follow_their_law_given_the_parameters(posteriors):
    posterior, z = posteriors["mixture"], np.array([0.2, -0.1, -1.0, 0.5, 1.5])
    tree = ppl.recover(posterior, repeated(posterior, z, 4000), seed=1)
    values, found = posterior.constrain(z), tree["posterior"]["z"]
    assert found.dims == ("chain", "draw", "row") and list(found["row"].values) == list(range(100, 120)) and found.dtype.kind == "i"
    weights = softmax(np.log(values["p"])[:, None] + st.norm(values["mu"][:, None], 1).logpdf(Y), axis=0)
    assert max(tv(np.bincount(found.values[0, :, i], minlength=3), weights[:, i]) for i in range(20)) < 0.04
    assert "p" in tree["posterior"]


def test_values_inside_follow_theirs_together(posteriors):
    posterior, m = posteriors["two_inside"], np.array([0.3, -0.4, 1.0])
    group = ppl.recover(posterior, repeated(posterior, m, 6000), seed=2)["posterior"]
    joint = softmax(exact_inside(m, np.array([0.1, 2.0, -1.0])), axis=(0, 1))
    for i in range(3):
        counts = np.array([[np.sum((group["occupied"].values[..., i] == a) & (group["kind"].values[..., i] == j)) for j in range(3)] for a in range(2)])
        assert tv(counts, joint[..., i]) < 0.03


def test_a_change_point_is_found(posteriors):
    posterior = posteriors["change_point"]
    tree = ppl.recover(posterior, repeated(posterior, np.log([2.3, 7.5]), 500), seed=1)
    assert tree["posterior"]["tau"].shape == (1, 500) and np.bincount(tree["posterior"]["tau"].values[0]).argmax() == 3
    ppl.log_likelihood(posterior, tree)
    assert tree["log_likelihood"]["tau"].shape == (1, 500)


def test_pointwise_log_likelihood_is_of_each_entry(posteriors):
    posterior, z = posteriors["mixture"], rng.normal(size=5)
    group = ppl.log_likelihood(posterior, repeated(posterior, z, 2))["log_likelihood"]["z"]
    values = posterior.constrain(z)
    exact = logsumexp(np.log(values["p"])[:, None] + st.norm(values["mu"][:, None], 1).logpdf(Y), axis=0)
    np.testing.assert_allclose(group.values[0, 0], exact)
    assert group.dims == ("chain", "draw", "row")


# -- wrong uses
@ppl.model
def of_a_continuous_one(y):
    ppl.marginalize("z", Normal(0, 1), lambda k: Normal(k, 1).logpdf(y))


@ppl.model
def of_endless_values(y):
    ppl.marginalize("z", Poisson(3.0), lambda k: Normal(k, 1).logpdf(y))


@ppl.model
def without_a_function(y):
    ppl.marginalize("z", Bernoulli(0.5), Normal(0, 1).logpdf(y))


@ppl.model
def without_a_distribution(y):
    ppl.marginalize("z", 0.5, lambda k: Normal(k, 1).logpdf(y))


@ppl.model
def with_a_site_inside(y):
    ppl.marginalize("z", Bernoulli(0.5), lambda k: ppl.sample("m", Normal(k, 1)))


@ppl.model
def with_an_observation_inside(y):
    ppl.marginalize("z", Bernoulli(0.5), lambda k: ppl.sample("y", Normal(k, 1), obs=y))


@ppl.model
def too_deep(y):
    def inner(k):
        return ppl.marginalize("b", Bernoulli(0.5), lambda j: ppl.marginalize("c", Bernoulli(0.5), lambda i: Normal(k + j + i, 1).logpdf(y)))
    ppl.marginalize("a", Bernoulli(0.5), inner)


@ppl.model
def more_values_than_entries(y):
    ppl.marginalize("z", Bernoulli(np.full(3, 0.5)), lambda k: np.sum(Normal(k, 1).logpdf(y)))


@ppl.model
def without_a_name(y):
    ppl.marginalize(Bernoulli(0.5), lambda k: Normal(k, 1).logpdf(y))


@ppl.model
def a_discrete_parameter(y):
    z = ppl.sample("z", Bernoulli(0.5))
    ppl.sample("y", Normal(z, 1), obs=y)


WRONG = [
    (of_a_continuous_one, "is not discrete", "ppl.sample"),
    (of_endless_values, "no end that is known before the run", ".truncated(0, 20)"),
    (without_a_function, "must be a function of the value", "lambda k"),
    (without_a_distribution, "must be a discrete distribution, not 0.5", "ppl.Categorical(p)"),
    (with_a_site_inside, "`ppl.sample` inside of the function of ppl.marginalize `z`", "parameters stand before it"),
    (with_an_observation_inside, "`ppl.sample` inside of the function", ".logpdf(y)"),
    (too_deep, "nested 2 times at most", "HiddenMarkov"),
    (more_values_than_entries, "values of shape (3,), its function gives log likelihoods of shape ()", "one number for each value"),
    (without_a_name, "`ppl.marginalize`", "lambda k"),
    (a_discrete_parameter, "`z` is a discrete parameter", "ppl.marginalize"),
]


@pytest.mark.parametrize(("model", "message", "remedy"), WRONG, ids=lambda x: getattr(x, "__name__", ""))
def test_wrong_uses_are_told(model, message, remedy):
    with pytest.raises(LlbayesError) as caught:
        model.bind(y=np.array([0.5, 1.0]))
    text = str(caught.value)
    assert message in text and remedy in text and caught.value.position.file == __file__, text


def test_what_cannot_be_recovered_is_told(posteriors):
    with pytest.raises(SettingsError, match="sums out no variable"):
        ppl.recover(posteriors["by_hand"], repeated(posteriors["by_hand"], np.zeros(5), 2))


@ppl.model
def visits(y):
    """As `two_inside`, site by site."""
    m = ppl.param("m", real, shape=3)
    for i in range(3):
        ppl.marginalize("occupied", Bernoulli(0.4), lambda a, i=i: ppl.marginalize("kind", Binomial(2, 0.2 + 0.5 * a), lambda j: Normal(m[j] + a, 1).logpdf(y[i])))


@ppl.model
def two_regions(y):
    ppl.submodel("north", visits, y)
    ppl.submodel("south", two_inside, y + 1.0)


def test_sums_inside_of_others_in_loops_and_submodels():
    y, m, n = np.array([0.1, 2.0, -1.0]), np.array([0.3, -0.4, 1.0, 0.1, -0.2, 0.5]), 3000
    posterior = two_regions.bind(y=y)
    exact = sum(logsumexp(exact_inside(part, at), axis=(0, 1)).sum() for part, at in ((m[:3], y), (m[3:], y + 1.0)))
    assert posterior.log_density(m) == pytest.approx(exact) == posterior.interpreted_log_density(m)
    group = ppl.recover(posterior, repeated(posterior, m, n), seed=4)["posterior"]
    for region, part, at in (("north", m[:3], y), ("south", m[3:], y + 1.0)):
        occupied, kind = (group[f"{region}.{name}"].values[0] for name in ("occupied", "kind"))
        assert occupied.shape == kind.shape == (n, 3)
        joint = softmax(exact_inside(part, at), axis=(0, 1))
        for i in range(3):
            assert tv(np.array([[np.sum((occupied[:, i] == a) & (kind[:, i] == j)) for j in range(3)] for a in range(2)]), joint[..., i]) < 0.04
