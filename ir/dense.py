"""Calls of dense linear algebra, as they stand in the IR from the front end to lowering: one name, operands by pointer, everything else static.

    call void @llb.dense.product.p.40x8s8nf.40x3s3nf.3x8s8nf(ptr %c, ptr %a, ptr %b)           C += A B

The first operand is read and written, the others are read only and do not overlap it. An operand is a view of stored rows: their number and
length, the distance `s` between two of them, transposed or not, and a weight that multiplies each stored element. Triangles are weights; so
are the halves on the diagonal in the derivative of a Cholesky factor. With them the first six kinds are closed under differentiation:

    product   C += ± A B             a weight of C says what the product is multiplied by before it is added
    add       C += ± A
    zero      C  = 0                 where the weight is not 0
    solve     X  = A⁻¹ X             full weight: general A; a triangle: only that is read; a strict triangle: ones on the diagonal
    cholesky  A  = L                 reads the lower triangle; zeros above; nan where A is not positive definite
    slogdet   (sign, log|det|) of A

Other kinds have derivatives that are written in the language (`lang/rules.py`): beside KIND there are KIND_forward and KIND_reverse then, calls
whose bodies are put in, and inlined, before anything reads them again.
"""
from __future__ import annotations

from typing import NamedTuple

from .records import Inst, Value

PREFIX = "llb.dense."
ATTRIBUTES = "nounwind willreturn nomerge memory(argmem: readwrite)"   # merged calls would take pointers that are chosen at run time
_WRITTEN, _READ = "captures(none)", "readonly captures(none)"          # `nocapture` before LLVM 21

# weight -> factors of the elements above, on and below the diagonal of what is stored
WEIGHTS = {"f": (1.0, 1.0, 1.0), "l": (0.0, 1.0, 1.0), "u": (1.0, 1.0, 0.0), "k": (0.0, 0.0, 1.0), "v": (1.0, 0.0, 0.0), "h": (0.0, 0.5, 1.0)}
FULL, LOWER, UPPER, STRICTLY_LOWER, STRICTLY_UPPER, HALVED = WEIGHTS


class Matrix(NamedTuple):
    """A view of `rows` × `cols` stored elements, row `i` at `pointer + 8 i stride`; element (i, j) of the view is weight × stored (i, j), or
    (j, i) when it is transposed."""

    pointer: Value
    rows: int
    cols: int
    stride: int
    transposed: bool = False
    weight: str = FULL

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the view."""
        return (self.cols, self.rows) if self.transposed else (self.rows, self.cols)

    @property
    def T(self) -> Matrix:
        """The transposed view."""
        return self._replace(transposed=not self.transposed)

    @property
    def span(self) -> int:
        """Elements from the first to the last."""
        return (self.rows - 1) * self.stride + self.cols

    def weighted(self, weight: str) -> Matrix:
        """The view with this weight on its triangles."""
        assert self.weight in (FULL, weight), "one weight a view"
        return self._replace(weight=weight)

    def factors(self) -> tuple[float, float, float]:
        """Weights above, on and below the diagonal of the view."""
        above, on, below = WEIGHTS[self.weight]
        return (below, on, above) if self.transposed else (above, on, below)


class Call(NamedTuple):
    """`kind` is one of those above; `sign` is 1 or -1."""

    kind: str
    operands: tuple[Matrix, ...]
    sign: int = 1

    @property
    def name(self) -> str:
        """The symbol, without `@`."""
        return PREFIX + ".".join([self.kind, "p" if self.sign > 0 else "m", *map(_code, self.operands)])

    def inst(self) -> Inst:
        """The instruction."""
        attributes = (_WRITTEN, *[_READ] * (len(self.operands) - 1))
        return Inst("call", "void", None, tuple(o.pointer for o in self.operands), Value("ptr", "@" + self.name), arg_attrs=attributes, attrs=ATTRIBUTES)


def _code(o: Matrix) -> str:
    return f"{o.rows}x{o.cols}s{o.stride}{'t' if o.transposed else 'n'}{o.weight}"


def is_dense(name: str) -> bool:
    """Is this the name of such a call?"""
    return name.startswith(PREFIX)


def parse(name: str, pointers: tuple[Value, ...]) -> Call:
    """The call of this name with these operands."""
    kind, sign, *codes = name[len(PREFIX):].split(".")
    return Call(kind, tuple(map(_matrix, codes, pointers)), 1 if sign == "p" else -1)


def _matrix(code: str, pointer: Value) -> Matrix:
    shape, tail = code.split("s")
    rows, cols = shape.split("x")
    return Matrix(pointer, int(rows), int(cols), int(tail[:-2]), tail[-2] == "t", tail[-1])
