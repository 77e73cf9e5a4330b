"""The words for C, C++ and Rust, `docs/examples/foreign/llbayes.h` and `llbayes.rs`: programs that use each of them, through `llbayes ad`, built and run."""
from pathlib import Path

import pytest

from llbayes import cli

from .building import call, clang, need, rust_library, rustc

WORDS = Path(__file__).parents[3] / "docs" / "examples" / "foreign"
IN_C = r"""
#include <stdio.h>
#include "llbayes.h"
typedef struct { double x, y; } both;
typedef struct { double value, first, second; } three;
typedef struct { tape frame; double value; } half;
LLB_RESULT(both)
LLB_RESULT(three)
LLB_RESULT(half)
static double area(double x, double y) { return x * x * y; }
static float small(float x) { return x * x; }
static double sum(const double *v, int n) { double s = 0; for (int i = 0; i < n; i++) s += v[i] * v[i]; return s; }
static three powers(double x) { three t = {x, x * x, x * x * x}; return t; }
static double volume(three s, double k) { s.value *= k; return s.value * s.first * s.second; }
static double inside(both s, double k) { return s.x * s.y * s.y * k; }
static void squares(const double *v, double *w, int n) { for (int i = 0; i < n; i++) w[i] = v[i] * v[i]; }
int main(void) {
    double v[2] = {3, 4}, dv[2] = {1, 1}, ev[2] = {0, 1}, w[2] = {0, 0}, dw[2] = {1, 10}, lanes[4] = {1, 0, 0, 1};
    printf("%g\n", llb_autodiff(double, area, llb_Active(3.0), llb_Const(5.0)));
    both b = llb_autodiff(both, area, llb_Active(3.0), llb_Active(5.0));
    three t = llb_autodiff(three, area, llb_Primal, llb_Active(3.0), llb_Active(5.0));
    printf("%g %g  %g %g %g\n", b.x, b.y, t.value, t.first, t.second);
    printf("%g\n", llb_autodiff(float, small, llb_Active(3.0)));
    llb_autodiff(void, sum, llb_Duplicated(v, dv), llb_Const(2));
    printf("%g %g\n", dv[0], dv[1]);
    llb_autodiff(void, squares, llb_Duplicated(v, dv), llb_DuplicatedOnly(w, dw), llb_Const(2));
    printf("%g %g  %g %g\n", dv[0], dv[1], dw[0], dw[1]);
    printf("%g\n", llb_fwddiff(double, area, llb_Dual(3.0, 1.0), llb_Const(5.0)));
    b = llb_fwddiff(both, area, llb_Width(2), llb_Dual(3.0, 1.0, 0.0), llb_DualOnly(5.0, 0.0, 1.0));
    printf("%g %g\n", b.x, b.y);
    b = llb_fwddiff(both, sum, llb_Width(2), llb_Dual(v, ev, ev), llb_Const(2));
    printf("%g %g\n", b.x, b.y);
    b = llb_fwddiff(both, sum, llb_Width(2), llb_Dualv(sizeof v, v, lanes), llb_Const(2));
    printf("%g %g\n", b.x, b.y);
    half h = llb_augment(half, area, llb_Active(3.0), llb_Active(5.0));
    b = llb_reverse(both, area, llb_NoFree, llb_Active(3.0), llb_Active(5.0), 2.0, h.frame);
    printf("%g  %g %g\n", h.value, b.x, b.y);
    b = llb_reverse(both, area, llb_Active(3.0), llb_Active(5.0), 1.0, h.frame);
    printf("%g %g\n", b.x, b.y);
    three s = {2, 3, 5}, ds = {0, 0, 0}, seed = {1, 1, 1};
    t = llb_fwddiff(three, powers, llb_Dual(3.0, 1.0));
    printf("%g %g %g  %g\n", t.value, t.first, t.second, llb_autodiff(double, powers, &seed, llb_Active(3.0)));
    t = llb_autodiff(three, volume, llb_Active(s), llb_Const(2.0));
    llb_autodiff(void, volume, llb_Duplicated(s, &ds), llb_Const(2.0));
    printf("%g %g %g  %g %g %g\n", t.value, t.first, t.second, ds.value, ds.first, ds.second);
    t = llb_fwddiff(three, volume, llb_Width(3), llb_Dual(s, seed, ds, seed), llb_Const(2.0));
    printf("%g %g %g\n", t.value, t.first, t.second);
    both p = {2, 3}, dp = {1, 10};
    printf("%g %g\n", llb_fwddiff(double, inside, llb_Dual(p), llb_Const(5.0), llb_Shadows, dp), llb_autodiff(double, inside, llb_Const(p), llb_Active(5.0), llb_Shadows));
    b = llb_autodiff(both, inside, llb_Active(p), llb_Const(5.0));
    printf("%g %g\n", b.x, b.y);
    return 0;
}
"""
ANSWERS = ["30", "30 9 45 30 9", "6", "7 9", "13 89 0 0", "30", "30 9", "8 8", "6 8", "45 60 18", "30 9", "1 6 27 34", "30 20 12 30 20 12", "0 1444 0", "645 18", "45 60"]
IN_RUST = r"""
#[macro_use]
mod llbayes;
use std::ffi::{c_char, c_int};
extern "C" { fn printf(format: *const c_char, ...) -> c_int; }
#[repr(C)] pub struct Both { x: f64, y: f64 }
#[repr(C)] pub struct Three { value: f64, first: f64, second: f64 }
#[inline(never)] extern "C" fn area(x: f64, y: f64) -> f64 { x * x * y }
#[inline(never)] fn sum(v: &[f64]) -> f64 { v.iter().map(|x| x * x).sum() }
#[inline(never)] fn squares(v: &[f64], w: &mut [f64]) { for i in 0..v.len().min(w.len()) { w[i] = v[i] * v[i]; } }
#[inline(never)] extern "C" fn square(x: &f64) -> f64 { *x * *x }
fn show(x: f64, y: f64) { unsafe { printf(b"%g %g\n\0".as_ptr() as *const c_char, x, y); } }
#[no_mangle] pub extern "C" fn main(_argc: i32, _argv: *const *const u8) -> i32 {
    let (v, mut w) = ([3.0, 4.0], [0.0, 0.0]);
    let (mut dv, mut dw) = ([1.0, 1.0], [1.0, 10.0]);
    show(autodiff_reverse!(f64; area; Active(3.0), Const(5.0)), 0.0);
    let b = autodiff_reverse!(Both; area; Active(3.0), Active(5.0));
    show(b.x, b.y);
    let t = autodiff_reverse!(Three; area; Primal, Active(3.0), Active(5.0));
    show(t.value, t.first + t.second);
    autodiff_reverse!((); sum; DuplicatedSlice(v, dv));
    show(dv[0], dv[1]);
    autodiff_reverse!((); squares; DuplicatedSlice(v, dv), DuplicatedSlice(w, dw));
    show(dv[0], dw[1]);
    show(autodiff_forward!(f64; area; Dual(3.0, 1.0), Const(5.0)), 0.0);
    let b = autodiff_forward!(Both; area; Width(2), Dual(3.0, 1.0, 0.0), DualOnly(5.0, 0.0, 1.0));
    show(b.x, b.y);
    dv = [1.0, 0.0];
    show(autodiff_forward!(f64; sum; DualSlice(v, dv)), autodiff_forward!(f64; sum; ConstSlice(v)));
    let (x, mut dx) = (3.0, 0.5);
    autodiff_reverse!((); square; Duplicated(&x, &mut dx));
    show(dx, autodiff_forward!(f64; square; Dual(&x, &dx)));
    0
}
"""
IN_RUST_ANSWERS = ["30 0", "30 9", "45 39", "7 9", "13 0", "30 0", "30 9", "6 0", "6.5 39"]


def answers(folder, module, *more):
    """What the program prints when its derivatives are there."""
    out = folder / "out.ll"
    assert cli.main(["ad", str(module), "-o", str(out)]) == 0
    call("clang-22", "-w", "-O1", out, *more, "-lm", "-o", folder / "program")
    return [" ".join(line.split()) for line in call(folder / "program").splitlines()]


@pytest.mark.parametrize("level", ["O0", "O2"])
@pytest.mark.parametrize("suffix", ["c", "cpp"])
def test_words_of_c_and_cpp(tmp_path, suffix, level):
    need("clang-22", "clang++-22")
    source = tmp_path / f"program.{suffix}"
    source.write_text(IN_C)
    assert answers(tmp_path, clang(source, level, tmp_path / "in.ll", f"-I{WORDS}")) == ANSWERS


def test_words_without_prefix(tmp_path):
    need("clang-22")
    source = tmp_path / "program.c"
    source.write_text('#define LLBAYES_WORDS\n#include "llbayes.h"\ndouble f(double x) { return x * x; }\n'
                      "double g(double x) { return llb_autodiff(double, f, Active(x)) + llb_fwddiff(double, f, Dual(x, 1.0)); }\n")
    assert cli.main(["ad", str(clang(source, "O2", tmp_path / "in.ll", f"-I{WORDS}")), "-o", str(tmp_path / "out.ll")]) == 0


@pytest.mark.parametrize("level", ["O0", "O2"])
def test_words_of_rust(tmp_path, level):
    need("rustc", "clang-22")
    source = tmp_path / "program.rs"
    (tmp_path / "llbayes.rs").write_text((WORDS / "llbayes.rs").read_text())
    source.write_text("#![crate_type = \"lib\"]\n" + IN_RUST)
    assert answers(tmp_path, rustc(source, level, tmp_path / "in.ll"), rust_library(tmp_path), "-lpthread", "-ldl") == IN_RUST_ANSWERS


QUIET = r"""
#include <stdio.h>
#include "llbayes.h"
void __enzyme_double(void *, unsigned long);
double __enzyme_call_inactive(double (*)(double), double);
double __enzyme_ignore_derivatives(double, ...);
__attribute__((noinline)) double half(double x) { return 0.5 * x; }
__attribute__((noinline)) double f(double *p) { __enzyme_double(p, 16); return __enzyme_call_inactive(half, p[0]) * p[1]; }
__attribute__((noinline)) double g(double x) { return __enzyme_ignore_derivatives(x) * x; }
int main(void) {
    double p[2] = {3, 4}, d[2] = {0, 0};
    llb_autodiff(void, f, llb_Duplicated(p, d));
    printf("%g %g %g\n", f(p), d[0], d[1]);
    printf("%g %g %g\n", g(3.0), llb_autodiff(double, g, llb_Active(3.0)), llb_fwddiff(double, g, llb_Dual(3.0, 1.0)));
    return 0;
}
"""


@pytest.mark.parametrize("level", ["O0", "O2"])
def test_hints_and_inactive_calls_inside_of_what_is_differentiated(tmp_path, level):
    need("clang-22")
    source = tmp_path / "program.c"
    source.write_text(QUIET)
    assert answers(tmp_path, clang(source, level, tmp_path / "in.ll", f"-I{WORDS}")) == ["6 0 1.5", "9 3 3"]
