"""Generalised linear models by Stan's words: a distribution whose predictor is `intercept + X @ beta`. Nothing else: a matrix product and a density are
one pass over the rows already (`benchmarks/glm.py`), so there is no faster form."""

from __future__ import annotations

import numpy as np

from ..base.distribution import Distribution
from ..base.types import Value
from ..distributions.bernoulli import Bernoulli
from ..distributions.categorical import Categorical
from ..distributions.negative_binomial import NegativeBinomial
from ..distributions.normal import Normal
from ..distributions.ordered_logistic import OrderedLogistic
from ..distributions.poisson import Poisson


def NormalGLM(X: np.ndarray, intercept: Value, beta: np.ndarray, scale: Value) -> Distribution:
    """`Normal(intercept + X @ beta, scale)`, Stan's `normal_id_glm`; X has a row for each value, and it is no faster than what it stands for."""
    return Normal(intercept + X @ beta, scale)


def BernoulliGLM(X: np.ndarray, intercept: Value, beta: np.ndarray) -> Distribution:
    """`Bernoulli(logits=intercept + X @ beta)`, Stan's `bernoulli_logit_glm`; it is no faster than what it stands for."""
    return Bernoulli(logits=intercept + X @ beta)


def PoissonGLM(X: np.ndarray, intercept: Value, beta: np.ndarray) -> Distribution:
    """`Poisson(log_rate=intercept + X @ beta)`, Stan's `poisson_log_glm`; it is no faster than what it stands for."""
    return Poisson(log_rate=intercept + X @ beta)


def NegativeBinomialGLM(X: np.ndarray, intercept: Value, beta: np.ndarray, size: Value) -> Distribution:
    """`NegativeBinomial(log_mean=intercept + X @ beta, size=size)`, Stan's `neg_binomial_2_log_glm`; it is no faster than what it stands for."""
    return NegativeBinomial(log_mean=intercept + X @ beta, size=size)


def CategoricalGLM(X: np.ndarray, intercept: np.ndarray, beta: np.ndarray) -> Distribution:
    """`Categorical(logits=intercept + X @ beta)`, Stan's `categorical_logit_glm`: an intercept and a column of beta for each category; no faster than that."""
    return Categorical(logits=intercept + X @ beta)


def OrderedLogisticGLM(X: np.ndarray, beta: np.ndarray, cutpoints: np.ndarray) -> Distribution:
    """`OrderedLogistic(X @ beta, cutpoints)`, Stan's `ordered_logistic_glm`; it is no faster than what it stands for."""
    return OrderedLogistic(X @ beta, cutpoints)
