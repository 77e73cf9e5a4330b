"""Reading one element of an array, whether it is stored or lazy: the table ELEMENT has the lazy nodes that are not elementwise functions."""
from __future__ import annotations

from typing import Any

from ..numbers import arithmetic, elementwise, scalars
from ..values.services import Interpreter
from ..values.sizes import SMALL, Size
from ..values.values import ARRAYS, Elem, Scalar, View
from .folding import KINDS, over

SHARE = 6  # operations that two loops may both compute


def element(it: Interpreter, v: Any, idx: tuple[Any, ...], memo: dict[Any, Any] | None = None) -> Any:
    """v[idx] for a full index (Scalars and ints)."""
    if isinstance(v, View):
        return it.b.read(v, idx)
    if not isinstance(v, Elem):
        return v
    if v.forced is not None:
        return it.b.read(v.forced, idx)
    key = (id(v), tuple(i.ref if isinstance(i, Scalar) else i for i in idx))
    if memo is not None and key in memo:
        return memo[key]
    if v.weight > SHARE:
        note_use(it, v)
    r = ELEMENT.get(v.op, map_element)(it, v, idx, memo)
    if memo is not None:
        memo[key] = r
    return r


def note_use(it: Interpreter, v: Elem) -> None:
    """A second loop that computes v again stores it where it is born, from the next pass on."""
    if v.token != it.token:
        v.token = it.token
        v.count += 1
    if v.count > 1:
        it.facts.store(v.site)


def argument(it: Interpreter, a: Any, idx: tuple[Any, ...], memo: Any) -> Any:
    """Element of an argument that broadcasts to the node's shape."""
    if not isinstance(a, ARRAYS):
        return a
    own = idx[len(idx) - len(a.shape) :]
    return element(it, a, tuple(0 if not isinstance(n, Size) and n == 1 else i for n, i in zip(a.shape, own, strict=True)), memo)


def map_element(it: Interpreter, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    """An elementwise function of the arguments' elements."""
    return elementwise.function(it, v.op, [argument(it, a, idx, memo) for a in v.args])


def gather_element(it: Interpreter, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    """base[keys]: index arrays broadcast together and stand at axis `at` of the result; None marks a free axis of the base."""
    *arrays, keys, at, rank = v.args
    base, arrays = arrays[0], iter(arrays[1:])
    inner, free = idx[at : at + rank], iter(idx[:at] + idx[at + rank :])
    full = []
    for k, n in zip(keys, base.shape, strict=True):
        if k is None:
            full.append(next(free))
        elif k == "array":
            full.append(it.check_index(argument(it, next(arrays), inner, memo), n))
        else:
            full.append(k)
    return element(it, base, tuple(full), memo)


def index_element(it: Interpreter, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    """A slice of a lazy array: key holds numbers (fixed axes) and (start, step) pairs (kept axes)."""
    base, key = v.args
    rest = iter(idx)
    full = []
    for k in key:
        if isinstance(k, tuple):
            i = next(rest)
            i = i if k[1] == 1 else it.operate("*", i, k[1])
            full.append(i if k[0] == 0 else it.operate("+", i, k[0]))
        else:
            full.append(k)
    return element(it, base, tuple(full), memo)


def expand_element(it: Interpreter, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    """An array with new axes of length 1; `kept` are the axes of the base."""
    base, kept = v.args
    return element(it, base, tuple(idx[k] for k in kept), memo)


def matmul_element(it: Interpreter, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    """One element of a matrix product: a sum of products."""
    a, b = v.args
    row = idx[:-1] if len(b.shape) == 2 and len(a.shape) == 2 else idx if len(a.shape) == 2 else ()
    column = idx[-1:] if len(b.shape) == 2 else ()

    def term(k: Any, m: Any) -> Any:
        return it.operate("*", element(it, a, (*row, k), m), element(it, b, (k, *column), m))

    return total(it, a.shape[-1], term, memo, v.dtype)


def total(it: Interpreter, n: Any, term: Any, memo: Any, dtype: str) -> Any:
    """Sum of term(k, memo) for k < n."""
    if isinstance(n, int) and n <= SMALL:
        s: Any = None
        for k in range(n):
            s = term(k, memo) if s is None else arithmetic.accumulate(it, s, term(k, memo))
        return 0.0 if s is None else s
    zero = scalars.scalar(it, 0, dtype)
    return it.b.counted(n, lambda i, s: (scalars.scalar(it, arithmetic.accumulate(it, s, term(i, {})), dtype),), (zero,))[0]


def broadcast_element(it: Interpreter, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    """The argument repeated along new axes."""
    return argument(it, v.args[0], idx, memo)


def reduced_element(it: Interpreter, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    """One element of a reduction over some axes."""
    base, axes, kind, keepdims = v.args
    k = KINDS[kind]
    outer = [i for a, i in enumerate(idx) if a not in axes] if keepdims else list(idx)

    def get(inner: tuple[Any, ...], m: Any) -> Any:
        rest, own = iter(outer), iter(inner)
        full = tuple(next(own) if a in axes else next(rest) for a in range(len(base.shape)))
        return scalars.scalar(it, element(it, base, full, m), v.dtype)
    shape = tuple(base.shape[a] for a in axes)
    if any(n == 0 for n in shape):
        return scalars.scalar(it, k.neutral, v.dtype)
    return over(it, k, shape, get, v.dtype)


ELEMENT: dict[str, Any] = {
    "broadcast": broadcast_element,
    "reduce": reduced_element,
    "gather": gather_element,
    "index": index_element,
    "expand": expand_element,
    "matmul": matmul_element,
}
