"""Arrays: lazy elementwise nodes, reading one element, storing a lazy array, filling memory. Indexing is in `indexing.py`.

A lazy node is stored when it is written in place, when a buffer that it reads is about to be written, when it crosses a join or a back edge,
or when a second loop would compute more than SHARE operations of it again. If that place is deeper than the node's birth, the fact "store at
birth" is recorded and the function is staged once more.
"""

from __future__ import annotations

import itertools
import weakref
from typing import Any

import numpy as np

from . import arithmetic, elementwise, scalars
from .builder import view_of
from .dtypes import F64, is_num, numpy_type
from .sizes import Size, is_dim, product
from .ufuncs import COST
from .values import ARRAYS, Buffer, Elem, Masked, Poison, Scalar, View, describe, leaves, stage_of, staged

SMALL = 16  # arrays up to here are unrolled, and become SSA values
SHARE = 6  # operations that two loops may both compute


# -- making staged arrays
def lift(it: Any, v: Any) -> Any:
    """A number, Scalar, View or Elem for anything array-like; compile-time arrays become hidden read-only inputs."""
    if isinstance(v, (Scalar, View)) or is_num(v):
        return v
    if isinstance(v, Elem):
        return resolved(it, v)
    if isinstance(v, np.ndarray):
        return v.item() if v.shape == () else it.constant(v)
    if isinstance(v, (list, tuple)):
        return from_list(it, v) if staged(v) else lift(it, it.numpy(v))
    if isinstance(v, range):
        return lift(it, np.array(v))
    if isinstance(v, Poison):
        raise it.error(v.why)
    if isinstance(v, Masked):
        raise it.error("the shape of this value depends on data", "reduce it (np.sum, np.mean, …) or use np.where with the mask")
    raise it.error(f"{describe(v)} is not a number or an array")


def resolved(it: Any, v: Elem) -> Any:
    """The View of a lazy node that has been stored; a slice of a stored node is a view of the store."""
    if v.forced is not None:
        return v.forced
    if v.op == "index":
        base, key = v.args
        base = resolved(it, base)
        if isinstance(base, View) and not any(isinstance(k, Scalar) for k in key):
            v.forced = (
                it.index(
                    base,
                    tuple(
                        slice(k[0], k[0] + k[1] * n, k[1]) if isinstance(k, tuple) and k[1] > 0 else k for k, n in zip(key, _slice_lengths(v, key), strict=True)
                    ),
                )
                if _forward(key)
                else None
            )
            return v.forced or v
    return v


def _forward(key: Any) -> bool:
    return all(not isinstance(k, tuple) or k[1] > 0 for k in key)


def _slice_lengths(v: Elem, key: Any) -> list[Any]:
    lengths = iter(v.shape)
    return [next(lengths) if isinstance(k, tuple) else None for k in key]


def shape_of(it: Any, v: Any) -> tuple[Any, ...]:
    if isinstance(v, (Scalar, *ARRAYS)):
        return v.shape
    if isinstance(v, (list, tuple)):
        return (len(v), *shape_of(it, v[0])) if v else (0,)
    if isinstance(v, Masked):
        raise it.error("the shape of this value depends on data", "reduce it, or use np.where with the mask")
    return np.shape(v)


def new_array(it: Any, shape: Any, dtype: str = F64) -> View:
    buf = it.b.new_buffer(dtype, product(shape), it.region)
    buf.site, buf.stage = it.site(), 0
    return view_of(buf, tuple(shape))


def from_list(it: Any, v: Any) -> View:
    """`np.array([...])` of run-time values."""
    if not v:
        return new_array(it, (0,))
    parts = [lift(it, x) for x in v]
    shapes = {shape_of(it, p) for p in parts}
    if len(shapes) > 1:
        raise it.error(f"the rows of this array have different shapes: {', '.join(map(str, sorted(shapes, key=str)))}")
    out = new_array(it, (len(v), *shapes.pop()), scalars.common_type(*parts) if any(not is_num(p) for p in parts) else F64)
    for k, p in enumerate(parts):
        it.assign_item(out, (k,), p)
    return out


def broadcast(it: Any, shapes: list[tuple[Any, ...]]) -> tuple[Any, ...]:
    out: list[Any] = []
    for k in range(max(map(len, shapes), default=0)):
        d: Any = 1
        for s in shapes:
            n = s[len(s) - 1 - k] if k < len(s) else 1
            if (not isinstance(n, Size) and n == 1) or n == d:
                continue
            if not isinstance(d, Size) and d == 1:
                d = n
            else:
                raise it.error("shapes do not broadcast: " + ", ".join(map(str, shapes)))
        out.append(d)
    return tuple(reversed(out))


def reads_of(args: Any) -> set[Buffer]:
    """Buffers that arrays read as things stand now: what has been stored since is read from its store."""
    found: set[Buffer] = set()
    seen: set[int] = set()
    stack = [a for a in args if isinstance(a, ARRAYS)]
    while stack:
        a = stack.pop()
        if isinstance(a, Elem) and a.forced is not None:
            a = a.forced
        if isinstance(a, View):
            found.add(a.buf)
        elif id(a) not in seen:
            seen.add(id(a))
            stack += [x for x in a.args if isinstance(x, ARRAYS)]
    return found


def elem(it: Any, op: str, args: list[Any], shape: Any = None, dtype: str | None = None, cost: int | None = None, extra: Any = ()) -> Any:
    """A lazy node; `extra` are further arguments that are not arrays."""
    args = [lift(it, a) for a in args]
    if shape is None:
        shape = broadcast(it, [getattr(a, "shape", ()) for a in args])
    if dtype is None:
        dtype = elementwise.result_type(op, args)
    own = COST.get(op, 1) if cost is None else cost
    weight = own + sum(a.weight for a in args if isinstance(a, Elem))
    e = Elem(op, (*args, *extra), shape, dtype, reads_of(args), weight, max((stage_of(a) for a in args), default=0))
    e.born, e.site = it.region, (*it.site(), op)
    if e.site in it.facts.stored:
        e.forced = store_now(it, e)
        return e
    for a in args:
        if isinstance(a, Elem):
            it.users.setdefault(a, weakref.WeakKeyDictionary())[e] = None
    if op != "index":
        for buf in e.reads:
            if not buf.readonly:
                buf.deps[e] = None
    return e


# -- reading one element
def element(it: Any, v: Any, idx: tuple[Any, ...], memo: dict[Any, Any] | None = None) -> Any:
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
    if v.weight > SHARE and not it.quiet:
        note_use(it, v)
    r = ELEMENT.get(v.op, map_element)(it, v, idx, memo)
    if memo is not None:
        memo[key] = r
    return r


def note_use(it: Any, v: Elem) -> None:
    """A second loop that computes v again stores it where it is born, from the next pass on."""
    if v.token != it.token:
        v.token = it.token
        v.count += 1
    if v.count > 1:
        it.facts.store(v.site)


def argument(it: Any, a: Any, idx: tuple[Any, ...], memo: Any) -> Any:
    """Element of an argument that broadcasts to the node's shape."""
    if not isinstance(a, ARRAYS):
        return a
    own = idx[len(idx) - len(a.shape) :]
    return element(it, a, tuple(0 if not isinstance(n, Size) and n == 1 else i for n, i in zip(a.shape, own, strict=True)), memo)


def map_element(it: Any, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    return elementwise.function(it, v.op, [argument(it, a, idx, memo) for a in v.args])


def gather_element(it: Any, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
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


def index_element(it: Any, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
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


def expand_element(it: Any, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    base, kept = v.args
    return element(it, base, tuple(idx[k] for k in kept), memo)


def matmul_element(it: Any, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    a, b = v.args
    row = idx[:-1] if len(b.shape) == 2 and len(a.shape) == 2 else idx if len(a.shape) == 2 else ()
    column = idx[-1:] if len(b.shape) == 2 else ()

    def term(k: Any, m: Any) -> Any:
        return it.operate("*", element(it, a, (*row, k), m), element(it, b, (k, *column), m))

    return total(it, a.shape[-1], term, memo, v.dtype)


def total(it: Any, n: Any, term: Any, memo: Any, dtype: str) -> Any:
    """Sum of term(k, memo) for k < n."""
    if isinstance(n, int) and n <= SMALL:
        s: Any = None
        for k in range(n):
            s = term(k, memo) if s is None else arithmetic.accumulate(it, s, term(k, memo))
        return 0.0 if s is None else s
    zero = scalars.scalar(it, 0, dtype)
    return it.b.counted(n, lambda i, s: (scalars.scalar(it, arithmetic.accumulate(it, s, term(i, {})), dtype),), (zero,))[0]


def broadcast_element(it: Any, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    return argument(it, v.args[0], idx, memo)


def reduced_element(it: Any, v: Elem, idx: tuple[Any, ...], memo: Any) -> Any:
    from .reductions import reduce_element

    return reduce_element(it, v, idx, memo)


ELEMENT: dict[str, Any] = {
    "broadcast": broadcast_element,
    "reduce": reduced_element,
    "gather": gather_element,
    "index": index_element,
    "expand": expand_element,
    "matmul": matmul_element,
}


# -- storing
def force(it: Any, v: Any) -> Any:
    """The View that holds v; a lazy node is stored now."""
    v = lift(it, v)
    if not isinstance(v, Elem):
        return v
    if v.op == "index" and not any(isinstance(k, Scalar) for k in v.args[1]) and _forward(v.args[1]):
        force(it, v.args[0])
        return force(it, lift(it, v)) if resolved(it, v) is not v else _store(it, v)
    return _store(it, v)


def _store(it: Any, v: Elem) -> View:
    if v.born != it.region:
        it.facts.store(v.site)
    v.forced = store_now(it, v)
    _hand_over(it, v, v.forced.buf)
    return v.forced


def _hand_over(it: Any, v: Elem, buf: Buffer) -> None:
    """Lazy nodes that read v read its store from now on, and must be stored before that is written."""
    for user in list(it.users.get(v, ())):
        if user.forced is None:
            if user.op == "index":
                _hand_over(it, user, buf)
            else:
                buf.deps[user] = None


def store_now(it: Any, v: Any, dtype: str | None = None) -> View:
    out = new_array(it, v.shape, dtype or v.dtype)
    out.buf.stage = v.stage
    fill(it, out, v)
    return out


def copy(it: Any, v: Any) -> Any:
    v = lift(it, v)
    return store_now(it, v) if isinstance(v, ARRAYS) else v


def settle(it: Any, buf: Buffer, keep: Any = None) -> None:
    """Before buf is written: store every lazy node that still reads it."""
    for d in list(buf.deps):
        if d.forced is None and d is not keep:
            _store(it, d)


def small(shape: Any) -> bool:
    n = product(shape)
    return isinstance(n, int) and n <= SMALL


def fill(it: Any, out: View, v: Any) -> None:
    """out[...] = v, v broadcast to out's shape. Overlaps are the caller's affair."""
    if isinstance(v, Elem) and v.forced is not None:
        v = v.forced
    if any(n == 0 for n in out.shape):
        return
    out.buf.stage = max(out.buf.stage, stage_of(v), it.condition_stage)
    it.token += 1
    if not small(out.shape) and _block_copy(it, out, v):
        return

    def body(idx: tuple[Any, ...], memo: dict[Any, Any]) -> None:
        s = scalars.scalar(it, argument(it, v, idx, memo), out.dtype)
        it.b.store(out.dtype, s.ref, it.b.address(out, idx), volatile=out.buf.volatile)

    nest(it, out.shape, body)


def _block_copy(it: Any, out: View, v: Any) -> bool:
    if not out.contiguous() or not is_dim(product(out.shape)):
        return False
    if is_num(v) and v == 0 and not (isinstance(v, float) and str(v)[0] == "-") and out.off == 0 and out.dyn is None and product(out.shape) == out.buf.size:
        it.b.zero(out)
        return True
    if isinstance(v, View) and v.shape == out.shape and v.contiguous() and v.dtype == out.dtype:
        origin = (0,) * len(out.shape)
        it.b.move(it.b.address(out, origin), it.b.address(v, origin), product(out.shape), out.dtype)
        return True
    return False


def nest(it: Any, shape: Any, body: Any, idx: tuple[Any, ...] = ()) -> None:
    """Run body(index, memo) for every index of shape; small shapes are unrolled."""
    if small(shape):
        memo: dict[Any, Any] = {}
        for ix in itertools.product(*(range(n) for n in shape)):
            body(idx + ix, memo)
    else:
        it.b.counted(shape[0], lambda i: nest(it, shape[1:], body, (*idx, i)))


# -- products
def matmul(it: Any, a: Any, b: Any) -> Any:
    if isinstance(a, Masked) or isinstance(b, Masked):
        return it.reduce_masked("sum", it.operate("*", a, b))
    a, b = lift(it, a), lift(it, b)
    for v in (a, b):
        if not isinstance(v, ARRAYS) or len(v.shape) > 2:
            raise it.error(f"`@` takes arrays of rank 1 or 2, not {describe(v)}")
    if a.shape[-1] != b.shape[0]:
        raise it.error(f"`@` of shapes {a.shape} and {b.shape}: {a.shape[-1]} and {b.shape[0]} differ")
    if len(a.shape) == 1 and len(b.shape) == 1:
        return it.reduce("sum", elem(it, "*", [a, b]))
    # a factor whose elements are read more than once is stored, unless it is cheap
    if len(b.shape) == 2 or b_reused(a):
        a = force(it, a) if isinstance(a, Elem) and (len(b.shape) == 2 or a.weight > SHARE) else a
    b = force(it, b) if isinstance(b, Elem) else b
    shape = (a.shape[0],) if len(b.shape) == 1 else (b.shape[1],) if len(a.shape) == 1 else (a.shape[0], b.shape[1])
    n = a.shape[-1]
    return elem(it, "matmul", [a, b], shape, scalars.common_type(a, b), cost=2 * n if isinstance(n, int) else 100)


def b_reused(a: Any) -> bool:
    return len(a.shape) == 2


def numpy_value(it: Any, v: Any) -> np.ndarray:
    """A compile-time list as a NumPy array of a type the language has."""
    try:
        a = np.asarray(v)
    except ValueError as e:
        raise it.error(f"this is not an array: {e}") from None
    if numpy_type(a.dtype) is None:
        raise it.error(f"arrays of {a.dtype} are not part of the language", "use floats, integers or booleans")
    return a


def members(it: Any, v: Any, n: int | None = None) -> list[Any]:
    """Unpack into a list, rows of an array included."""
    if isinstance(v, ARRAYS):
        if isinstance(v.shape[0], Size):
            raise it.error("an array of run-time length cannot be unpacked")
        out = [it.index(v, (k,)) for k in range(v.shape[0])]
    elif isinstance(v, (Scalar, Masked)) or is_num(v):
        raise it.error(f"{describe(v)} cannot be unpacked")
    else:
        found = leaves(v)
        out = found if found is not None else list(v)
    if n is not None and len(out) != n:
        raise it.error(f"{n} names for {len(out)} values")
    return out
