"""Mistakes in models and data: one message each, at the user's line, with all problems and a way out, and no file of llbayes in it."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import CompileError, DataError, LlbayesError, ModelError
from llbayes.ppl import (
    Beta,
    Binomial,
    Categorical,
    Gamma,
    LogNormal,
    MultivariateNormal,
    Normal,
    Poisson,
    Uniform,
    interval,
    positive,
    simplex,
)

X, Y = np.arange(1.0, 6.0), np.array([1.1, 1.9, 3.2, 3.9, 5.1])


@ppl.model
def line(x, y):
    a = ppl.sample("a", Normal(0, 1))
    ppl.sample("y", Normal(a * x, 1), obs=y)


@ppl.model
def grouped(g, J, y):
    u = ppl.sample("u", Normal(0, 1), shape=J)
    ppl.sample("y", Normal(u[g], 1), obs=y)


@ppl.model
def labelled(y):
    a = ppl.sample("a", Normal(0, 1), dims="row")
    ppl.sample("y", Normal(a, 1), obs=y, dims="row")


def with_bad(values, k, v):
    a = np.array(values, float)
    a[k] = v
    return a


DATA = [
    (lambda: line.bind(x=X[:4], y=Y), ["`y` has shape (5,)", "(4,)", "never broadcasts"]),
    (lambda: line.bind(x=X, yy=Y), ["2 problems", "`yy` is not an argument", "`x`, `y`", "`y` is missing"]),
    (lambda: line.bind(x=with_bad(X, 1, np.nan), y=with_bad(Y, 2, np.inf)), ["2 problems", "`x`: 1 of 5", "nan", "`y`: 1 of 5", "where="]),
    (lambda: line.bind(x=X, y=np.ma.masked_array(Y, mask=[0, 1, 0, 0, 0])), ["1 values are masked", "where="]),
    (lambda: line.bind(x=[[1, 2], [3]], y=Y), ["`x`: its rows have different lengths"]),
    (lambda: line.bind(x=list("abcde"), y=Y), ["not numbers", "np.unique"]),
    (lambda: line.bind(x=np.array([1, 2, 3, 4, 5], dtype=object), y=Y), ["Python objects", ".astype(float)"]),
    (lambda: line.bind(x=np.array([1, 2, 3, 4, 2**63], np.uint64), y=Y), ["beyond 64 bits"]),
    (lambda: line.bind(x=[2**70, 1, 2, 3, 4], y=Y), ["beyond 64 bits"]),
    (lambda: line.bind(x=np.arange("2020-01", "2020-06", dtype="datetime64[M]"), y=Y), ["not numbers", "unit of time"]),
    (lambda: line.bind(x=X + 0j, y=Y), ["complex128", "real and imaginary"]),
    (lambda: line.bind(X, Y), ["bound by name", "line.bind(x=…, y=…)"]),
    (lambda: line.bind(x=X, y=Y[:, None]), ["`y` has shape (5, 1)"]),
    (lambda: grouped.bind(g=np.array([1, 1, 2, 2, 3]), J=3, y=Y), ["out of bounds", "base=1"]),
    (lambda: grouped.bind(g=np.array([0, 1, 2, -1, 0]), J=3, y=Y), ["negative", "base=1"]),
    (lambda: grouped.bind(g=np.array([0.0, 1, 2, 2, 1]), J=3, y=Y), ["integer", "ppl.Int"]),
    (lambda: labelled.bind(y=Y, coords={"row": list("abcd")}), ["dim `row` has size 5", "coords have 4 labels"]),
    (lambda: labelled.bind(y=Y, coords={"row": list("abca") + ["e"]}), ["coords of `row` hold a label twice"]),
    (lambda: labelled.bind(y=Y, coords={"row": 5}), ["coords of `row` must be a list", "range(5)"]),
    (lambda: labelled.bind(y=Y, coords=["row"]), ["coords must map dims to labels"]),
    (lambda: line.bind(x=X, y=Y, coords={"row": list("abcde")}), ["coords for `row`: no site has this dim"]),
]


@pytest.mark.parametrize(("bind", "fragments"), DATA)
def test_data(bind, fragments):
    refused(bind, fragments)


def refused(bind, fragments, kind=LlbayesError):
    with pytest.raises(kind) as e:
        bind()
    text = str(e.value)
    assert [f for f in fragments if f not in text] == [], text
    assert "test_wrong_models.py" in text
    assert not any(room in text for room in ("/ppl/model", "/ppl/check", "/ppl/data", "/ppl/interp", "/ir/lang", "/site-packages"))


# ---- models


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


MODELS = [
    (negative_scale, ModelError, ["scale=-1", "must be positive", "Normal(0, -1)"]),
    (reversed_bounds, ModelError, ["lower bound 1 is not below the upper bound 0"]),
    (reversed_truncation, ModelError, ["lower bound 2 is not below the upper bound 1"]),
    (reversed_uniform, ModelError, ["lower bound 2 is not below the upper bound 1"]),
    (one_name_twice, ModelError, ["`a` occurs twice", "f-string"]),
    (no_f_string, ModelError, ["`a` occurs twice", "f-string"]),
    (too_many, ModelError, ["more than 64 times", "shape="]),
    (value_not_kept, ModelError, ["name 'a' is not defined", 'a = ppl.sample("a", …)']),
    (forgotten_obs, ModelError, ["`y` is data, and a parameter here", "obs=y"]),
    (parameter_as_shape, ModelError, ["shape= must be whole numbers", "never parameters"]),
    (parameter_as_bound, ModelError, ["as an integer", "never parameters"]),
    (parameter_under_condition, CompileError, ["`b` is a parameter only under a condition", "make it always"]),
    (unknown_dim, ModelError, ["the size of dim `group` is not known", "coords="]),
    (too_many_dims, ModelError, ["`y` has 2 dims"]),
    (scalar_simplex, ModelError, ["simplex needs an array", "shape="]),
    (class_for_distribution, ModelError, ["must be a distribution, not function"]),
    (constraint_for_distribution, ModelError, ["must be a distribution, not Constraint"]),
    (distribution_for_constraint, ModelError, ["must be a constraint, not Distribution"]),
    (constrained_observation, ModelError, ["constraint= is for parameters"]),
    (wrong_keyword, ModelError, ["unexpected keyword argument 'mu'"]),
    (misspelt_word, ModelError, ["no attribute 'smaple'"]),
    (discrete_parameter, ModelError, ["`k` is a discrete parameter", "logsumexp"]),
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


# ---- observations and data that are parameters of distributions: all problems in one message


@ppl.model
def many(y, k, n, c, sd, low):
    p = ppl.sample("p", Beta(1, 1))
    a = ppl.param("a", interval(low, 1), shape=3)
    ppl.sample("y", LogNormal(p, sd), obs=y)
    ppl.sample("k", Binomial(n, p), obs=k)
    ppl.sample("c", Categorical(np.array([0.2, 0.3, 0.5])), obs=c)
    ppl.sample("w", Normal(a, 1), obs=low)


def test_all_problems_of_the_data_come_at_once():
    data = {"y": np.array([1.0, 0.0]), "k": np.array([11, 3]), "n": 10, "c": np.array([1, 3]), "sd": np.array([1.0, -1.0])}
    fragments = [
        "5 problems",
        "`a`: the lower bound is not below the upper one in 1 of 3 values, the first (2.0) at [1]",
        "`y`: 1 of 2 values of the `sigma` of LogNormal(mu, sigma) are not positive, the first (-1.0) at [1]",
        "`y`: 1 of 2 values are outside the support (positive)",
        "`k`: 1 of 2 values are outside the support (counts up to n = 10)",
        "`c`: 1 of 2 values are outside the support (whole numbers from 0, below n = 3)",
    ]
    refused(lambda: many.bind(**data, low=np.array([0, 2, 0.5])), fragments, DataError)


def test_a_mask_must_have_the_shape_of_its_observations():
    @ppl.model
    def masked(y, exists):
        ppl.sample("y", Normal(ppl.sample("a", Normal(0, 1)), 1), obs=y, where=exists)

    refused(lambda: masked.bind(y=Y, exists=np.array([True, False])), ["where= of `y` has shape (2,)", "(5,)"], DataError)
