"""Uncertainty quantification: what uncertain inputs do to a model's outputs. One file a method; each is design, evaluate, estimate.

    inputs = uq.Inputs(load=Normal(10, 2), length=Uniform(1, 2))      names, laws, moments
    uq.propagate(model, inputs)      mean, sd and quantiles of the outputs by quasi-Monte Carlo
    uq.delta_method(model, inputs)   mean and covariance from exact first and second derivatives at the mean: no sampling
    uq.sobol(model, inputs)          which input causes which share of the variance
    uq.laplace(posterior)            a posterior as the Gaussian at its mode

A model is a function of one array, the inputs in the order of `inputs.names`, that returns a number or an array. Written in the
compiled language it is compiled, and its derivatives are exact; any other Python callable is called as it is. Results are frozen,
carry standard errors, and have `.plot()` (returns matplotlib's Axes) and `.table()` (plain text).
"""
from __future__ import annotations

from ..samplers.laplace_approximation import Laplace
from ..samplers.laplace_approximation import approximate as laplace
from .inputs import GaussianInputs, Inputs
from .methods.delta_method import DeltaMethod, delta_method
from .methods.propagate import Propagation, propagate
from .methods.sobol import Sobol, sobol

__all__ = ["DeltaMethod", "GaussianInputs", "Inputs", "Laplace", "Propagation", "Sobol", "delta_method", "laplace", "propagate", "sobol"]
