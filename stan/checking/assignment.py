"""Assignments: what may be assigned where, and types on both sides (reference manual, Statements: Assignment)."""
from __future__ import annotations

from collections.abc import Iterator

from ..errors import StanError, error
from ..nodes import Assign, Expr, Index, Name, Slice, TupleItem, TupleLiteral
from ..signatures import resolve
from ..source import Span
from ..types import Type, promotions
from ..walk import names_in
from .context import Context
from .expressions import check_expression, check_index, item_type
from .indexing import MANY, indexed, kind
from .names import unknown_variable, verify_word


def check_assignment(s: Assign, c: Context) -> None:
    """`target OP value`."""
    check_target(s.target, c)
    verify_apart(s.target)
    check_expression(s.value, c)
    if s.op == "=":
        verify_value(s.target, s.value)
    else:
        verify_compound(s)


def verify_value(target: Expr, value: Expr) -> None:
    """The value can be promoted to the target's type."""
    if not takes(target.type, value.type):
        raise mismatch(f"`{target.type}`", target.type, value)


def mismatch(what: str, wanted: Type, value: Expr, span: Span | None = None) -> StanError:
    """A value of another type."""
    return error(f"{what} cannot be given a `{value.type}`", span or value.span, CONVERSIONS.get((str(wanted), str(value.type)), ""))


# what is wanted, what is given -> what makes one of the other
CONVERSIONS = {
    ("int", "real"): "a `real` does not become an `int` by itself: `to_int(x)` makes one of data",
    ("vector", "row_vector"): "transpose it: `x'`",
    ("row_vector", "vector"): "transpose it: `x'`",
    ("vector", "array[] real"): "`to_vector(x)` makes one of it",
    ("vector", "array[] int"): "`to_vector(x)` makes one of it",
    ("row_vector", "array[] real"): "`to_row_vector(x)` makes one of it",
    ("row_vector", "array[] int"): "`to_row_vector(x)` makes one of it",
    ("array[] real", "vector"): "`to_array_1d(x)` makes one of it",
    ("array[] real", "row_vector"): "`to_array_1d(x)` makes one of it",
    ("matrix", "array[,] real"): "`to_matrix(x)` makes one of it",
    ("matrix", "row_vector"): "`[x]` is a matrix of one row",
}


def takes(wanted: Type, given: Type) -> bool:
    """Can a value be promoted to a type?"""
    return promotions(given, wanted) is not None


def verify_compound(s: Assign) -> None:
    """`a OP= b` where `a OP b` has the type of `a`."""
    op = s.op[:-1]
    match = resolve(f"operator{op}", [s.target.type, s.value.type])
    scalar = op in (".*", "./") and s.target.type.scalar
    if match is None or match.result != s.target.type or scalar:
        raise error(f"`{s.op}` does not apply to `{s.target.type}` and `{s.value.type}`", s.value.span, "its result has the type of what it is assigned to")
    s.callee = match


# -- what is assigned to
def check_target(target: Expr, c: Context) -> None:
    """Fills in the type of what is assigned to, which must be assignable here."""
    target.data = False
    if isinstance(target, TupleLiteral):
        for item in target.items:
            check_target(item, c)
        target.type = Type("tuple", 0, tuple(item.type for item in target.items))
    elif isinstance(target, Index):
        check_target(target.base, c)
        for index in target.indices:
            check_index(index, c)
        target.type = indexed(target.base.type, target.indices, target.span)
        verify_single(target.base)
    elif isinstance(target, TupleItem):
        check_target(target.base, c)
        target.type = item_type(target.base.type, target)
    elif isinstance(target, Name):
        check_assignable(target, c)
    else:
        raise error("this cannot be assigned to", target.span, "variables, their elements, items of tuples, and tuples of these can")


def verify_single(base: Expr) -> None:
    """`x[a:b][i] = …` would assign to a copy."""
    while isinstance(base, Index):
        if any(map(many, base.indices)):
            raise error("what many indices pick cannot be indexed and assigned to", base.span, "write all indices in one pair of brackets")
        base = base.base


def many(index: Expr | Slice) -> bool:
    """Does an index pick many elements?"""
    return kind(index) == MANY


def check_assignable(target: Name, c: Context) -> None:
    """Variables are assigned in the block that declares them; arguments and loop variables are not."""
    verify_word(target.id, target.span)
    variable = c.scope.find(target.id)
    if variable is None:
        if target.id in c.functions:
            raise error(f"`{target.id}` is a function and cannot be assigned to", target.span)
        raise unknown_variable(target.id, target.span, c)
    if variable.fixed:
        raise error(f"{variable.fixed} `{target.id}` cannot be assigned to", target.span, "assign to a variable of your own")
    if variable.whole and variable.origin != c.block:
        raise error(f"`{target.id}` of the {variable.origin} block cannot be assigned to in {c.block}", target.span, "only its own block gives it a value")
    target.declared, target.type = variable.node, variable.type


def verify_apart(target: Expr) -> None:
    """No place is assigned twice at once, and no index reads what is assigned."""
    places = list(written(target))
    for k, place in enumerate(places):
        if any(overlap(place, other) for other in places[:k]):
            raise error(f"`{place[0]}` is assigned twice at once", target.span, "assign in two statements")
    read = set(read_in(target))
    for place in places:
        if place[0] in read:
            raise error(f"`{place[0]}` is assigned to and read on the left of one assignment", target.span, "read it into a variable before")


Place = tuple[str, tuple[int, ...]]


def written(target: Expr) -> Iterator[Place]:
    """The variables that are assigned, with the items of tuples that lead to what is."""
    if isinstance(target, TupleLiteral):
        for item in target.items:
            yield from written(item)
        return
    items: tuple[int, ...] = ()
    while not isinstance(target, Name):
        assert isinstance(target, (Index, TupleItem))
        if isinstance(target, TupleItem):
            items = (target.number, *items)
        target = target.base
    yield target.id, items


def overlap(one: Place, other: Place) -> bool:
    """Is one of two places in the other?"""
    length = min(len(one[1]), len(other[1]))
    return one[0] == other[0] and one[1][:length] == other[1][:length]


def read_in(target: Expr) -> Iterator[str]:
    """Names that the indices of a target read."""
    if isinstance(target, TupleLiteral):
        for item in target.items:
            yield from read_in(item)
    elif isinstance(target, (Index, TupleItem)):
        yield from read_in(target.base)
        if isinstance(target, Index):
            for index in target.indices:
                yield from names_in(index)
