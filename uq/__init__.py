"""Uncertainty quantification: what uncertain inputs do to a model's outputs. One file a method; each is design, evaluate, estimate.

    inputs = uq.Inputs(load=Normal(10, 2), length=Uniform(1, 2))      names, laws, moments
    inputs = uq.inputs_of(posterior)      the parameters of a model without observations: dependent inputs
    inputs = uq.Draws(tree)               posterior draws or data, row by row
    uq.from_salib(problem), uq.from_openturns(distribution)      inputs as other tools write them
    uq.propagate(model, inputs)      mean, sd and quantiles of the outputs by quasi-Monte Carlo
    uq.delta_method(model, inputs)   mean and covariance from exact first and second derivatives at the mean: no sampling
    uq.sobol(model, inputs)          which input causes which share of the variance
    uq.taylor_control(model, inputs)      mean and sd with the Taylor expansion as control variate
    uq.pce(model, inputs)            polynomial chaos from values and gradients: mean, sd, indices, `uq.surrogate`
    uq.dgsm(model, inputs)           which inputs cannot matter, from some gradients; `uq.active_subspace`: which directions do
    uq.form(limit_state, inputs)     a probability of failure from the likeliest failure: first and second order
    uq.importance(limit_state, inputs)    the same by sampling around it; also `line_sampling`, and `subset` without derivatives
    uq.morris(model, inputs)         which inputs matter at all, from few runs
    uq.given_data(x, y)              first-order indices from runs that are there
    uq.shapley(model, inputs)        the variance divided among inputs, dependent ones too
    uq.tornado(model, inputs)        the output at each input's low and high quantile
    uq.laplace(posterior)            a posterior as the Gaussian at its mode

A model is a function of one array, the inputs in the order of `inputs.names`, or of inputs by their names; it returns a number, an array, or a record of
them (`uq.Model` says what else is known of it). Written in the compiled language it is compiled, and its derivatives are exact; any other Python callable
is called as it is. Every result is a `uq.Result`: labelled arrays with standard errors, `.table()` (plain text), `.plot()` (returns matplotlib's Axes).

A method is one file of `methods/` and one line here: its row and its call (`X as X` says to type checkers that X is public). From these
lines follow `__all__` and `METHODS`, the table that the tests of general guarantees and the documentation page walk.
"""
from __future__ import annotations

from ..samplers.executors.each import map_each as map
from .evaluation.declared import Model
from .evaluation.foreign import foreign

# isort: off
from .inputs import ClaytonCopula, Draws, FrankCopula, GaussianCopula, GaussianInputs, GumbelCopula, Inputs, JointInputs, StudentCopula
from .inputs import from_openturns, from_salib, inputs_of
from .chaos.surrogate import surrogate
from .method import METHODS, Method, UqWarning
from .result import Result
from .methods.propagate import PROPAGATE as PROPAGATE, propagate as propagate
from .methods.delta_method import DELTA_METHOD as DELTA_METHOD, delta_method as delta_method
from .methods.sobol import SOBOL as SOBOL, sobol as sobol
from .methods.taylor_control import TAYLOR_CONTROL as TAYLOR_CONTROL, taylor_control as taylor_control
from .methods.dgsm import DGSM as DGSM, dgsm as dgsm
from .methods.active_subspace import ACTIVE_SUBSPACE as ACTIVE_SUBSPACE, active_subspace as active_subspace
from .methods.pce import PCE as PCE, pce as pce
from .of_posterior import LAPLACE as LAPLACE, Laplace as Laplace, laplace as laplace
from .methods.form import FORM as FORM, form as form
from .methods.importance import IMPORTANCE as IMPORTANCE, importance as importance
from .methods.line_sampling import LINE_SAMPLING as LINE_SAMPLING, line_sampling as line_sampling
from .methods.subset import SUBSET as SUBSET, subset as subset
from .methods.morris import MORRIS as MORRIS, morris as morris
from .methods.given_data import GIVEN_DATA as GIVEN_DATA, given_data as given_data
from .methods.shapley import SHAPLEY as SHAPLEY, shapley as shapley
from .methods.tornado import TORNADO as TORNADO, tornado as tornado
# isort: on

METHODS.update({m.name: m for m in tuple(globals().values()) if isinstance(m, Method)})
__all__ = ["METHODS", "ClaytonCopula", "Draws", "FrankCopula", "GaussianCopula", "GaussianInputs", "GumbelCopula", "Inputs", "JointInputs",
           "Laplace", "Model", "Result", "StudentCopula", "UqWarning", "foreign", "from_openturns", "from_salib", "inputs_of", "map",
           "surrogate", *METHODS]  # pyright: ignore[reportUnsupportedDunderAll]
