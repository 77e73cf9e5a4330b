"""Cholesky factors of some rows, and their adjoints, in registers: kinds of dense calls beside those of `lapack.py`.

A column is one vector, all loops are written out. In the factorisation each column is taken from those behind it before its root is known (the
quotients of L D Lᵀ), so that no root stands between two columns. Pivots below the least normal number count as none: their inverses overflow.
"""
from __future__ import annotations

from collections.abc import Iterable

from ...ir.dense import LOWER, Matrix
from ...ir.literals import float_literal
from .call_body import Body

FLAGS = "contract"
LEAST_NORMAL = 2.2250738585072014e-308


class Vectors:
    """Vectors of n numbers in the body of a call."""

    def __init__(self, body: Body, n: int):
        self.b, self.n, self.type = body.b, n, f"<{n} x double>"

    def address(self, m: Matrix, i: int, j: int) -> str:
        return self.b.emit(f"getelementptr inbounds double, ptr {m.pointer.ref}, i64 {i * m.stride + j}")

    def read(self, m: Matrix, i: int, j: int) -> str:
        return self.b.load("double", self.address(m, i, j))

    def write(self, number: str, m: Matrix, i: int, j: int) -> None:
        self.b.store("double", number, self.address(m, i, j))

    def column(self, m: Matrix, j: int, top: int, start: str) -> str:
        """Column j from row `top` on, elsewhere what `start` has."""
        vector = start
        for i in range(top, self.n):
            vector = self.put(vector, self.read(m, i, j), i)
        return vector

    def put(self, vector: str, number: str, k: int) -> str:
        return self.b.emit(f"insertelement {self.type} {vector}, double {number}, i64 {k}")

    def get(self, vector: str, k: int) -> str:
        return self.b.emit(f"extractelement {self.type} {vector}, i64 {k}")

    def all(self, number: str) -> str:
        """A vector of equal numbers."""
        return self.shuffled(self.put("poison", number, 0), "poison", [0] * self.n)

    def shuffled(self, one: str, other: str, places: Iterable[int]) -> str:
        """Elements of two vectors by their places."""
        chosen = ", ".join(f"i32 {k}" for k in places)
        return self.b.emit(f"shufflevector {self.type} {one}, {self.type} {other}, <{chosen.count('i32')} x i32> <{chosen}>")

    def times(self, one: str, other: str) -> str:
        return self.b.emit(f"fmul {FLAGS} {self.type} {one}, {other}")

    def less(self, vector: str, number: str, other: str) -> str:
        """vector - number · other"""
        return self.b.emit(f"fsub {FLAGS} {self.type} {vector}, {self.times(self.all(number), other)}")

    def sum(self, vector: str) -> str:
        return self.b.call("double", f"llvm.vector.reduce.fadd.v{self.n}f64", [("double", "0.0"), (self.type, vector)], "reassoc")


def number(body: Body, operation: str, one: str, other: str) -> str:
    """An operation on two numbers."""
    return body.b.emit(f"{operation} {FLAGS} double {one}, {other}")


def factor(body: Body, out: Matrix, a: Matrix) -> None:
    """The lower factor; its triangle is nan where there is none."""
    n, b, v = a.rows, body.b, Vectors(body, a.rows)
    columns = [v.column(a, j, j, "poison") for j in range(n)]
    failed = "false"
    for j in range(n):
        pivot = v.get(columns[j], j)
        failed = b.emit(f"or i1 {failed}, {b.emit(f'fcmp ult double {pivot}, {float_literal(LEAST_NORMAL)}')}")
        inverse = number(body, "fdiv", "1.0", pivot)
        for i in range(j + 1, n):
            columns[i] = v.less(columns[i], number(body, "fmul", v.get(columns[j], i), inverse), columns[j])
        root = b.call("double", "llvm.sqrt.f64", [("double", pivot)])
        scaled = v.times(columns[j], v.all(number(body, "fdiv", "1.0", root)))
        v.write(root, out, j, j)
        for i in range(j + 1, n):
            v.write(v.get(scaled, i), out, i, j)
            v.write("0.0", out, j, i)
    body.spoil(out._replace(weight=LOWER), failed)


def adjoint(body: Body, a_bar: Matrix, c: Matrix, c_bar: Matrix) -> None:
    """Column j of the adjoint of the matrix, made symmetric, from the columns behind it."""
    n, v = c.rows, Vectors(body, c.rows)
    symmetric = [""] * n
    for j in reversed(range(n)):
        below = v.column(c_bar, j, j + 1, "zeroinitializer")
        for i in reversed(range(j + 1, n)):
            below = v.less(below, v.read(c, i, j), symmetric[i])
        inverse = number(body, "fdiv", "1.0", v.read(c, j, j))
        below = v.times(below, v.all(inverse))
        pulled = v.sum(v.times(below, v.column(c, j, j + 1, "zeroinitializer")))
        own = number(body, "fmul", number(body, "fsub", v.read(c_bar, j, j), pulled), inverse)
        symmetric[j] = v.put(below, own, j)
        for i in range(j + 1, n):
            symmetric[i] = v.shuffled(symmetric[i], below, [n + i if k == j else k for k in range(n)])
    for i in range(n):
        add_row(v, a_bar, i, symmetric[i])


def add_row(v: Vectors, a_bar: Matrix, i: int, row: str) -> None:
    """Adds row i of the lower triangle, half of its diagonal."""
    b, type_ = v.b, f"<{i + 1} x double>"
    at, halves = v.address(a_bar, i, 0), ", ".join(["double 1.0"] * i + ["double 0.5"])
    part = b.emit(f"fmul {type_} {v.shuffled(row, 'poison', range(i + 1))}, <{halves}>")
    total = b.emit(f"fadd {type_} {b.emit(f'load {type_}, ptr {at}, align 8')}, {part}")
    b.do(f"store {type_} {total}, ptr {at}, align 8")


KINDS = {"smallcholesky": factor, "smallcholesky_reverse": adjoint}
