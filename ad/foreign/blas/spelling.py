"""How BLAS and LAPACK are called: operations with their arguments, and the spellings of Fortran, C and SciPy's own library.

    dgemm_(char *, …, double *alpha, double *a, int *lda, …)       scipy_dgemm_       dgemm_64_ with 64-bit integers
    LAPACKE_dpotrf(order, uplo, …)                                 scipy_LAPACKE_dpotrf
    cblas_dgemm(order, transa, …, double alpha, double *a, int lda, …)        scipy_cblas_dgemm
"""
from __future__ import annotations

import re
from typing import NamedTuple

from ....ir.graph.build import F64, I64, PTR
from ....ir.records import Function, Value

OPERATIONS: dict[str, tuple[str, ...]] = {
    "dot": ("n", "x", "incx", "y", "incy"),
    "nrm2": ("n", "x", "incx"),
    "axpy": ("n", "alpha", "x", "incx", "y", "incy"),
    "scal": ("n", "alpha", "x", "incx"),
    "copy": ("n", "x", "incx", "y", "incy"),
    "gemv": ("trans", "m", "n", "alpha", "A", "lda", "x", "incx", "beta", "y", "incy"),
    "ger": ("m", "n", "alpha", "x", "incx", "y", "incy", "A", "lda"),
    "gemm": ("transa", "transb", "m", "n", "k", "alpha", "A", "lda", "B", "ldb", "beta", "C", "ldc"),
    "trsm": ("side", "uplo", "trans", "diag", "m", "n", "alpha", "A", "lda", "B", "ldb"),
    "trmm": ("side", "uplo", "trans", "diag", "m", "n", "alpha", "A", "lda", "B", "ldb"),
    "trmv": ("uplo", "trans", "diag", "n", "A", "lda", "x", "incx"),
    "symv": ("uplo", "n", "alpha", "A", "lda", "x", "incx", "beta", "y", "incy"),
    "syr2k": ("uplo", "trans", "n", "k", "alpha", "A", "lda", "B", "ldb", "beta", "C", "ldc"),
    "trsv": ("uplo", "trans", "diag", "n", "A", "lda", "x", "incx"),
    "symm": ("side", "uplo", "m", "n", "alpha", "A", "lda", "B", "ldb", "beta", "C", "ldc"),
    "syrk": ("uplo", "trans", "n", "k", "alpha", "A", "lda", "beta", "C", "ldc"),
    "potrf": ("uplo", "n", "A", "lda", "info"),
    "potrs": ("uplo", "n", "nrhs", "A", "lda", "B", "ldb", "info"),
    "trtrs": ("uplo", "trans", "diag", "n", "nrhs", "A", "lda", "B", "ldb", "info"),
    "getrf": ("m", "n", "A", "lda", "ipiv", "info"),
    "getrs": ("trans", "n", "nrhs", "A", "lda", "ipiv", "B", "ldb", "info"),
    "swap": ("n", "x", "incx", "y", "incy"),
}
LAPACK = frozenset(["potrf", "potrs", "trtrs", "getrf", "getrs"])
# rows and columns of arrays, swapped where the flag says so; ("side", …) is a square of one or the other; vectors have n entries where nothing is said
SHAPES: dict[str, dict[str, tuple[str, str, str]]] = {
    "gemv": {"A": ("", "m", "n"), "x": ("trans", "n", "m"), "y": ("trans", "m", "n")},
    "ger": {"x": ("", "m", "n")},
    "gemm": {"A": ("transa", "m", "k"), "B": ("transb", "k", "n"), "C": ("", "m", "n")},
    "trsm": {"A": ("side", "m", "n"), "B": ("", "m", "n")}, "trmm": {"A": ("side", "m", "n"), "B": ("", "m", "n")},
    "symm": {"A": ("side", "m", "n"), "B": ("", "m", "n"), "C": ("", "m", "n")},
    "syrk": {"A": ("trans", "n", "k")},
    "potrs": {"B": ("rows", "n", "nrhs")}, "getrs": {"B": ("rows", "n", "nrhs")}, "getrf": {"A": ("rows", "m", "n")},
    "trtrs": {"A": ("side", "m", "n"), "B": ("", "m", "n")},
}
GIVES = frozenset(["dot", "nrm2"])                   # a number
FLAGS = frozenset(["trans", "transa", "transb", "side", "uplo", "diag"])
SCALARS, ARRAYS = frozenset(["alpha", "beta"]), frozenset(["A", "B", "C", "x", "y"])
BESIDE = frozenset(["info", "ipiv"])                 # integers that LAPACK writes, or reads again
ENUM = {"N": 111, "T": 112, "U": 121, "L": 122, "n": 131, "u": 132, "l": 141, "r": 142}      # C's; small letters: diag and side
LETTER = {"N": "N", "T": "T", "U": "U", "L": "L", "n": "N", "u": "U", "l": "L", "r": "R"}    # Fortran's
ROWS = 101                                           # C's order of rows

_NAME = re.compile(rf"((?:scipy_)?(?:cblas_|LAPACKE_)?)([sd])({'|'.join(OPERATIONS)})(_|_64_|64_|)")


class Spelling(NamedTuple):
    """One operation in one spelling."""

    before: str
    letter: str
    operation: str
    after: str

    @property
    def by_value(self) -> bool:
        """C's, in which numbers are passed as they are."""
        return "cblas" in self.before or "LAPACKE" in self.before

    @property
    def library(self) -> Spelling:
        """That of the operations which derivatives are made of: those of LAPACK in C are Fortran's below."""
        if "LAPACKE" not in self.before:
            return self
        return self._replace(before=self.before.replace("LAPACKE_", ""), after="_64_" if "64" in self.after else "_")

    @property
    def real(self) -> str:
        return F64 if self.letter == "d" else "float"

    @property
    def integer(self) -> str:
        return I64 if "64" in self.after else "i32"

    @property
    def flag(self) -> str:
        """The type of a flag behind its pointer or as it is."""
        return "i32" if "cblas" in self.before else "i8"

    def name(self, operation: str) -> str:
        """Another operation of the same library."""
        return f"{self.before}{self.letter}{operation}{self.after}"

    def arguments(self, operation: str) -> tuple[str, ...]:
        """In the order of the call."""
        found = tuple(a for a in OPERATIONS[operation] if a != "info" or not self.by_value)
        return ("order", *found) if self.by_value and ARRAYS & {"A", "B", "C"} & set(found) else found

    def type_of(self, argument: str) -> str:
        """Of what an argument says."""
        if argument in ARRAYS or argument in BESIDE:
            return PTR
        if argument == "order":
            return "i32"
        return self.flag if argument in FLAGS else self.real if argument in SCALARS else self.integer

    def passed(self, argument: str) -> str:
        """Of what is passed for it."""
        return self.type_of(argument) if self.by_value else PTR

    def letter_of(self, flag: str) -> Value:
        """A flag's constant."""
        return Value(self.flag, str(ENUM[flag] if self.by_value else ord(LETTER[flag])))


def spelled(f: Function) -> Spelling | None:
    """What a declared function is, None where it is no operation that is known, or is declared otherwise. Fortran's lengths of characters may follow."""
    found = _NAME.fullmatch(f.name)
    if found is None:
        return None
    s = Spelling(found[1], found[2], found[3], found[4])
    return s if _is_spelling(s) and _is_declared(f, s) else None


def _is_spelling(s: Spelling) -> bool:
    if not s.by_value:
        return s.after in ("_", "_64_")
    return ("LAPACKE" in s.before) == (s.operation in LAPACK)


def _is_declared(f: Function, s: Spelling) -> bool:
    types, wanted = [p.type for p in f.params], [s.passed(a) for a in s.arguments(s.operation)]
    lengths = types[len(wanted):]
    return types[:len(wanted)] == wanted and f.type in _returned(s) and (not lengths or not s.by_value and set(lengths) <= {I64, "i32"})


def _returned(s: Spelling) -> tuple[str, ...]:
    if s.operation in GIVES:
        return (s.real,)
    return (s.integer,) if "LAPACKE" in s.before else ("void", "i32")
