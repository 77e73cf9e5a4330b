"""What is told of a point and of a run: which entry and which pass of a loop left the domain; causes of few divergences beside the usual advice."""
from __future__ import annotations

import math
import warnings
from pathlib import Path

import numpy as np
import pytest
import scipy.special

from llbayes import ppl, results, samplers
from llbayes.ppl import Beta, HalfNormal, Mixture, MultivariateNormal, Normal, Poisson, Uniform

X, Y, COUNTED = np.array([-1.0, 0.5, 2.0, -3.0]), np.array([0.1, -0.2, 0.3, 0.2]), np.array([1, 0, 3, 1])


@ppl.model
def entries(x=X, y=Y):
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1))
    ppl.sample("y", Normal(0.0, a + b * x), obs=y)


@ppl.model
def passes(y=Y):
    a = ppl.sample("a", Normal(0, 1), shape=4)
    t = 0.0
    for i in range(4):
        t = t + np.sqrt(a[i])
    ppl.sample("y", Normal(t, 1), obs=y)


@ppl.model
def passes_by_python(y=Y):
    a = ppl.sample("a", Normal(0, 1), shape=4)
    t = 0.0
    for i in range(4):
        t = t + math.log(a[i])
    ppl.sample("y", Normal(t, 1), obs=y)


@pytest.mark.parametrize(("model", "z", "detail"), [
    (entries, [0.9, 1.0], "left its domain (positive): -0.1 at [0]"), (entries, [0.6, -1.0], "-1.4 at [2]"), (passes, [0.5, 0.2, -0.3, -0.4], "i = 2"),
    (passes_by_python, [0.5, -0.2, 0.3, 0.4], "i = 1")])  # fmt: skip
def test_which_entry_and_which_pass(model, z, detail):
    assert detail in model.bind().diagnose(z).split("\n")[0]


# -- runs of models that leave their domain: none is told to raise target_accept
@ppl.model
def in_a_submodel(y):
    s = ppl.sample("s", Normal(0, 1))
    ppl.submodel("part", lambda v: ppl.sample("y", Normal(0.0, s), obs=v), y)  # here


@ppl.model
def in_a_lambda(y):
    a = ppl.sample("a", Normal(0, 1))
    f = lambda v: np.log(v) + 1.0  # noqa: E731  # here
    ppl.sample("y", Normal(f(a), 1), obs=y)


@ppl.model
def gamma_of_a_negative(y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.factor("f", np.log(scipy.special.gamma(a)))  # here
    ppl.sample("y", Normal(a, 1), obs=y)


@ppl.model
def softmax(y):
    a = ppl.sample("a", Normal(0, 5), shape=3)
    e = np.exp(200.0 * a)  # here
    ppl.sample("y", Normal(e[0] / np.sum(e), 1), obs=y)


@ppl.model
def equal_correlations(y):
    r = ppl.sample("r", Uniform(-1, 1))
    ppl.sample("y", MultivariateNormal(np.zeros(4), cov=(1.0 - r) * np.eye(4) + r), obs=y)  # here


@ppl.model
def blows_up(y):
    r, x = ppl.sample("r", Normal(0, 3)), 1.0
    for _ in range(40):
        x = x + 0.5 * r * x * x  # here
    ppl.sample("y", Normal(x, 1), obs=y)


@ppl.model
def refuses(y):
    a, b = ppl.sample("a", Normal(0, 1)), ppl.sample("b", Normal(0, 1))
    if a > b:
        raise ValueError("a must be below b")  # here
    ppl.sample("y", Normal(b - a, 1), obs=y)


@ppl.model
def power_of_an_array(y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(np.sum((np.arange(1.0, 5.0) - a) ** 0.7), 3), obs=y)  # here


@ppl.model
def whole_number_of_nan(y):
    a = ppl.sample("a", Normal(0, 1))
    k = int(3 * np.sqrt(a) / (1 + np.sqrt(a)))  # here
    ppl.sample("y", Normal(np.array([0.1, 0.2, 0.3])[k] + a, 1), obs=y)


@ppl.model
def rate(y):
    a, b = ppl.sample("a", Normal(0.5, 1)), ppl.sample("b", Normal(0, 1))
    ppl.sample("y", Poisson(a + b * X), obs=COUNTED)  # here


@ppl.model
def shares_of_a_mixture(y):
    w = ppl.sample("w", Normal(0.5, 0.4))
    ppl.sample("y", Mixture(np.array([w, 1.0 - w]), [Normal(0, 1), Normal(1, 1)]), obs=y)  # here


@ppl.model
def shape(y):
    a = ppl.sample("a", Normal(1, 1))
    ppl.sample("y", Beta(a, 2.0), obs=np.abs(y))  # here


RUN = [in_a_submodel, in_a_lambda, gamma_of_a_negative, softmax, equal_correlations, blows_up, refuses, power_of_an_array, whole_number_of_nan, rate,
       shares_of_a_mixture, shape]  # fmt: skip


@pytest.mark.parametrize("model", RUN, ids=lambda m: m.__name__)
def test_a_run_names_line_cause_and_count_and_not_target_accept(model):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = samplers.nuts(model.bind(y=Y), draws=200, tune=200, seed=1, progress=False)
    said = results.diagnose(tree)
    diverged = int(tree.sample_stats["diverging"].sum())
    source = Path(__file__).read_text().splitlines()
    start = model.position.line
    line = next(k for k in range(start, len(source)) if source[k].endswith("# here")) + 1
    assert diverged and f"of {diverged:,} divergence" in said[0] and f"{__file__}:{line}" in said[0] and "; " in said[0], (diverged, said)
    assert not any("target_accept" in text for text in said)


def test_causes_of_few_are_named_beside_the_usual_advice():
    stats = {"diverging": np.arange(200).reshape(2, 100) < 100}
    cause = results.Cause("`np.sqrt(a)` was nan", "model.py:3", "keep `a` positive", 4, 0)
    found = results.Outside(100, 200, 4, 0, 4, 0, [cause])
    tree = results.build({"a": np.random.default_rng(1).normal(size=(2, 100))}, stats, attributes={results.OUTSIDE: results.as_attribute(found)})
    said = results.diagnose(tree)
    assert said[0] == "4 of 100 divergences ended where `np.sqrt(a)` was nan, at model.py:3; keep `a` positive"
    assert said[1].startswith("the other 96 divergences: ") and "target_accept" in said[1]


def test_whatever_has_no_cause_gets_the_usual_advice():
    @ppl.model
    def funnel():
        s = ppl.sample("s", HalfNormal(3))
        ppl.sample("x", Normal(0, s), shape=8)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        tree = samplers.nuts(funnel.bind(), draws=200, tune=200, seed=1, progress=False)
    assert any("target_accept" in text for text in results.diagnose(tree))
