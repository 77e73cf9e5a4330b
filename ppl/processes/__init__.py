"""Distributions of whole series and fields, one file a kind; a value of one is a vector or matrix whose length may come from the site.

`X as X` says to type checkers that X is public; a file is loaded when its name is first asked for (`ir/lazy.py`). `FAMILIES` is the table of those that are
members of a family, with points of parameter space.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ir.lazy import lazy
from ..base.family import REGISTRY, Family
from ..base.types import Code

if TYPE_CHECKING:
    from .areas.car import CAR as CAR
    from .areas.icar import ICAR as ICAR
    from .autoregression import AR as AR
    from .garch import GARCH as GARCH
    from .gaussian_process import GaussianProcess as GaussianProcess
    from .hidden_markov import HiddenMarkov as HiddenMarkov
    from .hilbert import HilbertSpaceGP as HilbertSpaceGP
    from .moving_average import MA as MA
    from .random_walk import RandomWalk as RandomWalk
    from .state_space import LinearGaussianStateSpace as LinearGaussianStateSpace
    from .stochastic_volatility import StochasticVolatility as StochasticVolatility
    CONSTRUCTORS: dict[str, Code]
    FAMILIES: tuple[Family, ...]

__all__ = lazy(globals(), REGISTRY)  # pyright: ignore[reportUnsupportedDunderAll]
