"""Derivatives of BLAS by BLAS: what is kept of each operation, its reverse, and its tangents before and after the operation itself.

In a formula `w(x)` is the array x as it was, `w.d(x)` its adjoint or tangent, `w.active(x)` whether it has one. Scalars have adjoints and tangents where they
are wanted. An array that is not read where its factor beta is 0 gives beta no derivative there.
"""
from __future__ import annotations

from collections.abc import Callable

from ....ir.records import Value
from .differentials import Forward, Reverse, Rule
from .writer import Array


def _dot_reverse(w: Reverse) -> None:
    with w.when(w.active("x")):
        w.call("axpy", w["n"], w.seed, w("y"), w.d("x"))
    with w.when(w.active("y")):
        w.call("axpy", w["n"], w.seed, w("x"), w.d("y"))


def _dot_forward(w: Forward) -> None:
    for a, b in (("x", "y"), ("y", "x")):
        with w.when(w.active(a)):
            w.add_tangent(w.call("dot", w["n"], w.d(a), w(b)))


def _nrm2_reverse(w: Reverse) -> None:
    with w.when(w.all(w.active("x"), w.positive(w.result))):
        w.call("axpy", w["n"], w.code.binary("fdiv", w.seed, w.result), w("x"), w.d("x"))


def _nrm2_forward(w: Forward) -> None:
    r = w.call("nrm2", w["n"], w("x"))
    with w.when(w.all(w.active("x"), w.positive(r))):
        w.add_tangent(w.code.binary("fdiv", w.call("dot", w["n"], w.d("x"), w("x")), r))


def _axpy_reverse(w: Reverse) -> None:
    with w.when(w.active("x")):
        w.call("axpy", w["n"], w["alpha"], w.d("y"), w.d("x"))
    with w.when(w.wanted("alpha")):
        w.give("alpha", w.call("dot", w["n"], w.d("y"), w("x")))


def _axpy_forward(w: Forward) -> None:
    with w.when(w.active("x")):
        w.call("axpy", w["n"], w["alpha"], w.d("x"), w.d("y"))
    with w.when(w.wanted("alpha")):
        w.call("axpy", w["n"], w.tangent("alpha"), w("x"), w.d("y"))


def _forwards(w: Reverse | Forward) -> Value:
    """i1: other steps leave the vector as it was."""
    return w.code.compare("sgt", w["incx"], w.int(0))


def _scal_reverse(w: Reverse) -> None:
    with w.when(_forwards(w)):
        with w.when(w.wanted("alpha")):
            w.give("alpha", w.call("dot", w["n"], w.d("x"), w("x")))
        w.scaled(w["n"], w["alpha"], w.d("x"))


def _scal_forward(w: Forward) -> None:
    with w.when(_forwards(w)):
        w.scaled(w["n"], w["alpha"], w.d("x"))
        with w.when(w.wanted("alpha")):
            w.call("axpy", w["n"], w.tangent("alpha"), w("x"), w.d("x"))


def _copy_reverse(w: Reverse) -> None:
    with w.when(w.active("x")):
        w.call("axpy", w["n"], 1.0, w.d("y"), w.d("x"))
    w.cleared(w["n"], w.d("y"))


def _copy_forward(w: Forward) -> None:
    w.cleared(w["n"], w.d("y"))
    with w.when(w.active("x")):
        w.call("copy", w["n"], w.d("x"), w.d("y"))


def _rows(w: Reverse | Forward) -> tuple[Value, Value, Value]:
    """(is A not transposed, entries of y, of x)."""
    plain = w.is_flag("trans", "N")
    return plain, w.choose(plain, w["m"], w["n"]), w.choose(plain, w["n"], w["m"])


def _gemv_reverse(w: Reverse) -> None:
    plain, rows, cols = _rows(w)
    with w.when(w.active("A")):
        left, right = w.chosen(plain, w.d("y"), w("x")), w.chosen(plain, w("x"), w.d("y"))
        w.call("ger", w["m"], w["n"], w["alpha"], left, right, w.d("A"))
    with w.when(w.any(w.active("x"), w.wanted("alpha"))):
        g = w.vector(cols)
        w.call("gemv", w.flipped("trans"), w["m"], w["n"], 1.0, w("A"), w.d("y"), 0.0, g)
        with w.when(w.wanted("alpha")):
            w.give("alpha", w.call("dot", cols, g, w("x")))
        with w.when(w.active("x")):
            w.call("axpy", cols, w["alpha"], g, w.d("x"))
        w.free(g)
    with w.when(w.read("beta")):
        w.give("beta", w.call("dot", rows, w.d("y"), w("y")))
    w.scaled(rows, w["beta"], w.d("y"))


def _gemv_forward(w: Forward) -> None:
    _, rows, _ = _rows(w)
    w.scaled(rows, w["beta"], w.d("y"))
    with w.when(w.read("beta")):
        w.call("axpy", rows, w.tangent("beta"), w("y"), w.d("y"))
    for a, x in ((w.d("A"), w("x")), (w("A"), w.d("x"))):
        with w.when(w.active("A" if a == w.d("A") else "x")):
            w.call("gemv", w["trans"], w["m"], w["n"], w["alpha"], a, x, 1.0, w.d("y"))
    with w.when(w.wanted("alpha")):
        w.call("gemv", w["trans"], w["m"], w["n"], w.tangent("alpha"), w("A"), w("x"), 1.0, w.d("y"))


def _ger_reverse(w: Reverse) -> None:
    with w.when(w.any(w.active("x"), w.wanted("alpha"))):
        g = w.vector(w["m"])
        w.call("gemv", "N", w["m"], w["n"], 1.0, w.d("A"), w("y"), 0.0, g)
        with w.when(w.wanted("alpha")):
            w.give("alpha", w.call("dot", w["m"], g, w("x")))
        with w.when(w.active("x")):
            w.call("axpy", w["m"], w["alpha"], g, w.d("x"))
        w.free(g)
    with w.when(w.active("y")):
        w.call("gemv", "T", w["m"], w["n"], w["alpha"], w.d("A"), w("x"), 1.0, w.d("y"))


def _ger_forward(w: Forward) -> None:
    with w.when(w.active("x")):
        w.call("ger", w["m"], w["n"], w["alpha"], w.d("x"), w("y"), w.d("A"))
    with w.when(w.active("y")):
        w.call("ger", w["m"], w["n"], w["alpha"], w("x"), w.d("y"), w.d("A"))
    with w.when(w.wanted("alpha")):
        w.call("ger", w["m"], w["n"], w.tangent("alpha"), w("x"), w("y"), w.d("A"))


def _factor(w: Reverse, name: str, rows: Value, cols: Value, product: Callable[[Array], None], scalar: Value) -> None:
    """The adjoint of one factor of a product without its scalar, which gives that of the scalar too."""
    with w.when(w.any(w.active(name), scalar)):
        g = w.temporary(rows, cols)
        product(g)
        with w.when(scalar):
            w.give("alpha", w.product(rows, cols, g, w(name)))
        with w.when(w.active(name)):
            w.added(rows, cols, w["alpha"], g, w.d(name))
        w.free(g)


def _gemm_reverse(w: Reverse) -> None:
    m, n, k = w["m"], w["n"], w["k"]
    a, b = w.is_flag("transa", "N"), w.is_flag("transb", "N")

    def of_a(g: Array) -> None:
        left, right = w.chosen(a, w.d("C"), w("B")), w.chosen(a, w("B"), w.d("C"))
        w.call("gemm", w.choose(a, "N", w["transb"]), w.choose(a, w.flipped("transb"), "T"), w.choose(a, m, k), w.choose(a, k, m), n, 1.0, left, right, 0.0, g)

    def of_b(g: Array) -> None:
        left, right = w.chosen(b, w("A"), w.d("C")), w.chosen(b, w.d("C"), w("A"))
        w.call("gemm", w.choose(b, w.flipped("transa"), "T"), w.choose(b, "N", w["transa"]), w.choose(b, k, n), w.choose(b, n, k), m, 1.0, left, right, 0.0, g)

    _factor(w, "A", w.choose(a, m, k), w.choose(a, k, m), of_a, w.wanted("alpha"))
    _factor(w, "B", w.choose(b, k, n), w.choose(b, n, k), of_b, w.never)
    with w.when(w.read("beta")):
        w.give("beta", w.product(m, n, w.d("C"), w("C")))
    w.rescaled(m, n, w["beta"], w.d("C"))


def _gemm_forward(w: Forward) -> None:
    m, n, k = w["m"], w["n"], w["k"]
    w.rescaled(m, n, w["beta"], w.d("C"))
    with w.when(w.read("beta")):
        w.added(m, n, w.tangent("beta"), w("C"), w.d("C"))
    for name, a, b, factor in (("A", w.d("A"), w("B"), w["alpha"]), ("B", w("A"), w.d("B"), w["alpha"]), ("alpha", w("A"), w("B"), w.tangent("alpha"))):
        with w.when(w.wanted(name) if name == "alpha" else w.active(name)):
            w.call("gemm", w["transa"], w["transb"], m, n, k, factor, a, b, 1.0, w.d("C"))


PRODUCTS: dict[str, Rule] = {
    "dot": Rule("", {"x": ("y",), "y": ("x",)}, _dot_reverse, _dot_forward),
    "nrm2": Rule("", {"x": ("x",)}, _nrm2_reverse, _nrm2_forward),
    "axpy": Rule("y", {"x": ("alpha",)}, _axpy_reverse, _axpy_forward),
    "scal": Rule("x", {"x": ("alpha",)}, _scal_reverse, _scal_forward),
    "copy": Rule("y", {}, _copy_reverse, _copy_forward),
    "gemv": Rule("y", {"A": ("x", "alpha"), "x": ("A", "alpha"), "y": ("beta",)}, _gemv_reverse, _gemv_forward),
    "ger": Rule("A", {"x": ("y", "alpha"), "y": ("x", "alpha")}, _ger_reverse, _ger_forward),
    "gemm": Rule("C", {"A": ("B", "alpha"), "B": ("A", "alpha"), "C": ("beta",)}, _gemm_reverse, _gemm_forward),
}
