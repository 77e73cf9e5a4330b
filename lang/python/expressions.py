"""Expressions: one handler for each AST node, in the table EXPRESSIONS."""
from __future__ import annotations

import ast
from typing import Any

from ..arrays.ownership import own
from ..arrays.sequences import members
from ..values.frame import lookup
from ..values.services import Interpreter
from ..values.unrolling import ask
from ..values.values import MISSING, Closure, Poison, Value, holds_run_time
from .comprehensions import comprehension, fold, is_fold
from .operators import binary, boolean, comparison, conditional, unary
from .subscripts import slice_, subscript


def constant(it: Interpreter, e: Any) -> Any:
    """A literal; complex numbers and bytes are refused."""
    if isinstance(e.value, (complex, bytes)):
        it.frame.node = e
        raise it.error(f"{type(e.value).__name__} values are not part of the language")
    return e.value


def name(it: Interpreter, e: Any) -> Any:
    """A name's value; unset and ambiguous ones are errors here."""
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


def tuple_(it: Interpreter, e: Any) -> Any:
    """A tuple is compile-time structure of any values."""
    return tuple(elements(it, e.elts))


def list_(it: Interpreter, e: Any) -> Any:
    """A list is compile-time structure of any values."""
    return own(it, elements(it, e.elts))


def elements(it: Interpreter, elts: list[ast.expr]) -> list[Any]:
    """The values of a display or of positional arguments, starred ones unpacked."""
    out: list[Any] = []
    for x in elts:
        if isinstance(x, ast.Starred):
            out += members(it, it.eval(x.value))
        else:
            out.append(it.eval(x))
    return out


def dict_(it: Interpreter, e: Any) -> Any:
    """A dict with compile-time keys."""
    out: dict[Any, Any] = {}
    for k, x in zip(e.keys, e.values, strict=True):
        if k is None:
            out.update(it.eval(x))
        else:
            key = it.eval(k)
            if holds_run_time(key):
                it.frame.node = k
                raise it.error("a dict is indexed by a run-time value", "use an array")
            out[key] = it.eval(x)
    return own(it, out)


def lambda_(it: Interpreter, e: Any) -> Closure:
    """A lambda is a closure without a name."""
    return closure(it, e, "<lambda>")


def closure(it: Interpreter, node: Any, label: str) -> Closure:
    """A function defined here: it sees the latest bindings of outer names."""
    a = node.args
    return Closure(node, it.frame, label, [it.eval(d) for d in a.defaults],
                   {k.arg: it.eval(d) for k, d in zip(a.kwonlyargs, a.kw_defaults, strict=True) if d is not None})


def joined_string(it: Interpreter, e: Any) -> str:
    """An f-string of compile-time values; run-time loops around it are unrolled in a model."""
    out = []
    for p in e.values:
        if isinstance(p, ast.Constant):
            out.append(p.value)
            continue
        v = it.eval(p.value)
        if holds_run_time(v):
            it.frame.node = p
            if it.interpretation is not None:
                it.unroll_here()                                   # the loop's index is known once it is unrolled: the pass is rerun
            else:
                ask(it)
            raise it.error("a run-time value in an f-string", "names must be known at compile time: use a loop over `range` with constant bounds")
        v = {-1: lambda x: x, 115: str, 114: repr, 97: ascii}[p.conversion](v)
        out.append(format(v, joined_string(it, p.format_spec) if p.format_spec else ""))
    return "".join(out)


def call(it: Interpreter, e: Any) -> Any:
    """`f(args)`"""
    f = it.eval(e.func)
    return fold(it, f, e, lambda: plain_call(it, f, e)) if is_fold(f, e) else plain_call(it, f, e)


def plain_call(it: Interpreter, f: Any, e: Any) -> Any:
    """A call of f with the arguments of the node e."""
    args = elements(it, e.args)
    kw: dict[str, Any] = {}
    for k in e.keywords:
        if k.arg is None:
            kw.update(it.eval(k.value))
        else:
            kw[k.arg] = it.eval(k.value)
    it.frame.node = e
    return it.call_from(e, f, args, kw)


def attribute(it: Interpreter, e: ast.Attribute) -> Value:
    """`owner.name`"""
    owner = it.eval(e.value)
    it.frame.node = e
    return it.attribute(owner, e.attr)


def starred(it: Interpreter, e: Any) -> Any:
    """`*x` outside displays and calls is refused."""
    it.frame.node = e
    raise it.error("a starred expression here is not part of the language")


def named(it: Interpreter, e: Any) -> Any:
    """`(x := value)`"""
    if it.frame.comprehension:
        it.frame.node = e
        raise it.error("`:=` in a comprehension is not part of the language", "write a for loop")
    v = it.eval(e.value)
    it.assign(e.target, v)
    return v


def formatted(it: Interpreter, e: Any) -> str:
    """One field of an f-string."""
    return joined_string(it, ast.copy_location(ast.JoinedStr(values=[e]), e))


EXPRESSIONS: dict[type[ast.AST], Any] = {
    ast.Constant: constant, ast.Name: name, ast.Tuple: tuple_, ast.List: list_, ast.Dict: dict_, ast.Lambda: lambda_, ast.JoinedStr: joined_string,
    ast.FormattedValue: formatted, ast.BinOp: binary, ast.UnaryOp: unary, ast.Compare: comparison, ast.BoolOp: boolean, ast.IfExp: conditional,
    ast.Slice: slice_, ast.Subscript: subscript, ast.Attribute: attribute, ast.ListComp: comprehension, ast.GeneratorExp: comprehension,
    ast.DictComp: comprehension, ast.Call: call, ast.Starred: starred, ast.NamedExpr: named,
}
