"""Solvers, written in the language: they are compiled with the model that calls them and differentiated there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ir.lazy import lazy

if TYPE_CHECKING:                                # loaded when they are first asked for (`ir/lazy.py`): no module has the name of a function
    from .calling import GaveUp as GaveUp
    from .initial_values import ode as ode
    from .integrals import quad as quad
    from .minima import minimize as minimize
    from .repeating import fixed_point as fixed_point
    from .roots import root as root

__all__ = lazy(globals())  # pyright: ignore[reportUnsupportedDunderAll]
