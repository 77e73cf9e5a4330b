"""Functions called for every element or row of arrays: np.vectorize, apply_along_axis, apply_over_axes, fromfunction."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...arrays import reductions
from ...arrays.making import lift, shape_of
from ...values.services import Interpreter
from ...values.values import Value
from ..creation import dims
from ..family import Family

public = Family()


# -- in the language
def of_members(f, flat, n, part):
    """f of the members of vectors, or of rows, along a new first axis; of a tuple of results one part."""
    if part is None:
        return np.array([f(*[p[i] for p in flat]) for i in range(n)])
    return np.array([f(*[p[i] for p in flat])[part] for i in range(n)])


# -- how many results there are
def parts(it: Interpreter, call: Callable[[], Value]) -> list[int | None]:
    """[None] where a call gives one result, else the places of those in its tuple. A first pass calls to learn it."""
    place = ("parts", *it.site())
    known = it.facts.widen.get(place)
    if known is None:
        result = call()
        known = str(len(result)) if isinstance(result, tuple) else "one"
        it.facts.learn(place, known)
    return [None] if known == "one" else list(range(int(known)))


class Vectorized:
    """`np.vectorize(f)`, a function that is called for each element of its arguments, or for each array of the shape that its signature says."""

    def __init__(self, pyfunc: Value, otypes: Any = None, excluded: Any = None, signature: Any = None):
        self.pyfunc, self.signature = pyfunc, signature
        self.otypes = None if otypes is None else [np.dtype(code) for code in otypes] if isinstance(otypes, (str, list, tuple)) else [np.dtype(otypes)]
        self.excluded = set() if excluded is None else set(excluded)

    def __llbayes_stage__(self, it: Interpreter, args: list[Value], kw: dict[str, Value]) -> Value:
        places = [place for place in (*range(len(args)), *kw) if place not in self.excluded]
        given: dict[int | str, Value] = {**dict(enumerate(args)), **kw}

        def function(it: Interpreter, *members: Value) -> Value:
            full = {**given, **dict(zip(places, members, strict=True))}
            return it.call(self.pyfunc, *(full[k] for k in range(len(args))), **{name: full[name] for name in kw})
        found = over_members(it, Staged(function), [given[place] for place in places], self.core_ranks(it, len(places)))
        if self.otypes is not None:
            found = [it.call(np.asarray, array, dtype=dtype) for array, dtype in zip(found, self.otypes, strict=False)]
        return found[0] if len(found) == 1 else tuple(found)

    def core_ranks(self, it: Interpreter, count: int) -> list[int]:
        """How many axes of each argument the function takes."""
        if self.signature is None:
            return [0] * count
        if "->" not in self.signature:
            raise it.error(f"`{self.signature}` is no signature of `np.vectorize`", "`(n),(n)->()` says which axes the function takes and gives")
        groups = self.signature.replace(" ", "").split("->")[0].strip("()").split("),(")
        if len(groups) != count:
            raise it.error(f"the signature {self.signature} of `np.vectorize` is not for {count} arguments")
        return [len([name for name in group.split(",") if name]) for group in groups]


class Staged:
    """A function that is called with the interpreter first."""

    def __init__(self, function: Callable[..., Value]):
        self.function = function

    def __llbayes_stage__(self, it: Interpreter, args: list[Value], kw: dict[str, Value]) -> Value:
        return self.function(it, *args, **kw)


def over_members(it: Interpreter, function: Value, arrays: list[Value], ranks: list[int]) -> list[Any]:
    """The results of calls for each member, whose last `ranks` axes the function takes; the axes before broadcast."""
    shapes = [shape_of(it, array) for array in arrays]
    outer = it.broadcast([shape[:len(shape) - rank] for shape, rank in zip(shapes, ranks, strict=True)])
    count: Any = int(np.prod(outer, dtype=int))                                 # type: ignore[arg-type]  # known lengths
    if not outer:
        result = it.call(function, *arrays)
        return list(result) if isinstance(result, tuple) else [result]
    if not count:
        raise it.error("`np.vectorize` of no elements: what it gives is not known")
    flat = []
    for array, shape, rank in zip(arrays, shapes, ranks, strict=True):
        core = shape[len(shape) - rank:]
        flat.append(it.reshape(it.call(np.broadcast_to, array, (*outer, *core)), (count, *core)))
    found = []
    for part in parts(it, lambda: it.call(function, *(it.index(array, (0,)) for array in flat))):
        made = it.call(of_members, function, flat, count, part)
        found.append(it.reshape(made, (*outer, *shape_of(it, made)[1:])))
    return found


@public("numpy.vectorize", always=True)
def vectorize(it: Interpreter, pyfunc: Value, otypes: Any = None, doc: Any = None, excluded: Any = None, cache: bool = False, signature: Any = None) -> Value:
    """a function that is called for each element, or for each array that its signature says"""
    return Vectorized(pyfunc, otypes, excluded, signature)


def of_numpys(it: Interpreter, made: Any, *args: Value, **kw: Value) -> Value:
    """A call of `np.vectorize(f)` that was made outside."""
    own = Vectorized(it.attribute(made, "pyfunc"), it.attribute(made, "otypes"), it.attribute(made, "excluded"), it.attribute(made, "signature"))
    return it.call(own, *args, **kw)


# -- along axes
@public("numpy.apply_along_axis")
def apply_along_axis(it: Interpreter, func1d: Value, axis: int, arr: Value, *args: Value, **kwargs: Value) -> Value:
    """a function called for each vector along an axis; what it gives stands in that axis' place"""
    array = lift(it, arr)
    place, = reductions.normal_axes(it, axis, len(shape_of(it, array)))
    last = it.call(np.moveaxis, array, place, -1)
    found = over_members(it, Staged(lambda it, row: it.call(func1d, row, *args, **kwargs)), [last], [1])
    if len(found) > 1:
        raise it.error("the function of `apply_along_axis` gives a tuple", "give an array: `np.array([…])`")
    outer, result = len(shape_of(it, last)) - 1, found[0]
    rank = len(shape_of(it, result))
    return it.call(np.moveaxis, result, tuple(range(outer, rank)), tuple(range(place, place + rank - outer))) if rank > outer else result


@public("numpy.apply_over_axes")
def apply_over_axes(it: Interpreter, func: Value, a: Value, axes: Any) -> Value:
    """a function of an array and an axis, applied for one axis after the other; axes stay, with length 1"""
    value = lift(it, a)
    rank = len(shape_of(it, value))
    for axis in reductions.normal_axes(it, axes, rank) if axes is not None else ():
        result = lift(it, it.call(func, value, axis))
        value = result if len(shape_of(it, result)) == rank else lift(it, it.call(np.expand_dims, result, axis))
    return value


@public("numpy.fromfunction", always=True)
def fromfunction(it: Interpreter, function: Value, shape: Any, *, dtype: Any = float, like: Any = None, **kwargs: Value) -> Value:
    """a function of the coordinates of all places of a shape"""
    return it.call(function, *np.indices(dims(it, shape), dtype=dtype), **kwargs)                    # type: ignore[arg-type]  # known lengths
