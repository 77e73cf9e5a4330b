"""Models of censored, cut, mixed and inflated outcomes, as statisticians write them: log densities equal formulas by hand in SciPy, predictions what simulation gives."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st
from scipy.special import expit, logsumexp

from llbayes import ppl, results
from llbayes.ppl import Beta, Censored, Exponential, HalfNormal, Hurdle, IntervalCensored, LogNormal, Mixture, NegativeBinomial, Normal, Poisson, Weibull

RNG = np.random.default_rng(7)
N = 30
X = RNG.normal(size=N)
TIME, DIED = RNG.exponential(2.0, N) + 0.1, RNG.integers(0, 2, N)
LEFT = np.where(RNG.uniform(size=N) < 0.3, -np.inf, TIME)
RIGHT = np.where(RNG.uniform(size=N) < 0.3, np.inf, np.where(np.isfinite(LEFT), TIME + RNG.choice([0.0, 1.0], N), TIME))
COUNTS = RNG.poisson(2.0, N)
SPENT = np.where(RNG.uniform(size=N) < 0.4, 0.0, RNG.lognormal(0.3, 0.8, N))
SHARES = np.clip(RNG.uniform(-0.2, 1.2, N), 0.0, 1.0)
Y = np.where(RNG.uniform(size=N) < 0.5, RNG.normal(-2.0, 0.5, N), RNG.normal(2.0, 0.5, N))
CUTS = np.array([0.0, 1.0, 2.5])


@ppl.model
def piecewise(x, time, died, cuts):
    """Cox's model with a hazard that is constant between cuts."""
    b = ppl.sample("b", Normal(0, 1))
    rate = ppl.sample("rate", HalfNormal(1), shape=3)
    total = np.zeros(len(time))
    now = np.zeros(len(time))
    for k in range(3):
        end = cuts[k + 1] if k < 2 else 1e300
        total = total + rate[k] * np.maximum(np.minimum(time, end) - cuts[k], 0.0)
        now = np.where(time > cuts[k], np.log(rate[k]), now)
    ppl.factor("time", died * (now + b * x) - total * np.exp(b * x), likelihood=True)


def piecewise_by_hand(v):
    at = np.digitize(TIME, CUTS) - 1
    widths = np.clip(TIME[:, None] - CUTS, 0.0, np.append(np.diff(CUTS), np.inf))
    return DIED * (np.log(v["rate"])[at] + v["b"] * X) - widths @ v["rate"] * np.exp(v["b"] * X)


@ppl.model
def weibull_times(x, ends):
    """Accelerated failure times, some exact, some censored on the left, the right or within an interval."""
    k, b = ppl.sample("k", HalfNormal(1)), ppl.sample("b", Normal(0, 1), shape=2)
    ppl.sample("time", IntervalCensored(Weibull(k, np.exp(b[0] + b[1] * x))), obs=ends)


def weibull_by_hand(v):
    law = st.weibull_min(v["k"], scale=np.exp(v["b"][0] + v["b"][1] * X))
    with np.errstate(divide="ignore"):
        return np.where(LEFT == RIGHT, law.logpdf(np.where(np.isfinite(LEFT), LEFT, 1.0)), np.log(law.cdf(RIGHT) - law.cdf(LEFT)))


@ppl.model
def followed(x, time, died):
    """The same with indicators of events."""
    k, b = ppl.sample("k", HalfNormal(1)), ppl.sample("b", Normal(0, 1))
    ppl.sample("time", Censored(Weibull(k, np.exp(b * x)), event=died), obs=time)


def followed_by_hand(v):
    law = st.weibull_min(v["k"], scale=np.exp(v["b"] * X))
    return np.where(DIED == 1, law.logpdf(TIME), law.logsf(TIME))


@ppl.model
def tobit(x, y):
    b, s = ppl.sample("b", Normal(0, 1)), ppl.sample("s", HalfNormal(1))
    ppl.sample("y", Censored(Normal(b * x, s), 0.0), obs=y)


def tobit_by_hand(v):
    law = st.norm(v["b"] * X, v["s"])
    return np.where(SPENT == 0.0, law.logcdf(0.0), law.logpdf(SPENT))


@ppl.model
def double_hurdle(x, y):
    """Whether anything is spent, and how much of what is truncated at 0."""
    a, b, s = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1)), ppl.sample("s", HalfNormal(1))
    ppl.sample("y", Hurdle(1.0 - 1.0 / (1.0 + np.exp(-a * x)), Normal(b * x, s).truncated(0.0)), obs=y)


def double_hurdle_by_hand(v):
    law, none = st.norm(v["b"] * X, v["s"]), 1.0 - expit(v["a"] * X)
    return np.where(SPENT == 0.0, np.log(none), np.log1p(-none) + law.logpdf(SPENT) - law.logsf(0.0))


@ppl.model
def lognormal_hurdle(y):
    p, m, s = ppl.sample("p", Beta(1, 1)), ppl.sample("m", Normal(0, 1)), ppl.sample("s", HalfNormal(1))
    ppl.sample("y", Hurdle(p, LogNormal(m, s)), obs=y)


def lognormal_hurdle_by_hand(v):
    law = st.lognorm(v["s"], scale=np.exp(v["m"]))
    with np.errstate(divide="ignore"):
        return np.where(SPENT == 0.0, np.log(v["p"]), np.log1p(-v["p"]) + law.logpdf(SPENT))


def shares_logpdf(x, zero, one, a, b):
    inside = (x > 0.0) & (x < 1.0)
    within = np.log1p(-zero - one) + Beta(a, b).logpdf(np.where(inside, x, 0.5))
    return np.where(x == 0.0, np.log(zero), np.where(x == 1.0, np.log(one), within))


def shares_draw(rng, zero, one, a, b):
    u = rng.uniform()
    return 0.0 if u < zero else (1.0 if u < zero + one else rng.beta(a, b))


@ppl.model
def inflated_beta(y):
    """Shares, of which 0 and 1 have probabilities of their own."""
    p = ppl.sample("p", ppl.Dirichlet(np.ones(3)))
    a, b = ppl.sample("a", HalfNormal(2)), ppl.sample("b", HalfNormal(2))
    ppl.sample("y", ppl.Custom(p[0], p[1], a, b, logpdf=shares_logpdf, sample=shares_draw, support=ppl.interval(0.0, 1.0)), obs=y)


def inflated_beta_by_hand(v):
    with np.errstate(divide="ignore"):
        within = np.log(v["p"][2]) + st.beta(v["a"], v["b"]).logpdf(np.clip(SHARES, 1e-9, 1.0 - 1e-9))
    return np.where(SHARES == 0.0, np.log(v["p"][0]), np.where(SHARES == 1.0, np.log(v["p"][1]), within))


@ppl.model
def truncated_counts(x, k):
    b = ppl.sample("b", Normal(0, 1))
    ppl.sample("k", Poisson(np.exp(b * x)).truncated(1), obs=k)


def truncated_by_hand(v):
    law = st.poisson(np.exp(v["b"] * X))
    return law.logpmf(COUNTS + 1) - law.logsf(0)


@ppl.model
def switching(x, y):
    """Two regressions; which one a row follows depends on the row. The intercepts are in order."""
    m = ppl.sample("m", Normal(0, 2), constraint=ppl.ordered, shape=2)
    b, s, g = ppl.sample("b", Normal(0, 1), shape=2), ppl.sample("s", HalfNormal(1)), ppl.sample("g", Normal(0, 1))
    w = 1.0 / (1.0 + np.exp(-g * x))
    ppl.sample("y", Mixture(np.stack([w, 1.0 - w], axis=-1), Normal(m + b * x[:, None], s)), obs=y)


def switching_by_hand(v):
    w = expit(v["g"] * X)
    terms = st.norm(v["m"] + v["b"] * X[:, None], v["s"]).logpdf(Y[:, None]) + np.log(np.stack([w, 1.0 - w], axis=-1))
    return logsumexp(terms, axis=-1)


@ppl.model
def inflated_counts(x, k):
    p, b, size = ppl.sample("p", Beta(1, 1)), ppl.sample("b", Normal(0, 1)), ppl.sample("size", Exponential(1))
    ppl.sample("k", ppl.ZeroInflated(p, NegativeBinomial(np.exp(b * x), size)), obs=k)


def inflated_counts_by_hand(v):
    mean = np.exp(v["b"] * X)
    law = st.nbinom(v["size"], v["size"] / (v["size"] + mean))
    return np.log(v["p"] * (COUNTS == 0) + (1.0 - v["p"]) * law.pmf(COUNTS))


MODELS = {
    "piecewise exponential": (piecewise, {"x": X, "time": TIME, "died": DIED, "cuts": CUTS}, "time", piecewise_by_hand),
    "Weibull": (weibull_times, {"x": X, "ends": np.column_stack([LEFT, RIGHT])}, "time", weibull_by_hand),
    "indicators of events": (followed, {"x": X, "time": TIME, "died": DIED}, "time", followed_by_hand),
    "tobit": (tobit, {"x": X, "y": SPENT}, "y", tobit_by_hand),
    "double hurdle": (double_hurdle, {"x": X, "y": SPENT}, "y", double_hurdle_by_hand),
    "hurdle lognormal": (lognormal_hurdle, {"y": SPENT}, "y", lognormal_hurdle_by_hand),
    "zero-one-inflated beta": (inflated_beta, {"y": SHARES}, "y", inflated_beta_by_hand),
    "truncated Poisson": (truncated_counts, {"x": X, "k": COUNTS + 1}, "k", truncated_by_hand),
    "a mixture of regressions": (switching, {"x": X, "y": Y}, "y", switching_by_hand),
    "zero-inflated counts": (inflated_counts, {"x": X, "k": COUNTS}, "k", inflated_counts_by_hand),
}


@pytest.mark.parametrize("name", MODELS)
def test_log_likelihoods_by_hand(name):
    model, data, site, by_hand = MODELS[name]
    posterior = model.bind(**data)
    z = np.random.default_rng(1).normal(scale=0.5, size=(1, 3, posterior.dim))
    values = posterior.constrain(z)
    tree = results.from_groups({"posterior": values})
    ppl.log_likelihood(posterior, tree)
    for i in range(3):
        np.testing.assert_allclose(tree["log_likelihood"][site].values[0, i], by_hand({n: v[0, i] for n, v in values.items()}), rtol=1e-12, atol=1e-12)


def test_predictions_are_what_simulation_gives():
    """Of laws whose rows are alike: a tobit, a hurdle and shares, at a rate of one false alarm in 10,000 each."""
    draws, rng = 2000, np.random.default_rng(2)

    def predicted(name, **values):
        model, data, site, _ = MODELS[name]
        posterior = model.bind(**data)
        tree = results.from_groups({"posterior": {n: np.broadcast_to(v, (1, draws, *np.shape(v))).copy() for n, v in values.items()}})
        ppl.posterior_predictive(posterior, tree, seed=3)
        return tree["posterior_predictive"][site].values[0][:, 0]

    latent = rng.normal(0.7 * X[0], 1.2, draws)
    spent = np.where(rng.uniform(size=draws) < 0.3, 0.0, rng.lognormal(0.2, 0.5, draws))
    u = rng.uniform(size=draws)
    shares = np.where(u < 0.2, 0.0, np.where(u < 0.5, 1.0, rng.beta(2.0, 3.0, draws)))
    found = {"tobit": (predicted("tobit", b=0.7, s=1.2), np.maximum(latent, 0.0)), "hurdle": (predicted("hurdle lognormal", p=0.3, m=0.2, s=0.5), spent),
             "shares": (predicted("zero-one-inflated beta", p=np.array([0.2, 0.3, 0.5]), a=2.0, b=3.0), shares)}  # fmt: skip
    for name, (got, wanted) in found.items():
        assert st.ks_2samp(got, wanted).pvalue > 1e-4, name
