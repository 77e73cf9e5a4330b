"""Interval-censored observations and indicators of events: log probabilities against mpmath and SciPy, data with open ends, predictions of what is not censored."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest
import scipy.stats as st

from llbayes import ad, ppl, results
from llbayes.ir.errors import LlbayesError
from llbayes.ppl import (
    Censored,
    Dirichlet,
    Exponential,
    Gamma,
    HalfNormal,
    Hurdle,
    IntervalCensored,
    Laplace,
    Mixture,
    NegativeBinomial,
    Normal,
    Poisson,
    Weibull,
)

INF, NAN = np.inf, np.nan
LAWS = {
    "normal": (Normal(0.3, 1.2), st.norm(0.3, 1.2)),
    "gamma": (Gamma(2.5, 1.5), st.gamma(2.5, scale=1 / 1.5)),
    "weibull": (Weibull(1.5, 2.0), st.weibull_min(1.5, scale=2.0)),
    "exponential": (Exponential(0.7), st.expon(scale=1 / 0.7)),
    "laplace": (Laplace(0.5, 1.0), st.laplace(0.5, 1.0)),
}
KNOWN = np.array([[0.7, 0.7], [0.2, 1.0], [1.0, INF], [-INF, 2.0], [1.0, NAN], [NAN, 2.0], [2.0, 1.0], [-INF, INF], [NAN, NAN], [3.0, 3.5]])


@pytest.mark.parametrize("name", LAWS)
def test_all_kinds_of_observations_are_scored(name):
    d, exact = LAWS[name]
    a, b = np.where(np.isnan(KNOWN[:, 0]), -INF, KNOWN[:, 0]), np.where(np.isnan(KNOWN[:, 1]), INF, KNOWN[:, 1])
    with np.errstate(divide="ignore"):
        wanted = np.where(a == b, exact.logpdf(a), np.log(np.maximum(exact.cdf(b) - exact.cdf(a), 0.0)))
    np.testing.assert_allclose(IntervalCensored(d).logpdf(KNOWN), wanted, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("name", ["poisson", "negative binomial"])
def test_intervals_of_counts(name):
    d, exact = {"poisson": (Poisson(3.0), st.poisson(3.0)), "negative binomial": (NegativeBinomial(4.0, 1.5), st.nbinom(1.5, 1.5 / 5.5))}[name]
    x = np.array([[2, 2], [0, 3], [-INF, 1], [4, INF], [2.5, 3.5], [3, 2], [0, 0], [NAN, 0]])
    wanted = [exact.pmf(2), exact.cdf(3), exact.cdf(1), exact.sf(3), exact.pmf(3), 0.0, exact.pmf(0), exact.pmf(0)]
    np.testing.assert_allclose(np.exp(IntervalCensored(d).logpdf(x)), wanted, rtol=1e-12)


@pytest.mark.parametrize("width", [1e-15, 1e-12, 1e-8, 1e-6, 3e-5, 1e-4, 1e-3, 0.1])
def test_narrow_intervals_keep_their_digits(width):
    """Where tails differ by less than rounding, and far out in tails."""
    mpmath.mp.dps = 40
    for at in (1e-3, 0.1, 8.0, 30.0) if width > 1e-12 else (1e-3, 0.1):
        x = np.array([at, at + width])
        a, b = (mpmath.mpf(v) for v in x)
        normal = mpmath.log(mpmath.quad(lambda v: mpmath.npdf(v, 0, 1), [a, b]))
        assert IntervalCensored(Normal(0.0, 1.0)).logpdf(x) == pytest.approx(float(normal), rel=1e-11)
        exponential = mpmath.log(mpmath.exp(-a) - mpmath.exp(-b))
        assert IntervalCensored(Exponential(1.0)).logpdf(x) == pytest.approx(float(exponential), rel=1e-11)
    kink = IntervalCensored(Laplace(0.0, 1.0)).logpdf(np.array([-width, width]))
    assert kink == pytest.approx(np.log(-np.expm1(-width)), rel=3e-8)


def total(t, x):
    return np.sum(IntervalCensored(Weibull(t[0], t[1])).logpdf(x)) + np.sum(IntervalCensored(Normal(t[0], t[1])).logpdf(x))


def test_gradients():
    t, x = np.array([2.5, 1.5]), np.concatenate([KNOWN[[0, 1, 2, 3, 4, 5, 7, 9]], [[2.0, 2.0 + 1e-9], [9.0, 10.0]]])
    value, gradient = ad.value_and_grad(total)(t, x)
    assert value == pytest.approx(total(t, x), rel=1e-12)
    steps = 1e-6 * np.eye(2)
    np.testing.assert_allclose(gradient, [(total(t + s, x) - total(t - s, x)) / 2e-6 for s in steps], rtol=1e-6)


@pytest.mark.parametrize("limits", [([-INF, 0.0, 1.0], [1.0, INF, 2.0])])
@pytest.mark.parametrize("law", [Normal, lambda a, b: Gamma(2.0 + a, b), lambda a, b: ppl.StudentT(3.0, a, b), lambda a, b: Weibull(1.0 + a, b)])
def test_gradients_with_bounds_that_are_infinite(law, limits):
    low, high, x, t = *map(np.array, limits), np.array([0.5, 0.7, 1.5]), np.array([0.3, 1.2])
    for make in (lambda t: law(t[0], t[1]).truncated(low, high), lambda t: Censored(law(t[0], t[1]), low - 0.5, high)):
        gradient = ad.grad(lambda t, make=make: np.sum(make(t).logpdf(x)))(t)
        wanted = [(np.sum(make(t + s).logpdf(x)) - np.sum(make(t - s).logpdf(x))) / 2e-6 for s in 1e-6 * np.eye(2)]
        np.testing.assert_allclose(gradient, wanted, rtol=1e-6)


@ppl.model
def study(visits, x, c, time, seen, short):
    b = ppl.sample("b", Normal(0, 1), shape=2)
    s = ppl.sample("s", HalfNormal(1))
    law = Weibull(1.5, s * np.exp(x @ b))
    ppl.sample("visits", IntervalCensored(law), obs=visits, dims=("row", "end"))
    ppl.sample("clipped", Censored(law, None, c), obs=time)
    ppl.sample("time", Censored(law, event=seen), obs=time, dims="row")
    ppl.sample("cut", Normal(b[0], s).truncated(-c, c), obs=short)


DATA = {"visits": np.array([[1.0, 1.0], [2.0, INF], [NAN, 3.0], [1.0, 2.0]]), "x": np.array([[1.0, 0.5]] * 4), "c": np.array([INF, 2.0, 3.0, INF]),
        "time": np.array([1.0, 2.0, 3.0, 2.0]), "seen": np.array([1, 0, 1, 0]), "short": np.array([0.1, 0.2, 0.3, 0.2])}  # fmt: skip


@pytest.fixture(scope="module")
def posterior():
    return study.bind(**DATA)


def test_a_model_of_all_of_them(posterior):
    z = np.array([0.1, -0.2, 0.3])
    scale = np.exp(0.3 + DATA["x"] @ z[:2])
    law, t, seen = st.weibull_min(1.5, scale=scale), DATA["time"], DATA["seen"] == 1
    a, b = np.array([1.0, 2.0, 0.0, 1.0]), np.array([1.0, INF, 3.0, 2.0])
    with np.errstate(divide="ignore"):
        visits = np.where(a == b, law.logpdf(a), np.log(law.cdf(b) - law.cdf(a)))
    wanted = {"visits": visits, "clipped": np.where(t >= DATA["c"], law.logsf(DATA["c"]), law.logpdf(t)), "time": np.where(seen, law.logpdf(t), law.logsf(t))}
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12) and np.isfinite(gradient).all()
    tree = results.from_groups({"posterior": posterior.constrain(z[None, None])})
    ppl.log_likelihood(posterior, tree)
    for name, row in wanted.items():
        np.testing.assert_allclose(tree["log_likelihood"][name].values[0, 0], row, rtol=1e-12, err_msg=name)


def test_predictions_are_of_times_that_are_known(posterior):
    tree = results.from_groups({"posterior": posterior.constrain(np.zeros((1, 2000, posterior.dim)))})
    ppl.posterior_predictive(posterior, tree, seed=1)
    found = tree["posterior_predictive"]
    np.testing.assert_array_equal(found["visits"].values[..., 0], found["visits"].values[..., 1])
    law = st.weibull_min(1.5)
    for x in (found["visits"].values[0, :, :, 0], found["time"].values[0]):
        assert st.kstest(x.ravel(), law.cdf).pvalue > 1e-4
    assert found["clipped"].values[..., 1].max() == 2.0 and found["clipped"].values[..., 0].max() > 3.0
    ahead = ppl.predict(posterior, tree, data={"x": np.ones((2, 2)), "c": np.full(2, INF)}, coords={"row": [7, 8]}, seed=1)["predictions"]
    assert ahead["visits"].shape == (1, 2000, 2, 2) and ahead["time"].shape == (1, 2000, 2)


REFUSED = {
    "no distribution": (lambda: IntervalCensored(0.0), "must be a distribution"),
    "a constructor": (lambda: IntervalCensored(Normal), "call it"),
    "vectors": (lambda: IntervalCensored(Dirichlet(np.ones(2))), "with a cdf"),
    "a law without a cdf": (lambda: IntervalCensored(ppl.Custom(1.0, logpdf=lambda x, a: x)), "with a cdf"),
    "what has atoms": (lambda: IntervalCensored(Hurdle(0.3, Gamma(2.0, 1.0))), "with a cdf"),
    "bounds": (lambda: IntervalCensored(Gamma(2.0, 1.0), 0.0, 1.0), "`d`"),
    "its cdf": (lambda: IntervalCensored(Gamma(2.0, 1.0)).cdf(1.0), "no cdf"),
    "its mean": (lambda: IntervalCensored(Gamma(2.0, 1.0)).mean(), "no mean"),
    "cut to bounds": (lambda: IntervalCensored(Gamma(2.0, 1.0)).truncated(1.0), "cannot be truncated"),
    "a mixture of them": (lambda: Mixture([0.5, 0.5], [IntervalCensored(Gamma(2.0, 1.0))] * 2), "beside a density"),
    "codes of R": (lambda: Censored(Weibull(1.0, 1.0), event=np.array([0, 1, 3])), "IntervalCensored"),
    "three ends": (lambda: IntervalCensored(Normal(0, 1)).logpdf(np.ones(3)), "column_stack"),
    "one end": (lambda: IntervalCensored(Normal(0, 1)).logpdf(1.0), "pairs of ends"),
    "one twice": (lambda: IntervalCensored(IntervalCensored(Normal(0, 1))), "with a cdf"),
    "a bound in words": (lambda: Censored(Normal(0, 1), "a"), "no number"),
    "a bound that is nan": (lambda: Censored(Normal(0, 1), np.nan, 1.0), "is nan"),
    "a bound that is a law": (lambda: Censored(Normal(0, 1), Normal(0, 1)), "ppl.sample"),
    "a bound among words": (lambda: Normal(0, 1).truncated(None, "b"), "no number"),
    "a cut at nan": (lambda: Normal(0, 1).truncated(np.nan), "is nan"),
    "a pair of bounds": (lambda: Normal(0, 1).truncated((0, 1)), "no number"),
    "a weight in words": (lambda: Normal(0, 1).noncentered(weight="half"), "no number"),
    "a weight that is a law": (lambda: Normal(0, 1).noncentered(weight=Normal(0, 1)), "no number"),
    "a probability in words": (lambda: ppl.ZeroInflated("a", Poisson(1.0)), "no number"),
    "no probability": (lambda: ppl.ZeroInflated(None, Poisson(1.0)), "comes first"),
    "a domain that is none": (lambda: ppl.Custom(1.0, logpdf=lambda x, a: x, domains={"a": 3}), "must be a constraint"),
    "words": (lambda: Censored(Weibull(1.0, 1.0), event="died"), "an array of 1"),
    "an indicator that is a law": (lambda: Censored(Weibull(1.0, 1.0), event=Normal(0, 1)), "an array of 1"),
    "bounds beside an indicator": (lambda: Censored(Weibull(1.0, 1.0), 0.1, event=np.array([1])), "not both"),
    "too many indicators": (lambda: Censored(Weibull(1.0, 1.0), event=np.array([1, 0])).logpdf(np.ones(3)), "one for each observation"),
    "an indicator cut to bounds": (lambda: Censored(Weibull(1.0, 1.0), event=np.array([1])).truncated(1.0), "cannot be truncated"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_in_words(name):
    call, words = REFUSED[name]
    with pytest.raises(LlbayesError) as caught:
        call()
    error = caught.value
    assert words in error.message + error.hint and error.position is not None and error.position.file == __file__, error


BAD = {
    "ends the wrong way": ({"visits": np.array([[1.0, 1.0], [2.0, 1.0], [NAN, 3.0], [1.0, 2.0]])}, "outside the support"),
    "one column": ({"visits": np.array([1.0, 2.0, 3.0, 4.0])}, "shape"),
    "nan in times": ({"time": np.array([1.0, NAN, 3.0, 2.0])}, "outside the support"),
    "infinite times": ({"time": np.array([1.0, INF, 3.0, 2.0])}, "outside the support"),
    "nan in bounds": ({"c": np.array([1.0, NAN, 3.0, 2.0])}, "not finite"),
    "indicators that are none": ({"seen": np.array([1, 2, 0, 0])}, "event"),
}


@pytest.mark.parametrize("name", BAD)
def test_data_that_do_not_fit_are_refused(name):
    data, words = BAD[name]
    with pytest.raises(LlbayesError, match=words) as caught:
        study.bind(**{**DATA, **data})
    assert caught.value.position is None or caught.value.position.file == __file__


def test_what_has_pairs_is_no_parameter():
    @ppl.model
    def m():
        ppl.sample("x", IntervalCensored(Gamma(2.0, 1.0)))

    with pytest.raises(LlbayesError, match="for observations"):
        m.bind()
