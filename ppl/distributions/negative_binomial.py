"""Negative binomial distribution of given mean; variance mean + mean^2 / size. Also with log(mean), and in the parameters of Stan and of SciPy."""

from __future__ import annotations

import math

from ...lang.library import random
from ..base.constraints import after_zero, count, nonnegative, positive
from ..base.distribution import Distribution
from ..base.family import Family, Param, Scipy, constructor
from ..base.functions import exp, expit, joint_log_ratio, lgamma, lgamma_rest, log, maximum, minimum, reciprocal, shifted_log_ratio, times, where, xlogy
from ..base.restated import chosen, restated
from ..base.types import Numbers
from ..parts.counting import FAR, beta_tail, few, log_factorial_rest

SMALL = 2.0**-500
LARGEST = 200.0  # a logarithm of a mean whose products with sizes are finite, and that is above all counts


def logpdf(x, mean, size):
    """Nothing in it is of the order of size where that is large: it tends to the Poisson's."""
    shape, ratio = lgamma_rest(x + size) - lgamma_rest(size), shifted_log_ratio(x, mean, size)
    if few(x):
        return shape + (x + size) * ratio + (xlogy(x, mean) - (lgamma(x + 1.0) + x))
    joint = joint_log_ratio(where(x > 0, x, 1.0), where(mean > 0.0, mean, 1.0), size)
    power = where(mean > 0.0, x * joint, where(x == 0, 0.0, -math.inf))
    return shape + size * ratio + (power - log_factorial_rest(x))


def cdf(x, mean, size):
    return exp(logcdf(x, mean, size))


def logcdf(x, mean, size):
    return beta_tail(size, x + 1.0, size / (size + mean), mean / (size + mean))


def logsf(x, mean, size):
    return beta_tail(x + 1.0, size, mean / (size + mean), size / (size + mean))


def mean_of(mean, size):
    return mean + 0.0 * size


def variance(mean, size):
    return mean + mean * mean / size


def sample(rng, mean, size):
    return random.negative_binomial(rng, mean, size)


negative_binomial = Family(
    "NegativeBinomial", (Param("mean", nonnegative), Param("size", positive)), count, logpdf, sample, ((1.0, 1.0), (4.0, 0.5), (30.0, 12.0)),
    scipy=Scipy("nbinom", lambda mean, size: {"n": size, "p": size / (size + mean)}), discrete=True,
    cdf=cdf, logcdf=logcdf, logsf=logsf, mean=mean_of, variance=variance,
)  # fmt: skip


def log_logpdf(x, size, log_mean):
    """`logpdf`, at means whose exponentials are 0 or infinite too: there it is linear in their logarithm."""
    mean = exp(minimum(maximum(log_mean, -LARGEST), LARGEST))
    beyond = size * maximum(log_mean - LARGEST, 0.0)
    shape, ratio = lgamma_rest(x + size) - lgamma_rest(size), shifted_log_ratio(x, mean, size)
    if few(x):
        return shape + (x + size) * ratio - beyond + (times(x, minimum(log_mean, LARGEST)) - (lgamma(x + 1.0) + x))
    unit = where(log_mean > 0.0, SMALL, 1.0)  # no product of two counts may be infinite
    joint = joint_log_ratio(unit * where(x > 0, x, 1.0), unit * mean, unit * size) + minimum(log_mean + LARGEST, 0.0)
    return shape + size * ratio - beyond + (times(x, joint) - log_factorial_rest(x))


def log_cdf(x, size, log_mean):
    return exp(log_logcdf(x, size, log_mean))


def log_logcdf(x, size, log_mean):
    odds = log_mean - log(size)
    return beta_tail(size, x + 1.0, expit(-odds), expit(odds))


def log_logsf(x, size, log_mean):
    """Where odds are next to nothing, so are all terms of the tail but the first."""
    odds = log_mean - log(size)
    return where(odds < -FAR, log_logpdf(x + 1.0, size, log_mean), beta_tail(x + 1.0, size, expit(odds), expit(-odds)))


def log_mean_of(size, log_mean):
    return exp(log_mean) + 0.0 * size


def log_variance(size, log_mean):
    return variance(exp(log_mean), size)


def log_sample(rng, size, log_mean):
    return sample(rng, exp(log_mean), size)


negative_binomial_log = Family(
    "NegativeBinomial", (Param("size", positive), Param("log_mean", infinite=True)), count, log_logpdf, log_sample, ((1.0, 0.0), (12.0, 3.0)),
    scipy=Scipy("nbinom", lambda size, log_mean: {"n": size, "p": size / (size + math.exp(log_mean))}), discrete=True,
    cdf=log_cdf, logcdf=log_logcdf, logsf=log_logsf, mean=log_mean_of, variance=log_variance,
)  # fmt: skip


def of_gamma(alpha, beta):
    return alpha / beta, alpha


def of_trials(n, p):
    return n * ((1.0 - p) * reciprocal(p)), n


negative_binomial_gamma = restated(negative_binomial, (Param("alpha", positive), Param("beta", positive)), of_gamma, ((2.0, 0.5), (6.0, 3.0)))
negative_binomial_trials = restated(negative_binomial, (Param("n", positive), Param("p", after_zero)), of_trials, ((3.0, 0.4), (0.5, 0.2), (2.0, 1.0)))
FORMS = (negative_binomial, negative_binomial_log, negative_binomial_gamma, negative_binomial_trials)


@constructor(*FORMS)
def NegativeBinomial(
    mean: Numbers | None = None, size: Numbers | None = None, *, log_mean: Numbers | None = None, alpha: Numbers | None = None, beta: Numbers | None = None,
    n: Numbers | None = None, p: Numbers | None = None,
) -> Distribution:  # fmt: skip
    """Counts of mean `mean`, or exp(log_mean), and variance mean + mean² / size.

    Or Stan's `alpha, beta`: Poisson counts whose rates follow Gamma(alpha, beta). Or SciPy's and PyMC's `n, p`: failures before the n-th success, each trial
    a success with probability p. Stan's `neg_binomial_2(mu, phi)` is `(mean=mu, size=phi)`, `neg_binomial_2_log(eta, phi)` is `(log_mean=eta, size=phi)`.
    """
    return chosen(FORMS, mean=mean, size=size, log_mean=log_mean, alpha=alpha, beta=beta, n=n, p=p)
