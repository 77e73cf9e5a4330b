"""The model language: `@model`, sites, distributions, constraints, posteriors and predictions.

Words: a *site* is a named random variable, factor or quantity of a model; z are the unconstrained coordinates of its parameters; an
*interpretation* says what sites mean (log density, pointwise log likelihood, a prior draw, …).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ir.lazy import lazy
from . import distributions, forms, processes
from .annotations import Int, Real
from .base.constraints import affine, cholesky_corr, interval, lower, ordered, positive, positive_ordered, real, simplex, unit, upper
from .definition import Model, model
from .interpret.sites import deterministic, factor, generate, generated, index, marginalize, once, param, random, sample, submodel
from .posterior import Posterior
from .predictive.groups import log_likelihood, log_prior, posterior_predictive, prior_predictive

if TYPE_CHECKING:                                # loaded when they are first asked for (`ir/lazy.py`)
    from . import kernels as kernels
    from . import solve as solve
    from . import special as special
    from .checking.check import check as check
    from .distributions import *  # noqa: F403
    from .forms import *  # noqa: F403
    from .predictive.ahead import predict as predict
    from .processes import *  # noqa: F403
    from .processes.areas.graph import graph as graph
    from .spaces.correlation import corr_matrix as corr_matrix
    from .spaces.covariance import cholesky_cov as cholesky_cov
    from .spaces.covariance import cov_matrix as cov_matrix
    from .spaces.sphere import unit_vector as unit_vector
    from .spaces.stochastic import stochastic_columns as stochastic_columns
    from .spaces.stochastic import stochastic_rows as stochastic_rows
    from .spaces.zero_sum import sum_to_zero as sum_to_zero
    from .spaces.zero_sum import sum_to_zero_matrix as sum_to_zero_matrix
    from .structure.recover import recover as recover
    from .structure.visualise import visualise as visualise

__all__ = [
    "Int",
    "Model",
    "Posterior",
    "Real",
    "affine",
    "cholesky_corr",
    "deterministic",
    "factor",
    "generate",
    "generated",
    "index",
    "interval",
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
    "prior_predictive",
    "random",
    "real",
    "sample",
    "simplex",
    "submodel",
    "unit",
    "upper",
]


def missing(name: str) -> Exception:
    """What is not there is answered: names of other tools, and misspelt ones."""
    from .habits.names import of_module  # not for `import llbayes.ppl`

    return of_module(name, __all__)


__all__ += lazy(globals(), answer=missing, rooms=(distributions, forms, processes))  # pyright: ignore[reportUnsupportedDunderAll]
