"""Samplers: NUTS, HMC and random-walk Metropolis in machine code, and Laplace's approximation. Each takes a bound model, any LogDensity, or a
function of an array.

A sampler is one file of `kernels/` and one line here: its record and its public call (`X as X` says to type checkers that X is public). From these
lines follow `__all__` and `SAMPLERS`, the table that the law tests, the self-test, the documentation page and the command line walk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..ir.lazy import lazy
from .laplace_approximation import Laplace, laplace
from .outcome import SamplingWarning
from .sampler import Sampler

if TYPE_CHECKING:                                # loaded when they are first asked for (`ir/lazy.py`)
    from .executors.each import MapWarning as MapWarning
    from .executors.map import map as map
    from .executors.tasks import Failure as Failure

# isort: off
from .kernels.nuts import NUTS as NUTS, nuts as nuts
from .kernels.hmc import HMC as HMC, hmc as hmc
from .kernels.metropolis import METROPOLIS as METROPOLIS, metropolis as metropolis
# isort: on

SAMPLERS: dict[str, Sampler] = {s.name: s for s in tuple(globals().values()) if isinstance(s, Sampler)}
__all__ = ["SAMPLERS", "Failure", "Laplace", "MapWarning", "SamplingWarning", "laplace", "map", *SAMPLERS]  # pyright: ignore[reportUnsupportedDunderAll]
lazy(globals())
