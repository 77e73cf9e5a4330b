"""BLAS in Fortran's, C's and SciPy's spelling, over SciPy's library: values against it, derivatives in every mode against differences.

Matrices have lines of 3 with 2 or 3 used, vectors strides of 2 and -1; what lies between is passed through. Scalars have derivatives too.
"""
from __future__ import annotations

import subprocess
from itertools import product
from pathlib import Path

import pytest
import scipy

from llbayes.ad import foreign as engine
from llbayes.ad.foreign.blas.rules import RULES
from llbayes.ad.foreign.blas.spelling import ARRAYS, BESIDE, ENUM, FLAGS, GIVES, LAPACK, LETTER, OPERATIONS, ROWS, SCALARS, Spelling
from llbayes.ir import foreign

from . import building

LIBRARY = next((Path(scipy.__file__).parents[1] / "scipy.libs").glob("libscipy_openblas*"))
SIZES = {"nrhs": 2, "m": 2, "n": 3, "k": 2, "lda": 3, "ldb": 3, "ldc": 3, "incx": 2, "incy": -1}
OF_FLAGS = {"trans": "NT", "transa": "NT", "transb": "NT", "uplo": "UL", "diag": "nu", "side": "lr"}
SPELLINGS = {"fortran": ("", "_"), "c": ("cblas_", ""), "scipy": ("scipy_", "_"), "scipy_c": ("scipy_cblas_", "")}
ENTRIES = {"A": 9, "B": 9, "C": 9, "x": 5, "y": 5}
PROGRAM = """
#include "check.h"
{declared}
{functions}
int main(void) {{
  {checks}
  return check_done();
}}
"""


def declaration(s: Spelling, operation: str) -> str:
    """Of an operation, in C."""
    real = "double" if s.letter == "d" else "float"
    char = "int" if "cblas" in s.before else "char"
    types = {"info": "int", "ipiv": "int *", **dict.fromkeys(SCALARS, real), **dict.fromkeys(ARRAYS, f"{real} *"), **dict.fromkeys(FLAGS, char), "order": "int"}
    params = [types.get(a, "int") + ("" if s.by_value or a in ARRAYS or a == "ipiv" else " *") + f" {a}" for a in s.arguments(operation)]
    return f"{real if operation in GIVES else 'int' if 'LAPACKE' in s.before else 'void'} {s.name(operation)}({', '.join(params)})"


def call(s: Spelling, operation: str, flags: dict[str, str], order: int) -> str:
    """With the sizes of this test."""
    def of(a: str) -> str:
        if a == "order":
            return str(order)
        if a in BESIDE:
            return "&info" if a == "info" else a
        if a in flags:
            return str(ENUM[flags[a]]) if "cblas" in s.before else f"'{LETTER[flags[a]]}'" if s.by_value else f"&(char){{'{LETTER[flags[a]]}'}}"
        if a in ARRAYS:
            return a
        v = a if a in SCALARS else str(SIZES[a])
        return v if s.by_value else f"&({'int' if a in SIZES else 'double' if s.letter == 'd' else 'float'}){{{v}}}"
    return f"{s.name(operation)}({', '.join(of(a) for a in s.arguments(operation))})"


def function(s: Spelling, operation: str, number: int, flags: dict[str, str], order: int, beta: str) -> tuple[str, str]:
    """A map of all that the operation reads to what it writes, and its check."""
    name, real = f"{operation}_{number}", "double" if s.letter == "d" else "float"
    used, lines, at = OPERATIONS[operation], [], 0
    for a in used:
        if a in SCALARS:
            lines.append(f"{real} {a} = {beta if a == 'beta' and beta else f'in[{at}]'};")
            at += 1
        if a in ARRAYS:
            lines.append(f"{real} {a}[{ENTRIES[a]}]; for (int i = 0; i < {ENTRIES[a]}; i++) {a}[i] = in[{at} + i];")
            at += ENTRIES[a]
    made = call(s, operation, flags, order)
    if operation in LAPACK:
        lines.append("int info;")
    if operation.startswith("getr"):
        lines.append("int ipiv[3] = {2, 3, 3};")
    if operation == "getrf":
        made = made.replace("&(int){2}, ", "&(int){3}, ", 1) if not s.by_value else made.replace(f"{order}, 2, ", f"{order}, 3, ", 1)
    if operation == "potrf":                                        # positive definite
        lines.append("for (int i = 0; i < 3; i++) A[4 * i] += 4;")
    output = RULES[operation].output
    lines.append(f"out[0] = {made};" if operation in GIVES else f"{made}; for (int i = 0; i < {ENTRIES[output]}; i++) out[i] = {output}[i];")
    count = 1 if operation in GIVES else ENTRIES[output]
    text = f"static void {name}(const double *in, double *out) {{ {' '.join(lines)} }}\nCHECK_REVERSE_OF({name}) CHECK_FORWARD_OF({name}) CHECK_SPLIT_OF({name})\n"
    check = f"{{ static const CheckMap map = {{\"{name} {''.join(flags.values())} {order}\", {at}, {count}, {name}, CHECK_REVERSE({name}), CHECK_FORWARD({name}), CHECK_SPLIT({name})}}; check_map(&map); }}"
    return text, check


def variants(operation: str, s: Spelling):
    """(flags, order, what beta is where that is no input)."""
    flags = [a for a in OPERATIONS[operation] if a in FLAGS]
    orders = (ROWS, ROWS + 1) if "order" in s.arguments(operation) else (0,)
    for letters in product(*(OF_FLAGS[a] for a in flags)):
        for order in orders:
            yield dict(zip(flags, letters, strict=True)), order, ""
    if "beta" in OPERATIONS[operation]:
        yield {a: OF_FLAGS[a][0] for a in flags}, orders[0], "0.0"


def built(s: Spelling, folder: Path) -> Path:
    of = {operation: Spelling(s.before.replace("cblas", "LAPACKE") if operation in LAPACK else s.before, s.letter, operation, s.after) for operation in OPERATIONS}
    functions, checks = [], []
    for operation in RULES:
        if s.letter == "s" and operation in LAPACK:                 # pivots and roots turn within the steps that differences of floats take
            continue
        for k, (flags, order, beta) in enumerate(variants(operation, s)):
            text, check = function(of[operation], operation, k, flags, order, beta)
            functions.append(text)
            checks.append(check)
    declared = "\n".join(declaration(of[operation], operation) + ";" for operation in OPERATIONS)
    source = folder / "all.c"
    source.write_text(PROGRAM.format(declared=declared, functions="".join(functions), checks="\n  ".join(checks)))
    single = ("-DTOLERANCE=4e-3", "-DSTEP=4e-2") if s.letter == "s" else ()
    module = building.clang(source, "O1", folder / "in.ll", f"-I{building.DRIVER and Path(__file__).parent / 'programs'}", *single)
    made, to = folder / "out.ll", folder / "program"
    made.write_text(engine.differentiate(foreign.load(module)))
    shims = folder / "shims.c"
    shims.write_text("" if s.before.startswith("scipy_") else "".join(shim(of[operation], operation) for operation in OPERATIONS) + "".join(
        shim(Spelling("", s.letter, operation, "_"), operation) for operation in OPERATIONS if s.by_value))
    building.call("clang-22", "-w", "-O1", made, shims, LIBRARY, f"-Wl,-rpath,{LIBRARY.parent}", "-lm", "-o", to)
    return to


def shim(s: Spelling, operation: str) -> str:
    """The name without SciPy's, for its library."""
    args = ", ".join(s.arguments(operation))
    own = Spelling(f"scipy_{s.before}", s.letter, operation, s.after)
    return f"{declaration(own, operation)};\n{declaration(s, operation)} {{ return {own.name(operation)}({args}); }}\n"


@pytest.mark.parametrize(("spelling", "letter"), [("fortran", "d"), ("scipy_c", "d"), ("c", "s"), *(pytest.param(*p, marks=pytest.mark.slow) for p in (
    ("c", "d"), ("scipy", "d"), ("fortran", "s")))])
def test_derivatives(spelling, letter, tmp_path):
    building.need("clang-22")
    before, after = SPELLINGS[spelling]
    program = built(Spelling(before, letter, "", after), tmp_path)
    ran = subprocess.run([str(program)], capture_output=True, text=True, timeout=120, env={"OPENBLAS_NUM_THREADS": "1"})
    assert (ran.returncode, ran.stdout.split()[-1:]) == (0, ["ok"]), f"{ran.stdout[:3000]}{ran.stderr[:2000]}"
