"""The text of the C functions that compiled chains call: a log density with its gradient, or the log density alone, and what prepares its data.

`native_density.py` says their signatures. Two modules, since chains of most samplers never ask for a value without its gradient, and a third of the
machine code would be made for nothing.
"""
from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from ..ir import names
from ..ir.collector import paused
from ..lang import Staged
from .compile import Request, Step, Symbolic, differentiated, symbolic

NATIVE, PREPARE = "density", "prepare"
Z, GRADIENT = names.argument(0), names.shadow(names.argument(0))
FATAL = ("index", "overflow", "zero_division")      # kinds of reasons that end a chain, of a plain function; others reject the point
NO_MEMORY = -1                                      # returned when a tape could not grow


@paused()
def native_text(staged: Staged, engine: str = "default", ending: Sequence[int] = (), gradient: bool = True) -> tuple[str, dict[str, int]]:
    """The module with the native functions, and what its callers must know: bytes of the arena's fixed block, slots of the prepared data. `ending` are the
    codes that end a chain; without `gradient` the density gives values alone."""
    from ..lang.bodies import with_bodies
    from .lower.lower import lower

    primal = asked = symbolic(staged.text, staged.name, prepared=True)
    if gradient:
        asked = differentiated(primal, Request((Step("reverse", (Z,)),), engine))
    text = asked.text if primal.prepare is None else beside(asked.text, primal.preparing)
    lowered, arena = lower(text)
    lowered = with_bodies(lowered)
    return lowered + wrappers(lowered, staged, primal, asked, ending), {"arena": arena, "slots": primal.slots}


def beside(text: str, other: str) -> str:
    """The functions of both modules in one; attribute groups and metadata of the second get numbers of their own. Both are as LLVM prints them, and
    stay text."""
    group = 1 + max(map(int, _GROUPS.findall(text)), default=-1)
    node = 1 + max(map(int, _NODES.findall(text)), default=-1)
    present = set(_FUNCTION.findall(text))
    more = _NODE.sub(lambda m: f"!{int(m[1]) + node}", _GROUP.sub(lambda m: f"{m[1]}#{int(m[2]) + group}", other))
    return "\n".join([text, *(part for part in _PARTS.findall(more) if not present.intersection(_FUNCTION.findall(part))), ""])


_GROUP = re.compile(r"([ )])#(\d+)\b")             # `) #3 {` and `attributes #3 = {`
_NODE = re.compile(r"!(\d+)\b")                    # `, !noalias !7` and `!7 = distinct !{…}`
_GROUPS, _NODES = re.compile(r"^attributes #(\d+) =", re.M), re.compile(r"^!(\d+) =", re.M)
_FUNCTION = re.compile(r"^(?:define|declare) [^@\n]*@([\w.]+)\(", re.M)
_PARTS = re.compile(r"^define [^\n]*\n(?:[^}\n][^\n]*\n|\n)*}$|^declare [^\n]*$|^attributes #\d[^\n]*$|^!\d[^\n]*$", re.M)


# ---- the C functions around the two

_DENSITY = """
define i64 @{native}(ptr noalias %z, ptr noalias %grad, ptr noalias %value, ptr noalias %data, ptr noalias %arena, ptr noalias %counters) {{
entry:
  %status = alloca i64, align 8
  store i64 0, ptr %status, align 8
{pointers}
{evaluate}
  %code = load i64, ptr %status, align 8
  %rejected = icmp ne i64 %code, 0
  %minus = fcmp oeq double %v, 0xFFF0000000000000
  %off = or i1 %rejected, %minus
  %final = select i1 %off, double 0xFFF0000000000000, double %v
  store double %final, ptr %value, align 8
  br i1 %off, label %reject, label %out
reject:
  %c = getelementptr i64, ptr %counters, i64 %code
  %old = load i64, ptr %c, align 8
  %one = zext i1 %rejected to i64
  %new = add i64 %old, %one
  store i64 %new, ptr %c, align 8
{clear}
out:
  %failed = getelementptr i8, ptr %arena, i64 16
  %full = load i64, ptr %failed, align 8
  %lost = icmp ne i64 %full, 0
  %last = select i1 %lost, i64 {no_memory}, i64 %code
  switch i64 %last, label %fine [ i64 {no_memory}, label %fatal {fatal} ]
fatal:
  store i64 %last, ptr %counters, align 8
  ret i64 %last
fine:
  ret i64 0
}}
"""
_BOTH = """  %plain = icmp eq ptr %grad, null
  br i1 %plain, label %only, label %both
only:
  %scratch = alloca double, i64 {n}, align 8
  br label %both
both:
  %to = phi ptr [ %grad, %entry ], [ %scratch, %only ]
{zero}
  %v = {call}"""
_CLEAR = """{zero}
  br label %out"""
_PREPARE = """
define void @{prepare}(ptr noalias %z, ptr noalias %data, ptr noalias %arena) optsize {{
entry:
  %status = alloca i64, align 8
  store i64 0, ptr %status, align 8
{pointers}
  {call}
  ret void
}}
"""


def wrappers(lowered: str, staged: Staged, primal: Symbolic, asked: Symbolic, ending: Sequence[int]) -> str:
    """Text of the native functions; `asked` is the density with its gradient, or the primal itself."""
    n = int(np.prod(staged.inputs[0].shape))
    data = [p for p in primal.params if p not in (Z, names.ARENA, names.STATUS)]
    refs = {Z: "%z", GRADIENT: "%to", names.ARENA: "%arena", names.STATUS: "%status"} | {p: f"%p{k}" for k, p in enumerate(data)}
    pointers = "\n".join(f"  %g{k} = getelementptr ptr, ptr %data, i64 {k}\n  %p{k} = load ptr, ptr %g{k}, align 8" for k in range(len(data)))
    zero = f"  call void @llvm.memset.p0.i64(ptr align 8 %to, i8 0, i64 {8 * n}, i1 false)"
    call = _call("double", asked.name, asked.params, refs)
    alone = asked is primal
    density = _DENSITY.format(native=NATIVE, pointers=pointers, evaluate=f"  %v = {call}" if alone else _BOTH.format(n=max(n, 1), zero=zero, call=call),
                              clear="  br label %out" if alone else _CLEAR.format(zero=zero),
                              no_memory=NO_MEMORY, fatal=" ".join(f"i64 {code}, label %fatal" for code in ending))
    call = _call("void", primal.prepare, primal.params, refs) if primal.prepare else ""
    declared = "" if "@llvm.memset.p0.i64(" in lowered else "declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)\n"
    return density + _PREPARE.format(prepare=PREPARE, pointers=pointers, call=call) + declared


def _call(type_: str, name: str, params: list[str], refs: dict[str, str]) -> str:
    return f"call {type_} @{name}({', '.join(f'ptr {refs[p]}' for p in params)})"
