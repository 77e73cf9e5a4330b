"""Indices: from 1 to from 0, slices, lists of places. Stan takes several lists of places as a grid, NumPy as pairs: those go through `np.ix_`."""
from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TypeAlias

from ...nodes import ArrayLiteral, Binary, Expr, Index, Int, Name, Slice
from ..context import Body
from ..templates import call, constant, display, subscript

Places: TypeAlias = list[Expr | Slice]
Step: TypeAlias = Callable[[ast.expr], ast.expr]


def index(body: Body, node: Index) -> ast.expr:
    """`base[i, j]` read; indices of indices are put together."""
    base, indices = merged(node)
    return part(body, node, body.expr(base), base, indices)


def merged(node: Index) -> tuple[Expr, Places]:
    """`x[i][j]` is `x[i, j]`, as long as the first are numbers."""
    base, indices = node.base, node.indices
    while isinstance(base, Index) and all(is_single(place) for place in base.indices):
        base, indices = base.base, [*base.indices, *indices]
    return base, indices


def is_single(place: Expr | Slice) -> bool:
    return isinstance(place, Expr) and place.type.scalar


def is_multi(place: Expr | Slice) -> bool:
    return isinstance(place, Expr) and not place.type.scalar


def part(body: Body, node: Index, value: ast.expr, base: Expr, indices: Places) -> ast.expr:
    """A part of a value."""
    if base.type.base == "tuple":
        return of_lists(body, node, value, indices)
    if not any(map(is_multi, indices)) or is_direct(indices):
        return subscript(value, [key(body, place) for place in indices], body.place(node))
    if any(map(is_single, indices)):
        kept = [key(body, place) if is_single(place) else everything(body, node) for place in indices]
        value = subscript(value, kept, body.place(node))
        indices = [place for place in indices if not is_single(place)]
    if is_direct(indices):
        return subscript(value, [key(body, place) for place in indices], body.place(node))
    return through_grid(body, node, value, indices)


def is_direct(indices: Places) -> bool:
    """Is there one list of places, and no number apart from it, beyond a slice?"""
    advanced = [k for k, place in enumerate(indices) if isinstance(place, Expr)]
    return sum(map(is_multi, indices)) == 1 and advanced == list(range(advanced[0], advanced[-1] + 1))


def through_grid(body: Body, node: Index, value: ast.expr, indices: Places) -> ast.expr:
    """Several lists of places, and what slices stand among and behind them: a grid of places along every axis."""
    keys = [axis_of(body, node, value, axis, place) for axis, place in enumerate(indices)]
    return subscript(value, [call("np.ix_", body.place(node), *keys)], body.place(node))


def axis_of(body: Body, node: Index, value: ast.expr, axis: int, place: Expr | Slice) -> ast.expr:
    """The places along one axis."""
    if isinstance(place, Expr):
        return less_one(body, place)
    low = low_end(body, place) or constant(0, body.place(node))
    high = high_end(body, place) or body.fill(f"_0.shape[{axis}]", node, value)
    return body.fill("np.arange(_0, _1)", node, low, high)


def of_lists(body: Body, node: Index, value: ast.expr, indices: Places) -> ast.expr:
    """Arrays of tuples are lists in lists: one index after the other."""
    for depth, place in enumerate(indices):
        value = mapped(body, node, value, stepping(body, node, place), sum(not is_single(before) for before in indices[:depth]))
    return value


def stepping(body: Body, node: Index, place: Expr | Slice) -> Step:
    """One index of a list."""
    if isinstance(place, Expr) and is_multi(place):
        return lambda inner: body.fill("[_0[k - 1] for k in _1]", node, inner, body.expr(place))
    return lambda inner: subscript(inner, [key(body, place)], body.place(node))


def mapped(body: Body, node: Index, value: ast.expr, step: Step, depth: int) -> ast.expr:
    """A step done with each member of lists of a depth."""
    if depth == 0:
        return step(value)
    return body.fill("[_0 for item in _1]", node, mapped(body, node, body.fill("item", node), step, depth - 1), value)


def everything(body: Body, node: Index) -> ast.expr:
    """`:`."""
    return ast.Slice(None, None, None, **body.place(node)._asdict())


# -- keys
def key(body: Body, place: Expr | Slice) -> ast.expr:
    """One key of NumPy's."""
    if isinstance(place, Slice):
        return ast.Slice(low_end(body, place), high_end(body, place), None, **body.place(place)._asdict())
    return less_one(body, place)


def low_end(body: Body, place: Slice) -> ast.expr | None:
    """Where a slice begins; None for the first."""
    return None if place.low is None or (isinstance(place.low, Int) and place.low.value == 1) else less_one(body, place.low)


def high_end(body: Body, place: Slice) -> ast.expr | None:
    """Where a slice ends: never below 0, where Python would count from behind."""
    if place.high is None:
        return None
    high = body.expr(place.high)
    return high if is_count(body, place.high) else body.fill("max(_0, 0)", place.high, high)


def is_count(body: Body, node: Expr) -> bool:
    """Is a whole number 0 or more, going by how it is written?"""
    match node:
        case Int():
            return True
        case Binary(op="+" | "*", left=left, right=right):
            return is_count(body, left) and is_count(body, right)
        case Binary(op="-", left=Binary(op="+", left=left, right=right), right=Int(value=1)):
            return is_count(body, left) and is_count(body, right)
        case Binary(op="-", left=Name() as name, right=Int(value=value)):
            return (name.declared is None and body.starts.get(name.id, 0) >= value) or name.block == "data"
        case _:
            return not isinstance(node, Binary)


def less_one(body: Body, node: Expr) -> ast.expr:
    """A place counted from 0: `i + 1` is `i`, `2` is 1."""
    match node:
        case Int(value=value):
            return constant(value - 1, body.place(node))
        case ArrayLiteral(items=items) if items and all(isinstance(item, Int) for item in items):
            return body.fill("np.array(_0)", node, display(ast.List, [less_one(body, item) for item in items], body.place(node)))
        case Binary(op="+" | "-" as op, left=left, right=Int(value=value)) if left.type.scalar:
            shift = (value if op == "+" else -value) - 1
            return shifted(body, node, left, shift)
        case _:
            return body.fill("_0 - 1", node, body.expr(node))


def shifted(body: Body, node: Expr, left: Expr, shift: int) -> ast.expr:
    """A number and what is added to it."""
    value = body.expr(left)
    return value if shift == 0 else body.fill(f"_0 {'+' if shift > 0 else '-'} {abs(shift)}", node, value)

