"""Parts of one decomposition that two statements take, one behind the other, are taken at once: it is computed once.

    Q = st.qr(A)[0]
    R = st.qr(A)[1]          ->      Q, R = st.qr(A)
"""
from __future__ import annotations

import ast
from typing import NamedTuple

DECOMPOSITIONS = frozenset(("eigendecompose_sym", "qr", "qr_thin"))       # of `stan/library`, that give two parts


class Part(NamedTuple):
    """`target = made[index]`"""

    target: ast.Name
    made: ast.Call
    index: int


def together(statements: list[ast.stmt]) -> list[ast.stmt]:
    """The statements, with such pairs as one."""
    out: list[ast.stmt] = []
    for statement in statements:
        both = joined(out[-1], statement) if out else None
        out[-1:] = [both] if both else [*out[-1:], statement]
    return out


def joined(first: ast.stmt, second: ast.stmt) -> ast.stmt | None:
    """Both statements as one; None where they are no pair."""
    one, other = part(first), part(second)
    if one is None or other is None or {one.index, other.index} != {0, 1} or ast.dump(one.made) != ast.dump(other.made):
        return None
    read = {name.id for argument in one.made.args for name in ast.walk(argument) if isinstance(name, ast.Name)}
    if one.target.id == other.target.id or read & {one.target.id, other.target.id}:
        return None
    targets: list[ast.expr] = [p.target for p in sorted((one, other), key=lambda p: p.index)]
    return ast.copy_location(ast.Assign([ast.copy_location(ast.Tuple(targets, ast.Store()), one.target)], one.made), first)


def part(statement: ast.stmt) -> Part | None:
    """What such a statement takes; the arguments are names, so that to compute them once is the same."""
    match statement:
        case ast.Assign([ast.Name() as target], ast.Subscript(ast.Call(ast.Attribute(ast.Name("st"), name)) as made, ast.Constant(int(index)))):
            plain = not made.keywords and all(isinstance(a, ast.Name) for a in made.args)
            return Part(target, made, index) if plain and name in DECOMPOSITIONS else None
        case _:
            return None
