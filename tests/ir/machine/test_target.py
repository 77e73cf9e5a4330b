"""Other machines than this one: what they are said to get, and code for them, of a small program and of a model."""
from __future__ import annotations

import ctypes
import re

import numpy as np
import pytest

from llbayes import models, samplers
from llbayes.ad import native_density
from llbayes.ir.machine import linker, pipelines, simd, target

LINUX, ARM = "x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"
HERE = target.host()
ON_X86 = pytest.mark.skipif(HERE.architecture != "x86-64", reason="machine code of x86-64 is run")

SUM_OF_EXP = """
declare double @llvm.exp.f64(double)

define double @f(ptr readonly %x, i64 %n) {
entry:
  br label %loop
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %s = phi double [ 0.0, %entry ], [ %t, %loop ]
  %p = getelementptr inbounds double, ptr %x, i64 %i
  %v = load double, ptr %p, align 8
  %e = call double @llvm.exp.f64(double %v)
  %t = fadd reassoc double %s, %e
  %next = add nuw nsw i64 %i, 1
  %more = icmp ult i64 %next, %n
  br i1 %more, label %loop, label %end
end:
  ret double %t
}
"""


def machine(cpu: str, triple: str = LINUX, *features: str) -> target.Target:
    try:
        return target.described(cpu, ",".join(features), triple)
    except RuntimeError as error:
        pytest.skip(f"llvmlite's LLVM was built without that architecture: {error}")


@pytest.fixture
def on(monkeypatch):
    """Everything that is compiled from now on is for another machine."""
    def put(other: target.Target) -> target.Target:
        monkeypatch.setattr(target, "host", lambda: other)
        return other
    return put


@pytest.mark.parametrize(("cpu", "triple", "features", "words", "lanes"), [
    ("x86-64-v2", LINUX, (), "x86-64 without AVX: scalar kernels", 0),
    ("x86-64-v2", LINUX, ("-avx", "+fma"), "x86-64 without AVX: scalar kernels", 0),
    ("sandybridge", LINUX, ("+avx", "-avx2", "-fma"), "x86-64 without FMA: scalar kernels", 0),
    ("bdver2", LINUX, ("+avx", "-avx2", "+fma"), "x86-64, vector kernels avx", 4),
    ("x86-64-v3", LINUX, ("+avx", "+avx2", "-avx512f", "+fma"), "x86-64, vector kernels avx2", 4),
    ("x86-64-v4", LINUX, ("+avx", "+avx2", "+avx512f", "+fma"), "x86-64, vector kernels avx512", 8),
    ("generic", ARM, (), "aarch64: scalar kernels, untested", 0),
    ("generic", "arm64-apple-darwin", (), "aarch64: scalar kernels, untested", 0),
    ("generic-rv64", "riscv64-unknown-linux-gnu", ("+f", "+d"), "riscv64: scalar kernels, untested", 0),
])
def test_what_a_machine_gets_in_words(on, cpu, triple, features, words, lanes):
    other = on(machine(cpu, triple, *features))
    assert target.support() == words and other.lanes == lanes
    assert ("vector-function-abi-variant" in simd.with_vector_versions(SUM_OF_EXP)) == (lanes > 0)


def test_this_machine_has_words():
    assert re.fullmatch(r"x86-64(, vector kernels \w+| without \w+: scalar kernels)|\w+: scalar kernels, untested", target.support())


@ON_X86
def test_a_program_without_avx(on):
    on(machine("x86-64-v2", HERE.triple))
    code = pipelines.assembly(SUM_OF_EXP, "full")
    assert not re.search(r"%[yz]mm|^\s+v\w+pd", code, re.MULTILINE) and "llb.exp" not in code
    library = linker.link(pipelines.native(SUM_OF_EXP, "full"))
    x = np.linspace(-2.0, 2.0, 37)
    value = library.function("f", ctypes.c_double, ctypes.c_void_p, ctypes.c_int64)(x.ctypes.data, 37)
    assert value == pytest.approx(np.exp(x).sum(), rel=1e-14)


def test_the_cache_tells_machines_apart(on):
    from llbayes.ir.machine import cache
    here = cache.key("text")
    on(machine("x86-64-v2"))
    assert cache.key("text") != here


@ON_X86
@pytest.mark.filterwarnings("ignore::llbayes.samplers.SamplingWarning")
def test_a_models_density_and_chains_without_avx(on):
    z = np.linspace(-0.5, 0.5, models.posterior("eight_schools-eight_schools_noncentered").dim)
    here = models.posterior("eight_schools-eight_schools_noncentered").value_and_grad(z)
    on(machine("x86-64-v2", HERE.triple))
    there = models.posterior("eight_schools-eight_schools_noncentered")
    value, gradient = there.value_and_grad(z)
    assert value == pytest.approx(here[0], rel=1e-13) and gradient == pytest.approx(here[1], rel=1e-12)
    drawn = samplers.nuts(there, draws=100, tune=300, chains=1, seed=1, progress=False)
    assert np.isfinite(drawn["posterior"]["mu"].values).all()


class Made(Exception):
    """Machine code is there; it cannot be linked here."""


def test_objects_for_aarch64(on, monkeypatch):
    """A small program and a model's density with its gradient, through all passes; nothing in their text is of this machine."""
    on(machine("generic", ARM))
    image = pipelines.native(SUM_OF_EXP, "full", exports=("f",))
    assert is_arm(image) and linker.defined(image) == ("f",)
    made = []
    native = pipelines.native

    def keep(text: str, setting: str = "full", exports=None) -> bytes:
        made.append((text, native(text, setting, exports)))
        raise Made

    monkeypatch.setattr(pipelines, "native", keep)
    p = models.posterior("eight_schools-eight_schools_noncentered")
    with pytest.raises(Made):
        p.value_and_grad(np.zeros(p.dim))
    text, image = made[-1]
    assert f"@{native_density.NATIVE}(" in text and ARM in text and "x86" not in text
    assert is_arm(image) and native_density.NATIVE in linker.defined(image)


def is_arm(image: bytes) -> bool:
    return image[:5] == b"\x7fELF\x02" and int.from_bytes(image[18:20], "little") == 183                  # EM_AARCH64
