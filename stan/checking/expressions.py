"""The type of every expression, and whether it is made of data alone (reference manual, Expressions)."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from .. import nodes
from ..errors import error
from ..signatures import resolve
from ..types import INT, MATRIX, REAL, ROW, STRING, Type, common
from ..walk import in_turn
from .calls import check_call
from .context import Context, discrete
from .higher import check_callback, is_higher
from .indexing import indexed
from .names import unknown_variable, verify_supported, verify_word

Kind = tuple[Type, bool]


def check_expression(e: nodes.Expr, c: Context) -> Type:
    """Fills in the type of an expression and of all its parts, and gives it."""
    e.type, e.data = KINDS[type(e)](e, c)
    return e.type


def check_each(expressions: Sequence[nodes.Expr], c: Context) -> list[Type]:
    """The types of several expressions."""
    return [check_expression(e, c) for e in expressions]


def check_int(e: nodes.Expr, c: Context, what: str) -> None:
    """Checks an expression that must be a whole number."""
    if check_expression(e, c) != INT:
        raise error(f"{what} must be an `int`, not `{e.type}`", e.span, "`to_int(x)` makes whole numbers of data" if e.type == REAL and e.data else "")


# -- one function for each kind of node
def of_imaginary(e: nodes.Imaginary, c: Context) -> Kind:
    """Complex numbers are none of the language's here."""
    raise error("complex numbers are not supported", e.span, "write the real and imaginary parts apart")


def of_name(e: nodes.Name, c: Context) -> Kind:
    """A variable that is in scope."""
    verify_word(e.id, e.span)
    variable = c.scope.find(e.id)
    if variable is None:
        if e.id in c.functions:
            raise error(f"`{e.id}` is a function, not a variable", e.span, f"call it: `{e.id}(…)`")
        raise unknown_variable(e.id, e.span, c)
    if c.sizes and variable.origin in NO_SIZES:
        raise error(f"`{e.id}` of the {variable.origin} block cannot be part of a size", e.span, "sizes are made of data and transformed data")
    e.declared = variable.node
    return variable.type, variable.data


NO_SIZES = ("parameters", "transformed parameters", "generated quantities")


def of_unary(e: nodes.Unary, c: Context) -> Kind:
    """An operator with one operand."""
    given = check_expression(e.operand, c)
    e.callee = resolve(f"operator{e.op}", [given])
    if e.callee is None:
        raise error(f"`{e.op}` does not apply to `{given}`", e.span)
    return e.callee.result, e.operand.data


def of_binary(e: nodes.Binary, c: Context) -> Kind:
    """An operator with two operands; of a row of operators each that is computed before."""
    steps = in_turn(e)
    check_expression(steps[0].left, c)
    for step in steps:
        step.type, step.data = of_step(step, step.left.type, check_expression(step.right, c))
    return e.type, e.data


def of_step(e: nodes.Binary, left: Type, right: Type) -> Kind:
    """An operator whose operands are checked."""
    e.callee = resolve(f"operator{e.op}", [left, right])
    if e.callee is None:
        raise error(f"`{e.op}` does not apply to `{left}` and `{right}`", e.span, operator_hint(e.op, left, right))
    return e.callee.result, e.left.data and e.right.data


def operator_hint(op: str, left: Type, right: Type) -> str:
    """What is probably meant by an operator between these."""
    if left.dims or right.dims:
        return "arrays have no arithmetic: declare vectors, or write a loop"
    if op in ("*", "/") and left == right and left.base in ("vector", "row_vector"):
        return f"element by element it is `.{op}`"
    if op == "+" and {left.base, right.base} == {"vector", "row_vector"}:
        return "transpose one of them: `x'`"
    return "whole numbers only: `%` and `%/%` take `int`" if op in ("%", "%/%") else ""


def of_conditional(e: nodes.Conditional, c: Context) -> Kind:
    """Both ways have a common type."""
    check_int(e.test, c, "the condition of `?`")
    then, other = check_expression(e.then, c), check_expression(e.other, c)
    both = common(then, other)
    if both is None:
        raise error(f"`{then}` and `{other}` have no common type", e.span, "both ways of `? :` give one type")
    return both, e.test.data and e.then.data and e.other.data


def of_index(e: nodes.Index, c: Context) -> Kind:
    """Indices are whole numbers, arrays of these and slices."""
    for index in e.indices:
        check_index(index, c)
    base = check_expression(e.base, c)
    return indexed(base, e.indices, e.span), e.base.data and all(index_data(index) for index in e.indices)


def check_index(index: nodes.Expr | nodes.Slice, c: Context) -> None:
    """One index or slice."""
    if isinstance(index, nodes.Slice):
        for end in (index.low, index.high):
            if end is not None:
                check_int(end, c, "the end of a slice")
        return
    found = check_expression(index, c)
    if found not in (INT, INT.array()):
        raise error(f"an index is an `int`, an `array[] int` or a slice, not `{found}`", index.span)


def index_data(index: nodes.Expr | nodes.Slice) -> bool:
    """Does an index depend on data alone?"""
    return isinstance(index, nodes.Slice) or index.data


def of_array(e: nodes.ArrayLiteral, c: Context) -> Kind:
    """`{a, b}`: of one type."""
    item = one_type(e.items, check_each(e.items, c), "an array literal")
    return item.array(), all(part.data for part in e.items)


def one_type(items: Sequence[nodes.Expr], types: Sequence[Type], what: str) -> Type:
    """The type that all items can be promoted to."""
    found = types[0]
    for item, given in zip(items, types, strict=True):
        both = common(found, given)
        if both is None:
            raise error(f"`{found}` and `{given}` stand in {what} together", item.span, "its elements have one type")
        found = both
    return found


def of_row(e: nodes.RowLiteral, c: Context) -> Kind:
    """`[a, b]`: of numbers a row vector, of row vectors a matrix."""
    types = check_each(e.items, c)
    rows = bool(types) and types[0] == ROW
    for item, given in zip(e.items, types, strict=True):
        if given != ROW if rows else given not in (INT, REAL):
            what = "`row_vector`s, which make a matrix" if rows else "numbers, which make a row vector, or `row_vector`s, which make a matrix"
            raise error(f"`[…]` holds {what}, not `{given}`", item.span, "`{…}` makes an array")
    return MATRIX if rows else ROW, all(part.data for part in e.items)


def of_tuple(e: nodes.TupleLiteral, c: Context) -> Kind:
    """`(a, b)`."""
    return Type("tuple", 0, tuple(check_each(e.items, c))), all(part.data for part in e.items)


def of_tuple_item(e: nodes.TupleItem, c: Context) -> Kind:
    """`x.1`."""
    base = check_expression(e.base, c)
    item = item_type(base, e)
    return item, e.base.items[e.number - 1].data if isinstance(e.base, nodes.TupleLiteral) else e.base.data or discrete(item)


def item_type(base: Type, e: nodes.TupleItem) -> Type:
    """The type of a tuple's item."""
    if base.base != "tuple" or base.dims:
        raise error(f"`.{e.number}` takes an item of a tuple, and this is `{base}`", e.span)
    if not 1 <= e.number <= len(base.parts):
        raise error(f"`.{e.number}` of a tuple of {len(base.parts)}", e.span, f"items count from 1 to {len(base.parts)}")
    return base.parts[e.number - 1]


def of_call(e: nodes.Call, c: Context) -> Kind:
    """A function that has a value."""
    result = check_call(e, check_arguments(e, c), c)
    if result.base == "void":
        raise error(f"`{e.name}` has no value", e.span, f"call it as a statement: `{e.name}(…);`")
    return result, discrete(result) or (e.name not in NEVER_DATA and all(part.data for part in e.arguments))


NEVER_DATA = ("target", "get_lp")

KINDS: dict[type[nodes.Expr], Callable[[Any, Context], Kind]] = {
    nodes.Int: lambda e, c: (INT, True),
    nodes.Real: lambda e, c: (REAL, True),
    nodes.Imaginary: of_imaginary,
    nodes.Text: lambda e, c: (STRING, True),
    nodes.Name: of_name,
    nodes.Unary: of_unary,
    nodes.Binary: of_binary,
    nodes.Conditional: of_conditional,
    nodes.Index: of_index,
    nodes.Call: of_call,
    nodes.ArrayLiteral: of_array,
    nodes.RowLiteral: of_row,
    nodes.TupleLiteral: of_tuple,
    nodes.TupleItem: of_tuple_item,
}


def check_arguments(e: nodes.Call, c: Context) -> list[Type]:
    """The types of a call's arguments."""
    verify_supported(e.name, e.name_span, c)
    return [check_callback(e, c), *check_each(e.arguments[1:], c)] if is_higher(e, c) else check_each(e.arguments, c)
