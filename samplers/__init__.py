"""Samplers: NUTS, HMC and random-walk Metropolis in machine code, and Laplace's approximation. Each takes a bound model, any LogDensity, or a
function of an array."""
from .hmc import hmc
from .laplace import Laplace, laplace
from .metropolis import metropolis
from .nuts import nuts
from .run import SamplingWarning

__all__ = ["Laplace", "SamplingWarning", "hmc", "laplace", "metropolis", "nuts"]
