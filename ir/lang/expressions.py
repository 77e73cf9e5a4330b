"""Expressions: one handler for each AST node, in the table EXPRESSIONS."""
from __future__ import annotations

import ast
import builtins
from typing import Any

import numpy as np

from . import arithmetic, integers, scalars
from .arrays import members
from .control import branch, truth
from .dtypes import I1, is_num
from .indexing import transpose
from .values import ARRAYS, MISSING, STAGED, Closure, Masked, Method, Poison, Scalar, describe, staged, type_of

BINARY = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**", ast.FloorDiv: "//", ast.Mod: "%", ast.MatMult: "@",
          ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>"}
COMPARISON = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


def constant(it: Any, e: Any) -> Any:
    if isinstance(e.value, (complex, bytes)):
        it.frame.node = e
        raise it.error(f"{type(e.value).__name__} values are not part of the language")
    return e.value


def name(it: Any, e: Any) -> Any:
    v = lookup(it.frame, e.id)
    if v is MISSING:
        it.frame.node = e
        raise it.error(f"`{e.id}` is not defined")
    if isinstance(v, Poison):
        it.frame.node = e
        raise it.error(v.why, _remedy(v.why))
    return v


def _remedy(why: str) -> str:
    return "set it before the branch" if "undefined" in why else "use a run-time number (an array element or a float) instead"


def lookup(frame: Any, k: str) -> Any:
    fr = frame
    while fr is not None and not isinstance(fr, dict):
        v = fr.env.get(k, MISSING)
        if v is not MISSING:
            return v
        fr = fr.cells
    if isinstance(fr, dict) and k in fr:
        return fr[k]
    return frame.glb.get(k, getattr(builtins, k, MISSING))


def tuple_(it: Any, e: Any) -> Any:
    return tuple(elements(it, e.elts))


def list_(it: Any, e: Any) -> Any:
    return own(it, elements(it, e.elts))


def elements(it: Any, elts: list[ast.expr]) -> list[Any]:
    out: list[Any] = []
    for x in elts:
        if isinstance(x, ast.Starred):
            out += members(it, it.eval(x.value))
        else:
            out.append(it.eval(x))
    return out


def own(it: Any, v: Any) -> Any:
    """Compile-time lists and dicts may be changed only in the region that made them."""
    it.born[id(v)] = (v, it.region)
    return v


def dict_(it: Any, e: Any) -> Any:
    out: dict[Any, Any] = {}
    for k, x in zip(e.keys, e.values, strict=True):
        if k is None:
            out.update(it.eval(x))
        else:
            out[it.eval(k)] = it.eval(x)
    return own(it, out)


def lambda_(it: Any, e: Any) -> Closure:
    return closure(it, e, "<lambda>")


def closure(it: Any, node: Any, label: str) -> Closure:
    a = node.args
    return Closure(node, it.frame, label, [it.eval(d) for d in a.defaults],
                   {k.arg: it.eval(d) for k, d in zip(a.kwonlyargs, a.kw_defaults, strict=True) if d is not None})


def joined_string(it: Any, e: Any) -> str:
    out = []
    for p in e.values:
        if isinstance(p, ast.Constant):
            out.append(p.value)
            continue
        v = it.eval(p.value)
        if staged(v):
            it.frame.node = p
            if it.interpretation is not None:
                it.unroll_here()                                   # the loop's index is known once it is unrolled: the pass is rerun
            raise it.error("a run-time value in an f-string", "names must be known at compile time: use a loop over `range` with constant bounds")
        v = {-1: lambda x: x, 115: str, 114: repr, 97: ascii}[p.conversion](v)
        out.append(format(v, joined_string(it, p.format_spec) if p.format_spec else ""))
    return "".join(out)


def binary(it: Any, e: Any) -> Any:
    a, b = it.eval(e.left), it.eval(e.right)
    it.frame.node = e
    return it.operate(BINARY[type(e.op)], a, b)


def unary(it: Any, e: Any) -> Any:
    v = it.eval(e.operand)
    it.frame.node = e
    if isinstance(v, Poison):
        raise it.error(v.why)
    if isinstance(e.op, ast.Not):
        c = truth(it, v)
        return arithmetic.invert(it, c) if isinstance(c, Scalar) else not c
    if not isinstance(v, STAGED):
        return -v if isinstance(e.op, ast.USub) else ~v if isinstance(e.op, ast.Invert) else +v
    if isinstance(e.op, ast.UAdd):
        return v
    if isinstance(v, Scalar):
        return arithmetic.negate(it, v) if isinstance(e.op, ast.USub) else arithmetic.invert(it, v)
    if scalars_bool(v) and isinstance(e.op, ast.USub):
        raise it.error("the negative of booleans is not part of the language", "use ~")
    return it.operate_on("neg" if isinstance(e.op, ast.USub) else "invert", v)


def scalars_bool(v: Any) -> bool:
    return isinstance(v, ARRAYS) and v.dtype == I1


def comparison(it: Any, e: Any) -> Any:
    a, result = it.eval(e.left), None
    for k, (op, x) in enumerate(zip(e.ops, e.comparators, strict=True)):
        if isinstance(result, Scalar) and k:                     # a < b < c: the right part only when the left holds
            b = it.eval(x)
            it.frame.node = e
            one = compare(it, op, a, b)
            result = integers.bits(it, "&", result, scalars.scalar(it, one, I1), I1, 2)
            a = b
            continue
        b = it.eval(x)
        it.frame.node = e
        one = compare(it, op, a, b)
        if result is None:
            result = one
        elif isinstance(one, Scalar) or isinstance(result, Scalar):
            result = integers.bits(it, "&", scalars.scalar(it, result, I1), scalars.scalar(it, one, I1), I1, 2)
        elif isinstance(one, ARRAYS) or isinstance(result, ARRAYS):
            raise it.error("the truth of an array is ambiguous", "write (a < b) & (b < c)")
        else:
            result = result and one
        a = b
    return result


def compare(it: Any, op: ast.cmpop, a: Any, b: Any) -> Any:
    match op:
        case ast.Is():
            return a is b
        case ast.IsNot():
            return a is not b
        case ast.In() | ast.NotIn():
            if staged(a) or (staged(b) and not isinstance(b, dict)):
                raise it.error("`in` with run-time values is not part of the language", "write a loop, or np.any(a == x)")
            return (a in b) == isinstance(op, ast.In)
        case _:
            return it.operate(COMPARISON[type(op)], a, b)


def boolean(it: Any, e: Any) -> Any:
    is_and = isinstance(e.op, ast.And)

    def rest(values: list[ast.expr]) -> Any:
        v = it.eval(values[0])
        if len(values) == 1:
            return v
        it.frame.node = e
        c = truth(it, v)
        if not isinstance(c, Scalar):
            return rest(values[1:]) if c == is_and else v
        if is_and:
            return branch(it, c, lambda: truth(it, rest(values[1:])), lambda: False)
        return branch(it, c, lambda: True, lambda: truth(it, rest(values[1:])))
    return rest(e.values)


def conditional(it: Any, e: Any) -> Any:
    test = it.eval(e.test)
    it.frame.node = e.test
    c = truth(it, test)
    if not isinstance(c, Scalar):
        return it.eval(e.body if c else e.orelse)
    r = branch(it, c, lambda: it.eval(e.body), lambda: it.eval(e.orelse))
    if isinstance(r, Poison):
        it.frame.node = e
        raise it.error(r.why.replace("`the result`", "this expression"))
    return r


def slice_(it: Any, e: Any) -> slice:
    return slice(*[it.eval(x) if x is not None else None for x in (e.lower, e.upper, e.step)])


def subscript(it: Any, e: Any) -> Any:
    o, k = it.eval(e.value), it.eval(e.slice)
    it.frame.node = e
    if isinstance(o, (*ARRAYS, Masked)) or (isinstance(o, np.ndarray) and staged(k)):
        return it.index(o, k)
    if isinstance(o, (list, tuple, range)) and isinstance(k, Scalar):
        raise it.error("a compile-time list or tuple is indexed by a run-time number", "make it an array: np.array(…)")
    if isinstance(o, (Scalar, Poison)) or is_num(o):
        raise it.error(f"{describe(o)} cannot be indexed" if not isinstance(o, Poison) else o.why)
    if isinstance(o, dict) and staged(k):
        raise it.error("a dict is indexed by a run-time value", "use an array")
    try:
        return o[k]
    except (IndexError, KeyError, TypeError, ValueError) as x:
        raise it.error(f"{type(x).__name__}: {x}") from None


ATTRIBUTES: dict[str, Any] = {
    "shape": lambda it, o: o.shape,
    "ndim": lambda it, o: len(o.shape),
    "size": lambda it, o: _size(o),
    "T": lambda it, o: transpose(it, o),
    "dtype": lambda it, o: np.dtype({"double": "f8", "float": "f4", "i64": "i8", "i1": "b1"}[type_of(o)]),
}


def _size(o: Any) -> Any:
    from .sizes import product
    return product(o.shape)


def attribute(it: Any, e: Any) -> Any:
    o = it.eval(e.value)
    it.frame.node = e
    if isinstance(o, Poison):
        raise it.error(o.why)
    if isinstance(o, Masked):
        if e.attr in ("shape", "size"):
            raise it.error("the shape of this value depends on data", "count with np.sum(mask)")
        return Method(o, e.attr)
    if isinstance(o, (Scalar, *ARRAYS)):
        if e.attr in ATTRIBUTES:
            return ATTRIBUTES[e.attr](it, o)
        from .functions import METHODS
        if e.attr not in METHODS:
            raise it.error(f"`.{e.attr}` of {describe(o)} is not part of the language")
        return Method(o, e.attr)
    try:
        return getattr(o, e.attr)
    except AttributeError as x:
        raise it.error(f"{x}") from None


def comprehension(it: Any, e: Any) -> Any:
    if len(e.generators) > 1:
        it.frame.node = e
        raise it.error("one `for` in a comprehension, please", "write nested loops")
    g = e.generators[0]
    source = it.eval(g.iter)
    it.frame.node = e
    if isinstance(source, STAGED):
        raise it.error("list comprehensions over run-time values are not part of the language", "write a for loop over an array of fixed length")
    items = static_items(it, source)
    from .interp import Frame
    up = it.frame
    inner = Frame({}, up.glb, up, up.src, up.name, (*up.path, id(e)), up)
    inner.node = e
    it.frame = inner
    out = []
    for x in items:
        it.assign(g.target, x)
        keep = [truth(it, it.eval(c)) for c in g.ifs]
        if any(isinstance(k, Scalar) for k in keep):
            it.frame = up
            raise it.error("a comprehension filtered by run-time values has a shape that depends on data", "use np.where or a loop that sums")
        if all(keep):
            out.append((it.eval(e.key), it.eval(e.value)) if isinstance(e, ast.DictComp) else it.eval(e.elt))
    it.frame = up
    return own(it, dict(out) if isinstance(e, ast.DictComp) else out)


def static_items(it: Any, source: Any) -> list[Any]:
    from .values import RunRange, Zip
    if isinstance(source, RunRange):
        raise it.error("a comprehension over a run-time range has a length that depends on data", "write a for loop")
    if isinstance(source, Zip):
        raise it.error("list comprehensions over run-time values are not part of the language", "write a for loop over arrays of fixed length")
    try:
        return list(source)
    except TypeError as x:
        raise it.error(f"{x}") from None


def call(it: Any, e: Any) -> Any:
    from .calls import call as call_value
    f = it.eval(e.func)
    args = elements(it, e.args)
    kw: dict[str, Any] = {}
    for k in e.keywords:
        if k.arg is None:
            kw.update(it.eval(k.value))
        else:
            kw[k.arg] = it.eval(k.value)
    it.frame.node = e
    return call_value(it, f, args, kw, e)


def starred(it: Any, e: Any) -> Any:
    it.frame.node = e
    raise it.error("a starred expression here is not part of the language")


def named(it: Any, e: Any) -> Any:
    v = it.eval(e.value)
    it.assign(e.target, v)
    return v


def formatted(it: Any, e: Any) -> str:
    return joined_string(it, ast.copy_location(ast.JoinedStr(values=[e]), e))


EXPRESSIONS: dict[type[ast.AST], Any] = {
    ast.Constant: constant, ast.Name: name, ast.Tuple: tuple_, ast.List: list_, ast.Dict: dict_, ast.Lambda: lambda_, ast.JoinedStr: joined_string,
    ast.FormattedValue: formatted, ast.BinOp: binary, ast.UnaryOp: unary, ast.Compare: comparison, ast.BoolOp: boolean, ast.IfExp: conditional,
    ast.Slice: slice_, ast.Subscript: subscript, ast.Attribute: attribute, ast.ListComp: comprehension, ast.GeneratorExp: comprehension,
    ast.DictComp: comprehension, ast.Call: call, ast.Starred: starred, ast.NamedExpr: named,
}
