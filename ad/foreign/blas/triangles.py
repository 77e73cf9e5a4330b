"""Derivatives of operations on triangles: what a triangle does not hold has no derivative, nor has a diagonal of ones that is not read."""
from __future__ import annotations

from ....ir.graph.build import I1
from ....ir.records import Value
from .differentials import Differentials, Forward, Reverse, Rule
from .writer import Array

TRUE = Value(I1, "true")


def _side(w: Differentials) -> tuple[Value, Value]:
    """(does A stand on the left, its order)."""
    left = w.is_flag("side", "l")
    return left, w.choose(left, w["m"], w["n"])


# triangular products and systems of matrices

def _outer(w: Reverse, factor: Value | float, d: Array, b: Array) -> None:
    """factor d bᵀ or bᵀ d, turned where A is, to the triangle of A's adjoint."""
    left, order = _side(w)
    plain = w.is_flag("trans", "N")
    g = w.temporary(order, order)
    w.call("gemm", w.choose(left, "N", "T"), w.choose(left, "T", "N"), order, order, w.choose(left, w["n"], w["m"]), factor,
           w.chosen(plain, w.chosen(left, d, b), w.chosen(left, b, d)), w.chosen(plain, w.chosen(left, b, d), w.chosen(left, d, b)), 0.0, g)
    w.added_triangle(order, w.is_flag("diag", "u"), 1.0, g, w.d("A"))
    w.free(g)


def _on_b(w: Differentials, operation: str, trans: Value, factor: Value | float, a: Array, b: Array) -> None:
    w.call(operation, w["side"], w["uplo"], trans, w["diag"], w["m"], w["n"], factor, a, b)


def _trmm_reverse(w: Reverse) -> None:
    with w.when(w.active("A")):
        _outer(w, w["alpha"], w.d("B"), w("B"))
    _on_b(w, "trmm", w.flipped("trans"), 1.0, w("A"), w.d("B"))
    with w.when(w.wanted("alpha")):
        w.give("alpha", w.product(w["m"], w["n"], w.d("B"), w("B")))
    w.rescaled(w["m"], w["n"], w["alpha"], w.d("B"))


def _trsm_reverse(w: Reverse) -> None:
    with w.when(w.read("alpha")):
        w.give("alpha", w.code.binary("fdiv", w.product(w["m"], w["n"], w.d("B"), w("B")), w["alpha"]))
    _on_b(w, "trsm", w.flipped("trans"), 1.0, w("A"), w.d("B"))
    with w.when(w.active("A")):
        _outer(w, -1.0, w.d("B"), w("B"))
    w.rescaled(w["m"], w["n"], w["alpha"], w.d("B"))


def _copied(w: Forward, m: Value, n: Value, b: Array) -> Array:
    t = w.temporary(m, n)
    w.rescaled(m, n, w.real(0.0), t)
    w.added(m, n, 1.0, b, t)
    return t


def _moved(w: Forward, factor: Value | float) -> None:
    """factor dA B, without the diagonal where that is of ones, to the tangent of B."""
    m, n = w["m"], w["n"]
    t = _copied(w, m, n, w("B"))
    _on_b(w, "trmm", w["trans"], 1.0, w.d("A"), t)
    with w.when(w.is_flag("diag", "u")):
        w.added(m, n, -1.0, w("B"), t)
    w.added(m, n, factor, t, w.d("B"))
    w.free(t)


def _trmm_forward(w: Forward) -> None:
    _on_b(w, "trmm", w["trans"], w["alpha"], w("A"), w.d("B"))
    with w.when(w.active("A")):
        _moved(w, w["alpha"])
    with w.when(w.wanted("alpha")):
        t = _copied(w, w["m"], w["n"], w("B"))
        _on_b(w, "trmm", w["trans"], w.tangent("alpha"), w("A"), t)
        w.added(w["m"], w["n"], 1.0, t, w.d("B"))
        w.free(t)


def _trsm_before(w: Forward) -> None:
    w.rescaled(w["m"], w["n"], w["alpha"], w.d("B"))
    with w.when(w.wanted("alpha")):
        w.added(w["m"], w["n"], w.tangent("alpha"), w("B"), w.d("B"))


def _trsm_after(w: Forward) -> None:
    with w.when(w.active("A")):
        _moved(w, -1.0)
    _on_b(w, "trsm", w["trans"], 1.0, w("A"), w.d("B"))


# of vectors

def _outer_of_vectors(w: Reverse, factor: float, d: Array, x: Array) -> None:
    n, plain = w["n"], w.is_flag("trans", "N")
    g = w.temporary(n, n)
    w.rescaled(n, n, w.real(0.0), g)
    w.call("ger", n, n, factor, w.chosen(plain, d, x), w.chosen(plain, x, d), g)
    w.added_triangle(n, w.is_flag("diag", "u"), 1.0, g, w.d("A"))
    w.free(g)


def _on_x(w: Differentials, operation: str, trans: Value, a: Array, x: Array) -> None:
    w.call(operation, w["uplo"], trans, w["diag"], w["n"], a, x)


def _trmv_reverse(w: Reverse) -> None:
    with w.when(w.active("A")):
        _outer_of_vectors(w, 1.0, w.d("x"), w("x"))
    _on_x(w, "trmv", w.flipped("trans"), w("A"), w.d("x"))


def _trsv_reverse(w: Reverse) -> None:
    _on_x(w, "trsv", w.flipped("trans"), w("A"), w.d("x"))
    with w.when(w.active("A")):
        _outer_of_vectors(w, -1.0, w.d("x"), w("x"))


def _moved_vector(w: Forward, factor: float) -> None:
    n = w["n"]
    t = w.vector(n)
    w.call("copy", n, w("x"), t)
    _on_x(w, "trmv", w["trans"], w.d("A"), t)
    with w.when(w.is_flag("diag", "u")):
        w.call("axpy", n, -1.0, w("x"), t)
    w.call("axpy", n, factor, t, w.d("x"))
    w.free(t)


def _trmv_forward(w: Forward) -> None:
    _on_x(w, "trmv", w["trans"], w("A"), w.d("x"))
    with w.when(w.active("A")):
        _moved_vector(w, 1.0)


def _trsv_after(w: Forward) -> None:
    with w.when(w.active("A")):
        _moved_vector(w, -1.0)
    _on_x(w, "trsv", w["trans"], w("A"), w.d("x"))


def _nothing(w: Forward) -> None:
    """All is done after the operation."""


# symmetric matrices

def _to_symmetric(w: Reverse, order: Value, g: Array) -> None:
    """g + gᵀ has come together in g: entries off the diagonal stand for two."""
    w.added_triangle(order, TRUE, 1.0, g, w.d("A"))
    w.added_diagonal(order, 0.5, g, w.d("A"))
    w.free(g)


def _symm_reverse(w: Reverse) -> None:
    m, n = w["m"], w["n"]
    left, order = _side(w)
    with w.when(w.active("A")):
        g = w.temporary(order, order)
        first, second = w.choose(left, "N", "T"), w.choose(left, "T", "N")
        w.call("gemm", first, second, order, order, w.choose(left, n, m), w["alpha"], w.d("C"), w("B"), 0.0, g)
        w.call("gemm", first, second, order, order, w.choose(left, n, m), w["alpha"], w("B"), w.d("C"), 1.0, g)
        _to_symmetric(w, order, g)
    with w.when(w.any(w.active("B"), w.wanted("alpha"))):
        g = w.temporary(m, n)
        w.call("symm", w["side"], w["uplo"], m, n, 1.0, w("A"), w.d("C"), 0.0, g)
        with w.when(w.wanted("alpha")):
            w.give("alpha", w.product(m, n, g, w("B")))
        with w.when(w.active("B")):
            w.added(m, n, w["alpha"], g, w.d("B"))
        w.free(g)
    with w.when(w.read("beta")):
        w.give("beta", w.product(m, n, w.d("C"), w("C")))
    w.rescaled(m, n, w["beta"], w.d("C"))


def _symm_forward(w: Forward) -> None:
    m, n = w["m"], w["n"]
    w.rescaled(m, n, w["beta"], w.d("C"))
    with w.when(w.read("beta")):
        w.added(m, n, w.tangent("beta"), w("C"), w.d("C"))
    for condition, factor, a, b in ((w.active("A"), w["alpha"], w.d("A"), w("B")), (w.active("B"), w["alpha"], w("A"), w.d("B"))):
        with w.when(condition):
            w.call("symm", w["side"], w["uplo"], m, n, factor, a, b, 1.0, w.d("C"))
    with w.when(w.wanted("alpha")):
        w.call("symm", w["side"], w["uplo"], m, n, w.tangent("alpha"), w("A"), w("B"), 1.0, w.d("C"))


def _symv_reverse(w: Reverse) -> None:
    n = w["n"]
    with w.when(w.active("A")):
        g = w.temporary(n, n)
        w.rescaled(n, n, w.real(0.0), g)
        w.call("ger", n, n, w["alpha"], w.d("y"), w("x"), g)
        w.call("ger", n, n, w["alpha"], w("x"), w.d("y"), g)
        _to_symmetric(w, n, g)
    with w.when(w.any(w.active("x"), w.wanted("alpha"))):
        g = w.vector(n)
        w.call("symv", w["uplo"], n, 1.0, w("A"), w.d("y"), 0.0, g)
        with w.when(w.wanted("alpha")):
            w.give("alpha", w.call("dot", n, g, w("x")))
        with w.when(w.active("x")):
            w.call("axpy", n, w["alpha"], g, w.d("x"))
        w.free(g)
    with w.when(w.read("beta")):
        w.give("beta", w.call("dot", n, w.d("y"), w("y")))
    w.scaled(n, w["beta"], w.d("y"))


def _symv_forward(w: Forward) -> None:
    n = w["n"]
    w.scaled(n, w["beta"], w.d("y"))
    with w.when(w.read("beta")):
        w.call("axpy", n, w.tangent("beta"), w("y"), w.d("y"))
    for condition, a, x in ((w.active("A"), w.d("A"), w("x")), (w.active("x"), w("A"), w.d("x"))):
        with w.when(condition):
            w.call("symv", w["uplo"], n, w["alpha"], a, x, 1.0, w.d("y"))
    with w.when(w.wanted("alpha")):
        w.call("symv", w["uplo"], n, w.tangent("alpha"), w("A"), w("x"), 1.0, w.d("y"))


def _syrk_reverse(w: Reverse) -> None:
    """Of the triangle's adjoint S, with a diagonal that counts twice: (S + Sᵀ) A."""
    n, plain = w["n"], w.is_flag("trans", "N")
    rows, cols = w.choose(plain, n, w["k"]), w.choose(plain, w["k"], n)
    with w.when(w.any(w.active("A"), w.wanted("alpha"))):
        s, g = w.temporary(n, n), w.temporary(rows, cols)
        w.rescaled(n, n, w.real(0.0), s)
        w.added_triangle(n, w.never, 1.0, w.d("C"), s)
        w.added_diagonal(n, 1.0, w.d("C"), s)
        w.call("symm", w.choose(plain, "l", "r"), w["uplo"], rows, cols, 1.0, s, w("A"), 0.0, g)
        with w.when(w.wanted("alpha")):
            w.give("alpha", w.code.binary("fmul", w.real(0.5), w.product(rows, cols, g, w("A"))))
        with w.when(w.active("A")):
            w.added(rows, cols, w["alpha"], g, w.d("A"))
        w.free(s)
        w.free(g)
    with w.when(w.read("beta")):
        for count, x, y in w.triangle(n, w.never, w.d("C"), w("C")):
            w.give("beta", w.call("dot", count, *x, *y))
    w.call("syrk", w["uplo"], w["trans"], n, 0, 0.0, w.d("C"), w["beta"], w.d("C"))


def _syrk_forward(w: Forward) -> None:
    n = w["n"]
    w.call("syrk", w["uplo"], w["trans"], n, 0, 0.0, w.d("C"), w["beta"], w.d("C"))
    with w.when(w.read("beta")):
        w.added_triangle(n, w.never, w.tangent("beta"), w("C"), w.d("C"))
    with w.when(w.active("A")):
        w.call("syr2k", w["uplo"], w["trans"], n, w["k"], w["alpha"], w.d("A"), w("A"), 1.0, w.d("C"))
    with w.when(w.wanted("alpha")):
        w.call("syrk", w["uplo"], w["trans"], n, w["k"], w.tangent("alpha"), w("A"), 1.0, w.d("C"))


TRIANGLES: dict[str, Rule] = {
    "trmv": Rule("x", {"A": ("x",), "x": ("A",)}, _trmv_reverse, _trmv_forward),
    "trsv": Rule("x", {"A": ("x",), "x": ("A",)}, _trsv_reverse, _nothing, _trsv_after, frozenset(["x"])),
    "trmm": Rule("B", {"A": ("B",), "B": ("A", "alpha")}, _trmm_reverse, _trmm_forward),
    "trsm": Rule("B", {"A": ("B",), "B": ("A", "alpha")}, _trsm_reverse, _trsm_before, _trsm_after, frozenset(["B"])),
    "symv": Rule("y", {"A": ("x", "alpha"), "x": ("A", "alpha"), "y": ("beta",)}, _symv_reverse, _symv_forward),
    "symm": Rule("C", {"A": ("B", "alpha"), "B": ("A", "alpha"), "C": ("beta",)}, _symm_reverse, _symm_forward),
    "syrk": Rule("C", {"A": ("A", "alpha"), "C": ("beta",)}, _syrk_reverse, _syrk_forward),
}
