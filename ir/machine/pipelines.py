"""LLVM's passes: `clean` before and between differentiations, `native` to object code. Text in, text or bytes out.

    clean(text)            O1, no vectorisers, no unroller, then loop-simplify and lcssa: what `ad/` reads
    native(text, "full")   O3, loop vectoriser with vector versions of exp, log, … (`simd.py`), unrolling and interleaving
    native(text, "quick")  O2, loop vectoriser, no unrolling or interleaving: half the compile time, 4-15 % slower code
    native(text, "lean")   O2, loop vectoriser only: code of samplers, compiled once per machine

Every text is verified before and after. A text that LLVM refuses is our own error, never the user's: `InternalError` quotes LLVM.
"""
from __future__ import annotations

import re
import threading
from collections.abc import Collection
from typing import NamedTuple

from . import target
from .simd import with_vector_versions

LOCK = threading.RLock()    # llvmlite locks every single call; a pipeline is many calls on shared objects


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


CLEAN = Setting(1, False, False, False, False)      # O2's jump threading peels loops and loses their induction variables
# the SLP vectoriser of LLVM 22.1 moves gathers of an array before the stores to it: wrong values; it gained 1 %
SETTINGS = {
    "full": Setting(3, True, False, True, True, vector_math=True),
    "quick": Setting(2, True, False, False, False, vector_math=True),
    "lean": Setting(2, True, False, False, False),
}


MANY_LINES = 2500           # measured: above, "full" takes twice as long as "quick" and its code is no faster


def fitting(text: str) -> str:
    """The setting for a module of this size: "full", or "quick" where unrolling would only cost time."""
    return "full" if text.count("\n") < MANY_LINES else "quick"


def clean(text: str) -> str:
    """The module simplified and in the shape that differentiation reads; every loop has a preheader, one latch and lcssa phis."""
    with LOCK:
        module = parse(text)
        run_passes(module, CLEAN, loop_form=True)
        verify(module)
        return str(module)


def native(text: str, setting: str = "full", exports: Collection[str] | None = None) -> bytes:
    """Object code for this CPU. With `exports` all other definitions become internal, so that unused ones vanish."""
    with LOCK:
        module = optimise(text, setting, exports)
        return target.machine().emit_object(module)


def assembly(text: str, setting: str = "full", exports: Collection[str] | None = None) -> str:
    """The machine code of `native` as assembler text, for people and for tests."""
    with LOCK:
        return target.machine().emit_assembly(optimise(text, setting, exports))


def optimised(text: str, setting: str = "full", exports: Collection[str] | None = None) -> str:
    """The IR that `native` emits machine code from, for people and for tests."""
    with LOCK:
        return str(optimise(text, setting, exports))


def optimise(text: str, setting: str, exports: Collection[str] | None):
    """LLVM module after the pipeline of `setting`."""
    if exports is not None:
        text = internalise(text, exports)
    chosen = SETTINGS[setting]
    module = parse(with_cpu(with_vector_versions(text) if chosen.vector_math else text))
    run_passes(module, chosen)
    verify(module)
    return module


def parse(text: str):
    """A verified LLVM module for this machine."""
    binding, host = target.llvm(), target.host()
    try:
        module = binding.parse_assembly(text)
    except RuntimeError as error:
        raise InternalError(f"LLVM cannot read IR that llbayes wrote: {error}\n{quoted(text, str(error))}") from None
    module.triple, module.data_layout = host.triple, host.layout
    verify(module)
    return module


def verify(module) -> None:
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


def run_passes(module, setting: Setting, loop_form: bool = False) -> None:
    """Runs one pipeline in place."""
    binding = target.llvm()
    options = binding.create_pipeline_tuning_options(speed_level=setting.level)
    options.loop_vectorization = setting.loop_vectoriser
    options.slp_vectorization = setting.slp_vectoriser
    options.loop_unrolling = setting.unroll
    options.loop_interleaving = setting.interleave
    builder = binding.create_pass_builder(target.machine(), options)
    builder.getModulePassManager().run(module, builder)
    if loop_form:
        passes = binding.create_new_function_pass_manager()
        passes.add_loop_simplify_pass()
        passes.add_lcssa_pass()
        for function in module.functions:
            if not function.is_declaration:
                passes.run(function, builder)


DEFINE = re.compile(r"^define (.*)$", re.MULTILINE)


def with_cpu(text: str) -> str:
    """Adds the attributes of this CPU to every definition; without them LLVM vectorises for a machine of 2003. No reciprocal estimates:
    with the flag `arcp` they make 1 / sqrt(0) a nan in f32.

    `define double @f(ptr %x) #0 {` becomes `define double @f(ptr %x) #9 #0 {` with `attributes #9 = { … }` at the end.
    """
    host = target.host()
    number = 1 + max(map(int, re.findall(r"^attributes #(\d+) =", text, re.MULTILINE)), default=-1)
    cpu = f'"target-cpu"="{host.cpu}" "target-features"="{host.features}" "prefer-vector-width"="512" "reciprocal-estimates"="none"'
    group = f"attributes #{number} = {{ nounwind {cpu} }}"

    def add(match: re.Match) -> str:
        line = match[0]
        end = end_of_header(line)
        return f"{line[:end]} #{number}{line[end:]}"

    return f"{DEFINE.sub(add, text)}\n{group}\n"


UNNAMED = re.compile(r" (?:local_)?unnamed_addr")


def end_of_header(line: str) -> int:
    """Where attribute groups begin in a `define` line: behind the parameter list and `unnamed_addr`."""
    depth, position, name = 0, line.index("@"), False
    position = line.index("(", line.index('"', position + 2) if line[position + 1] == '"' else position)
    for position in range(position, len(line)):                            # noqa: B020  (starts where the search ended)
        char = line[position]
        name ^= char == '"'
        if not name:
            depth += (char == "(") - (char == ")")
        if depth == 0:
            break
    assert depth == 0, f"a define line of IR that ends inside its parameter list: {line}"
    after = UNNAMED.match(line, position + 1)
    return after.end() if after else position + 1


LINKAGE = ("private ", "internal ", "linkonce", "weak", "available_externally ", "external ", "dso_local ", "hidden ")


def internalise(text: str, exports: Collection[str]) -> str:
    """Marks the definitions that are not exported as internal."""

    def mark(match: re.Match) -> str:
        line = match[1]
        name = re.search(r'@("?)([^"(]+)\1\(', line)
        keep = name is None or name[2] in exports or line.startswith(LINKAGE)
        return match[0] if keep else f"define internal {line}"

    return DEFINE.sub(mark, text)
