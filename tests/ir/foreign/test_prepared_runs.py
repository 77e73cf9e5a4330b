"""Prepared functions compute what the original ones do: both are linked with one driver, and print the same."""
import subprocess
from pathlib import Path

import pytest
from compilers import SECONDS, compiled, need

from llbayes.ir.foreign import load, prepared
from llbayes.ir.text import write

SOURCES = Path(__file__).parent / "sources"
C = """\
#include <complex.h>
#include <stdio.h>
typedef struct { double x, y; } point;
typedef struct { float a, b; int tag; } small;
double sum(const double *, int), variadic(int, ...), chosen(int, double), jump(int), listed(int);
point turned(point, double);
small packed(small);
long double extended(long double);
double complex product(double complex, double complex);
void triangle(int, double *, double *);
unsigned long bits(double);
int asked(unsigned *);
int main(void) {
    double x[9] = {1, -2, 3, 4.5, 5, 6, 7, 8, 9}, out[3];
    unsigned n = 4;
    triangle(3, x, out);
    point p = turned((point){1, 2}, 0.5);
    small s = packed((small){2, 3, 4});
    double complex z = product(1 + 2 * I, 3 - I);
    printf("%.17g %.17g %.17g %.17g\\n", sum(x, 9), variadic(3, 1.0, 2.0, 4.0), chosen(1, 2.0), jump(1));
    printf("%.17g %.17g %.17g %g %d\\n", listed(7), p.x, p.y, s.a, s.tag);
    printf("%Lg %.17g %.17g %.17g %.17g %lu %d\\n", extended(3), creal(z), cimag(z), out[0], out[2], bits(2.5), asked(&n));
}
"""
CPP = """\
#include <cstdio>
double total(const double *, int);
void set(double);
double never(const double *, int) noexcept;
int main() {
    double x[] = {1, 2, 3, 0.5, 7};
    set(1.5);
    std::printf("%.17g %.17g %.17g\\n", total(x, 5), total(x, 3), never(x, 4));
}
"""
WHOLE = {"arrays.c": ("c", C, ["sum", "turned", "packed", "extended", "product", "variadic", "chosen", "jump", "listed", "triangle", "bits", "asked"]),
         "containers.cpp": ("cpp", CPP, ["_Z5totalPKdi", "_Z3setd", "_Z5neverPKdi"])}


@pytest.mark.parametrize(("name", "options"), [("arrays.c", "-O0"), ("arrays.c", "-O3 -g"), ("containers.cpp", "-O0 -g"), ("containers.cpp", "-O2")])
def test_prepared_functions_compute_the_same(name, options, tmp_path):
    need("clang++-22")
    ending, driver, functions = WHOLE[name]
    source = compiled(SOURCES / name, options, tmp_path)
    module = load(source).records
    clone = tmp_path / "prepared.ll"
    clone.write_text(write(prepared(module, functions)))
    without_main = tmp_path / "original.ll"
    without_main.write_text(write(module).replace("@main(", "@other_main("))
    assert printed(driver, ending, without_main, tmp_path) == printed(driver, ending, clone, tmp_path) != ""


def printed(driver, ending, module, folder):
    program = folder / f"driver.{ending}"
    program.write_text(driver)
    executable = folder / "a.out"
    subprocess.run(["clang++-22" if ending == "cpp" else "clang-22", "-w", "-O1", program, module, "-lm", "-o", executable], check=True, timeout=SECONDS)
    return subprocess.run([executable], check=True, capture_output=True, text=True, timeout=SECONDS).stdout
