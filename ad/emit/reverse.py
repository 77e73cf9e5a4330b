"""Reverse mode, text to text: the passes in order.

normalise -> control flow -> objects -> activity -> counters, keep, guards and emission (`reverse.py`) -> declarations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...ir.dense import is_dense
from ...ir.errors import UnsupportedError
from ...ir.graph.build import PTR
from ...ir.graph.cfg import Cfg
from ...ir.graph.normalise import callee_of, normalise
from ...ir.graph.objects import Objects
from ...ir.records import Function, Inst, Module, Param, Value
from ...ir.ruled import is_ruled, part_of
from ...ir.text import read, write
from ..facts.activity import everything, find_active
from ..facts.needed import needed
from .block import INTERLEAVE
from .gathers import find_scatters
from .helpers import HELPERS
from .reversal import Reverse
from .whole import Whole

Flag = bool | int | str | None                    # true or "dup", false or "const"
Activities = Sequence[Flag] | dict[str, Flag]
ENGINES = ("default", "baseline", "fused")        # fused: every loop that may be, whether or not it pays
_TAPE = re.compile(r"@llb\.tape\.\w+\.\w+\(ptr [^,]*, i64 (?:noundef )?(\d+)")
INTERLEAVE_COUNT = 4
_PURE = "nounwind willreturn memory(none)"


def reverse(text: str, name: str, activity: Activities, seed: float | None = 1.0, engine: str = "default") -> str:
    """IR text of `@name_rev`, the combined primal and reverse of `@name`.

    `activity`: one entry per parameter of `@name`, in order or by the parameter's name in the text; true or "dup" for a pointer with a
    shadow, false or "const" otherwise. Shadows follow their parameters and are accumulated into; `seed` None appends a `double` parameter.
    Out pointers' shadows carry the seeds and are zero afterwards. UnsupportedError names what has no rule.
    """
    assert engine in ENGINES, f"engine must be one of {ENGINES}"
    module = read(text)
    function = module.functions.get(name)
    if function is None or not function.blocks:
        raise UnsupportedError(f"there is no function `{name}` to differentiate")
    derivative = reverse_function(function, flags_of(function, activity), seed, engine, first_free_tape(text))
    out = only(module, derivative)
    out.metadata = interleaved(derivative, module.metadata)
    return write(out)


def interleaved(f: Function, metadata: list[str]) -> list[str]:
    """The module's metadata with a node for each loop of `f` that asks LLVM to interleave it."""
    free = 1 + max((int(m[1]) for line in metadata if (m := re.match(r"!(\d+) =", line))), default=-1)
    out = [*metadata, f'!{free} = !{{!"llvm.loop.interleave.count", i32 {INTERLEAVE_COUNT}}}']
    ends = [i for b in f.blocks for i in b.insts[-1:] if ("llvm.loop", INTERLEAVE) in i.metadata]
    for k, i in enumerate(ends, free + 1):
        i.metadata = (*(m for m in i.metadata if m[0] != "llvm.loop"), ("llvm.loop", f"!{k}"))
        out.append(f"!{k} = distinct !{{!{k}, !{free}}}")
    return out if ends else metadata


def reverse_function(function: Function, activity: tuple[bool, ...], seed: float | None, engine: str, tape: int) -> Function:
    """The reverse of one function as records."""
    f = normalise(function)
    if not any(b.insts[-1].op == "ret" for b in f.blocks):
        raise UnsupportedError(f"`{function.name}` never returns")
    cfg, objects = Cfg(f), Objects(f)
    active = {p.name for p, a in zip(f.params, activity, strict=True) if a}
    facts = everything(f, objects, active) if engine == "baseline" else find_active(f, objects, active)
    facts.objects |= active
    whole = Whole(f, cfg, objects, facts, tape, seed if f.type != "void" else 1.0, engine)
    whole.scatters = find_scatters(whole, engine == "fused")
    return Reverse(whole).run()


def first_free_tape(text: str) -> int:
    """The first tape number that the text does not use."""
    return 1 + max((int(k) for k in _TAPE.findall(text)), default=-1)


def flags_of(function: Function, activity: Activities) -> tuple[bool, ...]:
    """One flag a parameter, checked."""
    if isinstance(activity, dict):
        activity = [activity.get(p.name) for p in function.params]
    flags = tuple(a not in (False, None, "const", "Const") and bool(a) for a in activity)
    if len(flags) != len(function.params):
        raise UnsupportedError(f"`{function.name}` has {len(function.params)} parameters, {len(flags)} activities were given")
    for p, active in zip(function.params, flags, strict=True):
        if active and p.type != PTR:
            raise UnsupportedError("only pointer parameters can be active")
    return flags


def forget(f: Function, forgotten: set[str]) -> None:
    """Takes away whatever matters to nothing but what is returned and what those parameters hold."""
    for b in f.blocks:
        if b.insts[-1].op == "ret" and f.type != "void":
            b.insts[-1] = Inst("ret", "void", None, (Value(f.type, "zeroinitializer"),))
    kept = needed(f, forgotten)
    for b in f.blocks:
        b.insts = [i for i in b.insts if i in kept]


def only(module: Module, f: Function) -> Module:
    """A module with f and what it calls."""
    out = Module({f.name: f}, module.globals, module.attributes, module.metadata)
    helpers = helper_functions()
    work = [f]
    while work:
        for b in work.pop().blocks:
            for i in b.insts:
                callee = callee_of(i) if i.op == "call" else ""
                if not callee or callee in out.functions:
                    continue
                found = helpers.get(callee) or module.functions.get(callee) or part_of(callee, out)
                if found is not None and (found.blocks or not callee.startswith("llb.tape.")):
                    out.functions[callee] = found
                    work.append(found)
                else:
                    out.functions[callee] = declaration(callee, i)
    return out


@cache
def helper_functions() -> dict[str, Function]:
    """Small functions that a reverse calls, by name."""
    return read(HELPERS).functions


def declaration(name: str, call: Inst) -> Function:
    """Of a function that is called and that nothing here defines."""
    params = [Param(a.type, "", "immarg" if name.startswith("llvm.mem") and k == 3 else "") for k, a in enumerate(call.args)]
    pure = "" if name.startswith("llvm.") or is_dense(name) or is_ruled(name) else "nounwind" if name.startswith("llb.tape.") else _PURE
    return Function(name, call.type, params, suffix=pure)
