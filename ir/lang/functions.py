"""The one table of recognised functions: dotted public name -> how it is staged, and a line of documentation.

Identities are resolved only for modules that are already imported, so that nothing heavy is imported here. The language page of the
documentation is generated from this table.
"""
from __future__ import annotations

import inspect
import math
import sys
from typing import Any, NamedTuple

import numpy as np

from . import comparison, reductions, scalars
from .arrays import from_list, lift, new_array, shape_of
from .dtypes import CODES, F32, F64, I1, I64, is_num, numpy_type
from .elements import element
from .indexing import transpose
from .lazy import elem
from .sizes import Size, is_dim, product, row_major
from .storage import copy, fill, force
from .ufuncs import UFUNCS
from .values import ARRAYS, Elem, Masked, RunRange, Scalar, View, Zip, staged, type_of


class Handler(NamedTuple):
    """`always`: staged even when all arguments are known (creation functions: their arrays may be written later)."""

    emit: Any
    doc: str
    always: bool
    signature: inspect.Signature


TABLE: dict[str, Handler] = {}
METHODS: dict[str, Handler] = {}


def public(*names: str, always: bool = False, methods: tuple[str, ...] = ()) -> Any:
    def add(f: Any) -> Any:
        h = Handler(f, (f.__doc__ or "").strip().split("\n")[0], always, inspect.signature(f))
        for n in names:
            TABLE[n] = h
        for m in methods:
            METHODS[m] = h
        return f
    return add


# -- creation
def dims(it: Any, shape: Any) -> tuple[Any, ...]:
    if isinstance(shape, Scalar) or staged(shape):
        raise it.error("a shape depends on run-time values", "shapes must be known when the function is compiled")
    shape = (shape,) if is_dim(shape) else tuple(shape)
    if not all(is_dim(n) and (isinstance(n, Size) or n >= 0) for n in shape):
        raise it.error(f"{shape} is not a shape")
    return tuple(int(n) if not isinstance(n, Size) else n for n in shape)


def element_type(it: Any, dtype: Any, default: str) -> str:
    if dtype is None:
        return default
    if staged(dtype):
        raise it.error("a dtype must be known at compile time")
    t = numpy_type(np.dtype(dtype)) if not isinstance(dtype, str) or dtype else None
    if t is None:
        raise it.error(f"arrays of {np.dtype(dtype)} are not part of the language", "use float64, float32, int64 or bool")
    return t


def filled(it: Any, shape: Any, value: Any, dtype: Any, default: str = F64) -> Any:
    out = new_array(it, dims(it, shape), element_type(it, dtype, default))
    fill(it, out, value)
    return out


@public("numpy.zeros", "numpy.empty", always=True)
def zeros(it: Any, shape: Any, dtype: Any = None) -> Any:
    """array of zeros (`empty` too is filled, so that nothing is ever undefined)"""
    return filled(it, shape, 0, dtype)


@public("numpy.ones", always=True)
def ones(it: Any, shape: Any, dtype: Any = None) -> Any:
    """array of ones"""
    return filled(it, shape, 1, dtype)


@public("numpy.full", always=True)
def full(it: Any, shape: Any, fill_value: Any, dtype: Any = None) -> Any:
    """array filled with a value"""
    return filled(it, shape, fill_value, dtype, type_of(lift(it, fill_value)))


def _like(it: Any, a: Any, value: Any, dtype: Any) -> Any:
    a = lift(it, a)
    return filled(it, shape_of(it, a), value, dtype, type_of(a))


@public("numpy.zeros_like", "numpy.empty_like", always=True)
def zeros_like(it: Any, a: Any, dtype: Any = None) -> Any:
    """zeros in the shape and type of an array"""
    return _like(it, a, 0, dtype)


@public("numpy.ones_like", always=True)
def ones_like(it: Any, a: Any, dtype: Any = None) -> Any:
    """ones in the shape and type of an array"""
    return _like(it, a, 1, dtype)


@public("numpy.full_like", always=True)
def full_like(it: Any, a: Any, fill_value: Any, dtype: Any = None) -> Any:
    """an array's shape and type, filled with a value"""
    return _like(it, a, fill_value, dtype)


def materialised(it: Any, a: np.ndarray) -> View:
    """A compile-time array as an ordinary array that may be written."""
    t = numpy_type(a.dtype)
    if t is None:
        raise it.error(f"arrays of {a.dtype} are not part of the language", "use floats, integers or booleans")
    out = new_array(it, a.shape, t)
    if a.size <= 16:
        for idx in np.ndindex(*a.shape):
            it.b.store(t, scalars.scalar(it, a[idx].item(), t).ref, it.b.address(out, idx))
    else:
        fill(it, out, it.constant(np.ascontiguousarray(it.keep(a))))
    if t == I64 and a.size and ("written", out.buf.site) not in it.facts.notes:
        out.buf.rng = (int(a.min()), int(a.max()))
    return out


@public("numpy.array", always=True)
def array(it: Any, object: Any, dtype: Any = None, copy: Any = True) -> Any:
    """a new array of numbers, nested lists or another array"""
    if not staged(object):
        return materialised(it, it.numpy(object) if dtype is None else np.asarray(it.numpy(object), dtype))
    if isinstance(object, Scalar):
        return object
    v = from_list(it, object) if isinstance(object, (list, tuple)) else object
    return astype(it, v, dtype) if dtype is not None else globals()["copy"](it, v) if isinstance(object, ARRAYS) else v


@public("numpy.asarray", "numpy.ascontiguousarray", "numpy.asanyarray")
def asarray(it: Any, a: Any, dtype: Any = None) -> Any:
    """the array itself, or a new one of nested lists"""
    v = lift(it, a)
    return v if dtype is None else astype(it, v, dtype)


@public("numpy.float64", "numpy.double")
def float64(it: Any, x: Any) -> Any:
    """conversion to a 64-bit float"""
    return it.operate_on("cast_f8", x)


@public("numpy.float32")
def float32(it: Any, x: Any) -> Any:
    """conversion to a 32-bit float"""
    return it.operate_on("cast_f4", x)


@public("numpy.int64", "numpy.intp")
def int64(it: Any, x: Any) -> Any:
    """conversion to an integer, towards zero"""
    return it.operate_on("cast_i8", x)


@public(methods=("astype",))
def astype(it: Any, a: Any, dtype: Any) -> Any:
    """a copy with another element type"""
    t = element_type(it, dtype, F64)
    return it.operate_on("cast_" + CODES[t], a)


def _static_creation(name: str, make: Any, doc: str) -> None:
    def emit(it: Any, *args: Any, **kw: Any) -> Any:
        if staged(args) or staged(kw):
            return it.library(name, *args, **kw)
        try:
            return materialised(it, make(*args, **kw))
        except (TypeError, ValueError) as e:
            raise it.error(f"{type(e).__name__}: {e}") from None
    emit.__doc__ = doc
    public(f"numpy.{name}", always=True)(emit)


_static_creation("arange", np.arange, "evenly spaced numbers by their step")
_static_creation("linspace", np.linspace, "evenly spaced numbers by their count")
_static_creation("eye", np.eye, "identity matrix")
_static_creation("identity", np.identity, "identity matrix")


# -- Python's own
@public("builtins.len")
def length(it: Any, x: Any) -> Any:
    """length of the first axis"""
    if isinstance(x, Masked):
        raise it.error("the length of this value depends on data", "count with np.sum(mask)")
    if isinstance(x, Scalar) or (isinstance(x, ARRAYS) and not x.shape):
        raise it.error("a number has no len()")
    return x.shape[0] if isinstance(x, ARRAYS) else len(x)


@public("builtins.range", always=True)
def range_(it: Any, *given: Any) -> Any:
    """range with run-time bounds; the step is known at compile time"""
    args: Any = given
    if not args or len(args) > 3:
        raise it.error(f"range takes 1 to 3 arguments, not {len(args)}")
    if not staged(args) and not any(isinstance(a, Size) for a in args):
        try:
            return range(*args)
        except (TypeError, ValueError) as e:
            raise it.error(f"{type(e).__name__}: {e}") from None
    if any(isinstance(a, Size) for a in args):
        return RunRange(args[0], args[1], 1) if len(args) == 2 else RunRange(0, args[0], 1)
    bounds = (0, args[0]) if len(args) == 1 else args[:2]
    lo, hi, step = bounds[0], bounds[1], args[2] if len(args) == 3 else 1
    if isinstance(step, Scalar):
        raise it.error("the step of a range must be known at compile time")
    if step == 0:
        raise it.error("the step of a range is zero")
    for x in (lo, hi):
        if type_of(scalars.scalar(it, x)) != I64:
            raise it.error("the bounds of a range must be integers", "write int(x)")
    return RunRange(lo, hi, step)


@public("builtins.enumerate")
def enumerate_(it: Any, iterable: Any, start: int = 0) -> Any:
    """index and row of an array"""
    if isinstance(iterable, ARRAYS):
        return Zip([iterable], start)
    return list(enumerate(list(iterable), start))


@public("builtins.zip")
def zip_(it: Any, *parts: Any) -> Any:
    """rows of several arrays together"""
    if any(isinstance(p, ARRAYS) for p in parts):
        return Zip(list(parts))
    return list(zip(*[list(p) for p in parts], strict=False))


@public("builtins.float")
def float_(it: Any, x: Any) -> Any:
    """conversion to a float"""
    return scalars.scalar(it, x, F64)


@public("builtins.int")
def int_(it: Any, x: Any) -> Any:
    """conversion to an integer, towards zero"""
    return scalars.scalar(it, x, I64)


@public("builtins.bool")
def bool_(it: Any, x: Any) -> Any:
    """truth of a number"""
    from .control import truth
    return truth(it, x)


@public("builtins.abs")
def abs_(it: Any, x: Any) -> Any:
    """absolute value"""
    return it.operate_on("abs", x)


@public("builtins.round")
def round_(it: Any, x: Any) -> Any:
    """nearest integer, ties to even"""
    r = it.operate_on("rint", x)
    return scalars.scalar(it, r, I64) if isinstance(r, Scalar) else r


@public("builtins.pow")
def pow_(it: Any, x: Any, y: Any) -> Any:
    """x ** y"""
    return it.operate("**", x, y)


@public("builtins.sum")
def sum_(it: Any, x: Any, start: Any = 0) -> Any:
    """sum of an array or of compile-time list members"""
    if isinstance(x, ARRAYS):
        if len(x.shape) > 1:
            return it.reduce("sum", x, 0)
        s = it.reduce("sum", x)
        return s if is_num(start) and start == 0 else it.operate("+", s, start)
    for v in x:
        start = it.operate("+", start, v)
    return start


def _extreme(op: str, words: str) -> Any:
    def emit(it: Any, *args: Any) -> Any:
        values = list(args)
        if len(args) == 1:
            if isinstance(args[0], ARRAYS):
                return it.reduce("max" if op == ">" else "min", args[0])
            values = list(args[0])
        r = values[0]
        for x in values[1:]:
            c = it.operate(op, x, r)
            if isinstance(c, ARRAYS):
                raise it.error(f"Python's {words} of arrays is ambiguous", f"use np.{words}imum")
            r = comparison.select(it, c, x, r)
        return r
    emit.__doc__ = f"{words} of numbers, Python's way: the first unless a later one is {'larger' if op == '>' else 'smaller'}"
    return emit


public("builtins.max")(_extreme(">", "max"))
public("builtins.min")(_extreme("<", "min"))


@public("builtins.tuple", "builtins.list")
def tuple_(it: Any, x: Any) -> Any:
    """members of a compile-time sequence or rows of an array"""
    from .arrays import members
    from .ownership import own
    return own(it, members(it, x))


@public("builtins.reversed")
def reversed_(it: Any, x: Any) -> Any:
    """an array or sequence from its end"""
    return it.index(x, (slice(None, None, -1),)) if isinstance(x, ARRAYS) else list(reversed(x))


@public("builtins.isinstance")
def isinstance_(it: Any, x: Any, types: Any) -> Any:
    """compile-time test: run-time floats are floats, arrays are ndarrays"""
    like = {F64: float, F32: np.float32, I64: int, I1: bool}[x.ty] if isinstance(x, Scalar) else np.ndarray if isinstance(x, ARRAYS) else type(x)
    return issubclass(like, types)


@public("builtins.print")
def print_(it: Any, *args: Any, **kw: Any) -> Any:
    """ignored in compiled code"""
    return None


@public("builtins.any")
def any_builtin(it: Any, x: Any) -> Any:
    """is any member true?"""
    return it.reduce("any", it.operate_on("cast_b1", x) if isinstance(x, ARRAYS) else _bools(it, x))


@public("builtins.all")
def all_builtin(it: Any, x: Any) -> Any:
    """are all members true?"""
    return it.reduce("all", it.operate_on("cast_b1", x) if isinstance(x, ARRAYS) else _bools(it, x))


def _bools(it: Any, x: Any) -> Any:
    return from_list(it, [scalars.scalar(it, v, I1) for v in x])


# -- shapes
@public("numpy.shape")
def shape(it: Any, a: Any) -> Any:
    """shape of an array"""
    return shape_of(it, a)


@public("numpy.ndim")
def ndim(it: Any, a: Any) -> Any:
    """rank of an array"""
    return len(shape_of(it, a))


@public("numpy.size")
def size(it: Any, a: Any, axis: Any = None) -> Any:
    """number of elements"""
    s = shape_of(it, a)
    return product(s) if axis is None else s[axis]


@public("numpy.reshape")
def reshape(it: Any, a: Any, shape: Any) -> Any:
    """the elements in another shape (a view)"""
    a = force(it, a)
    if isinstance(a, Scalar) or is_num(a):
        a = from_list(it, [a])
    n = product(a.shape)
    s = [shape] if is_dim(shape) else list(shape)
    if staged(s):
        raise it.error("a shape depends on run-time values", "shapes must be known when the function is compiled")
    if -1 in [x for x in s if not isinstance(x, Size)]:
        known = product(x for x in s if x != -1)
        s = [n // known if x == -1 else x for x in s] if known else s
    if product(s) != n:
        raise it.error(f"an array of shape {a.shape} cannot take the shape {tuple(s)}")
    if not a.contiguous():
        a = copy(it, a)
    return View(a.buf, s, row_major(s), a.off, a.dyn)


@public(methods=("reshape",))
def reshape_method(it: Any, a: Any, *shape: Any) -> Any:
    """the elements in another shape (a view)"""
    return reshape(it, a, shape[0] if len(shape) == 1 else shape)


@public("numpy.ravel", methods=("ravel",))
def ravel(it: Any, a: Any) -> Any:
    """the elements in one dimension"""
    return reshape(it, a, (-1,))


@public(methods=("flatten",))
def flatten(it: Any, a: Any) -> Any:
    """a copy in one dimension"""
    return reshape(it, copy(it, a), (-1,))


@public("numpy.transpose", methods=("transpose",))
def transposed(it: Any, a: Any) -> Any:
    """axes in reverse order (a view)"""
    return transpose(it, lift(it, a))


@public("numpy.flip")
def flip(it: Any, m: Any, axis: Any = None) -> Any:
    """elements in reverse order"""
    m = lift(it, m)
    axes = reductions.normal_axes(it, axis, len(m.shape))
    return it.index(m, tuple(slice(None, None, -1) if a in axes else slice(None) for a in range(len(m.shape))))


@public("numpy.copy", methods=("copy",))
def copied(it: Any, a: Any) -> Any:
    """a new array with the same elements"""
    return copy(it, a)


@public("numpy.broadcast_to")
def broadcast_to(it: Any, array: Any, shape: Any) -> Any:
    """an array repeated along new axes (read only)"""
    a, s = lift(it, array), dims(it, shape)
    if it.broadcast([shape_of(it, a), s]) != s:
        raise it.error(f"an array of shape {shape_of(it, a)} does not broadcast to {s}")
    return elem(it, "broadcast", [a], s, type_of(a), cost=0)


@public("numpy.expand_dims")
def expand_dims(it: Any, a: Any, axis: int) -> Any:
    """a new axis of length 1"""
    rank = len(shape_of(it, a)) + 1
    return it.index(a, tuple(None if k == axis % rank else slice(None) for k in range(rank)))


@public("numpy.squeeze", methods=("squeeze",))
def squeeze(it: Any, a: Any) -> Any:
    """without the axes of length 1"""
    a = lift(it, a)
    return it.index(a, tuple(0 if n == 1 else slice(None) for n in a.shape)) if isinstance(a, ARRAYS) else a


# -- reductions
def _reduction(kind: str, doc: str, *names: str) -> None:
    def emit(it: Any, a: Any, axis: Any = None, keepdims: bool = False) -> Any:
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
def mean(it: Any, a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """arithmetic mean"""
    return reductions.mean(it, a, axis, keepdims)


@public("numpy.var", methods=("var",))
def var(it: Any, a: Any, axis: Any = None, ddof: int = 0) -> Any:
    """variance, the divisor is n - ddof"""
    a = lift(it, a)
    if not isinstance(a, Masked) and isinstance(a, Elem):
        a = force(it, a)
    d = it.operate("-", a, reductions.mean(it, a, axis, axis is not None))
    shape = shape_of(it, a)
    n = product([shape[x] for x in reductions.normal_axes(it, axis, len(shape))]) - ddof
    return it.operate("/", reductions.reduce(it, "sum", it.operate("*", d, d), axis), n)


@public("numpy.std", methods=("std",))
def std(it: Any, a: Any, axis: Any = None, ddof: int = 0) -> Any:
    """standard deviation, the divisor is n - ddof"""
    return it.operate_on("sqrt", var(it, a, axis, ddof))


@public("numpy.argmax", methods=("argmax",))
def argmax(it: Any, a: Any, axis: Any = None) -> Any:
    """position of the first largest element"""
    return reductions.arg_extreme(it, "max", a, axis)


@public("numpy.argmin", methods=("argmin",))
def argmin(it: Any, a: Any, axis: Any = None) -> Any:
    """position of the first smallest element"""
    return reductions.arg_extreme(it, "min", a, axis)


@public("numpy.count_nonzero")
def count_nonzero(it: Any, a: Any) -> Any:
    """how many elements are not zero"""
    return it.reduce("sum", it.operate_on("cast_b1", a))


# -- products
@public("numpy.dot", "numpy.matmul", "numpy.inner", "numpy.vdot", methods=("dot",))
def dot(it: Any, a: Any, b: Any) -> Any:
    """product of vectors and matrices"""
    if isinstance(a, Scalar) or isinstance(b, Scalar) or is_num(a) or is_num(b):
        return it.operate("*", a, b)
    return it.operate("@", a, b)


@public("numpy.outer")
def outer(it: Any, a: Any, b: Any) -> Any:
    """matrix of all products of two vectors"""
    return it.operate("*", it.index(lift(it, a), (slice(None), None)), it.index(lift(it, b), (None, slice(None))))


@public(methods=("item",))
def item(it: Any, a: Any) -> Any:
    """the only element"""
    return element(it, a, (0,) * len(a.shape)) if isinstance(a, ARRAYS) else a


@public(methods=("fill",))
def fill_method(it: Any, a: Any, value: Any) -> Any:
    """set all elements"""
    it.assign_item(a, (Ellipsis,), value)


@public("math.fsum")
def fsum(it: Any, a: Any) -> Any:
    """sum"""
    return sum_(it, a)


@public("math.floor")
def math_floor(it: Any, x: Any) -> Any:
    """largest integer not above x"""
    return scalars.scalar(it, it.operate_on("floor", x), I64)


@public("math.ceil")
def math_ceil(it: Any, x: Any) -> Any:
    """smallest integer not below x"""
    return scalars.scalar(it, it.operate_on("ceil", x), I64)


@public("math.trunc")
def math_trunc(it: Any, x: Any) -> Any:
    """x without its fraction, an integer"""
    return scalars.scalar(it, x, I64)


@public("math.log")
def math_log(it: Any, x: Any, base: Any = None) -> Any:
    """logarithm, natural or to a base"""
    r = it.operate_on("log", x)
    return r if base is None else it.operate("/", r, it.operate_on("log", base) if staged(base) else math.log(base))


@public("math.isclose")
def isclose(it: Any, a: Any, b: Any, rel_tol: float = 1e-09, abs_tol: float = 0.0) -> Any:
    """are two numbers close?"""
    d = it.operate_on("abs", it.operate("-", a, b))
    big = it.operate_on("maximum", it.operate_on("abs", a), it.operate_on("abs", b))
    return it.operate("<=", d, it.operate_on("maximum", it.operate("*", big, rel_tol), abs_tol))


@public("numpy.cross")
def cross(it: Any, a: Any, b: Any) -> Any:
    """cross product of two vectors of length 3"""
    a, b = [it.index(a, (k,)) for k in range(3)], [it.index(b, (k,)) for k in range(3)]
    m = lambda i, j: it.operate("-", it.operate("*", a[i], b[j]), it.operate("*", a[j], b[i]))   # noqa: E731
    return from_list(it, [m(1, 2), m(2, 0), m(0, 1)])


def _clip(it: Any, a: Any, a_min: Any = None, a_max: Any = None, min: Any = None, max: Any = None) -> Any:
    return it.operate_on("clip", a, a_min if a_min is not None else min, a_max if a_max is not None else max)


def _ufunc(name: str, arity: int, doc: str) -> Any:
    emit: Any
    if name == "where":
        emit = lambda it, condition, x, y: it.operate_on("where", condition, x, y)                          # noqa: E731
    elif name == "clip":
        emit = _clip
    elif arity == 1:
        emit = lambda it, x: it.operate_on(name, x)                                                          # noqa: E731
    elif arity == 2:
        emit = lambda it, x, y: it.operate_on(name, x, y)                                                    # noqa: E731
    else:
        emit = lambda it, x, y, z: it.operate_on(name, x, y, z)                                              # noqa: E731
    emit.__doc__ = doc
    return emit


for _name, _u in UFUNCS.items():
    public(*_u.names, methods=("clip",) if _name == "clip" else ())(_ufunc(_name, _u.arity, _u.doc))


# -- functions written in the language itself
def _library() -> dict[str, Any]:
    from . import library
    return getattr(library, "LIBRARY", {})


def library_function(name: str) -> Any:
    """A function of `library/` by its short name."""
    for dotted, f in _library().items():
        if dotted.rsplit(".", 1)[-1] == name:
            return f
    raise KeyError(name)


def _from_library(f: Any) -> Handler:
    def emit(it: Any, *args: Any, **kw: Any) -> Any:
        return it.call(f, *args, **kw)
    return Handler(emit, (f.__doc__ or "").strip().split("\n")[0], False, inspect.signature(emit))


# -- identity -> handler
_found: dict[int, tuple[Any, Handler]] = {}
_scanned: set[str] = set()


def recognised(f: Any) -> Handler | None:
    """The handler of a public function, by identity; modules are scanned when they have been imported."""
    for module in ("builtins", "math", "numpy", "numpy.linalg", "scipy.special", "scipy.linalg", "llbayes.ir.lang.hooks", "llbayes.ir.lang.math"):
        if module not in _scanned and module in sys.modules and not getattr(getattr(sys.modules[module], "__spec__", None), "_initializing", False):
            _scan(module)
    hit = _found.get(id(f))
    return hit[1] if hit is not None and hit[0] is f else None


def _scan(module: str) -> None:
    _scanned.add(module)
    m = sys.modules[module]
    for dotted, h in (*TABLE.items(), *((k, _from_library(v)) for k, v in _library().items() if k not in TABLE)):
        where, _, name = dotted.rpartition(".")
        if where == module and hasattr(m, name):
            g = getattr(m, name)
            _found[id(g)] = (g, h)
    if module == "llbayes.ir.lang.math":
        for g, name in m.UFUNCS.items():
            h = TABLE.get(_by_symbol(name))
            if h is not None:
                _found[id(g)] = (g, h)


def _by_symbol(name: str) -> str:
    for key, u in UFUNCS.items():
        if name in (key, u.symbol):
            return u.names[0] if u.names else f"llbayes.{key}"
    return ""


for _name, _u in UFUNCS.items():
    if not _u.names:
        public(f"llbayes.{_name}")(_ufunc(_name, _u.arity, _u.doc))


@public("llbayes.ir.lang.hooks.independent", always=True)
def independent(it: Any, n: Any) -> Any:
    """a range whose iterations touch disjoint elements"""
    return range_(it, n)
