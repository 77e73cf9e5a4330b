"""The machine compiled for: CPU name, features, triple, LLVM's version, and what they mean. Not for passes (`pipelines.py`) nor for linking (`linker.py`).

Everything that makes or keeps machine code asks `host()`, and only that: a test that puts another `Target` there compiles for it. llvmlite is
imported at the first call, so that importing a room costs nothing.
"""
from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from .locks import hold_at_fork

if TYPE_CHECKING:
    from llvmlite.binding import TargetMachine


class Target(NamedTuple):
    """What machine code depends on besides the IR; part of every cache key."""

    cpu: str          # LLVM's name, "znver4"
    features: str     # "+avx2,-avx512f,…", sorted
    triple: str
    layout: str       # LLVM's data layout string
    llvm: str         # "22.1.0"
    llvmlite: str

    @property
    def architecture(self) -> str:
        """`x86-64`, `aarch64`, or what else the triple begins with."""
        first = self.triple.partition("-")[0]
        return {"x86_64": "x86-64", "arm64": "aarch64"}.get(first, first)

    def has(self, feature: str) -> bool:
        """Whether the processor has what LLVM calls by this name."""
        return f"+{feature}" in self.features.split(",")

    @property
    def vector_bits(self) -> int:
        """Width of the widest vector register."""
        return 512 if self.has("avx512f") else 256 if self.has("avx") else 128

    @property
    def lanes(self) -> int:
        """Numbers in the vectors that `simd.py` has versions of exp, log, … for; 0 where loops call the scalar functions.

        Two lanes of SSE or NEON would not pay for versions that compute all ways and choose, and without a fused multiply-add they would not
        be within their errors. Other processors than x86-64 have not been tried.
        """
        able = self.architecture == "x86-64" and self.has("avx") and self.has("fma")
        return self.vector_bits // 64 if able else 0


# branches with cheap arms become selects (up to 9 simple operations; a call of exp costs 10), and what a branch decided is not duplicated up
# to the loop's end: with LLVM 22.1's own numbers both kept loops of derivatives from being vectorised. LLVM's reader would end the process at a module
# with debug metadata that its verifier refuses; the verifier is asked behind it anyway
OPTIONS = ("-two-entry-phi-node-folding-threshold=9", "-jump-threading-threshold=0", "-disable-auto-upgrade-debug-info")


@cache
def llvm():
    """llvmlite's binding module, native code generator initialised."""
    import llvmlite.binding as binding

    hold_at_fork(binding.ffi.lib._lock)  # pyright: ignore[reportPrivateUsage] — around every call of llvmlite's, those of finalizers too
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    for option in OPTIONS:
        binding.set_option("llbayes", option)
    return binding


@cache
def host() -> Target:
    """The running machine."""
    binding = llvm()
    return described(binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten(), binding.get_process_triple())


def described(cpu: str, features: str, triple: str) -> Target:
    """A machine by LLVM's names, one of another architecture too where llvmlite's LLVM was built with it (RuntimeError otherwise)."""
    import llvmlite

    layout = str(_machine(cpu, features, triple, threading.get_ident()).target_data)
    return Target(cpu, features, triple, layout, ".".join(map(str, llvm().llvm_version_info)), llvmlite.__version__)


def machine() -> TargetMachine:
    """LLVM's target machine for `host()`, the calling thread's: no two may use one at a time."""
    target = host()
    return _machine(target.cpu, target.features, target.triple, threading.get_ident())


def machine_of(triple: str) -> TargetMachine:
    """LLVM's target machine for code of another compiler: the host's, or a plain one of the architecture that the triple names where LLVM knows that."""
    target = host()
    architecture = triple.partition("-")[0]
    if architecture in ("", target.triple.partition("-")[0]):
        return machine()
    try:
        return _machine("", "", triple, threading.get_ident())
    except RuntimeError:
        return machine()


@cache
def _machine(cpu: str, features: str, triple: str, thread: int) -> TargetMachine:
    """Position-independent, because objects are loaded far from libm and reach it through stubs."""
    binding = llvm()
    if triple != binding.get_process_triple():
        binding.initialize_all_targets()
        binding.initialize_all_asmprinters()
    return binding.Target.from_triple(triple).create_target_machine(cpu=cpu, features=features, opt=2, reloc="pic", codemodel="default")


def support() -> str:
    """What code is made for this machine, in words; `llbayes info` and `selftest` print them."""
    target = host()
    if target.architecture != "x86-64":
        return f"{target.architecture}: scalar kernels, untested"
    if not target.lanes:
        return f"x86-64 without {'FMA' if target.has('avx') else 'AVX'}: scalar kernels"
    widest = next(name for name, feature in (("avx512", "avx512f"), ("avx2", "avx2"), ("avx", "avx")) if target.has(feature))
    return f"x86-64, vector kernels {widest}"
