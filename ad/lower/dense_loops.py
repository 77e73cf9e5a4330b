"""Loops over the elements of matrices, as functions that all bodies of dense calls in a module share: one for each operation, weight and
orientation, with lengths and distances of rows at run time. A triangle is visited row by row, without what its weight makes 0.

    llb.loops.take.ln(ptr o, i64 distance, ptr x, i64 distance, i64 rows, i64 cols, double f)       o (i, j) += f x (i, j) for j <= i
    llb.loops.give.ht                                                                              x (j, i) += f o (i, j), half of it for i = j
"""
from __future__ import annotations

from collections.abc import Callable

from ...ir.dense import FULL, WEIGHTS
from ...lang.values.builder import Builder
from ...lang.values.scalar import Scalar
from ...lang.values.sizes import Length

FLAGS = "nsz arcp contract"
MOST = 1 << 40
SIGNATURE = ("ptr", "i64", "ptr", "i64", "i64", "i64", "double")


def name_of(operation: str, weight: str, turned: bool) -> str:
    """`turned`: the rows of o are the columns of x."""
    return f"llb.loops.{operation}.{weight}{'t' if turned else 'n'}"


def function(operation: str, weight: str, turned: bool) -> str:
    """The text of one loop function."""
    b = Builder()
    above, on, below = WEIGHTS[weight]

    def visit(i: str, j: str, factor: float) -> None:
        o = _address(b, "%o", "%os", i, j)
        if operation == "fill":
            return b.store("double", "%f", o)
        x = _address(b, "%x", "%xs", *((j, i) if turned else (i, j)))
        if operation == "move":
            return b.store("double", b.load("double", x), o)
        to, source = (o, x) if operation == "take" else (x, o)
        value = b.emit(f"fmul {FLAGS} double {b.load('double', source)}, %f")
        if factor != 1.0:
            value = b.emit(f"fmul {FLAGS} double {value}, {factor}")
        b.store("double", b.emit(f"fadd {FLAGS} double {b.load('double', to)}, {value}"), to)

    def row(i: str) -> None:
        if weight == FULL:
            return _loop(b, "0", "%cols", lambda j: visit(i, j, 1.0))
        if below:
            _loop(b, "0", i, lambda j: visit(i, j, below))
        if on:
            visit(i, i, on)
        if above:
            _loop(b, b.emit(f"add i64 {i}, 1"), "%cols", lambda j: visit(i, j, above))

    _loop(b, "0", "%rows", row)
    b.do("ret void")
    params = "ptr noalias %o, i64 %os, ptr noalias %x, i64 %xs, i64 %rows, i64 %cols, double %f"
    return "\n".join([f"define internal void @{name_of(operation, weight, turned)}({params}) noinline nounwind {{", *b.body(), "}"])


def _loop(b: Builder, start: str, stop: str, body: Callable[[str], None]) -> None:
    n = stop if start == "0" else b.emit(f"sub i64 {stop}, {start}")

    def turn(k: Scalar) -> None:
        body(k.ref if start == "0" else b.emit(f"add i64 {k.ref}, {start}"))
    b.counted(Length(n, MOST, n), turn)


def _address(b: Builder, base: str, distance: str, i: str, j: str) -> str:
    at = b.emit(f"add i64 {b.emit(f'mul i64 {i}, {distance}')}, {j}")
    return b.emit(f"getelementptr inbounds double, ptr {base}, i64 {at}")
