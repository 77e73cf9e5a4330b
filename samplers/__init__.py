"""Samplers: NUTS, HMC and random-walk Metropolis in machine code, and Laplace's approximation. Each takes a bound model, any LogDensity, or a
function of an array.

A sampler is one file of `kernels/` and one line here: its record and its public call (`X as X` says to type checkers that X is public). From these
lines follow `__all__` and `SAMPLERS`, the table that the law tests, the self-test, the documentation page and the command line walk.
"""

from .executors.each import MapWarning
from .executors.map import map
from .executors.tasks import Failure
from .laplace_approximation import Laplace, laplace
from .outcome import SamplingWarning
from .sampler import Sampler

# isort: off
from .kernels.nuts import NUTS as NUTS, nuts as nuts
from .kernels.hmc import HMC as HMC, hmc as hmc
from .kernels.metropolis import METROPOLIS as METROPOLIS, metropolis as metropolis
# isort: on

SAMPLERS: dict[str, Sampler] = {s.name: s for s in tuple(globals().values()) if isinstance(s, Sampler)}
__all__ = ["SAMPLERS", "Failure", "Laplace", "MapWarning", "SamplingWarning", "laplace", "map", *SAMPLERS]  # pyright: ignore[reportUnsupportedDunderAll]
