"""Distributions of whole series and fields, one file a kind; a value of one is a vector or matrix whose length may come from the site.

`X as X` says to type checkers that X is public. `FAMILIES` is the table of those that are members of a family, with points of parameter space.
"""

from ..base.family import families_of
from .areal import CAR as CAR
from .areal import ICAR as ICAR
from .autoregression import AR as AR
from .garch import GARCH as GARCH
from .gaussian_process import GaussianProcess as GaussianProcess
from .hidden_markov import HiddenMarkov as HiddenMarkov
from .hilbert import HilbertSpaceGP as HilbertSpaceGP
from .moving_average import MA as MA
from .random_walk import RandomWalk as RandomWalk
from .state_space import LinearGaussianStateSpace as LinearGaussianStateSpace
from .stochastic_volatility import StochasticVolatility as StochasticVolatility

CONSTRUCTORS = {name: made for name, made in dict(globals()).items() if hasattr(made, "families")}
FAMILIES = tuple(family for made in CONSTRUCTORS.values() for family in families_of(made))
__all__ = list(CONSTRUCTORS)  # pyright: ignore[reportUnsupportedDunderAll]
