"""The law of functions known by name: each, called from C in double and single precision, forward and reverse, has the slope of its differences."""
from __future__ import annotations

import re
import subprocess

import pytest

from llbayes.ad import foreign as engine
from llbayes.ad.rules.libm import RULES, SAME
from llbayes.ir import foreign
from llbayes.ir.errors import UnsupportedError

from . import building

UNARY = {
    **dict.fromkeys(("sin", "cos", "tan", "exp", "exp2", "exp10", "pow10", "expm1", "sinh", "cosh", "tanh", "asinh", "atan", "fabs", "cbrt", "erf", "erfc", "j0", "j1", "floor", "ceil", "trunc", "rint", "round", "roundeven", "nearbyint"), (-1.3, 0.4)),
    **dict.fromkeys(("log", "log2", "log10", "log1p", "sqrt", "lgamma", "gamma", "tgamma", "y0", "y1", "logb"), (0.7, 3.3)),
    "asin": (-0.6, 0.3), "acos": (-0.6, 0.3), "atanh": (-0.6, 0.3), "acosh": (1.7, 3.1), "tgamma": (-1.4, 2.6), "lgamma": (-1.4, 2.6),
}
BINARY = {
    **dict.fromkeys(("pow", "hypot", "atan2", "fmax", "fmin", "fmaximum", "fminimum", "fmaximum_num", "fminimum_num", "fmod", "remainder", "drem", "fdim", "copysign", "nextafter"), ((1.7, 0.6), (0.6, 1.7))),
    "copysign": ((-1.7, 0.6), (1.7, 0.6)),
}
WITH_AN_INTEGER = {"jn": "jn(3, x)", "yn": "yn(2, x)", "ldexp": "ldexp(x, 3)", "scalbn": "scalbn(x, -2)", "scalbln": "scalbln(x, -5000000000000) + scalbln(x, -3)"}
OTHERS = {
    "fma": "fma(x, y, 0.5 * x)", "sincos": "both(x)", "modf": "whole(x)", "frexp": "mantissa(x)", "remquo": "quotient(x, y)", "lgamma_r": "with_sign(x)",
    "powi": "__builtin_powi(x, -3)",
}
NOT_IN_SINGLE = {"drem", "gamma", "pow10", "powi"}
FINITE = sorted(name for name in SAME if name.startswith("__"))
HELPERS = """
#include <math.h>
#include <stdio.h>
double pow10(double); double gamma(double); double drem(double, double);
double __enzyme_autodiff(void *, ...); double __enzyme_fwddiff(void *, ...);
extern int enzyme_out, enzyme_const, enzyme_dup;
static double both(double x) { double s, c; sincos(x, &s, &c); return s * s * c; }
static double whole(double x) { double w, r = modf(x, &w); return r * r + w * x; }
static double mantissa(double x) { int n; double m = frexp(x, &n); return m * m + n * x; }
static double quotient(double x, double y) { int q; double r = remquo(x, y, &q); return r * r + q * x; }
static double with_sign(double x) { int s; double v = lgamma_r(x, &s); return s * v * v; }
static float bothf(float x) { float s, c; sincosf(x, &s, &c); return s * s * c; }
static float wholef(float x) { float w, r = modff(x, &w); return r * r + w * x; }
static float mantissaf(float x) { int n; float m = frexpf(x, &n); return m * m + n * x; }
static float quotientf(float x, float y) { int q; float r = remquof(x, y, &q); return r * r + q * x; }
static float with_signf(float x) { int s; float v = lgammaf_r(x, &s); return s * v * v; }
"""
DOUBLE = """static double {f}(double x, double y) {{ return {call}; }}
"""
FLOAT = """static double {f}(double x, double y) {{ float a = x, b = y; return {call}; }}
"""
CHECK = """{{
  double x = {x}, y = {y}, h = 1e-3, d[2] = {{0.0, 0.0}};
  double (*g)(double, double) = {of};
  d[0] = (8.0 * (g(x + h, y) - g(x - h, y)) - (g(x + 2 * h, y) - g(x - 2 * h, y))) / (12.0 * h);
  d[1] = (8.0 * (g(x, y + h) - g(x, y - h)) - (g(x, y + 2 * h) - g(x, y - 2 * h))) / (12.0 * h);
  double a = __enzyme_autodiff((void *){f}, enzyme_out, x, enzyme_const, y), b = __enzyme_autodiff((void *){f}, enzyme_const, x, enzyme_out, y);
  double t = __enzyme_fwddiff((void *){f}, enzyme_dup, x, 0.7, enzyme_dup, y, -0.3);
  printf("{f} %.17g %.17g %.17g %.17g %.17g\\n", a, b, t, d[0], d[1]);
}}
"""


def cases():
    """(name, expression of x and y, points)."""
    for name, at in UNARY.items():
        yield name, f"{name}(x)", [(x, 0.5) for x in at]
    for name, at in BINARY.items():
        yield name, f"{name}(x, y)", at
    for name, call in {**WITH_AN_INTEGER, **OTHERS}.items():
        yield name, call, ((1.7, 0.6), (2.4, 1.1))


OF_TWO = ("jn", "yn")


def old_library():
    """What glibc has no more, as a file of its own: names of before, those of -ffinite-math-only."""
    lines = ["#include <math.h>", "double pow10(double x) { return exp10(x); }"]
    for name in FINITE:
        of = name[2:].removesuffix("_finite")
        params, args = ("int n, {0} x", "n, x") if of in OF_TWO else ("{0} x, {0} y", "x, y") if of in BINARY else ("{0} x", "x")
        lines += [f"{t} __{of}{s}_finite({params.format(t)}) {{ return {of}{s}({args}); }}" for t, s in (("double", ""), ("float", "f"))]
    return "\n".join(lines) + "\n"


def finite_cases():
    """As `cases`, of names with `_finite`."""
    at = {name: (call, points) for name, call, points in cases()}
    for name in FINITE:
        call, points = at[name[2:].removesuffix("_finite")]
        yield name, name + call[call.index("("):], points[:1]


def single(name, call):
    """The expression in single precision, of a and b."""
    if name.endswith("_finite"):
        call = call.replace("_finite(", "f_finite(")
        name = "none"
    call = re.sub(r"\b(both|whole|mantissa|quotient|with_sign|__builtin_powi|" + re.escape(name) + r")\(", r"\1f(", call)
    return re.sub(r"\bx\b", "a", re.sub(r"\by\b", "b", call.replace("0.5 *", "0.5f *")))


def program(cases, declared=""):
    """All cases in one file."""
    functions, checks = [HELPERS, declared], []
    for name, call, at in cases:
        functions.append(DOUBLE.format(f=f"of_{name}", call=call))
        checks += [CHECK.format(f=f"of_{name}", of=f"of_{name}", x=x, y=y) for x, y in at]
        if name not in NOT_IN_SINGLE:
            functions.append(FLOAT.format(f=f"of_{name}f", call=single(name, call)))
            checks += [CHECK.format(f=f"of_{name}f", of=f"of_{name}", x=x, y=y) for x, y in at[:1]]
    return "".join(functions) + "int main(void) {\n" + "".join(checks) + "  return 0;\n}\n"


def rows(executable):
    """What the program printed: function, then numbers."""
    printed = subprocess.run([str(executable)], capture_output=True, text=True, timeout=60, check=True).stdout
    return [(name, *map(float, numbers)) for name, *numbers in map(str.split, printed.splitlines())]


def built(ir, folder, *libraries):
    """The executable of a module."""
    made, to = folder / "out.ll", folder / "program"
    made.write_text(engine.differentiate(foreign.load(ir)))
    building.call("clang-22", "-w", "-O1", made, *libraries, "-lm", "-o", to)
    return to


def wrong(found):
    """(function, derivative, difference) of those that are not equal."""
    wrong = []
    for name, a, b, t, dx, dy in found:
        tolerance = 2e-5 if name.endswith(("f", "f_finite")) and name not in ("of_erf", "of_modf") else 2e-9
        for got, want in ((a, dx), (b, dy), (t, 0.7 * dx - 0.3 * dy)):
            if not abs(got - want) <= tolerance * (1.0 + abs(want)):
                wrong.append((name, got, want))
    return wrong


def from_c(text, folder):
    """What the program of a text in C prints."""
    building.need("clang-22")
    source, old = folder / "all.c", folder / "old.c"
    source.write_text(text)
    old.write_text(old_library())
    return rows(built(building.clang(source, "O1", folder / "in.ll", "-D_GNU_SOURCE", "-fno-builtin"), folder, "-D_GNU_SOURCE", old))


def test_slopes_are_those_of_differences(tmp_path):
    found = from_c(program(tuple(cases())), tmp_path)
    assert not wrong(found)
    assert len(found) == sum(len(at) + (name not in NOT_IN_SINGLE) for name, _, at in cases())


def test_spellings_of_finite_mathematics(tmp_path):
    declared = "".join(line.partition(" {")[0] + ";\n" for line in old_library().splitlines() if "_finite" in line)
    found = from_c(program(tuple(finite_cases()), declared), tmp_path)
    assert not wrong(found)
    assert len(found) == 2 * len(FINITE)


# intrinsics

INTRINSICS = {
    **{name: f"call {{t}} @llvm.{name}.{{s}}({{t}} %x)" for name in ("canonicalize", "arithmetic.fence", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "exp", "exp2", "exp10", "log", "log2", "log10", "sqrt", "fabs", "floor", "ceil", "trunc", "rint", "nearbyint", "round", "roundeven")},
    **{name: f"call {{t}} @llvm.{name}.{{s}}({{t}} %x, {{t}} %y)" for name in ("pow", "atan2", "minnum", "maxnum", "minimum", "maximum", "minimumnum", "maximumnum", "copysign")},
    **{name: f"call {{t}} @llvm.{name}.{{s}}({{t}} %x, {{t}} %y, {{t}} 0.25)" for name in ("fma", "fmuladd")},
    "powi": "call {t} @llvm.powi.{s}.i32({t} %x, i32 -2)", "ldexp": "call {t} @llvm.ldexp.{s}.i32({t} %x, i32 3)",
}
PAIRS = {"sincos": "{t}", "modf": "{t}", "frexp": "i32"}
SCALAR = """define {t} @of_{name}{f}({t} %x, {t} %y) {{
  %r = {call}
  ret {t} %r
}}
"""
PAIR = """define {t} @of_{name}{f}({t} %x, {t} %y) {{
  %p = call {{ {t}, {o} }} @llvm.{name}.{s}({t} %x)
  %a = extractvalue {{ {t}, {o} }} %p, 0
  %q = extractvalue {{ {t}, {o} }} %p, 1
  %b = {cast}
  %aa = fmul {t} %a, %a
  %c = fmul {t} %b, %y
  %r = fadd {t} %aa, %c
  ret {t} %r
}}
"""
VECTOR = """define double @of_lanes(double %x, double %y) {
  %v = insertelement <2 x double> zeroinitializer, double %x, i64 0
  %w = insertelement <2 x double> %v, double %y, i64 1
  %a = call <2 x double> @llvm.powi.v2f64.i32(<2 x double> %w, i32 3)
  %p = call { <2 x double>, <2 x double> } @llvm.sincos.v2f64(<2 x double> %a)
  %s = extractvalue { <2 x double>, <2 x double> } %p, 0
  %c = extractvalue { <2 x double>, <2 x double> } %p, 1
  %m = fmul <2 x double> %s, %c
  %r = call double @llvm.vector.reduce.fadd.v2f64(double %x, <2 x double> %m)
  ret double %r
}
"""


def intrinsics():
    """The module of functions of x and y, and their names."""
    out, names = [VECTOR], ["lanes"]
    for t, s, f in (("double", "f64", ""), ("float", "f32", "f")):
        for name, call in INTRINSICS.items():
            out.append(SCALAR.format(name=name, t=t, f=f, call=call.format(t=t, s=s)))
        for name, other in PAIRS.items():
            o = other.format(t=t)
            cast = f"sitofp i32 %q to {t}" if o == "i32" else f"freeze {t} %q"
            out.append(PAIR.format(name=name, t=t, s=s + (".i32" if o == "i32" else ""), f=f, o=o, cast=cast))
    names += [*INTRINSICS, *PAIRS]
    return "\n".join(out), names


def c_name(name):
    return name.replace(".", "_")


def test_intrinsics(tmp_path):
    building.need("clang-22")
    text, names = intrinsics()
    (tmp_path / "intrinsics.ll").write_text(re.sub(r"@of_[\w.]+", lambda m: c_name(m[0]), text))
    declared = "".join(f"double {c_name(f'of_{n}')}(double, double);\n" + (f"float of_{c_name(n)}f(float, float);\n" if n != "lanes" else "") for n in names)
    floats = "".join(f"static double single_{c_name(n)}f(double x, double y) {{ return of_{c_name(n)}f(x, y); }}\n" for n in names if n != "lanes")
    checks = "".join(CHECK.format(f=f"of_{c_name(n)}", of=f"of_{c_name(n)}", x=0.4, y=0.7) + (
        CHECK.format(f=f"single_{c_name(n)}f", of=f"of_{c_name(n)}", x=0.4, y=0.7) if n != "lanes" else "") for n in names)
    (tmp_path / "driver.c").write_text(HELPERS + declared + floats + "int main(void) {\n" + checks + "  return 0;\n}\n")
    driver = building.clang(tmp_path / "driver.c", "O1", tmp_path / "driver.ll", "-D_GNU_SOURCE")
    building.call("llvm-link-22", "-S", driver, tmp_path / "intrinsics.ll", "-o", tmp_path / "in.ll")
    found = rows(built(tmp_path / "in.ll", tmp_path))
    assert not wrong(found)
    assert len(found) == 2 * len(names) - 1


def test_sine_and_cosine_of_multiples_of_pi():
    """No library here has it: its derivative is that of sine and cosine."""
    function = PAIR.format(name="sincospi", t="double", s="f64", f="", o="double", cast="freeze double %q")
    text = function + STRICT[STRICT.index("declare"):].replace("@f, double %x", "@of_sincospi, double %x, double 0.5")
    derived = engine.differentiate(foreign.load(text)).split("define internal")[1:]
    assert any("@llvm.sin.f64(" in f for f in derived) and not any("@llvm.sincospi" in f for f in derived)


STRICT = """define double @f(double %x) strictfp {
  %r = call double @llvm.experimental.constrained.fadd.f64(double %x, double 1.0, metadata !"round.dynamic", metadata !"fpexcept.strict") strictfp
  ret double %r
}
declare double @__enzyme_autodiff(...)
define double @g(double %x) {
  %r = call double (...) @__enzyme_autodiff(ptr @f, double %x)
  ret double %r
}
"""


def test_rounding_modes_are_refused():
    with pytest.raises(UnsupportedError, match=r"`llvm\.experimental\.constrained\.fadd\.f64` depends on the rounding mode"):
        engine.differentiate(foreign.load(STRICT))


def test_every_function_of_the_tables_is_called():
    called = {*UNARY, *BINARY, *WITH_AN_INTEGER, *OTHERS, *FINITE}
    assert {name for name in (*RULES, *SAME) if not name.startswith("llvm.")} <= called
