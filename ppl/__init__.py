"""The model language: `@model`, sites, distributions, constraints, posteriors and predictions.

Words: a *site* is a named random variable, factor or quantity of a model; z are the unconstrained coordinates of its parameters; an
*interpretation* says what sites mean (log density, pointwise log likelihood, a prior draw, …).
"""

from __future__ import annotations

from typing import Any

from . import distributions, kernels, processes
from .annotations import Int, Real
from .base.constraints import affine, cholesky_corr, interval, lower, ordered, positive, positive_ordered, real, simplex, unit, upper
from .checking.check import check
from .definition import Model, model
from .distributions import *  # noqa: F403
from .forms import Censored, Custom, Hurdle, Mixture, Transformed, ZeroInflated
from .forms.glm import BernoulliGLM, CategoricalGLM, NegativeBinomialGLM, NormalGLM, OrderedLogisticGLM, PoissonGLM
from .interpret.sites import deterministic, factor, generate, index, marginalize, once, param, sample, submodel
from .posterior import Posterior
from .predictive.ahead import predict
from .predictive.groups import log_likelihood, log_prior, posterior_predictive, prior_predictive
from .processes import *  # noqa: F403
from .processes.graph import graph
from .spaces.correlation import corr_matrix
from .spaces.covariance import cholesky_cov, cov_matrix
from .spaces.sphere import unit_vector
from .spaces.stochastic import stochastic_columns, stochastic_rows
from .spaces.zero_sum import sum_to_zero
from .structure.recover import recover
from .structure.visualise import visualise

__all__ = [
    "BernoulliGLM",
    "CategoricalGLM",
    "Censored",
    "Custom",
    "Hurdle",
    "Int",
    "Mixture",
    "Model",
    "NegativeBinomialGLM",
    "NormalGLM",
    "OrderedLogisticGLM",
    "PoissonGLM",
    "Posterior",
    "Real",
    "Transformed",
    "ZeroInflated",
    "affine",
    "check",
    "cholesky_corr",
    "cholesky_cov",
    "corr_matrix",
    "cov_matrix",
    "deterministic",
    "factor",
    "generate",
    "graph",
    "index",
    "interval",
    "kernels",
    "log_likelihood",
    "log_prior",
    "lower",
    "marginalize",
    "model",
    "once",
    "ordered",
    "param",
    "positive",
    "positive_ordered",
    "posterior_predictive",
    "predict",
    "prior_predictive",
    "real",
    "recover",
    "sample",
    "simplex",
    "stochastic_columns",
    "stochastic_rows",
    "submodel",
    "sum_to_zero",
    "unit",
    "unit_vector",
    "upper",
    "visualise",
]
__all__ += [*distributions.__all__, *processes.__all__]


def __getattr__(name: str) -> Any:
    """What is not there is answered: names of other tools, and misspelt ones."""
    from .habits.names import of_module  # not for `import llbayes.ppl`

    raise of_module(name, __all__)
