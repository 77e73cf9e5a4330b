"""Indices and sizes looked at where a program is tried with its data. Compiled code, and Python, take an index below the first as one from behind and cut
slices that go on beyond the last; Stan refuses both, values of another size than declared, and containers of other sizes combined element by element. In: the
Python of a translation; out: the same with a look at each index, each whole value that is assigned and each sum or product, for CPython alone: nothing is
paid where draws are made."""
from __future__ import annotations

import ast
import copy
import operator
from collections.abc import Callable, Container, Mapping
from typing import Any

import numpy as np

SIGNS: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
OPERATIONS: Mapping[str, Callable[[Any, Any], Any]] = {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
AS_IT_IS = "_as_it_is"               # behind the names of the program's functions where they are values: solvers compile what they are given


class Looking(ast.NodeTransformer):
    """Rewrites a copy of a function. Nodes that come of Stan's indices have the mark `from_one`, assignments of whole values the shape `declared`. What is
    asserted of generated quantities (`of_values`) is left out: their shapes are looked for, and draws are no draws here."""

    def __init__(self, functions: Container[str]):
        self.functions = functions

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        self.generic_visit(node)
        if not vars(node).get("from_one"):
            return node
        if isinstance(node.ctx, ast.Load):
            return called("_at", node, node.value, key_of(node.slice))
        node.value = called("_Looked", node.value, node.value)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.AST:
        self.generic_visit(node)
        if (shape := vars(node).get("declared")) is not None:
            node.value = called("_as_declared", node, node.value, shape)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        sign = SIGNS.get(type(node.op))
        return node if sign is None else called("_combined", node, ast.copy_location(ast.Constant(sign), node), node.left, node.right)

    def visit_Assert(self, node: ast.Assert) -> ast.AST | None:
        self.generic_visit(node)
        return None if vars(node).get("of_values") else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        function = node.func
        self.generic_visit(node)
        if isinstance(function, ast.Name):
            node.func = function
        return node

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Name(node.id + AS_IT_IS, node.ctx), node) if node.id in self.functions else node


def key_of(node: ast.expr) -> ast.expr:
    """A key as an expression: slices are calls."""
    match node:
        case ast.Slice():
            ends = [ast.copy_location(ast.Constant(None), node) if end is None else end for end in (node.lower, node.upper)]
            return called("slice", node, *ends)
        case ast.Tuple():
            return ast.copy_location(ast.Tuple([key_of(part) for part in node.elts], ast.Load()), node)
        case _:
            return node


def called(function: str, place: ast.expr | ast.stmt, *arguments: ast.expr) -> ast.expr:
    """A call at a place."""
    name = ast.copy_location(ast.Name(function, ast.Load()), place)
    return ast.copy_location(ast.Call(name, list(arguments), []), place)


def looking(node: ast.FunctionDef, functions: Container[str]) -> ast.FunctionDef:
    """The function, with looks; `functions`: names of those of the program."""
    found = Looking(functions).visit(copy.deepcopy(node))
    assert isinstance(found, ast.FunctionDef), "functions stay functions"
    return found


# -- what is called there
class Looked:
    """An array, or a list of tuples, that is written to."""

    __slots__ = ("of",)

    def __init__(self, of: Any):
        self.of = of

    def __getitem__(self, key: Any) -> Any:
        return at(self.of, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        look(self.of, key)
        if isinstance(value, np.ndarray) and value.ndim and isinstance(self.of, np.ndarray):
            as_declared(value, self.of[key].shape)
        self.of[key] = value


def at(x: Any, key: Any) -> Any:
    """x[key]; IndexError for a key that is none of Stan's. NumPy itself refuses numbers beyond the last."""
    if type(key) is not int or key < 0:
        look(x, key)
    return x[key]


def look(x: Any, key: Any) -> None:
    """IndexError for an index, in Python's count, that is no place of its axis."""
    shape = x.shape if isinstance(x, np.ndarray) else (len(x),)
    for axis, k in enumerate(key if type(key) is tuple else (key,)):
        if type(k) is int and 0 <= k < shape[axis]:
            continue
        for place in ends(k, shape[axis]):
            if not 0 <= place < shape[axis]:
                raise IndexError(f"index {place} is out of bounds for axis {axis} with size {shape[axis]}")


def ends(k: Any, size: int) -> tuple[int, ...]:
    """The first and the last place that a key names; none where it names none."""
    if isinstance(k, slice):
        first, last = (0 if k.start is None else int(k.start)), (size if k.stop is None else int(k.stop)) - 1
        return (first, last) if first <= last else ()
    if isinstance(k, np.ndarray) and k.ndim and k.dtype.kind == "i":
        return (int(k.min()), int(k.max())) if k.size else ()
    return (int(k),) if isinstance(k, (int, np.integer)) and not isinstance(k, bool) else ()


def as_declared(x: Any, shape: Any) -> Any:
    """A value that is assigned as a whole; ValueError where it has another shape than declared."""
    wanted = tuple(map(int, shape)) if isinstance(shape, tuple) else (int(shape),)
    if isinstance(x, np.ndarray) and x.shape != wanted:
        raise ValueError(f"could not broadcast input array from shape {x.shape} into shape {wanted}")
    return x


def combined(sign: str, a: Any, b: Any) -> Any:
    """Two values combined element by element; ValueError where they are containers of different sizes, of which NumPy would repeat one."""
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and a.ndim == b.ndim and a.shape != b.shape:
        raise ValueError(f"operands could not be broadcast together with shapes {a.shape} {b.shape}")
    return OPERATIONS[sign](a, b)


LOOKS: Mapping[str, Any] = {"_at": at, "_Looked": Looked, "_as_declared": as_declared, "_combined": combined}     # names no variable of Stan has
