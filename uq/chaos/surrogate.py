"""An expansion as a function of the inputs, in the compiled language."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import of_kind
from ...ir.public import public
from ..inputs import Uncertain
from ..inputs.assumed import uncertain
from ..result import Result
from .axes import axes_of
from .terms import factors


@public
def surrogate(result: Result, inputs: Uncertain) -> Callable[[Any], Any]:
    """The polynomial chaos of a result as a function of x (d,), the inputs in the order of `inputs.names`: a model that costs microseconds, for every other
    method.

    result: of `uq.pce`
    inputs: those that it was made with

    It is in the compiled language, with derivatives of every order; outputs have the shape of the model's. SettingsError for another method's result, for other
    inputs, and where normal scores are needed of laws that are SciPy's alone.

    >>> from llbayes import uq
    >>> from llbayes.ppl import Normal, Uniform
    >>> inputs = uq.Inputs(load=Normal(10, 2), length=Uniform(1, 2))
    >>> r = uq.pce(lambda x: x[0] * x[1] ** 2, inputs, seed=1)
    >>> f = uq.surrogate(r, inputs)
    >>> round(float(f(np.array([10.0, 1.5]))), 6)
    22.5
    """
    result = of_kind(result, Result, "result", "what `uq.pce` returned")
    if result.method != "pce":
        raise SettingsError(f"`result` is one of `{result.method}`, which has no expansion", hint="`uq.pce(model, inputs)`")
    if uncertain(inputs).names != result.names:
        raise SettingsError(f"`inputs` are {', '.join(inputs.names)}, and the result is of {', '.join(result.names)}")
    terms = result.array("multi_index").astype(int)
    degree = max(1, int(terms.max()))
    axes = axes_of(inputs, degree)
    normal = any(axis.normal for axis in axes)
    if normal and (inputs.in_language("normal") is None or not hasattr(inputs, "score")):
        raise SettingsError("the expansion is in normal scores of laws that are SciPy's alone", hint="take families of `ppl`")
    score: Any = getattr(inputs, "score", None)
    return polynomial(score() if normal else None, axes, terms, result.array("coefficients").reshape(len(terms), -1), result.shape)


def polynomial(score: Any, axes: Any, terms: np.ndarray, coefficients: np.ndarray, shape: tuple[int, ...]) -> Callable[[Any], Any]:
    """Σ coefficients × products of polynomials."""
    where, order = (np.ascontiguousarray(a, np.int64) for a in factors(terms))
    degree, d, most, count, m = max(1, int(terms.max())), len(axes), where.shape[1], len(terms), coefficients.shape[1]
    a, root = np.array([axis.recurrence.a for axis in axes]), np.sqrt(np.array([axis.recurrence.b for axis in axes]))
    centre, scale = np.array([(axis.centre, axis.scale) for axis in axes]).T.copy()
    in_normal = np.array([1.0 if axis.normal else 0.0 for axis in axes])
    coefficients = np.ascontiguousarray(coefficients)

    def sums(x: Any) -> Any:
        u = x if score is None else score(x)
        table = np.zeros((d, degree + 1))
        for i in range(d):
            t = in_normal[i] * u[i] + (1.0 - in_normal[i]) * (x[i] - centre[i]) / scale[i]
            table[i, 0] = 1.0
            table[i, 1] = (t - a[i, 0]) / root[i, 1]
            for k in range(1, degree):
                table[i, k + 1] = ((t - a[i, k]) * table[i, k] - root[i, k] * table[i, k - 1]) / root[i, k + 1]
        out = np.zeros(m)
        for j in range(count):
            product = 1.0
            for k in range(most):
                product = product * table[where[j, k], order[j, k]]
            for k in range(m):
                out[k] += coefficients[j, k] * product
        return out

    def number(x: Any) -> Any:
        return sums(x)[0]

    def array(x: Any) -> Any:
        return sums(x).reshape(shape)
    return array if shape else number
