"""Distributions made of others, each of a vector of parameters: what the law tests of forms visit."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from llbayes.ppl import (
    Censored,
    Custom,
    Dirichlet,
    Gamma,
    HalfNormal,
    Hurdle,
    Mixture,
    MultivariateNormal,
    NegativeBinomial,
    Normal,
    Poisson,
    StudentT,
    Transformed,
    Uniform,
    ZeroInflated,
    affine,
    interval,
    lower,
    positive,
    real,
    upper,
)


class Example(NamedTuple):
    """`make(t)` of parameters t; `has`: what it must be able to say beside its density and draws; `atoms`: single values that have a probability; `span`: where its
    values lie, when other observations mean the ends of it."""

    make: Callable
    t: tuple
    has: tuple = ()
    atoms: tuple = ()
    span: tuple = (None, None)


def laplace_logpdf(x, mu, b):
    return -np.abs(x - mu) / b - np.log(2.0 * b)


def laplace_cdf(x, mu, b):
    return np.where(x < mu, 0.5 * np.exp(-np.abs(x - mu) / b), 1.0 - 0.5 * np.exp(-np.abs(x - mu) / b))


def laplace_draw(rng, mu, b):
    return mu + b * rng.exponential() * (1.0 if rng.uniform() < 0.5 else -1.0)


def geometric_logpdf(x, p):
    return x * np.log1p(-p) + np.log(p)


def cubed(x):
    return x**3


def log_cubed(x):
    return np.log(3.0 * x**2)


own_laplace = Custom(
    logpdf=laplace_logpdf, cdf=laplace_cdf, sample=laplace_draw, domains={"b": positive}, mean=lambda mu, b: mu + 0.0 * b, variance=lambda mu, b: 2.0 * b * b + 0.0 * mu
)
own_rising = Custom(logpdf=lambda x, a: np.log(2.0 * x / a**2), support=lambda a: interval(0.0, a), cdf=lambda x, a: (x / a) ** 2)
own_geometric = Custom(logpdf=geometric_logpdf, discrete=True, sample=lambda rng, p: rng.geometric(p) - 1, mean=lambda p: (1.0 - p) / p, domains={"p": positive})


CDF, MOMENTS, CONTINUOUS = ("cdf",), ("mean", "variance"), ("cdf", "quantile", "truncated")
EXAMPLES = {
    "mixture of normals": Example(lambda t: Mixture([t[0], 1.0 - t[0]], [Normal(t[1], t[2]), Normal(2.0, 0.5)]), (0.3, -1.0, 1.5), (*CONTINUOUS, *MOMENTS)),
    "mixture of rows": Example(lambda t: Mixture(t[:3], Normal(t[3:6], t[6])), (0.2, 0.5, 0.3, -3.0, 0.0, 2.0, 0.7), (*CONTINUOUS, *MOMENTS)),
    "mixture of supports": Example(
        lambda t: Mixture([0.25, t[0], 0.75 - t[0]], [Gamma(t[1], 1.0), Normal(t[2], 0.6), Uniform(-3.0, -2.0)]), (0.35, 2.5, 0.4), (*CONTINUOUS, *MOMENTS)
    ),
    "mixture of positive": Example(lambda t: Mixture([t[0], 1.0 - t[0]], [Gamma(t[1], 1.0), HalfNormal(t[2])]), (0.4, 3.0, 0.7), (*CONTINUOUS, *MOMENTS)),
    "mixture of truncated": Example(
        lambda t: Mixture([0.4, 0.6], [Normal(t[0], 1.0).truncated(-1.0, 2.0), StudentT(4.0, t[1], 1.0).truncated(0.5)]), (0.3, 0.8), (*CONTINUOUS, *MOMENTS)
    ),
    "truncated mixture": Example(
        lambda t: Mixture([t[0], 1.0 - t[0]], [Normal(0.0, 1.0), Normal(t[1], 0.5)]).truncated(-0.5, t[2]), (0.3, 2.0, 2.6), (*CONTINUOUS, *MOMENTS)
    ),
    "truncated normal": Example(lambda t: Normal(t[0], t[1]).truncated(0.5), (0.3, 1.2), (*CONTINUOUS, *MOMENTS)),
    "truncated far in a tail": Example(lambda t: Normal(t[0], 1.0).truncated(9.0, 9.5), (0.3,), (*CONTINUOUS, *MOMENTS)),
    "mixture in a mixture": Example(
        lambda t: Mixture([t[0], 1.0 - t[0]], [Mixture([0.5, 0.5], Normal(t[1:3], 0.4)), Normal(0.0, t[3])]), (0.6, -2.0, 2.0, 1.0), (*CONTINUOUS, *MOMENTS)
    ),
    "mixture of counts": Example(lambda t: Mixture([t[0], 1.0 - t[0]], [Poisson(t[1]), NegativeBinomial(t[2], 3.0)]), (0.3, 1.0, 6.0), (*CONTINUOUS, *MOMENTS)),
    "mixture of rows of counts": Example(lambda t: Mixture(t[:2], Poisson(t[2:4])), (0.3, 0.7, 1.0, 8.0), (*CONTINUOUS, *MOMENTS)),
    "zero-inflated Poisson": Example(lambda t: ZeroInflated(t[0], Poisson(t[1])), (0.3, 2.5), (*CONTINUOUS, *MOMENTS)),
    "zero-inflated negative binomial": Example(lambda t: ZeroInflated(t[0], NegativeBinomial(t[1], t[2])), (0.2, 4.0, 1.5), (*CONTINUOUS, *MOMENTS)),
    "zero-inflated mixture": Example(lambda t: ZeroInflated(t[0], Mixture([0.5, 0.5], Poisson(t[1:3]))), (0.2, 1.0, 7.0), (*CONTINUOUS, *MOMENTS)),
    "hurdle Poisson": Example(lambda t: Hurdle(t[0], Poisson(t[1])), (0.4, 2.0), (*CONTINUOUS, *MOMENTS)),
    "hurdle gamma": Example(lambda t: Hurdle(t[0], Gamma(t[1], t[2])), (0.3, 2.5, 1.5), ("cdf", "quantile", *MOMENTS), (0.0,)),
    "hurdle normal": Example(lambda t: Hurdle(t[0], Normal(t[1], 1.0)), (0.3, 0.5), ("cdf", "quantile", *MOMENTS), (0.0,)),
    "hurdle mixture": Example(lambda t: Hurdle(t[0], Mixture([0.4, 0.6], Poisson(t[1:3]))), (0.2, 0.5, 5.0), (*CONTINUOUS, *MOMENTS)),
    "hurdle custom": Example(lambda t: Hurdle(t[0], own_geometric(t[1])), (0.3, 0.4), ("mean",)),
    "truncated Poisson": Example(lambda t: Poisson(t[0]).truncated(2), (3.5,), (*CONTINUOUS, *MOMENTS)),
    "Poisson between bounds": Example(lambda t: Poisson(t[0]).truncated(2, 7), (3.5,), (*CONTINUOUS, *MOMENTS)),
    "Poisson far between bounds": Example(lambda t: Poisson(t[0]).truncated(40, 90), (3.5,), (*CONTINUOUS, *MOMENTS)),
    "truncated negative binomial": Example(lambda t: NegativeBinomial(t[0], t[1]).truncated(None, 12), (8.0, 2.0), (*CONTINUOUS, *MOMENTS)),
    "truncated zero-inflated": Example(lambda t: ZeroInflated(t[0], Poisson(t[1])).truncated(0, 5), (0.3, 4.0), (*CONTINUOUS, *MOMENTS)),
    "truncated mixture of counts": Example(lambda t: Mixture(t[:2], Poisson(t[2:4])).truncated(1), (0.3, 0.7, 1.0, 8.0), (*CONTINUOUS, *MOMENTS)),
    "censored normal": Example(lambda t: Censored(Normal(t[0], t[1]), -0.5, 1.5), (0.3, 1.2), ("cdf", "quantile", *MOMENTS), (-0.5, 1.5), (-0.5, 1.5)),
    "censored on the right": Example(lambda t: Censored(Gamma(t[0], 1.0), None, 2.5), (1.7,), ("cdf", "quantile", *MOMENTS), (2.5,), (0.0, 2.5)),
    "censored mixture": Example(lambda t: Censored(Mixture([t[0], 1.0 - t[0]], [Normal(0.0, 1.0), Normal(t[1], 0.5)]), -1.0), (0.3, 2.0), ("cdf", "quantile", *MOMENTS), (-1.0,),
                                (-1.0, None)),
    "censored counts": Example(lambda t: Censored(Poisson(t[0]), 1, 6), (3.0,), ("cdf", "quantile", *MOMENTS), (), (1, 6)),
    "counts lifted to a bound": Example(lambda t: Censored(Poisson(t[0]), 2), (3.0,), ("cdf", "quantile", *MOMENTS), (), (2, None)),
    "log-Student-t": Example(lambda t: Transformed(StudentT(t[0], t[1], 0.2), np.exp), (6.0, 0.3), CONTINUOUS),
    "shifted log-normal": Example(lambda t: Transformed(Normal(t[0], t[1]), lower(t[2])), (0.3, 0.5, 1.0), (*CONTINUOUS, *MOMENTS)),
    "log of a gamma": Example(lambda t: Transformed(Gamma(t[0], t[1]), np.log), (2.0, 1.5), (*CONTINUOUS, *MOMENTS)),
    "moved and scaled": Example(lambda t: Transformed(Gamma(t[0], 1.0), affine(t[1], t[2])), (2.0, -1.0, 0.5), (*CONTINUOUS, *MOMENTS)),
    "turned round": Example(lambda t: Transformed(Gamma(t[0], 1.0), np.negative), (2.0,), (*CONTINUOUS, *MOMENTS)),
    "between bounds": Example(lambda t: Transformed(Normal(t[0], 1.0), interval(-1.0, 2.0)), (0.3,), (*CONTINUOUS, *MOMENTS)),
    "below a bound": Example(lambda t: Transformed(Normal(t[0], 0.6), upper(1.0)), (0.3,), (*CONTINUOUS, *MOMENTS)),
    "tanh of a mixture": Example(
        lambda t: Transformed(Mixture([t[0], 1.0 - t[0]], [Normal(0.0, 0.5), Normal(1.0, 0.5)]), np.tanh), (0.3,), (*CONTINUOUS, *MOMENTS)
    ),
    "a transform of one's own": Example(
        lambda t: Transformed(Normal(t[0], 0.4), forward=cubed, inverse=np.cbrt, log_det=log_cubed, support=real), (2.0,), (*CONTINUOUS, *MOMENTS)
    ),
    "custom": Example(lambda t: own_laplace(t[0], t[1]), (0.4, 1.3), (*CONTINUOUS, *MOMENTS)),
    "custom, truncated": Example(lambda t: own_laplace(t[0], t[1]).truncated(-1.0, t[2]), (0.4, 1.3, 2.0), (*CONTINUOUS, *MOMENTS)),
    "custom of a cdf alone": Example(lambda t: own_rising(t[0]), (2.5,), CONTINUOUS),
    "custom counts": Example(lambda t: own_geometric(t[0]), (0.35,), ("mean",)),
    "mixture of custom": Example(lambda t: Mixture([t[0], 1.0 - t[0]], [own_laplace(t[1], 0.5), Normal(1.0, 1.0)]), (0.3, -1.0), (*CONTINUOUS, *MOMENTS)),
    "zero-inflated custom": Example(lambda t: ZeroInflated(t[0], own_geometric(t[1])), (0.3, 0.4), ("mean",)),
}
VECTORS = {
    "mixture of vectors": Example(
        lambda t: Mixture([t[0], 1.0 - t[0]], [MultivariateNormal(t[1:3], cholesky=np.eye(2)), MultivariateNormal(np.zeros(2), np.diag(t[3:5]))]),
        (0.3, 2.0, -2.0, 1.5, 0.5),
    ),
    "mixture of rows of vectors": Example(lambda t: Mixture(t[:2], MultivariateNormal(t[2:6].reshape(2, 2), cholesky=np.eye(2))), (0.3, 0.7, 2.0, -2.0, 0.0, 1.0)),
    "mixture of shares": Example(lambda t: Mixture([t[0], 1.0 - t[0]], [Dirichlet(t[1:4]), Dirichlet(np.ones(3))]), (0.3, 2.0, 5.0, 3.0)),
    "custom vectors": Example(
        lambda t: Custom(t[:2], t[2], event=2, logpdf=lambda x, m, s: -0.5 * np.sum((x - m) ** 2) / s**2 - 2.0 * np.log(s) - math.log(2.0 * math.pi),
                         sample=lambda rng, m, s: rng.normal(m, s)), (1.0, -1.0, 0.7)
    ),
}  # fmt: skip
