"""Expressions (reference manual, Expressions; the table of operators with precedence and associativity there)."""
from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ..errors import error
from ..nodes import (
    ArrayLiteral,
    Binary,
    Call,
    Conditional,
    Expr,
    Imaginary,
    Index,
    Int,
    Name,
    Real,
    RowLiteral,
    Slice,
    TupleItem,
    TupleLiteral,
    Unary,
)  # fmt: skip
from .cursor import Cursor
from .slips import at_start, behind

# operator -> how tightly it binds; how tightly what stands to its right must
BINARY = {
    "||": (1, 2), "&&": (2, 3), "==": (3, 4), "!=": (3, 4), "<": (4, 5), "<=": (4, 5), ">": (4, 5), ">=": (4, 5), "+": (5, 6), "-": (5, 6),
    "*": (6, 7), "/": (6, 7), "%": (6, 7), ".*": (6, 7), "./": (6, 7), "\\": (7, 8), "%/%": (7, 8), "^": (9, 9), ".^": (9, 9), "'": (10, 0),
}  # fmt: skip
LOOSEST, ARITHMETIC, PREFIXED = 1, 5, 9
PREFIX = ("-", "+", "!")
LARGEST = 2**31 - 1
NOTHING = (0, 0)
T = TypeVar("T")


def expression(c: Cursor) -> Expr:
    """Any expression."""
    first = c.at
    test = operators(c, LOOSEST, first)
    return choice(c, test, first) if c.kind == "?" else test


def continued(c: Cursor, left: Expr, first: int) -> Expr:
    """The expression that begins with an operand that is read already, from token number `first` on."""
    test = operators(c, LOOSEST, first, left)
    return choice(c, test, first) if c.kind == "?" else test


def choice(c: Cursor, test: Expr, first: int) -> Expr:
    """`? then : other`, which takes in what is to its right."""
    c.next()
    then = expression(c)
    c.expect(":", "and the other value of `? :`", behind(c))
    other = expression(c)
    return Conditional(c.since(first), test, then, other)


def bound(c: Cursor) -> Expr:
    """The expression of a constraint: arithmetic, so that `>` ends it. Comparisons and choices need parentheses there."""
    return operators(c, ARITHMETIC, c.at)


def operators(c: Cursor, least: int, first: int, left: Expr | None = None) -> Expr:
    """Operands and the operators between them that bind at least so tightly."""
    if left is None:
        left = prefixed(c) if c.kind in PREFIX else operand(c)
    while True:
        op = c.kind
        tightness, right = BINARY.get(op, NOTHING)
        if tightness < least or tightness == 0:
            return left
        c.next()
        if op == "'":
            left = Unary(c.since(first), op, left)
        else:
            other = operators(c, right, c.at)
            left = Binary(c.since(first), op, left, other)


def prefixed(c: Cursor) -> Expr:
    """`-x`, `+x`, `!x`: tighter than products, looser than powers."""
    first, op = c.at, c.kind
    c.next()
    inner = operators(c, PREFIXED, c.at)
    return Unary(c.since(first), op, inner)


def operand(c: Cursor) -> Expr:
    """What operators stand between, with its indices and items of tuples."""
    first = c.at
    reader = OPERANDS.get(c.kind)
    if reader is None:
        raise c.unexpected("an expression", at_start(c))
    found = reader(c)
    while True:
        if c.kind == "[":
            c.open("[")
            indices = comma_separated(c, "]", index)
            found = Index(c.since(first), found, indices)
        elif c.kind == "dot":
            number = tuple_number(c)
            c.next()
            found = TupleItem(c.since(first), found, number)
        else:
            return found


def tuple_number(c: Cursor) -> int:
    """Which item `.1` is."""
    word = c.words[c.at][1:]
    if len(word) > 6:
        raise c.error("no tuple has so many items", "items are `x.1`, `x.2` and so on")
    return int(word)


def index(c: Cursor) -> Expr | Slice:
    """One index; nothing at all is the whole axis."""
    first = c.at
    low = None if c.kind in (":", ",", "]") else expression(c)
    if low is not None and c.kind != ":":
        return low
    if c.kind in (",", "]"):
        return Slice(c.here._replace(end=c.here.start), None, None)
    c.next()
    high = None if c.kind in (",", "]") else expression(c)
    return Slice(c.since(first), low, high)


def comma_separated(c: Cursor, closing: str, item: Callable[[Cursor], T]) -> list[T]:
    """One or more, up to the bracket that closes them."""
    items = [item(c)]
    while c.accept(","):
        items.append(item(c))
    c.close(closing, behind(c))
    return items


def expressions(c: Cursor, closing: str) -> list[Expr]:
    """None, one or more expressions, up to the bracket that closes them."""
    if c.kind == closing:
        c.close(closing)
        return []
    return comma_separated(c, closing, expression)


# -- operands
def name_or_call(c: Cursor) -> Expr:
    """`x`, `f(x)` or `f(y | x)`."""
    span, word = c.here, c.words[c.at]
    first = c.at
    c.next()
    if c.kind != "(":
        return Name(span, word)
    c.open("(")
    if c.kind == ")":
        c.close(")")
        return Call(c.since(first), word, [], False, span)
    arguments = [expression(c)]
    bar = c.accept("|")
    if bar and c.kind != ")":
        arguments.append(expression(c))
    while c.accept(","):
        arguments.append(expression(c))
    c.close(")", behind(c))
    return Call(c.since(first), word, arguments, bar, span)


def accumulated(c: Cursor) -> Expr:
    """`target()`."""
    first, span = c.at, c.here
    if c.peek() != "(":
        raise c.unexpected("an expression", at_start(c))
    c.next()
    c.open("(")
    c.close(")", "`target()` takes nothing")
    return Call(c.since(first), "target", [], False, span)


def whole(c: Cursor) -> Expr:
    """A whole number."""
    span, digits = c.here, c.words[c.at].replace("_", "").lstrip("0") or "0"
    if len(digits) > 10 or int(digits) > LARGEST:
        raise c.error(f"whole numbers end at {LARGEST}", f"write a real number: `{c.words[c.at]}.0`")
    c.next()
    return Int(span, int(digits))


def real(c: Cursor) -> Expr:
    """A real number."""
    span, value = c.here, float(c.words[c.at].replace("_", ""))
    c.next()
    return Real(span, value)


def imaginary(c: Cursor) -> Expr:
    """`2i`."""
    span, value = c.here, float(c.words[c.at].replace("_", "")[:-1])
    c.next()
    return Imaginary(span, value)


def parenthesis(c: Cursor) -> Expr:
    """`(a)`, or the tuple `(a, b)`; a tuple of one is `(a,)`."""
    first = c.at
    c.open("(")
    inner = expression(c)
    if c.kind != ",":
        c.close(")", behind(c))
        inner.span = c.since(first)
        return inner
    items = [inner]
    while c.accept(",") and c.kind != ")":
        items.append(expression(c))
    c.close(")", behind(c))
    return TupleLiteral(c.since(first), items)


def row(c: Cursor) -> Expr:
    """`[a, b]`."""
    first = c.at
    c.open("[")
    items = expressions(c, "]")
    return RowLiteral(c.since(first), items)


def array(c: Cursor) -> Expr:
    """`{a, b}`."""
    first = c.at
    c.open("{")
    if c.kind == "}":
        raise error("an array has at least one element here", c.here, "an empty array is `rep_array(0, 0)` or `rep_array(0.0, 0)`")
    items = comma_separated(c, "}", expression)
    return ArrayLiteral(c.since(first), items)


OPERANDS = {
    "name": name_or_call, "integer": whole, "number": real, "dot": real, "imaginary": imaginary, "(": parenthesis, "[": row, "{": array, "target": accumulated,
}  # fmt: skip
