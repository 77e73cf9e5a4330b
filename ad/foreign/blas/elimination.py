"""Derivatives of LAPACK's factors with pivots, P A = L U, and of solutions by them (Giles 2008). Formulas are those of columns; where matrices lie by rows
(`rows`) sides and triangles are exchanged."""
from __future__ import annotations

from ....ir.graph.build import I1, I64
from ....ir.records import Inst, Value
from .differentials import Differentials, Forward, Reverse, Rule
from .triangles import TRUE
from .writer import Array

_OTHER = {"l": "r", "r": "l", "L": "U", "U": "L"}


def _not(w: Differentials, c: Value) -> Value:
    return w.code.op("xor", I1, (c, TRUE))


def _turned(w: Differentials, flag: str) -> Value:
    return w.choose(w["rows"], _OTHER[flag], flag)


def _with(w: Differentials, operation: str, how: str, b: Array, cols: Value, a: Array | None = None) -> None:
    """A triangular product or system of `cols` right sides; `how`: side, triangle, transposed, diagonal."""
    side, uplo, trans, diag = how
    m, n = w["n"], cols
    w.call(operation, _turned(w, side), _turned(w, uplo), trans, diag, w.choose(w["rows"], n, m), w.choose(w["rows"], m, n), 1.0, a or w("A"), b)


def _added(w: Differentials, uplo: str, strict: bool, a: Array, b: Array) -> None:
    w.values["uplo"] = _turned(w, uplo)
    w.added_triangle(w["n"], TRUE if strict else w.never, 1.0, a, b)


def _square(w: Differentials) -> Array:
    t = w.temporary(w["n"], w["n"])
    w.rescaled(w["n"], w["n"], w.real(0.0), t)
    return t


def _sides(w: Differentials, b: Array) -> Array:
    """A copy of right sides."""
    m, n = w.choose(w["rows"], w["nrhs"], w["n"]), w.choose(w["rows"], w["n"], w["nrhs"])
    t = w.temporary(m, n)
    w.rescaled(m, n, w.real(0.0), t)
    w.added(m, n, 1.0, b, t)
    return t


def _sides_added(w: Differentials, factor: float, a: Array, b: Array) -> None:
    w.added(w.choose(w["rows"], w["nrhs"], w["n"]), w.choose(w["rows"], w["n"], w["nrhs"]), factor, a, b)


def _permuted(w: Differentials, cols: Value, b: Array, back: bool) -> None:
    """P b, or Pᵀ b: rows are exchanged in turn."""
    n, one = w["n"], w.int(1)

    def row(k: Value) -> Value:
        far = w.code.select(w["rows"], w.wide(b.step), Value(I64, "1"))
        return w.at(b.pointer, w.code.binary("mul", w.wide(k), far))

    with w.loop(n) as k:
        at = w.code.binary("sub", w.code.binary("sub", n, one), k) if back else k
        place = w.code.op("getelementptr", "ptr", (w("ipiv").pointer, w.wide(at)), w.spelling.integer)
        w.code.insts.append(Inst("load", w.spelling.integer, w.names.new(), (place,), align=4))
        other = w.code.binary("sub", w.code.insts[-1].value, one)
        step = w.choose(w["rows"], one, b.step)
        w.call("swap", cols, row(at), step, row(other), step)


def _factored(w: Differentials) -> None:
    w.code.call("llb.square.check", "void", (w.wide(w["m"]), w.wide(w["n"])))


def _into(w: Differentials, g: Array) -> None:
    """The derivative of A becomes g."""
    w.rescaled(w["n"], w["n"], w.real(0.0), w.d("A"))
    w.added(w["n"], w["n"], 1.0, g, w.d("A"))
    w.free(g)


def _getrf_reverse(w: Reverse) -> None:
    """Pᵀ L⁻ᵀ (strictly lower part of Lᵀ L̄, upper part of Ū Uᵀ) U⁻ᵀ."""
    n = w["n"]
    _factored(w)
    lower, upper, g = _square(w), _square(w), _square(w)
    _added(w, "L", True, w.d("A"), lower)
    _with(w, "trmm", "lLTu", lower, n)
    _added(w, "U", False, w.d("A"), upper)
    _with(w, "trmm", "rUTn", upper, n)
    _added(w, "L", True, lower, g)
    _added(w, "U", False, upper, g)
    _with(w, "trsm", "lLTu", g, n)
    _with(w, "trsm", "rUTn", g, n)
    _permuted(w, n, g, True)
    _into(w, g)
    w.free(lower)
    w.free(upper)


def _getrf_after(w: Forward) -> None:
    """With M = L⁻¹ P dA U⁻¹: L times its strictly lower part, and its upper part times U."""
    n = w["n"]
    _factored(w)
    m, lower, upper, g = _square(w), _square(w), _square(w), _square(w)
    w.added(n, n, 1.0, w.d("A"), m)
    _permuted(w, n, m, False)
    _with(w, "trsm", "lLNu", m, n)
    _with(w, "trsm", "rUNn", m, n)
    _added(w, "L", True, m, lower)
    _with(w, "trmm", "lLNu", lower, n)
    _added(w, "U", False, m, upper)
    _with(w, "trmm", "rUNn", upper, n)
    _added(w, "L", True, lower, g)
    _added(w, "U", False, upper, g)
    _into(w, g)
    for t in (m, lower, upper):
        w.free(t)


# solutions

def _solved(w: Differentials, plain: Value, b: Array) -> None:
    """A⁻¹ b = U⁻¹ L⁻¹ P b where `plain`, else A⁻ᵀ b = Pᵀ L⁻ᵀ U⁻ᵀ b."""
    cols = w["nrhs"]
    with w.when(plain):
        _permuted(w, cols, b, False)
        _with(w, "trsm", "lLNu", b, cols)
        _with(w, "trsm", "lUNn", b, cols)
    with w.when(_not(w, plain)):
        _with(w, "trsm", "lUTn", b, cols)
        _with(w, "trsm", "lLTu", b, cols)
        _permuted(w, cols, b, True)


def _getrs_reverse(w: Reverse) -> None:
    """Of P A: G = - P T Xᵀ, or - P X Tᵀ, with T the adjoint of the right sides; of L its strictly lower part of G Uᵀ, of U the upper part of Lᵀ G."""
    n, plain = w["n"], w.is_flag("trans", "N")
    _solved(w, _not(w, plain), w.d("B"))
    with w.when(w.active("A")):
        first, second = w.chosen(plain, w.d("B"), w("B")), w.chosen(plain, w("B"), w.d("B"))
        g, lower = w.temporary(n, n), _square(w)
        w.call("gemm", w.choose(w["rows"], "T", "N"), w.choose(w["rows"], "N", "T"), n, n, w["nrhs"], -1.0,
               w.chosen(w["rows"], second, first), w.chosen(w["rows"], first, second), 0.0, g)
        _permuted(w, n, g, False)
        w.added(n, n, 1.0, g, lower)
        _with(w, "trmm", "rUTn", lower, n)
        _added(w, "L", True, lower, w.d("A"))
        _with(w, "trmm", "lLTu", g, n)
        _added(w, "U", False, g, w.d("A"))
        w.free(g)
        w.free(lower)


def _strictly(w: Differentials, trans: str, b: Array) -> None:
    """b becomes dL b, of the strictly lower part of A's tangent."""
    before = _sides(w, b)
    _with(w, "trmm", f"lL{trans}u", b, w["nrhs"], w.d("A"))
    _sides_added(w, -1.0, before, b)
    w.free(before)


def _getrs_after(w: Forward) -> None:
    """op(A)⁻¹ (dB - op(dA) X), with P dA = dL U + L dU."""
    plain, cols = w.is_flag("trans", "N"), w["nrhs"]
    with w.when(w.active("A")):
        a, b = _sides(w, w("B")), _sides(w, w("B"))
        with w.when(plain):
            _with(w, "trmm", "lUNn", a, cols)
            _strictly(w, "N", a)
            _with(w, "trmm", "lUNn", b, cols, w.d("A"))
            _with(w, "trmm", "lLNu", b, cols)
            for t in (a, b):
                _permuted(w, cols, t, True)
        with w.when(_not(w, plain)):
            for t in (a, b):
                _permuted(w, cols, t, False)
            _with(w, "trmm", "lLTu", a, cols)
            _with(w, "trmm", "lUTn", a, cols, w.d("A"))
            _strictly(w, "T", b)
            _with(w, "trmm", "lUTn", b, cols)
        for t in (a, b):
            _sides_added(w, -1.0, t, w.d("B"))
            w.free(t)
    _solved(w, plain, w.d("B"))


def _nothing(w: Forward) -> None:
    """All is done after the operation."""


ELIMINATIONS: dict[str, Rule] = {
    "getrf": Rule("A", {"A": ("A",), "ipiv": ("A",)}, _getrf_reverse, _nothing, _getrf_after, frozenset(["A", "ipiv"])),
    "getrs": Rule("B", {"A": ("B",), "ipiv": ("B",), "B": ("A",)}, _getrs_reverse, _nothing, _getrs_after, frozenset(["B"])),
}
