"""The law of complex functions: each that compilers call has, forward and reverse, the slopes of its differences; and the values of the library."""
from __future__ import annotations

import subprocess

import pytest

from llbayes.ad import foreign as engine
from llbayes.ad.foreign.bodies.runtime import RUNTIME
from llbayes.ad.foreign.bodies.table import standing_in
from llbayes.ir import foreign
from llbayes.ir.text import read

from . import building

ONE = ("cexp", "clog", "csqrt", "csin", "ccos", "ctan", "csinh", "ccosh", "ctanh", "casin", "cacos", "catan", "casinh", "cacosh", "catanh", "conj", "cproj")
REAL = ("cabs", "carg", "creal", "cimag")
TWO = {"cpow": "cpow(a, b)", "__muldc3": "a * b", "__divdc3": "a / b"}
POINTS = ((0.6, 0.7, 0.4, -0.3), (-0.5, 1.1, 1.25, 0.3), (-1.3, -0.2, 0.25, 0.9), (0.3, -0.4, -2.05, 0.1), (25.0, 1.0, 1.5, 0.5))
C = """
#include <complex.h>
#include <stdio.h>
double _Complex _FortranAzpowi(double _Complex, int), _FortranAzpowk(double _Complex, long);
float _Complex _FortranAcpowi(float _Complex, int), _FortranAcpowk(float _Complex, long);
double _FortranAModReal8(double, double, const char *, int), _FortranAModuloReal8(double, double, const char *, int);
float _FortranAModReal4(float, float, const char *, int), _FortranAModuloReal4(float, float, const char *, int);
void __enzyme_autodiff(void *, ...); void __enzyme_fwddiff(void *, ...);
extern int enzyme_dup;
typedef void map(const double *, double *);
static void check(const char *name, map *f, void (*reverse)(double *, double *, double *, double *), void (*forward)(double *, double *, double *, double *), const double *at) {
  double x[4], J[4][2], yb[2], xb[4], y[2], dx[4], dy[2], plain[2];
  for (int i = 0; i < 4; i++) {
    double h = 1e-3, w[4] = {8, -8, -1, 1}, s[4] = {1, -1, 2, -2};
    J[i][0] = J[i][1] = 0;
    for (int k = 0; k < 4; k++) {
      for (int j = 0; j < 4; j++) x[j] = at[j] + (i == j) * s[k] * h;
      f(x, y);
      for (int j = 0; j < 2; j++) J[i][j] += w[k] * y[j] / (12 * h);
    }
  }
  for (int j = 0; j < 4; j++) x[j] = at[j], xb[j] = 0, dx[j] = 0.3 + 0.2 * j;
  f(x, plain);
  yb[0] = 0.7, yb[1] = -0.4;
  reverse(x, xb, y, yb);
  for (int j = 0; j < 2; j++) printf("%s.value %.17g %.17g\\n", name, y[j], plain[j]);
  for (int i = 0; i < 4; i++) printf("%s.reverse %.17g %.17g\\n", name, xb[i], 0.7 * J[i][0] - 0.4 * J[i][1]);
  forward(x, dx, y, dy);
  for (int j = 0; j < 2; j++) {
    double sum = 0;
    for (int i = 0; i < 4; i++) sum += dx[i] * J[i][j];
    printf("%s.forward %.17g %.17g\\n", name, dy[j], sum);
  }
}
#define CHECK(f, at) check(#f, f, f##_reverse, f##_forward, at)
#define MODES(f) \\
  static void f##_reverse(double *x, double *xb, double *y, double *yb) { __enzyme_autodiff((void *)f, enzyme_dup, x, xb, enzyme_dup, y, yb); } \\
  static void f##_forward(double *x, double *dx, double *y, double *dy) { __enzyme_fwddiff((void *)f, enzyme_dup, x, dx, enzyme_dup, y, dy); }
"""
DOUBLE = """static void of_{name}(const double *x, double *y) {{
  double _Complex a = x[0] + x[1] * I, b = x[2] + x[3] * I, r = {call};
  y[0] = __real__ r, y[1] = __imag__ r;
}}
MODES(of_{name})
"""
SINGLE = """static void single_{name}(const double *x, double *y) {{
  float _Complex a = (float)x[0] + (float)x[1] * I, b = (float)x[2] + (float)x[3] * I, r = {call};
  y[0] = __real__ r, y[1] = __imag__ r;
}}
MODES(single_{name})
"""


def functions():
    """(name, in double, in single precision)."""
    for name in (*ONE, *REAL):
        yield name, f"{name}(a) + 0.0 * b", f"{name}f(a) + 0.0f * b"
    for name, call in TWO.items():
        yield name.strip("_"), call, call.replace("cpow(", "cpowf(")
    for kind in ("i", "k"):
        yield f"power_{kind}", f"_FortranAzpow{kind}(a, 5) * _FortranAzpow{kind}(b, -2)", f"_FortranAcpow{kind}(a, 3) * _FortranAcpow{kind}(b, -1)"
    for kind in ("Mod", "Modulo"):
        yield kind, *(f"_FortranA{kind}Real{size}(__real__ a, __imag__ a, 0, 0) + _FortranA{kind}Real{size}(__real__ b, __imag__ b, 0, 0) * I" for size in (8, 4))


def text():
    out, checks = [C], []
    for name, double, single in functions():
        out += [DOUBLE.format(name=name, call=double), SINGLE.format(name=name, call=single)]
        for k, point in enumerate(POINTS[:5 if name == "ctanh" else 4]):
            at = ", ".join(map(str, point))
            checks.append(f"{{ double at[4] = {{{at}}}; CHECK(of_{name}, at); }}")
            if not k:
                checks.append(f"{{ double at[4] = {{{at}}}; CHECK(single_{name}, at); }}")
    return "".join(out) + "int main(void) {\n" + "\n".join(checks) + "\nreturn 0; }\n"


def printed(executable):
    ran = subprocess.run([str(executable)], capture_output=True, text=True, timeout=60, check=True).stdout
    return [(name, float(a), float(b)) for name, a, b in map(str.split, ran.splitlines())]


def tolerance(name):
    if name.startswith("of_"):
        return 1e-13 if name.endswith("value") else 3e-9
    return 1e-6 if name.endswith("value") else 2e-3


LIBRARY = """
#include <complex.h>
#include <math.h>
double _Complex _FortranAzpowi(double _Complex z, int n) { return cpow(z, n); }
double _Complex _FortranAzpowk(double _Complex z, long n) { return cpow(z, n); }
float _Complex _FortranAcpowi(float _Complex z, int n) { return cpow(z, n); }
float _Complex _FortranAcpowk(float _Complex z, long n) { return cpow(z, n); }
double _FortranAModReal8(double x, double y, const char *f, int l) { return fmod(x, y); }
float _FortranAModReal4(float x, float y, const char *f, int l) { return fmodf(x, y); }
double _FortranAModuloReal8(double x, double y, const char *f, int l) { return x - floor(x / y) * y; }
float _FortranAModuloReal4(float x, float y, const char *f, int l) { return x - floorf(x / y) * y; }
"""


@pytest.mark.parametrize("level", ["O0", pytest.param("O2", marks=pytest.mark.slow)])
def test_slopes_are_those_of_differences(level, tmp_path):
    building.need("clang-22")
    (tmp_path / "all.c").write_text(text())
    module = building.clang(tmp_path / "all.c", level, tmp_path / "in.ll")
    made = tmp_path / "out.ll"
    made.write_text(engine.differentiate(foreign.load(module)))
    (tmp_path / "library.c").write_text(LIBRARY)
    building.call("clang-22", "-w", "-O1", made, tmp_path / "library.c", "-lm", "-o", tmp_path / "program")
    found = printed(tmp_path / "program")
    assert [(name, got, want) for name, got, want in found if not abs(got - want) <= tolerance(name) * (1.0 + abs(want))] == []
    assert len(found) == 8 * (5 * len(list(functions())) + 1)


def test_what_is_declared_otherwise_gets_no_body():
    module = read("declare double @cexp(ptr)\ndeclare double @_FortranAModReal8(double)\ndeclare { double, double } @csin(double, double)\n")
    made = standing_in(module)
    assert [name for name, f in made.functions.items() if f.blocks] == ["csin"]
    assert not any(f.blocks for f in module.functions.values())
    assert len(RUNTIME) == 8
