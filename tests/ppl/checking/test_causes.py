"""Models that leave their domain: the density is -inf and never nan, compiled and in CPython, and what left it is named with its line, whoever asks."""
from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
import scipy.special

from llbayes import ppl, results
from llbayes.ad.logdensity import as_target
from llbayes.ir.errors import ModelError
from llbayes.ppl import Beta, Binomial, Categorical, Gamma, MultivariateNormal, Normal, Poisson, Uniform
from llbayes.samplers.ends.told import outside, tried
from llbayes.samplers.ends.watched import COUNTS, EARLY, KEPT, KINDS, LATE

LINES = Path(__file__).read_text().splitlines()
RNG = np.random.default_rng(0)
X, Y, COUNTED = RNG.normal(size=8), 0.3 * RNG.normal(size=8), np.array([1, 0, 1, 1, 0, 1, 1, 1])
ABOVE, SHARES = np.abs(Y), np.full(3, 0.4)
MODELS = {}


def leaves(point, *words, good=(0.5,)):
    """The model leaves its domain at a point, as its words say, at the line that has the comment `# here`; at `good` it does not."""
    def mark(function):
        MODELS[function.__name__] = (ppl.model(function), np.array(point), words, np.array(good))
        return function
    return mark


@leaves([-0.5], "`scale` of `Normal` at site `y` left its domain (positive)", "`constraint=ppl.positive` for `s`")
def scale(y=Y):
    s = ppl.sample("s", Normal(0, 1))
    ppl.sample("y", Normal(0.0, s), obs=y)  # here


@leaves([-0.5], "`scale` of `Normal` left its domain (positive)")
def scale_by_python(y=Y):
    s = ppl.sample("s", Normal(0, 1))
    ppl.sample("y", Normal(0.0, math.sinh(s)), obs=y)  # here


@leaves([-0.5], "`np.sqrt(a)` was nan: the root of a negative number", "`constraint=ppl.positive` for `a`")
def root(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    b = np.sqrt(a)  # here
    ppl.sample("y", Normal(b, 1), obs=y)


@leaves([-0.5], "`math.log(a)` was nan: the logarithm of a negative number", "`constraint=ppl.positive` for `a`")
def logarithm(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    b = math.log(a)  # here
    ppl.sample("y", Normal(b, 1), obs=y)


@leaves([0.4, 0.5, -0.6], "`np.log(a)` was nan", "`constraint=ppl.positive` for `a`", good=(0.5, 0.1, 0.2))
def logarithm_of_many(y=Y[:3]):
    a = ppl.sample("a", Normal(0, 1), shape=3)
    ppl.factor("f", np.sum(-y * np.log(a)))  # here


@leaves([1.5], "`p` of `Binomial` at site `n` left its domain (unit)", "`constraint=ppl.unit` for `p`")
def above_one(n=COUNTED):
    p = ppl.sample("p", Normal(0.5, 1))
    ppl.sample("n", Binomial(3, p), obs=n)  # here


@leaves([0.5, 0.8], "`p` of `Binomial` at site `n` left its domain (unit)", "expit", good=(0.5, 0.01))
def linear_probability(x=X, n=COUNTED):
    a = ppl.sample("a", Normal(0.5, 1))
    b = ppl.sample("b", Normal(0.0, 1))
    ppl.sample("n", Binomial(3, a + b * x), obs=n)  # here


@leaves([1.4], "the matrix of `np.linalg.cholesky(S)` is not positive definite")
def cholesky(y=Y):
    r = ppl.sample("r", Normal(0, 1))
    S = np.eye(2) + r * np.array([[0.0, 1.0], [1.0, 0.0]])
    L = np.linalg.cholesky(S)  # here
    ppl.sample("y", Normal(L[1, 0], 1), obs=y)


@leaves([1.4], "`cov` of `MultivariateNormal` at site `y` is not positive definite")
def covariance(y=Y[:2]):
    r = ppl.sample("r", Normal(0, 1))
    ppl.sample("y", MultivariateNormal(np.zeros(2), cov=np.array([[1.0, r], [r, 1.0]])), obs=y)  # here


@leaves([0.05], "a > 0.1", "failed")
def asserts(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    assert a > 0.1, "a is too small"  # here
    ppl.sample("y", Normal(a, 1), obs=y)


@leaves([0.05], "ValueError was raised")
def raises(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    if a < 0.1:
        raise ValueError("too small")  # here
    ppl.sample("y", Normal(a, 1), obs=y)


@leaves([-0.6, 0.1], "`np.sqrt(1.0 - x[t] / k)` was nan", "keep `1.0 - x[t] / k` positive", good=(0.1, 3.0))
def differential_equation(y=Y):
    r = ppl.sample("r", Normal(0, 1))
    k = ppl.sample("k", Normal(1, 1))
    x = np.zeros(8)
    x[0] = 0.5
    for t in range(7):
        x[t + 1] = x[t] + 0.5 * r * x[t] * np.sqrt(1.0 - x[t] / k)  # here
    ppl.sample("y", Normal(x, 1), obs=y)


@leaves([9.0], "overflowed")
def differential_equation_that_blows_up(y=Y):
    r = ppl.sample("r", Normal(0, 1))
    x = 0.5
    for _ in range(30):
        x = x + r * x * (1.0 - x * x * x)  # here
    ppl.sample("y", Normal(x, 1), obs=y)


@leaves([4.2], "an index left its range in `table[int(np.floor(a))]`")
def index(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    table = np.array([0.1, 0.5, 0.9])
    ppl.sample("y", Normal(table[int(np.floor(a))], 1), obs=y)  # here


@leaves([-0.6], "`a**1.5` was nan: a fractional power of a negative number", "`constraint=ppl.positive` for `a`")
def power(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a**1.5, 1), obs=y)  # here


@leaves([-0.6], "`1.0 / d` was infinite: a division by 0", "keep `d` away from 0")
def division(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    d = np.maximum(a, 0.0)
    ppl.sample("y", Normal(1.0 / d, 1), obs=y)  # here


@leaves([0.6], "`3 // k` was infinite: a division by 0", good=(1.5,))
def whole_division(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    k = int(np.floor(np.abs(a)))
    ppl.sample("y", Normal(3 // k, 1), obs=y)  # here


@leaves([-0.6], "`np.log(scipy.special.gamma(a))` was nan")
def gamma_function(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(np.log(scipy.special.gamma(a)), 1), obs=y)  # here


@leaves([-0.6], "`shape` of `Gamma` at site `y` left its domain (positive)")
def shape(y=ABOVE):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Gamma(a, 1.0), obs=y)  # here


@leaves([-0.6], "`scipy.special.logit(a)` was nan: its operand was outside of 0 … 1", "`constraint=ppl.unit` for `a`")
def without_a_flag(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    b = scipy.special.logit(a)  # here
    c = 2.0 * b + 1.0
    ppl.sample("y", Normal(c, 1), obs=y)


@leaves([1.6], "`np.arccos(a)` was nan")
def arccos(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(np.arccos(a), 1), obs=y)  # here


@leaves([0.01], "the observed `y` was outside of the support of `Uniform", good=(9.0,))
def support(y=ABOVE):
    b = ppl.sample("b", Normal(0, 10))
    ppl.sample("y", Uniform(0.0, b), obs=y)  # here


@leaves([2.0, 0.1], "the lower bound of `a` was not below the upper one", good=(0.5, 0.1))
def bounds(y=Y):
    b = ppl.sample("b", Normal(0, 1))
    a = ppl.param("a", ppl.interval(b, 1))  # here
    ppl.sample("y", Normal(a, 1.0), obs=y)


@leaves([-0.6], "`p` of `Categorical` at site `n` left its domain (simplex)")
def shares(n=COUNTED):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("n", Categorical(np.array([1.0 - a, a])), obs=n)  # here


@leaves([-0.6], "`a` of `Beta(a, b).truncated` at site `y` left its domain (positive)")
def a_form(y=SHARES):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Beta(a, 2.0).truncated(0.1, 0.9), obs=y)  # here


def helper(v):
    return np.log(v)  # here, in helper


@leaves([-0.5], "`np.log(v)` was nan")
def in_a_function(y=Y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(helper(a), 1), obs=y)


@leaves([-0.5], "`rate` of `Poisson` at site `n` left its domain (nonnegative)")
def harmless_operations_before(n=COUNTED):
    r = ppl.sample("r", Normal(0, 1))
    w = np.where(r > 0.7, np.log(r - 0.7), 0.0)
    ppl.sample("n", Poisson(r + 0.0 * w), obs=n)  # here


def line(name):
    """The line that is to be named."""
    if name == "in_a_function":
        return next(k for k, text in enumerate(LINES, 1) if "# here, in helper" in text)
    start = LINES.index(next(text for text in LINES if text.startswith(f"def {name}(")))
    return next(k for k in range(start, len(LINES)) if LINES[k].endswith("# here")) + 1


@pytest.fixture(scope="module")
def posteriors():
    return {name: model.bind() for name, (model, *_) in MODELS.items()}


@pytest.mark.parametrize("name", MODELS)
def test_outside_of_the_domain_the_density_is_minus_infinity_and_its_cause_is_named(posteriors, name):
    _, bad, words, good = MODELS[name]
    posterior = posteriors[name]
    value, slope = posterior.value_and_grad(bad)
    assert value == posterior.log_density(bad) == posterior.interpreted_log_density(bad) == posterior.interpret(bad).log_density == -math.inf
    assert (slope == 0.0).all()
    assert math.isfinite(posterior.log_density(good)) and posterior.diagnose(good) == ""
    first = posterior.diagnose(bad).split("\n")[0]
    assert all(word in first for word in words) and f"{__file__}:{line(name)}" in first, first


@pytest.mark.parametrize("name", MODELS)
def test_divergences_that_end_there_are_counted_and_nobody_is_told_target_accept(posteriors, name):
    _, bad, words, good = MODELS[name]
    counts, kept = np.zeros(COUNTS + KINDS, np.int64), np.zeros((KINDS, KEPT, len(bad)))
    counts[COUNTS + LATE], kept[LATE] = 1204, bad
    draws = np.broadcast_to(good, (2, 5, len(good)))
    found = outside(as_target(posteriors[name]), [counts, 0 * counts], [kept, kept], draws, 2107, 4000)
    diverging = np.zeros((2, 50), bool)
    diverging[0, :20] = True
    x = np.random.default_rng(3).normal(size=(2, 50))
    tree = results.build({"a": x}, {"diverging": diverging}, attributes={results.OUTSIDE: results.as_attribute(found)})
    said = results.diagnose(tree)
    assert "1,204 of 2,107 divergences ended where" in said[0] and f":{line(name)}" in said[0] and all(word in said[0] for word in words), said[0]
    assert "the other 903 divergences" in said[0] and not any("target_accept" in text for text in said)
    json.loads(tree["posterior"].attrs[results.OUTSIDE])


def test_starts_that_are_not_found_are_counted_by_cause(posteriors):
    counts, kept = np.zeros(COUNTS + KINDS, np.int64), np.zeros((KINDS, KEPT, 1))
    counts[COUNTS + EARLY], kept[EARLY, :12] = 12, -0.5
    (text,) = tried(as_target(posteriors["scale"]), counts, kept, np.array([-0.5]))
    assert text.startswith("at 12 of 12 points that were tried `scale` of `Normal`") and f":{line('scale')}" in text


def test_paths_that_run_away_have_no_place_in_the_model_to_blame(posteriors):
    @ppl.model
    def positive(y=Y):
        s = ppl.sample("s", ppl.HalfNormal(1))
        ppl.sample("y", Normal(0.0, s), obs=y)

    posterior = positive.bind()
    for z in (-2000.0, 2000.0, 1e200):
        (found,) = posterior.causes([np.array([z])], np.zeros((0, 1)))
        assert found and not any(cause.domain for cause in found)
    counts, kept = np.zeros(COUNTS + KINDS, np.int64), np.full((KINDS, KEPT, 1), -2000.0)
    counts[COUNTS + LATE] = 50
    assert outside(as_target(posterior), [counts], [kept], np.zeros((1, 5, 1)), 50, 1000) is None


def test_every_reason_at_a_point_is_told_at_once():
    @ppl.model
    def many(y=Y):
        a = ppl.sample("a", Normal(0, 1))
        b = ppl.sample("b", Normal(0, 1))
        ppl.sample("one", Normal(0.0, a), obs=y)
        ppl.sample("two", Gamma(b, 1.0), obs=np.abs(y))
        ppl.factor("three", np.log(b))

    text = many.bind().diagnose([-1.0, -2.0])
    assert [word for word in ("site `one`", "site `two`", "np.log(b)") if word not in text] == [] and text.count("\n") == 2


def test_masked_entries_are_not_blamed():
    @ppl.model
    def masked(y, seen):
        a = ppl.sample("a", Normal(0, 1))
        b = ppl.sample("b", Normal(0, 1))
        ppl.sample("y", Normal(0.0, np.array([1.0, a])), obs=y, where=seen)
        ppl.sample("z", Normal(0.0, b), obs=0.3)

    posterior = masked.bind(y=np.array([0.1, 0.2]), seen=np.array([True, False]))
    assert "site `y`" not in posterior.diagnose([-1.0, -1.0]) and "site `z`" in posterior.diagnose([-1.0, -1.0])
    assert posterior.diagnose([-1.0, 1.0]) == ""


def test_a_number_of_the_source_outside_of_its_domain_is_refused_still():
    @ppl.model
    def wrong(y=Y):
        ppl.sample("y", Normal(0.0, -1.0), obs=y)

    with pytest.raises(ModelError, match="scale must be positive"):
        wrong.bind()
