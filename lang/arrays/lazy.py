"""Making lazy nodes: elementwise functions, views of lazy arrays, matrix products."""
from __future__ import annotations

import weakref
from typing import Any

from ..numbers import elementwise, scalars
from ..numbers.ufuncs import COST
from ..values.services import Interpreter
from ..values.sizes import Length
from ..values.values import ARRAYS, VIEWS, Elem, Masked, describe, level_of
from . import dense
from .elements import SHARE
from .making import broadcast, lift, reads_of
from .storage import force, store_now

DEEPEST = 40                                    # lazy arrays within lazy arrays; elements are computed by recursion


def elem(it: Interpreter, op: str, args: list[Any], shape: Any = None, dtype: str | None = None, cost: int | None = None, extra: Any = ()) -> Any:
    """A lazy node; `extra` are further arguments that are not arrays."""
    args = [lift(it, a) for a in args]
    if shape is None:
        shape = broadcast(it, [getattr(a, "shape", ()) for a in args])
    if dtype is None:
        dtype = elementwise.result_type(op, args)
    own = COST.get(op, 1) if cost is None else cost
    weight = own + sum(a.weight for a in args if isinstance(a, Elem))
    e = Elem(op, (*args, *extra), shape, dtype, reads_of(args), weight, max((level_of(a) for a in args), default=0))
    e.born, e.site = it.region, (*it.site(), op)
    if e.site in it.facts.stored or e.depth > DEEPEST:
        e.forced = store_now(it, e)
        return e
    for a in args:
        if isinstance(a, Elem):
            it.users.setdefault(a, weakref.WeakKeyDictionary())[e] = None
    if op not in VIEWS:
        for buf in e.reads:
            if not buf.readonly:
                buf.deps[e] = None
    return e


def matmul(it: Interpreter, a: Any, b: Any) -> Any:
    """a @ b for vectors and matrices; the result is lazy, a vector times a vector a number."""
    if isinstance(a, Masked) or isinstance(b, Masked):
        return it.reduce_masked("sum", it.operate("*", a, b))
    a, b = lift(it, a), lift(it, b)
    for v in (a, b):
        if not isinstance(v, ARRAYS) or len(v.shape) > 2:
            raise it.error(f"`@` takes arrays of rank 1 or 2, not {describe(v)}")
    if a.shape[-1] != b.shape[0] and not slices_of_two_vectors(a, b):
        raise it.error(f"`@` of shapes {a.shape} and {b.shape}: {a.shape[-1]} and {b.shape[0]} differ")
    if len(a.shape) == 1 and len(b.shape) == 1:
        return it.reduce("sum", elem(it, "*", [a, b]))
    if dense.pays_product(it, a, b):
        return dense.product(it, a, b)
    # a factor whose elements are read more than once is stored, unless it is cheap
    if len(b.shape) == 2 or len(a.shape) == 2:
        a = force(it, a) if isinstance(a, Elem) and (len(b.shape) == 2 or a.weight > SHARE) else a
    b = force(it, b) if isinstance(b, Elem) else b
    shape = (a.shape[0],) if len(b.shape) == 1 else (b.shape[1],) if len(a.shape) == 1 else (a.shape[0], b.shape[1])
    n = a.shape[-1]
    return elem(it, "matmul", [a, b], shape, scalars.common_type(a, b), cost=2 * n if isinstance(n, int) else 100)


def slices_of_two_vectors(a: Any, b: Any) -> bool:
    """Two vectors whose lengths are compared at run time."""
    lengths = (*a.shape, *b.shape)
    return len(lengths) == 2 and 1 not in lengths and any(isinstance(n, Length) for n in lengths)
