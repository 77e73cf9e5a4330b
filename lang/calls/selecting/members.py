"""Python's own functions that choose and order members: `max`, `min` and `sorted` with `key`, and what `itertools` makes of known lengths."""
from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

from ...arrays import sequences
from ...arrays.making import from_list
from ...arrays.ownership import own
from ...library.table import LIBRARY
from ...numbers import comparison
from ...values.services import Interpreter
from ...values.values import ARRAYS, Scalar, Value, View, holds_run_time
from ..family import Emit, Family

public = Family()
NONE = object()                                  # no default was given


def extreme(op: str, words: str, doc: str) -> Emit:
    """`max` (op is >) or `min` (op is <)."""
    def emit(it: Interpreter, *args: Value, key: Value = None, default: Value = NONE) -> Value:
        if len(args) == 1 and isinstance(args[0], ARRAYS) and key is None and default is NONE:
            return it.reduce(words, args[0])
        values = sequences.members(it, args[0]) if len(args) == 1 else list(args)
        if not values and default is not NONE:
            return default
        if not values:
            raise it.error(f"the {words} of no elements")
        best, *rest = values
        score = best if key is None else it.call(key, best)
        for value in rest:
            found = value if key is None else it.call(key, value)
            better = it.operate(op, found, score)
            if isinstance(better, ARRAYS):
                raise it.error(f"Python's {words} of arrays is ambiguous", f"use np.{words}imum")
            best, score = chosen(it, better, value, best), chosen(it, better, found, score)
        return best
    emit.__doc__ = doc
    return emit


def chosen(it: Interpreter, better: Any, value: Any, best: Any) -> Any:
    """The value where it is better, else the best so far; arrays and tuples part by part."""
    if isinstance(value, tuple) and isinstance(best, tuple) and len(value) == len(best):
        return tuple([chosen(it, better, one, other) for one, other in zip(value, best, strict=True)])
    if isinstance(value, ARRAYS) or isinstance(best, ARRAYS):
        return it.operate_on("where", better, value, best)
    return value if better is True else best if better is False else comparison.select(it, better, value, best)      # type: ignore[arg-type]


public("builtins.max")(extreme(">", "max", "max of numbers, Python's way: the first unless a later one is larger; with `key=` too"))
public("builtins.min")(extreme("<", "min", "min of numbers, Python's way: the first unless a later one is smaller; with `key=` too"))


@public("builtins.sorted", always=True)
def sorted_(it: Interpreter, x: Value, /, *, key: Value = None, reverse: bool = False) -> list[Value]:
    """members in order, equal ones in theirs"""
    items = sequences.members(it, x)
    keys = items if key is None else [it.call(key, member) for member in items]
    if not holds_run_time(keys):
        return own(it, [items[k] for k in order_of(it, keys, reverse)])
    if not all(isinstance(member, (Scalar, int, float)) for member in keys):
        raise it.error("`sorted` of run-time values takes numbers, or a `key=` that gives numbers", "np.lexsort orders by several keys")
    n = len(keys)
    order = it.call(LIBRARY["numpy.argsort"], from_list(it, keys[::-1] if reverse else keys))
    at = [it.index(order, (n - 1 - k if reverse else k,)) for k in range(n)]
    places = [it.operate("-", n - 1, k) if reverse else k for k in at]
    return own(it, permuted(it, items, places))


def permuted(it: Interpreter, items: list[Any], places: list[Any]) -> list[Any]:
    """The members at these run-time places: numbers, or tuples of numbers part by part."""
    if all(isinstance(member, tuple) and len(member) == len(items[0]) for member in items):
        parts = [permuted(it, list(part), places) for part in zip(*items, strict=True)]
        return list(zip(*parts, strict=True))
    array = from_list(it, items)
    return [it.index(array, (place,)) for place in places]


def order_of(it: Interpreter, keys: list[Any], reverse: bool) -> list[int]:
    """The places of these known values in their order."""
    try:
        return sorted(range(len(keys)), key=keys.__getitem__, reverse=reverse)
    except TypeError as failure:
        raise it.error(f"TypeError: {failure}") from None


# -- itertools
def of_members(name: str, doc: str) -> None:
    """Add a function of `itertools` that gives tuples of members, known by their places."""
    make: Callable[..., Any] = getattr(itertools, name)

    def emit(it: Interpreter, *iterables: Value, **kw: Any) -> list[Value]:
        given = [sequences.members(it, part) if is_sequence(part) else part for part in iterables]
        try:
            return own(it, list(make(*given, **kw)))
        except (TypeError, ValueError) as failure:
            raise it.error(f"{type(failure).__name__}: {failure}") from None
    emit.__doc__ = doc
    public(f"itertools.{name}", always=True)(emit)


def is_sequence(value: Value) -> bool:
    """Is it gone through, rather than a number?"""
    return value is not None and not isinstance(value, (Scalar, int, float))


of_members("chain", "members of several sequences, one after the other")
of_members("product", "all tuples of a member of each sequence")
of_members("combinations", "all choices of some members, in order")
of_members("combinations_with_replacement", "all choices of some members, in order, each as often as you like")
of_members("permutations", "all orders of some members")
of_members("pairwise", "pairs of neighbours")
of_members("zip_longest", "members of several sequences together, up to the longest")
of_members("islice", "members from one place to another")


@public("itertools.accumulate", always=True)
def accumulate(it: Interpreter, iterable: Value, func: Value = None, *, initial: Value = None) -> list[Value]:
    """running sums, or what another function of two makes of the members so far"""
    values = [*([] if initial is None else [initial]), *sequences.members(it, iterable)]
    found: list[Value] = []
    for value in values:
        found.append(value if not found else it.operate("+", found[-1], value) if func is None else it.call(func, found[-1], value))
    return own(it, found)


@public("itertools.starmap", always=True)
def starmap(it: Interpreter, function: Value, iterable: Value) -> list[Value]:
    """a function of the members of every member"""
    return own(it, [it.call(function, *sequences.members(it, row)) for row in sequences.members(it, iterable)])


@public("itertools.repeat", always=True)
def repeat(it: Interpreter, object: Value, times: Any) -> list[Value]:
    """one value several times"""
    return own(it, [object] * times)


# -- operator
OPERATORS = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@", "and_": "&", "or_": "|",
             "xor": "^", "lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}


def add_operator(name: str, op: str) -> None:
    """Add a function of `operator` that is one of Python's operators."""
    def emit(it: Interpreter, a: Value, b: Value, /) -> Value:
        return it.operate(op, a, b)
    emit.__doc__ = f"a {op} b"
    public(f"operator.{name}")(emit)


for _name, _op in OPERATORS.items():
    add_operator(_name, _op)


@public("operator.neg")
def neg(it: Interpreter, a: Value, /) -> Value:
    """-a"""
    return it.operate_on("neg", a)


@public("operator.abs")
def absolute(it: Interpreter, a: Value, /) -> Value:
    """absolute value"""
    return it.operate_on("abs", a)


@public("operator.getitem")
def getitem(it: Interpreter, a: Any, b: Value, /) -> Value:
    """a[b]"""
    return it.index(a, b) if holds_run_time(a) and isinstance(a, ARRAYS) else a[b]


# -- math, and methods of arrays
@public("math.hypot")
def hypot(it: Interpreter, *coordinates: Value) -> Value:
    """length of the vector of these coordinates, without overflow"""
    length: Value = 0.0 if len(coordinates) != 1 else it.operate_on("abs", coordinates[0])
    for k, x in enumerate(coordinates[1:]):
        length = it.operate_on("hypot", coordinates[0] if k == 0 else length, x)
    return length


@public("math.sumprod")
def sumprod(it: Interpreter, p: Value, q: Value, /) -> Value:
    """sum of the products of the members of two sequences"""
    total: Value = 0
    for x, y in zip(sequences.members(it, p), sequences.members(it, q), strict=True):
        total = it.operate("+", total, it.operate("*", x, y))
    return total


@public("math.modf")
def modf(it: Interpreter, x: Value, /) -> tuple[Value, Value]:
    """fraction and whole part, both with the sign of x"""
    whole = it.operate_on("trunc", x)
    fraction = it.operate_on("where", it.operate_on("isinf", x), it.operate_on("copysign", 0.0, x), it.operate("-", x, whole))
    return fraction, whole


@public("math.remainder")
def remainder(it: Interpreter, x: Value, y: Value, /) -> Value:
    """x less the nearest multiple of y, ties to even"""
    p = it.operate_on("fabs", y)
    r = it.operate_on("fmod", it.operate_on("fabs", x), it.operate("+", p, p))      # exact, and so are the differences (fdlibm's way)
    large = it.operate(">", it.operate("+", r, r), p)
    r = it.operate_on("where", large, it.operate("-", r, p), r)
    again = it.operate("&", large, it.operate(">=", it.operate("+", r, r), p))
    r = it.operate_on("where", again, it.operate("-", r, p), r)
    return it.operate_on("where", it.operate("<", x, 0.0), it.operate_on("negative", r), r)


@public("math.ldexp")
def ldexp(it: Interpreter, x: Value, i: Value, /) -> Value:
    """x 2^i"""
    return it.operate("*", x, 2.0**i if isinstance(i, int) and abs(i) < 1024 else it.operate_on("exp2", i))


@public(methods=("tolist",))
def tolist(it: Interpreter, a: Value) -> Value:
    """members as lists"""
    if not isinstance(a, ARRAYS):
        return a
    rows = sequences.members(it, a)
    return own(it, [tolist(it, row) if isinstance(row, ARRAYS) else row for row in rows])


@public("numpy.conj", "numpy.conjugate", "numpy.real", methods=("conj", "conjugate"))
def conj(it: Interpreter, x: Value) -> Value:
    """the real number itself"""
    return x


@public(methods=("item",))
def item(it: Interpreter, a: Value, *places: Any) -> Value:
    """an element by its number in the flat array or by its place; without any the only element"""
    if not isinstance(a, ARRAYS):
        return a
    if len(places) == len(a.shape) and places:
        return it.index(a, places)
    count = math.prod(a.shape)                                                   # type: ignore[arg-type]  # lengths are known
    if not places and count != 1:
        raise it.error(f"`.item()` of an array of {count} elements", "say which: x.item(0)")
    flat = it.reshape(a, (-1,))
    return it.index(flat, places[0] if places else 0) if isinstance(flat, View) else flat
