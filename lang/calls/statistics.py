"""Reductions: sums, extremes, moments, positions."""
from __future__ import annotations

from typing import Any

from ..arrays import reductions
from ..arrays.making import from_list, lift, shape_of
from ..arrays.storage import force
from ..values.services import Interpreter
from ..values.sizes import product
from ..values.values import Elem, Masked, holds_run_time
from .family import Family

public = Family()



def _reduction(kind: str, doc: str, *names: str) -> None:
    def emit(it: Interpreter, a: Any, axis: Any = None, keepdims: bool = False) -> Any:
        if kind in ("any", "all"):
            a = it.operate_on("cast_b1", a if not isinstance(a, (list, tuple)) else from_list(it, a))
        return reductions.reduce(it, kind, a, axis, keepdims)
    emit.__doc__ = doc
    public(*[f"numpy.{n}" for n in names], methods=(kind,))(emit)
_reduction("sum", "sum of all elements or along axes", "sum")
_reduction("prod", "product of all elements or along axes", "prod")
_reduction("max", "largest element, or along axes; nan if there is one", "max", "amax")
_reduction("min", "smallest element, or along axes; nan if there is one", "min", "amin")
_reduction("all", "are all true?", "all")
_reduction("any", "is any true?", "any")


@public("numpy.mean", "numpy.average", methods=("mean",))
def mean(it: Interpreter, a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """arithmetic mean"""
    return reductions.mean(it, a, axis, keepdims)


@public("numpy.var", methods=("var",))
def var(it: Interpreter, a: Any, axis: Any = None, ddof: int = 0) -> Any:
    """variance, the divisor is n - ddof"""
    a = lift(it, a)
    if not isinstance(a, Masked) and isinstance(a, Elem):
        a = force(it, a)
    d = it.operate("-", a, reductions.mean(it, a, axis, axis is not None))
    shape = shape_of(it, a)
    n: Any = product([shape[x] for x in reductions.normal_axes(it, axis, len(shape))])
    return it.operate("/", reductions.reduce(it, "sum", it.operate("*", d, d), axis), n - ddof)


@public("numpy.std", methods=("std",))
def std(it: Interpreter, a: Any, axis: Any = None, ddof: int = 0) -> Any:
    """standard deviation, the divisor is n - ddof"""
    return it.operate_on("sqrt", var(it, a, axis, ddof))


@public("numpy.argmax", methods=("argmax",))
def argmax(it: Interpreter, a: Any, axis: Any = None) -> Any:
    """position of the first largest element"""
    return reductions.arg_extreme(it, "max", a, axis)


@public("numpy.argmin", methods=("argmin",))
def argmin(it: Interpreter, a: Any, axis: Any = None) -> Any:
    """position of the first smallest element"""
    return reductions.arg_extreme(it, "min", a, axis)


@public("numpy.count_nonzero")
def count_nonzero(it: Interpreter, a: Any) -> Any:
    """how many elements are not zero"""
    return it.reduce("sum", it.operate_on("cast_b1", a))


@public("numpy.bincount")
def bincount(it: Interpreter, x: Any, weights: Any = None, minlength: int = 0) -> Any:
    """how often each of `minlength` whole numbers occurs, or the sums of their weights"""
    if holds_run_time(minlength) or minlength < 1:
        raise it.error("the length of np.bincount depends on its data", "say how many numbers there are: minlength=")
    return it.library("bincount", x, weights, minlength)
