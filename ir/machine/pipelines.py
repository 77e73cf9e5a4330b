"""LLVM's passes: `clean` before and between differentiations, `native` to object code. Text in, text or bytes out.

    clean(text)            O1, no vectorisers, no unroller, then loop-simplify and lcssa: what `ad/` reads
    native(text, "full")   O3, loop vectoriser with vector versions of exp, log, … (`simd.py`), then inlined; unrolling and interleaving
    native(text, "quick")  O2, loop vectoriser, no unrolling or interleaving: half the compile time, 4-15 % slower code
    native(text, "large")  O1 and else the same: what O2 adds has been done between differentiations, and costs a sixth of the passes' time
    native(text, "lean")   O2, loop vectoriser only: code of samplers, compiled once per machine
    optimised(text, "straight")   O3 without vectors: short loops unrolled, for a loop around the function (`ad/points`)

Every text is verified before and after. A text that LLVM refuses is our own error, never the user's: `InternalError` quotes LLVM.
"""
from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from . import target, unlocked
from .at_once import at_once
from .locks import COMPILING

if TYPE_CHECKING:
    from llvmlite.binding import Context, ModuleRef, PassBuilder


class InternalError(RuntimeError):
    """A fault of llbayes itself: LLVM refused what we wrote."""


class Setting(NamedTuple):
    """Which of LLVM's pipelines runs."""

    level: int
    loop_vectoriser: bool
    slp_vectoriser: bool
    unroll: bool
    interleave: bool
    vector_math: bool = False


CLEAN = Setting(1, False, False, False, False)      # O2's jump threading peels loops and loses their induction variables (LLVM 22.1)
# the SLP vectoriser of LLVM 22.1 moves gathers of an array before the stores to it: wrong values; it gained 1 %
SETTINGS = {
    "full": Setting(3, True, False, True, True, vector_math=True),
    "quick": Setting(2, True, False, False, False, vector_math=True),
    "large": Setting(1, True, False, False, False, vector_math=True),
    "lean": Setting(2, True, False, False, False),
    "straight": Setting(3, False, False, True, False),
}


MANY_LINES = 1100           # measured: above, "full" takes up to four times as long as "large" and its code is at most 3 % faster


def fitting(text: str) -> str:
    """The setting for a module of this size: "full", or "large" where unrolling would only cost time."""
    return "full" if text.count("\n") < MANY_LINES else "large"


def clean(text: str) -> str:
    """The module simplified and in the shape that differentiation reads; every loop has a preheader, one latch and lcssa phis."""
    with COMPILING:
        return _cleaned(text)


def clean_all(texts: Collection[str]) -> list[str]:
    """`clean` of several modules at the same time."""
    with COMPILING:
        target.host()                               # once, before there are threads
        return at_once([partial(_cleaned, text, apart=True) for text in texts])


def _cleaned(text: str, apart: bool = False) -> str:
    module = parse(text, own_context(apart))
    run_passes(module, CLEAN, loop_form=True, apart=apart)
    verify(module)
    return str(module)


def native(text: str, setting: str = "full", exports: Collection[str] | None = None) -> bytes:
    """Object code for this CPU. With `exports` all other definitions become internal, so that unused ones vanish, and parts of functions become objects
    of their own, one behind the other, made at the same time."""
    with COMPILING:
        from .units import Unit, units
        found: list[Unit] = [Unit(text, None)] if exports is None else units(text, exports)
        target.host()                               # once, before there are threads
        return b"".join(at_once([partial(_object, unit.text, setting, unit.exports) for unit in found]))


def _object(text: str, setting: str, exports: Collection[str] | None) -> bytes:
    """One object, made beside others."""
    module = optimise(text, setting, exports, apart=True)
    return unlocked.object_code(target.machine(), module)


def assembly(text: str, setting: str = "full", exports: Collection[str] | None = None) -> str:
    """The machine code of `native` as assembler text, for people and for tests."""
    with COMPILING:
        return target.machine().emit_assembly(optimise(text, setting, exports))


def optimised(text: str, setting: str = "full", exports: Collection[str] | None = None) -> str:
    """The IR that `native` emits machine code from, for people and for tests."""
    with COMPILING:
        return str(optimise(text, setting, exports))


def optimise(text: str, setting: str, exports: Collection[str] | None, apart: bool = False) -> ModuleRef:
    """LLVM module after the pipeline of `setting`; `apart` in a context of its own, so that other threads may work meanwhile."""
    from .definitions import internalise, with_cpu  # not for a start from the cache, which compiles nothing
    from .simd import inline_vector_versions, scalar_bodies, with_vector_versions

    if exports is not None:
        text = internalise(text, exports)
    chosen = SETTINGS[setting]
    module = parse(with_cpu(with_vector_versions(text) if chosen.vector_math else text, target.host()), own_context(apart))
    run_passes(module, chosen, apart=apart)
    if chosen.vector_math:
        if bodies := scalar_bodies(text, module):
            _link_bodies(module, bodies, chosen, apart)
        inline_vector_versions(module)
    verify(module)
    return module


def _link_bodies(module: ModuleRef, text: str, setting: Setting, apart: bool) -> None:
    """Adds functions that are called here alone, after the passes that the module itself has gone through."""
    from .definitions import with_cpu

    bodies = parse(with_cpu(text, target.host()), module._context)  # pyright: ignore[reportPrivateUsage] — both must be of one context
    run_passes(bodies, setting, apart=apart)
    names = [f.name for f in bodies.functions if not f.is_declaration]
    module.link_in(bodies)
    for name in names:
        module.get_function(name).linkage = "internal"


def own_context(apart: bool) -> Context | None:
    """A context for one module alone, where it is worked on beside others."""
    return target.llvm().create_context() if apart else None


def parse(text: str, context: Context | None = None, foreign: bool = False) -> ModuleRef:
    """A verified LLVM module for this machine, or a `foreign` one for what it says itself; in the usual context unless one is given."""
    binding = target.llvm()
    try:
        module = binding.parse_assembly(text, context)
    except RuntimeError as error:
        raise InternalError(f"LLVM cannot read IR that llbayes wrote: {error}\n{quoted(text, str(error))}") from None
    if not foreign:
        module.triple, module.data_layout = target.host().triple, target.host().layout
    verify(module)
    return module


def verify(module: ModuleRef) -> None:
    """Runs LLVM's verifier."""
    try:
        module.verify()
    except RuntimeError as error:
        raise InternalError(f"LLVM's verifier refuses IR that llbayes wrote: {error}") from None


def quoted(text: str, message: str) -> str:
    """The line that LLVM's message names (`<string>:12:5: …`) with its neighbours."""
    place = re.search(r"<string>:(\d+):", message)
    if place is None:
        return ""
    number, lines = int(place[1]), text.splitlines()
    return "\n".join(f"{k + 1:5d} | {lines[k]}" for k in range(max(0, number - 3), min(len(lines), number + 1)))


def run_passes(module: ModuleRef, setting: Setting, loop_form: bool = False, apart: bool = False, foreign: bool = False) -> None:
    """Runs one pipeline in place; of a `foreign` module for the machine that it is for."""
    binding = target.llvm()
    options = binding.create_pipeline_tuning_options(speed_level=setting.level)
    options.loop_vectorization = setting.loop_vectoriser
    options.slp_vectorization = setting.slp_vectoriser
    options.loop_unrolling = setting.unroll
    options.loop_interleaving = setting.interleave
    builder = binding.create_pass_builder(target.machine_of(module.triple) if foreign else target.machine(), options)
    with unlocked.freed(builder.getModulePassManager()) as passes:
        if apart:
            unlocked.run(passes, module, builder)
        else:
            passes.run(module, builder)
    if loop_form:
        _put_in_loop_form(module, builder)


def lower_invokes(module: ModuleRef) -> None:
    """Makes a call of every invoke, in place; where a call throws, the function is left without cleaning up."""
    binding = target.llvm()
    builder = binding.create_pass_builder(target.machine(), binding.create_pipeline_tuning_options(speed_level=0))
    with unlocked.freed(binding.create_new_module_pass_manager()) as passes:
        passes.add_lower_invoke_pass()
        passes.run(module, builder)


def _put_in_loop_form(module: ModuleRef, builder: PassBuilder) -> None:
    """A preheader and one latch for every loop, and phis in its exit blocks for what is used behind it: the end of a pipeline undoes them."""
    passes = target.llvm().create_new_function_pass_manager()
    passes.add_loop_simplify_pass()
    passes.add_lcssa_pass()
    for function in module.functions:
        if not function.is_declaration:
            passes.run(function, builder)
