"""The distributions, one file a family and one line here, in the order of the documentation page. From these lines follow `__all__`, which `ppl`
takes over, and `FAMILIES`, the table that the law tests, the page and `uq` read. `X as X` says to type checkers that X is public; a file is loaded when
its name is first asked for (`ir/lazy.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ir.lazy import lazy
from ..base.family import REGISTRY, Family
from ..base.types import Code

if TYPE_CHECKING:
    # isort: off
    from .normal import Normal as Normal
    from .half_normal import HalfNormal as HalfNormal
    from .log_normal import LogNormal as LogNormal
    from .student_t import StudentT as StudentT, HalfStudentT as HalfStudentT
    from .cauchy import Cauchy as Cauchy, HalfCauchy as HalfCauchy
    from .laplace import Laplace as Laplace
    from .logistic import Logistic as Logistic
    from .exponential import Exponential as Exponential
    from .gamma import Gamma as Gamma
    from .inverse_gamma import InverseGamma as InverseGamma
    from .beta import Beta as Beta
    from .uniform import Uniform as Uniform
    from .beta_proportion import BetaProportion as BetaProportion
    from .continuous_bernoulli import ContinuousBernoulli as ContinuousBernoulli
    from .inverse_gaussian import InverseGaussian as InverseGaussian
    from .kumaraswamy import Kumaraswamy as Kumaraswamy
    from .logit_normal import LogitNormal as LogitNormal
    from .moyal import Moyal as Moyal
    from .pert import PERT as PERT
    from .skew_normal import SkewNormal as SkewNormal
    from .skew_double_exponential import SkewDoubleExponential as SkewDoubleExponential
    from .triangular import Triangular as Triangular
    from .weibull import Weibull as Weibull
    from .frechet import Frechet as Frechet
    from .gumbel import Gumbel as Gumbel
    from .rayleigh import Rayleigh as Rayleigh
    from .pareto import Pareto as Pareto
    from .lomax import Lomax as Lomax
    from .chi2 import Chi2 as Chi2
    from .inverse_chi2 import InverseChi2 as InverseChi2
    from .scaled_inverse_chi2 import ScaledInverseChi2 as ScaledInverseChi2
    from .log_logistic import LogLogistic as LogLogistic
    from .half_logistic import HalfLogistic as HalfLogistic
    from .ex_gaussian import ExGaussian as ExGaussian, ExpModNormal as ExpModNormal
    from .generalized_extreme_value import GeneralizedExtremeValue as GeneralizedExtremeValue
    from .generalized_pareto import GeneralizedPareto as GeneralizedPareto
    from .asymmetric_laplace import AsymmetricLaplace as AsymmetricLaplace
    from .von_mises import VonMises as VonMises
    from .wiener import Wiener as Wiener
    from .bernoulli import Bernoulli as Bernoulli
    from .binomial import Binomial as Binomial
    from .beta_binomial import BetaBinomial as BetaBinomial
    from .poisson import Poisson as Poisson
    from .negative_binomial import NegativeBinomial as NegativeBinomial
    from .geometric import Geometric as Geometric
    from .hyper_geometric import HyperGeometric as HyperGeometric
    from .discrete_uniform import DiscreteUniform as DiscreteUniform
    from .discrete_weibull import DiscreteWeibull as DiscreteWeibull
    from .zipf import Zipf as Zipf
    from .yule_simon import YuleSimon as YuleSimon
    from .beta_negative_binomial import BetaNegativeBinomial as BetaNegativeBinomial
    from .categorical import Categorical as Categorical
    from .ordered_logistic import OrderedLogistic as OrderedLogistic
    from .ordered_probit import OrderedProbit as OrderedProbit
    from .multinomial import Multinomial as Multinomial
    from .dirichlet_multinomial import DirichletMultinomial as DirichletMultinomial
    from .dirichlet import Dirichlet as Dirichlet
    from .stick_breaking import StickBreaking as StickBreaking
    from .multivariate_normal import MultivariateNormal as MultivariateNormal
    from .multivariate_student_t import MultivariateStudentT as MultivariateStudentT
    from .matrix_normal import MatrixNormal as MatrixNormal
    from .zero_sum_normal import ZeroSumNormal as ZeroSumNormal
    from .von_mises_fisher import VonMisesFisher as VonMisesFisher
    from .lkj_cholesky import LKJCholesky as LKJCholesky
    from .lkj import LKJ as LKJ
    from .wishart import Wishart as Wishart
    from .wishart_cholesky import WishartCholesky as WishartCholesky
    from .inverse_wishart import InverseWishart as InverseWishart
    from .inverse_wishart_cholesky import InverseWishartCholesky as InverseWishartCholesky
    # isort: on
    CONSTRUCTORS: dict[str, Code]
    FAMILIES: tuple[Family, ...]

__all__ = lazy(globals(), REGISTRY)  # pyright: ignore[reportUnsupportedDunderAll]
