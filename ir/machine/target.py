"""The machine compiled for: CPU name, features, triple, LLVM's version. Not for passes (`pipelines.py`) nor for linking (`linker.py`).

llvmlite is imported at the first call, so that importing a room costs nothing.
"""
from __future__ import annotations

from functools import cache
from typing import NamedTuple


class Target(NamedTuple):
    """What machine code depends on besides the IR; part of every cache key."""

    cpu: str          # LLVM's name, "znver4"
    features: str     # "+avx2,-avx512f,…", sorted
    triple: str
    layout: str       # LLVM's data layout string
    llvm: str         # "22.1.0"
    llvmlite: str

    @property
    def vector_bits(self) -> int:
        """Width of the widest vector register."""
        enabled = self.features.split(",")
        return 512 if "+avx512f" in enabled else 256 if "+avx" in enabled else 128


# branches with cheap arms become selects (up to 9 simple operations; a call of exp costs 10), and what a branch decided is not duplicated up
# to the loop's end: both kept loops of derivatives from being vectorised
OPTIONS = ("-two-entry-phi-node-folding-threshold=9", "-jump-threading-threshold=0")


@cache
def llvm():
    """llvmlite's binding module, native code generator initialised."""
    import llvmlite.binding as binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    for option in OPTIONS:
        binding.set_option("llbayes", option)
    return binding


@cache
def host() -> Target:
    """The running machine."""
    import llvmlite

    binding = llvm()
    return Target(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        triple=binding.get_process_triple(),
        layout=str(machine().target_data),
        llvm=".".join(map(str, binding.llvm_version_info)),
        llvmlite=llvmlite.__version__,
    )


@cache
def machine(level: int = 2):
    """LLVM's target machine for this CPU. Position-independent, because objects are loaded far from libm and reach it through stubs."""
    binding = llvm()
    target = binding.Target.from_triple(binding.get_process_triple())
    return target.create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=level,
        reloc="pic",
        codemodel="default",
    )
