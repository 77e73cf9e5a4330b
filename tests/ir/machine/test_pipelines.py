"""Pipelines and linker: the shape of cleaned IR, settings, imported and missing symbols, and what our own faults look like."""
import ctypes
import math

import numpy as np
import pytest

from llbayes.ir.machine import blas, definitions, linker, pipelines, unlocked

SUM = """
declare double @llvm.exp.f64(double)
declare double @lgamma(double) memory(none) nounwind willreturn
declare double @llb.twice(double)
define double @f(ptr noalias readonly %x, i64 %n) {
entry:
  br label %head
head:
  %i = phi i64 [ 0, %entry ], [ %j, %body ]
  %s = phi double [ 0.0, %entry ], [ %t, %body ]
  %c = icmp slt i64 %i, %n
  br i1 %c, label %body, label %exit
body:
  %p = getelementptr double, ptr %x, i64 %i
  %v = load double, ptr %p
  %e = call reassoc double @llvm.exp.f64(double %v)
  %t = fadd reassoc double %s, %e
  %j = add nsw i64 %i, 1
  br label %head
exit:
  ret double %s
}
define double @g(double %x) {
  %y = call double @llb.twice(double %x)
  %z = call double @lgamma(double %y)
  ret double %z
}
"""
TWICE = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_double)(lambda x: 2.0 * x)
SYMBOLS = {"llb.twice": ctypes.cast(TWICE, ctypes.c_void_p).value or 0}


def test_clean_keeps_math_symbolic_and_gives_loops_their_shape():
    text = pipelines.clean(SUM)
    assert "llvm.exp.f64" in text and "preheader" in text and ".lcssa = phi" in text and "<" not in text.split("define", 1)[1].split("}")[0]
    assert pipelines.clean(text) == text


@pytest.mark.parametrize("setting", pipelines.SETTINGS)
def test_every_setting_computes_the_same(setting):
    library = linker.link(pipelines.native(pipelines.clean(SUM), setting), SYMBOLS)
    x = np.linspace(-1.0, 1.0, 37)
    assert library.names == ("f", "g")
    assert library.function("f", ctypes.c_double, ctypes.c_void_p, ctypes.c_int64)(x.ctypes.data, 37) == pytest.approx(np.exp(x).sum(), rel=1e-14)
    assert library.function("g", ctypes.c_double, ctypes.c_double)(1.7) == pytest.approx(math.lgamma(3.4), rel=1e-14)


def test_what_is_not_exported_vanishes():
    image = pipelines.native(SUM, "quick", exports=["f"])
    assert linker.defined(image) == ("f",) and "llb.twice" not in linker.needed(image)


def test_two_libraries_may_define_the_same_name():
    one, two = (linker.link(pipelines.native(f"define double @h() {{\n  ret double {k}.0\n}}\n")) for k in (1, 2))
    assert [library.function("h", ctypes.c_double)() for library in (one, two)] == [1.0, 2.0]


def test_a_missing_symbol_is_named():
    with pytest.raises(pipelines.InternalError, match=r"nobody defines \['llb.twice'\]"):
        linker.link(pipelines.native(SUM))


def test_ir_that_llvm_cannot_read_is_quoted():
    with pytest.raises(pipelines.InternalError, match=r"(?s)expected type.*fadd wrong double"):
        pipelines.clean(SUM.replace("fadd reassoc", "fadd wrong"))


@pytest.mark.parametrize("header", [
    "define double @f(double %x) {", "define double @f(double %x) local_unnamed_addr #3 {",
    'define internal noundef double @"a(b"(ptr dereferenceable(8) %x, double %y) unnamed_addr #0 !dbg !4 {',
])
def test_attributes_of_the_cpu_go_behind_the_parameters(header):
    at = definitions.end_of_header(header)
    assert header[:at].endswith((")", "unnamed_addr")) and header[at:].startswith((" {", " #"))


def test_blas_comes_from_scipy_by_address():
    dot = ctypes.CFUNCTYPE(ctypes.c_double, *[ctypes.c_void_p] * 5)(blas.address("ddot"))
    n, one, x = np.array([3], np.int32), np.array([1], np.int32), np.array([1.0, 2.0, 3.0])
    assert dot(*(a.ctypes.data for a in (n, x, one, x, one))) == 14.0
    assert blas.addresses(["lgamma"]) == {}
    with pytest.raises(LookupError, match="neither BLAS nor LAPACK"):
        blas.address("dnothing")


def test_passes_are_freed_when_they_have_run(monkeypatch):
    """llvmlite keeps them: what they remember of a module would stay for the life of the process."""
    text, made = "define double @f(double %x) {\n  %y = fadd double %x, %x\n  ret double %y\n}\n", []
    freed = unlocked.freed
    monkeypatch.setattr(unlocked, "freed", lambda passes: (made.append(passes), freed(passes))[1])
    pipelines.clean(text)
    pipelines.native(text)
    assert len(made) == 2 and all(passes.closed for passes in made)
