"""Samplers: NUTS, HMC and random-walk Metropolis in machine code, and Laplace's approximation. Each takes a bound model, any LogDensity, or a
function of an array."""
from .kernels.hmc import hmc
from .kernels.metropolis import metropolis
from .kernels.nuts import nuts
from .laplace_approximation import Laplace, laplace
from .run import SamplingWarning

__all__ = ["Laplace", "SamplingWarning", "hmc", "laplace", "metropolis", "nuts"]
