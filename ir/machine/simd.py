"""Takes a module's text, gives it back with vector versions of the functions it calls, so that LLVM's loop vectoriser keeps those loops.

Calls of exp, log and their like get the attribute of the vector function ABI that names a vector version, and the module gets its definition
(`vector/`): LLVM calls it where it vectorises a loop and leaves the others on libm or on the scalar body. Behind the vectoriser the calls
are inlined, as far as that does not make too much code. A body of our own that has a vector version is put in there, too: before, LLVM would inline
it into the loop.
"""
from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from . import target
from .definitions import free_group
from .unlocked import freed
from .vector.versions import KERNELS, NAMES, OWN, POWERS, WIDE, kernel, of_call, operands, vector_name

if TYPE_CHECKING:
    from llvmlite.binding import ModuleRef

_CALL = re.compile(rf"^(.*\bcall [^@\n]*double @)({'|'.join(map(re.escape, (*NAMES, *KERNELS)))}|{POWERS}\w+)(\(double [^\n]*\))((?: #\d+)*)(.*)$")
_DEFINED = re.compile(r"^define [^@\n]*@(\w+)\(", re.M)
_OWN = re.compile(rf"^define internal ([^@\n]*@({'|'.join(map(re.escape, OWN))}|{POWERS}\w+)\([^{{]*)\{{\n((?:(?!\}})[^\n]*\n)*\}}\n?)", re.M)
_VERSION = re.compile(r"llb\.\w+\.v\d+")
_PRESENT = re.compile(r"^(?:declare|define) [^@\n]*@([\w.]+)\(", re.M)

ROOM, MOST_GROWTH = 800, 1.0                        # lines that inlining may add to any module, and to a large one of those that it has
SHORT = 40                                          # lines of a body that is inlined wherever it is called


def with_vector_versions(text: str, lanes: int | None = None) -> str:
    """The module with vector versions of the functions that it calls, of as many lanes as this machine has unless said."""
    lanes = target.host().lanes if lanes is None else lanes
    wide = lanes == 8 and target.host().has("avx512f")
    kept: frozenset[str] = frozenset() if wide else WIDE
    rest = _OWN.sub(lambda m: m[0] if m[2] in kept else "", text) if lanes else text
    called = _called(rest, kept)
    if not called or not lanes or "@llvm.compiler.used" in text:     # a module has one such list: one that came with its own is left alone
        return text
    text, first = rest, free_group(rest)
    groups = {pair: first + k for k, pair in enumerate(sorted(called))}

    def attach(m: re.Match[str]) -> str:
        pair = m[2], of_call(m[2], m[3])
        return f"{m[1]}{m[2]}{m[3]}{m[4]} #{groups[pair]}{m[5]}" if pair in groups else m[0]

    text = "\n".join([_CALL.sub(attach, line) if "call" in line else line for line in text.split("\n")])
    return "\n".join([text, *_definitions(text, groups, lanes, wide), ""])


def _called(text: str, kept: Collection[str]) -> set[tuple[str, str]]:
    """(function with a vector version that the text calls and does not define itself, its kernel), but for those that are kept."""
    calls = (m for line in text.split("\n") if "call" in line and (m := _CALL.match(line)))
    there = {*_DEFINED.findall(text), *kept}
    return {(m[2], of_call(m[2], m[3])) for m in calls if m[2] not in there}


def _definitions(text: str, groups: dict[tuple[str, str], int], lanes: int, wide: bool) -> list[str]:
    """Declarations that the text lacks, vector versions, and their attribute groups. Nothing refers to a version but an attribute: the list
    of used symbols keeps LLVM from dropping it before the vectoriser runs."""
    names = sorted({name for _, name in groups})
    kernels = [kernel(name, lanes, wide) for name in names]
    kept = ", ".join(f"ptr @{vector_name(name, lanes)}" for name in names)
    used = f'@llvm.compiler.used = appending global [{len(names)} x ptr] [{kept}], section "llvm.metadata"'
    attributes = [f'attributes #{group} = {{ "vector-function-abi-variant"="{_variant(*pair, lanes)}" }}' for pair, group in groups.items()]
    called = {function for function, _ in groups} - NAMES.keys()
    return [*_missing(text, called, [needed for _, needed in kernels]), *(body for body, _ in kernels), used, *attributes]


def _variant(called: str, name: str, lanes: int) -> str:
    """A version all of whose operands are vectors, in the words of the vector function ABI."""
    return f"_ZGV_LLVM_N{lanes}{'v' * len(operands(name))}_{called}({vector_name(name, lanes)})"


def _missing(text: str, names: Collection[str], needed: list[frozenset[str]]) -> list[str]:
    """Declarations of the scalar functions, and what the versions call, but for what is there."""
    scalar = {f"declare double @{name}({', '.join(['double'] * len(operands(name)))}) nounwind speculatable willreturn memory(none)" for name in names}
    present = set(_PRESENT.findall(text))
    return sorted(d for d in scalar.union(*needed) if d[d.index("@") + 1:d.index("(")] not in present)


def scalar_bodies(text: str, module: ModuleRef) -> str:
    """A module of the bodies that `with_vector_versions` left out of a text, to be linked to what the vectoriser made of it; nothing where it left out none.
    Those of a few lines are marked to be inlined. None may be dropped while nothing calls it."""
    own = [m for m in _OWN.finditer(text) if any(f.is_declaration for f in module.functions if f.name in m[1])]
    declared = [line for line in text.split("\n") if own and line.startswith("declare")]
    return "\n".join([f"define weak_odr {m[1]}{'alwaysinline ' * (m[3].count(chr(10)) < SHORT)}{{\n{m[3]}" for m in own] + declared)


def inline_vector_versions(module: ModuleRef) -> None:
    """The vector versions in place of the calls that the vectoriser made, so that loops spill no sums around them: all registers of vectors are the
    callee's. Those that add least come first, until the module would grow too much."""
    versions = [f for f in module.functions if _VERSION.fullmatch(f.name) and not f.is_declaration]
    if not versions:
        return
    text = str(module)
    room = max(ROOM, MOST_GROWTH * text.count("\n"))
    for added, version in sorted(((_calls(text, f.name) * str(f).count("\n"), f) for f in versions), key=lambda pair: pair[0]):
        room -= added
        if added and room >= 0.0:
            version.add_function_attribute("alwaysinline")
    binding = target.llvm()
    with freed(binding.create_new_module_pass_manager()) as passes:
        passes.add_always_inliner_pass()
        passes.run(module, binding.create_pass_builder(target.machine(), binding.create_pipeline_tuning_options()))


def _calls(text: str, name: str) -> int:
    return text.count(f"@{name}(") - 1              # its definition
