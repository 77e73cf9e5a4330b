"""Laplace's approximation of a posterior for uncertainty analyses: the Gaussian at the mode, from the sampler room's Newton-CG."""
from __future__ import annotations


def laplace(posterior, **settings):
    """The Gaussian at the posterior's mode: see `samplers.laplace`, whose settings it takes and whose result it returns."""
    from .. import samplers

    return samplers.laplace(posterior, **settings)
