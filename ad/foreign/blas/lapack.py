"""Derivatives of LAPACK's Cholesky factors (Murray 2016) and solutions (Giles 2008), in columns: rows of C are columns of the transposed matrix
(`pairs.py` turns `uplo`; `rows` says that right sides are transposed)."""
from __future__ import annotations

from ....ir.graph.build import I1
from ....ir.records import Value
from .differentials import Differentials, Forward, Reverse, Rule
from .triangles import TRIANGLES, TRUE
from .writer import Array


def _dense(w: Differentials, a: Array) -> Array:
    """A matrix of its own with the triangle of a; the rest is 0."""
    n = w["n"]
    t = w.temporary(n, n)
    w.rescaled(n, n, w.real(0.0), t)
    w.added_triangle(n, w.never, 1.0, a, t)
    return t


def _below(w: Differentials) -> Value:
    return w.is_flag("uplo", "L")


def _solved(w: Differentials, side: str, trans: Value, t: Array) -> None:
    w.call("trsm", side, w["uplo"], trans, "n", w["n"], w["n"], 1.0, w("A"), t)


def _replaced(w: Differentials, t: Array, diagonal: float) -> None:
    """The triangle of A's derivative becomes that of t, its diagonal times a factor."""
    n = w["n"]
    for count, _, y in w.triangle(n, w.never, t, w.d("A")):
        w.cleared(count, Array(*y))
    w.added_triangle(n, TRUE, 1.0, t, w.d("A"))
    w.added_diagonal(n, diagonal, t, w.d("A"))
    w.free(t)


def _potrf_reverse(w: Reverse) -> None:
    """L⁻ᵀ (P + Pᵀ) L⁻¹ of the lower triangle P of Lᵀ L̄, with half its diagonal; of U the same of L = Uᵀ."""
    below = _below(w)
    t = _dense(w, w.d("A"))
    w.call("trmm", w.choose(below, "l", "r"), w["uplo"], "T", "n", w["n"], w["n"], 1.0, w("A"), t)
    w.mirrored(w["n"], t)
    _solved(w, "l", w.choose(below, "T", "N"), t)
    _solved(w, "r", w.choose(below, "N", "T"), t)
    _replaced(w, t, 0.5)


def _potrf_after(w: Forward) -> None:
    """L Φ with Φ the lower triangle of L⁻¹ dA L⁻ᵀ, with half its diagonal."""
    below, n = _below(w), w["n"]
    t = _dense(w, w.d("A"))
    w.mirrored(n, t)
    _solved(w, "l", w.choose(below, "N", "T"), t)
    _solved(w, "r", w.choose(below, "T", "N"), t)
    half = w.temporary(n, n)
    w.rescaled(n, n, w.real(0.0), half)
    w.added_triangle(n, TRUE, 1.0, t, half)
    w.added_diagonal(n, 0.5, t, half)
    w.free(t)
    w.call("trmm", w.choose(below, "l", "r"), w["uplo"], "N", "n", n, n, 1.0, w("A"), half)
    _replaced(w, half, 1.0)


def _nothing(w: Forward) -> None:
    """All is done after the operation."""


# solutions by a Cholesky factor

def _right_sides(w: Differentials) -> tuple[Value, Value]:
    """Rows and columns of what is solved for, as it lies in columns."""
    return w.choose(w["rows"], w["nrhs"], w["n"]), w.choose(w["rows"], w["n"], w["nrhs"])


def _by_factor(w: Differentials, operation: str, factor: Array, trans: Value, b: Array) -> None:
    m, n = _right_sides(w)
    w.call(operation, w.choose(w["rows"], "r", "l"), w["uplo"], trans, "n", m, n, 1.0, factor, b)


def _first(w: Differentials) -> Value:
    """i1: is the factor taken as it is first?"""
    return w.code.op("xor", I1, (_below(w), w["rows"]))


def _inverse(w: Differentials, b: Array) -> None:
    _by_factor(w, "trsm", w("A"), w.choose(_first(w), "N", "T"), b)
    _by_factor(w, "trsm", w("A"), w.choose(_first(w), "T", "N"), b)


def _potrs_reverse(w: Reverse) -> None:
    """With T = A⁻¹ X̄: the adjoint of A is - T Xᵀ, that of its factor - (T Xᵀ + X Tᵀ) L."""
    n, below = w["n"], _below(w)
    _inverse(w, w.d("B"))
    with w.when(w.active("A")):
        g = w.temporary(n, n)
        first, second = w.choose(w["rows"], "T", "N"), w.choose(w["rows"], "N", "T")
        w.call("gemm", first, second, n, n, w["nrhs"], -1.0, w.d("B"), w("B"), 0.0, g)
        w.call("gemm", first, second, n, n, w["nrhs"], -1.0, w("B"), w.d("B"), 1.0, g)
        w.call("trmm", w.choose(below, "r", "l"), w["uplo"], "N", "n", n, n, 1.0, w("A"), g)
        w.added_triangle(n, w.never, 1.0, g, w.d("A"))
        w.free(g)


def _potrs_after(w: Forward) -> None:
    """A⁻¹ (dB - (dL Lᵀ + L dLᵀ) X)."""
    m, n = _right_sides(w)
    with w.when(w.active("A")):
        for first, second in ((w("A"), w.d("A")), (w.d("A"), w("A"))):
            t = w.temporary(m, n)
            w.rescaled(m, n, w.real(0.0), t)
            w.added(m, n, 1.0, w("B"), t)
            _by_factor(w, "trmm", first, w.choose(_first(w), "T", "N"), t)
            _by_factor(w, "trmm", second, w.choose(_first(w), "N", "T"), t)
            w.added(m, n, -1.0, t, w.d("B"))
            w.free(t)
    _inverse(w, w.d("B"))


_SYSTEM = TRIANGLES["trsm"]
FACTORS: dict[str, Rule] = {
    "potrf": Rule("A", {"A": ("A",)}, _potrf_reverse, _nothing, _potrf_after, frozenset(["A"])),
    "potrs": Rule("B", {"A": ("B",), "B": ("A",)}, _potrs_reverse, _nothing, _potrs_after, frozenset(["B"])),
    "trtrs": Rule("B", {"A": ("B",), "B": ("A",)}, _SYSTEM.reverse, _SYSTEM.before, _SYSTEM.after, frozenset(["B"])),
}
