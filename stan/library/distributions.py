"""What distributions of Stan's need beside those of `ppl` (functions reference, chapters of distributions)."""
from __future__ import annotations

import math
from copy import copy
from typing import Any

import numpy as np

from ... import ppl
from ...ir.errors import ModelError
from ...ir.places import here
from ...lang.values.hooks import compile_time
from ...ppl.base.constraints import positive
from ...ppl.base.distribution import Distribution
from ...ppl.base.member import make
from ...ppl.distributions.negative_binomial import negative_binomial


@compile_time
def alike(law: Distribution, *values: Any) -> Distribution:
    """The law, where the containers that it is made of and the values have one length: none is stretched, as NumPy would stretch a single element. ModelError
    where they have several."""
    own = [(p, spec.axes) for spec, p in law.parameters()] + [(x, law.axes) for x in values]
    shapes = [getattr(p, "shape", ())[: max(len(getattr(p, "shape", ())) - axes, 0)] for p, axes in own]
    lengths = {n for shape in shapes for n in shape[:1] if isinstance(n, int)}
    if len(lengths) > 1:
        raise ModelError(f"`{law.name}` is given containers of {' and '.join(map(str, sorted(lengths)))} elements", here(),
                         "all containers in one call of a distribution have one length; single numbers go with any")  # fmt: skip
    return law


def lpdf(law: Any, x: Any) -> Any:
    """The log density of all values, which are as many as the law's."""
    return np.sum(alike(law, x).logpdf(x))


def cdf(law: Any, x: Any) -> Any:
    """The probability that none is larger than its value."""
    return np.prod(alike(law, x).cdf(x))


def lcdf(law: Any, x: Any) -> Any:
    """Its logarithm."""
    return np.sum(alike(law, x).logcdf(x))


def lccdf(law: Any, x: Any) -> Any:
    """The log probability that each is larger than its value."""
    return np.sum(alike(law, x).logsf(x))


def angle(x: Any) -> Any:
    """An angle in [-π, π), less whole turns."""
    return x - 2.0 * math.pi * np.floor((x + math.pi) / (2.0 * math.pi))


# -- distributions in Stan's parameters
MEAN_ABOVE_ZERO = copy(negative_binomial)
MEAN_ABOVE_ZERO.params = (negative_binomial.params[0]._replace(domain=positive), *negative_binomial.params[1:])


@compile_time
def neg_binomial_2(mean: Any, size: Any) -> Distribution:
    """`ppl.NegativeBinomial` of a mean that is not 0."""
    return make(MEAN_ABOVE_ZERO, mean, size)


def pareto_type_2(mu: Any, scale: Any, alpha: Any) -> Any:
    """Lomax from mu on. Stan's scale and exponent of the tail are scale / alpha and 1 / alpha as excesses have them."""
    return ppl.GeneralizedPareto(mu, scale / alpha, 1.0 / alpha)


def hypergeometric(n: Any, white: Any, black: Any) -> Any:
    """White balls among n of so many white and black ones."""
    return ppl.HyperGeometric(white + black, white, n)


def gaussian_dlm_obs(design: Any, transition: Any, noise: Any, process: Any, mean: Any, cov: Any) -> Any:
    """Series of which a row is a step. Stan's first state is one step before the first observation, and its design has a column an entry."""
    noise = np.diag(noise) if len(noise.shape) == 1 else noise
    return ppl.LinearGaussianStateSpace(transition, design.T, process, noise, transition @ mean, transition @ cov @ transition.T + process)


# -- log densities of distributions that a size of the value says
def multinomial(x: Any, p: Any) -> Any:
    """Counts of as many trials as they sum to."""
    return ppl.Multinomial(np.sum(x), p).logpdf(x)


def multinomial_logit(x: Any, logits: Any) -> Any:
    """The same by log odds."""
    return ppl.Multinomial(np.sum(x), logits=logits).logpdf(x)


def dirichlet_multinomial(x: Any, concentration: Any) -> Any:
    """Counts of as many trials as they sum to."""
    return ppl.DirichletMultinomial(np.sum(x), concentration).logpdf(x)


def lkj_corr(x: Any, eta: Any) -> Any:
    """Correlation matrices."""
    return ppl.LKJ(x.shape[0], eta).logpdf(x)


def lkj_corr_cholesky(x: Any, eta: Any) -> Any:
    """Their lower factors."""
    return ppl.LKJCholesky(x.shape[0], eta).logpdf(x)


# -- log densities that are those of no distribution here
def multi_gp(y: Any, cov: Any, weights: Any) -> Any:
    """Σ of the log densities of rows y[k] with mean 0 and covariance cov / weights[k]."""
    return gaussian_rows(ppl.MultivariateNormal(np.zeros(y.shape[1]), cov), y, weights)


def multi_gp_cholesky(y: Any, factor: Any, weights: Any) -> Any:
    """The same by the lower factor of cov."""
    return gaussian_rows(ppl.MultivariateNormal(np.zeros(y.shape[1]), cholesky=factor), y, weights)


def gaussian_rows(law: Any, y: Any, weights: Any) -> Any:
    """Rows of y whose density is that of y[k] √weights[k] by the law."""
    rows = np.sqrt(weights)[:, None] * y
    return np.sum(law.logpdf(rows)) + 0.5 * y.shape[1] * np.sum(np.log(weights))


def lkj_cov(cov: Any, mu: Any, sigma: Any, eta: float) -> Any:
    """Deviations log-normal, correlations LKJ; without a Jacobian, as Stan has it."""
    sd = np.sqrt(np.diagonal(cov))
    return np.sum(ppl.LogNormal(mu, sigma).logpdf(sd)) + ppl.LKJ(cov.shape[0], eta).logpdf(cov / np.outer(sd, sd))
