"""The distributions, one a file; `FAMILIES` is the table that the law tests walk."""

from __future__ import annotations

from .bernoulli import Bernoulli, bernoulli, bernoulli_logits
from .beta import Beta, beta
from .binomial import Binomial, binomial, binomial_logits
from .categorical import Categorical, categorical, categorical_logits
from .cauchy import Cauchy, HalfCauchy, cauchy, half_cauchy
from .dirichlet import Dirichlet, dirichlet
from .exponential import Exponential, exponential
from .gamma import Gamma, gamma
from .half_normal import HalfNormal, half_normal
from .inverse_gamma import InverseGamma, inverse_gamma
from .laplace import Laplace, laplace
from .lkj_cholesky import LKJCholesky, lkj_cholesky
from .log_normal import LogNormal, log_normal
from .logistic import Logistic, logistic
from .multivariate_normal import MultivariateNormal, multivariate_normal, multivariate_normal_cholesky
from .negative_binomial import NegativeBinomial, negative_binomial
from .normal import Normal, normal
from .poisson import Poisson, poisson, poisson_log
from .student_t import HalfStudentT, StudentT, half_student_t, student_t
from .uniform import Uniform, uniform

FAMILIES = (
    normal,
    half_normal,
    log_normal,
    student_t,
    half_student_t,
    cauchy,
    half_cauchy,
    laplace,
    logistic,
    exponential,
    gamma,
    inverse_gamma,
    beta,
    uniform,
    bernoulli,
    bernoulli_logits,
    binomial,
    binomial_logits,
    poisson,
    poisson_log,
    negative_binomial,
    categorical,
    categorical_logits,
    dirichlet,
    multivariate_normal,
    multivariate_normal_cholesky,
    lkj_cholesky,
)

__all__ = [
    "FAMILIES",
    "Bernoulli",
    "Beta",
    "Binomial",
    "Categorical",
    "Cauchy",
    "Dirichlet",
    "Exponential",
    "Gamma",
    "HalfCauchy",
    "HalfNormal",
    "HalfStudentT",
    "InverseGamma",
    "LKJCholesky",
    "Laplace",
    "LogNormal",
    "Logistic",
    "MultivariateNormal",
    "NegativeBinomial",
    "Normal",
    "Poisson",
    "StudentT",
    "Uniform",
]
