"""Mistakes in models: one message each, at the user's line, with all problems and a way out, and no file of llbayes in it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import skewnorm

from llbayes import ppl
from llbayes.ir.errors import CompileError, DataError, LlbayesError, ModelError
from llbayes.ppl import Gamma, MultivariateNormal, Normal, Poisson, Uniform, interval, positive, simplex

Y = np.array([1.1, 1.9, 3.2, 3.9, 5.1])


def refused(bind, fragments, kind=LlbayesError):
    with pytest.raises(kind) as e:
        bind()
    text = str(e.value)
    assert [f for f in fragments if f not in text] == [], text
    assert "test_wrong_models.py" in text
    assert not any(room in text for room in ("/ppl/model", "/ppl/check", "/ppl/data", "/ppl/interp", "/lang/calls", "/lang/python", "/lang/staging", "/site-packages"))


def negative_scale(y):
    ppl.sample("y", Normal(0, -1), obs=y)


def reversed_bounds(y):
    ppl.sample("y", Normal(ppl.param("a", interval(1, 0)), 1), obs=y)


def reversed_truncation(y):
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1).truncated(2, 1)), 1), obs=y)


def reversed_uniform(y):
    ppl.sample("y", Normal(ppl.sample("a", Uniform(2, 1)), 1), obs=y)


def one_name_twice(y):
    a = ppl.sample("a", Normal(0, 1))
    b = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a + b, 1), obs=y)


def no_f_string(y):
    t = 0.0
    for _ in range(3):
        t = t + ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(t, 1), obs=y)


def too_many(y):
    t = 0.0
    for i in range(100):
        t = t + ppl.sample(f"a{i}", Normal(0, 1))
    ppl.sample("y", Normal(t, 1), obs=y)


def value_not_kept(y):
    ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a, 1), obs=y)


def forgotten_obs(y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a, 1))


def parameter_as_shape(y):
    n = ppl.sample("n", Gamma(1, 1))
    u = ppl.sample("u", Normal(0, 1), shape=n)
    ppl.sample("y", Normal(u[0], 1), obs=y)


def parameter_as_bound(y):
    n, t = ppl.sample("n", Gamma(1, 1)), 0.0
    for _ in range(n):
        t = t + 1.0
    ppl.sample("y", Normal(t, 1), obs=y)


def parameter_under_condition(y):
    a, b = ppl.sample("a", Normal(0, 1)), 0.0
    if a > 0:
        b = ppl.sample("b", Normal(0, 1))
    ppl.sample("y", Normal(b, 1), obs=y)


def unknown_dim(y):
    a = ppl.sample("a", Normal(0, 1), dims="group")
    ppl.sample("y", Normal(a[0], 1), obs=y)


def too_many_dims(y):
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y, dims=("row", "column"))


def scalar_simplex(y):
    ppl.sample("y", Normal(ppl.param("a", simplex), 1), obs=y)


def class_for_distribution(y):
    ppl.sample("y", Normal(ppl.sample("a", Normal), 1), obs=y)


def constraint_for_distribution(y):
    ppl.sample("y", Normal(ppl.sample("a", positive), 1), obs=y)


def distribution_for_constraint(y):
    ppl.sample("y", Normal(ppl.param("a", Normal(0, 1)), 1), obs=y)


def constrained_observation(y):
    ppl.sample("y", Normal(ppl.param("a", ppl.real), 1), obs=y, constraint=positive)


def wrong_keyword(y):
    ppl.sample("y", Normal(ppl.sample("a", Normal(mu=0, sd=1)), 1), obs=y)


def misspelt_word(y):
    ppl.sample("y", Normal(ppl.smaple("a", Normal(0, 1)), 1), obs=y)


def discrete_parameter(y):
    ppl.sample("y", Normal(ppl.sample("k", Poisson(3)), 1), obs=y)


def matrix_not_square(y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", MultivariateNormal(a * np.ones(5), cov=np.ones((5, 2))), obs=y)


def random_numbers(y):
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)) + np.random.normal(), 1), obs=y)


def slash_in_name(y):
    ppl.sample("y", Normal(ppl.sample("a/b", Normal(0, 1)), 1), obs=y)


def truncated_vectors(y):
    ppl.sample("y", ppl.MultivariateNormal(np.zeros(5) + ppl.sample("a", Gamma(1, 1)), np.eye(5)).truncated(0, 3), obs=y)


def number_of_math(y):
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)) * math.log(y), 1), obs=y)


def data_written(y):
    y[0] = 1.0
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y)


def columns(y):
    ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y["y"])


NUMBERS = iter(range(100))


def another_each_time(y):
    a = ppl.sample(f"a{next(NUMBERS)}", Normal(0, 1))
    ppl.sample("y", Normal(a, 1), obs=y)


def size_of_data(y):
    u = ppl.sample("u", Normal(0, 1), shape=y.max() + 1)
    ppl.sample("y", Normal(u[0], 1), obs=y)


def call_of_parameters(y):
    ppl.sample("y", Normal(np.unique(ppl.sample("a", Normal(0, 1), shape=2))[0], 1), obs=y)


def distribution_of_scipy(y):
    ppl.factor("y", skewnorm.logpdf(y, 2.0, ppl.sample("a", Normal(0, 1)), 1))


MODELS = [
    (size_of_data, ModelError, ["shape= must be whole numbers", "any Python"]),
    (call_of_parameters, CompileError, ["`numpy.unique` is not in the language", "with data alone"]),
    (distribution_of_scipy, CompileError, ["not in the language", "ppl.Normal(0, 1).logpdf(x)"]),
    (another_each_time, ModelError, ["does not make the same parameters each time"]),
    (truncated_vectors, ModelError, ["`MultivariateNormal` cannot be truncated", "ppl.MultivariateNormal("]),
    (number_of_math, ModelError, ["those of NumPy take arrays"]),
    (data_written, DataError, ["read-only", "copy"]),
    (columns, DataError, ["an array has no columns", "`bind` takes DataFrames"]),
    (negative_scale, ModelError, ["scale=-1", "must be positive", "Normal(0, -1)"]),
    (reversed_bounds, ModelError, ["lower bound 1 is not below the upper bound 0"]),
    (reversed_truncation, ModelError, ["lower bound 2 is not below the upper bound 1"]),
    (reversed_uniform, ModelError, ["lower bound 2 is not below the upper bound 1"]),
    (one_name_twice, ModelError, ["`a` occurs twice", "f-string"]),
    (no_f_string, ModelError, ["`a` occurs twice", "f-string"]),
    (too_many, ModelError, ["more than 64 times", "shape="]),
    (value_not_kept, ModelError, ["name 'a' is not defined", 'a = ppl.sample("a", …)']),
    (forgotten_obs, ModelError, ["`y` is data, and a parameter here", "obs=y"]),
    (parameter_as_shape, ModelError, ["shape= must be whole numbers", "never a parameter"]),
    (parameter_as_bound, ModelError, ["as an integer", "never parameters"]),
    (parameter_under_condition, CompileError, ["`b` is a parameter only under a condition", "make it always"]),
    (unknown_dim, ModelError, ["the size of dim `group` is not known", "coords="]),
    (too_many_dims, ModelError, ["`y` has 2 dims"]),
    (scalar_simplex, ModelError, ["simplex needs an array", "shape="]),
    (class_for_distribution, ModelError, ["must be a distribution, not the function `Normal`", "ppl.Normal(loc, scale)"]),
    (constraint_for_distribution, ModelError, ["must be a distribution, not a Constraint", 'ppl.param("a", ppl.positive)']),
    (distribution_for_constraint, ModelError, ["must be a constraint, not the distribution Normal(loc, scale)"]),
    (constrained_observation, ModelError, ["constraint= is for parameters"]),
    (wrong_keyword, ModelError, ["no parameter `mu`, `sd`", "`Normal(loc=0, scale=1)`"]),
    (misspelt_word, ModelError, ["no `smaple`", "did you mean `ppl.sample`?"]),
    (discrete_parameter, ModelError, ["`k` is a discrete parameter", "ppl.marginalize"]),
    (matrix_not_square, ModelError, ["mean of shape (5,)", "(5, 2)"]),
    (random_numbers, CompileError, ["does not always give the same result", "ppl.once"]),
    (slash_in_name, ModelError, ["`a/b` has a `/`"]),
]


@pytest.mark.parametrize(("function", "kind", "fragments"), MODELS, ids=[m[0].__name__ for m in MODELS])
def test_models(function, kind, fragments):
    refused(lambda: ppl.model(function).bind(y=Y), fragments, kind)


def test_arguments_without_names_are_refused_when_the_model_is_made():
    def variadic(*ys):
        ppl.sample("y", Normal(0, 1), obs=ys[0])

    refused(lambda: ppl.model(variadic), ["`*ys`", "name every argument"], ModelError)


@pytest.mark.parametrize("dist", [lambda z: ppl.Categorical(z), lambda z: ppl.Categorical(logits=z), lambda z: ppl.Dirichlet(ppl.once(lambda: 1.0))],
                         ids=["p", "logits", "concentration"])
def test_a_number_for_a_vector_is_refused(dist):
    @ppl.model
    def scalar(y):
        z = ppl.sample("z", ppl.Normal(0, 1), shape=2)
        ppl.sample("y", dist(z[0]), obs=y)

    with pytest.raises(LlbayesError, match=r"is a vector, or several along further axes; here it has shape \(\)"):
        scalar.bind(y=1)
