"""Samplers: NUTS, HMC and random-walk Metropolis in machine code. Each takes a bound model, any LogDensity, or a function of an array."""
from .hmc import hmc
from .metropolis import metropolis
from .nuts import nuts
from .run import SamplingWarning

__all__ = ["SamplingWarning", "hmc", "laplace", "metropolis", "nuts"]


def __getattr__(name: str):
    if name == "laplace":
        from .laplace import laplace
        return laplace
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
