"""Expressions: one handler for each AST node, in the table EXPRESSIONS. A handler takes the interpreter and its node and gives the value."""
from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from ..arrays.ownership import listed, own
from ..arrays.sequences import members
from ..values.frame import lookup
from ..values.services import Interpreter
from ..values.values import MISSING, Closure, Poison, Text, Value, holds_run_time
from .comprehensions import comprehension
from .folds import fold, folded
from .operators import binary, boolean, comparison, conditional, unary
from .subscripts import slice_, subscript
from .texts import say, speaks, text

CONVERSIONS: dict[int, Callable[[Value], Any]] = {-1: lambda value: value, ord("s"): str, ord("r"): repr, ord("a"): ascii}      # of an f-string


def constant(it: Interpreter, node: ast.Constant) -> Value:
    """A literal; complex numbers and bytes are refused."""
    if isinstance(node.value, (complex, bytes)):
        it.frame.node = node
        raise it.error(f"{type(node.value).__name__} values are not part of the language")
    return node.value


def name(it: Interpreter, node: ast.Name) -> Value:
    """A name's value; unset and ambiguous ones are errors here."""
    value = lookup(it.frame, node.id, it.facts.outside)
    if value is MISSING:
        it.frame.node = node
        raise it.error(f"`{node.id}` is not defined")
    if isinstance(value, Poison) and not isinstance(value, Text):
        it.frame.node = node
        raise it.error(value.why, value.remedy)
    return value


# -- displays
def tuple_(it: Interpreter, node: ast.Tuple) -> tuple[Value, ...]:
    """A tuple is compile-time structure of any values."""
    return tuple(elements(it, node.elts))


def list_(it: Interpreter, node: ast.List) -> Value:
    """A list is compile-time structure of any values."""
    found = elements(it, node.elts)
    it.frame.node = node
    return listed(it, found)


def elements(it: Interpreter, nodes: list[ast.expr]) -> list[Value]:
    """The values of a display or of positional arguments, starred ones unpacked."""
    values: list[Value] = []
    for node in nodes:
        if isinstance(node, ast.Starred):
            values += members(it, it.eval(node.value))
        else:
            values.append(it.eval(node))
    return values


def dict_(it: Interpreter, node: ast.Dict) -> Value:
    """A dict with compile-time keys."""
    pairs: dict[Any, Value] = {}
    for key_node, value_node in zip(node.keys, node.values, strict=True):
        if key_node is None:
            pairs.update(it.eval(value_node))                                   # type: ignore[call-overload]  # Python's own error for what is no dict
        else:
            key = known_key(it, key_node)
            pairs[key] = it.eval(value_node)
    return own(it, pairs)


def known_key(it: Interpreter, node: ast.expr) -> Value:
    """The key of a dict, known at compile time."""
    key = it.eval(node)
    if holds_run_time(key):
        it.frame.node = node
        raise it.error("a dict is indexed by a run-time value", "use an array")
    return key


# -- functions and their calls
def lambda_(it: Interpreter, node: ast.Lambda) -> Closure:
    """A lambda is a closure without a name."""
    return closure(it, node, "<lambda>")


def closure(it: Interpreter, node: ast.FunctionDef | ast.Lambda, label: str) -> Closure:
    """A function defined here: it sees the latest bindings of outer names."""
    given = node.args
    keywords = {argument.arg: it.eval(default) for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True) if default is not None}
    return Closure(node, it.frame, label, [it.eval(default) for default in given.defaults], keywords)


def call(it: Interpreter, node: ast.Call) -> Value:
    """`f(args)`"""
    f = it.eval(node.func)
    if speaks(f):
        return say(it, lambda: [elements(it, node.args), *(it.eval(keyword.value) for keyword in node.keywords)])
    inner = folded(f, node)
    return plain_call(it, f, node) if inner is None else fold(it, f, inner, lambda: plain_call(it, f, node))


def plain_call(it: Interpreter, f: Value, node: ast.Call) -> Value:
    """A call of f with the arguments of the node."""
    args = elements(it, node.args)
    keywords: dict[str, Value] = {}
    for keyword in node.keywords:
        if keyword.arg is None:
            keywords.update(it.eval(keyword.value))                             # type: ignore[call-overload]
        else:
            keywords[keyword.arg] = it.eval(keyword.value)
    it.frame.node = node
    return it.call_from(node, f, args, keywords)


def attribute(it: Interpreter, node: ast.Attribute) -> Value:
    """`owner.name`"""
    owner = it.eval(node.value)
    it.frame.node = node
    return it.attribute(owner, node.attr)


def starred(it: Interpreter, node: ast.Starred) -> Value:
    """`*x` outside displays and calls is refused."""
    it.frame.node = node
    raise it.error("a starred expression here is not part of the language")


def named(it: Interpreter, node: ast.NamedExpr) -> Value:
    """`(x := value)`"""
    if it.frame.comprehension:
        it.frame.node = node
        raise it.error("`:=` in a comprehension is not part of the language", "write a for loop")
    value = it.eval(node.value)
    it.assign(node.target, value)
    return value


# -- f-strings
def joined_string(it: Interpreter, node: ast.JoinedStr) -> str | Text:
    """An f-string: a text where all its values are known."""
    parts = [part.value if isinstance(part, ast.Constant) else field(it, part) for part in node.values]
    return next((part for part in parts if isinstance(part, Text)), None) or "".join(map(str, parts))


def field(it: Interpreter, node: ast.expr) -> str | Text:
    """One field of an f-string."""
    assert isinstance(node, ast.FormattedValue), "an f-string has texts and fields"
    value, spec = it.eval(node.value), it.eval(node.format_spec) if node.format_spec else ""
    if holds_run_time(value) or holds_run_time(spec):
        return text(it, node)
    return format(CONVERSIONS[node.conversion](value), str(spec))


EXPRESSIONS: dict[type[ast.AST], Callable[[Interpreter, Any], Value]] = {
    ast.Constant: constant, ast.Name: name, ast.Tuple: tuple_, ast.List: list_, ast.Dict: dict_, ast.Lambda: lambda_, ast.JoinedStr: joined_string,
    ast.FormattedValue: field, ast.BinOp: binary, ast.UnaryOp: unary, ast.Compare: comparison, ast.BoolOp: boolean, ast.IfExp: conditional,
    ast.Slice: slice_, ast.Subscript: subscript, ast.Attribute: attribute, ast.ListComp: comprehension, ast.GeneratorExp: comprehension,
    ast.DictComp: comprehension, ast.Call: call, ast.Starred: starred, ast.NamedExpr: named,
}
