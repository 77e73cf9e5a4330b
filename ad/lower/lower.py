"""Pseudo-instructions become plain IR, after the last differentiation: tapes get bodies, large temporaries a place in the arena, long functions parts.

The arena (`ir/machine/arena.py` allocates it): ptr fixed block, i64 its bytes, i64 failed, i64 unused, then one record of 32 bytes per tape number:
ptr chunk, i64 top, two unused. A chunk: ptr previous, ptr next, then `CHUNK` slots of 8 bytes; chunks stay between calls. When malloc
fails, `failed` becomes 1 and the tape goes on in the chunk it has: results are wrong, memory stays safe.
"""
from __future__ import annotations

import re
from collections.abc import Container

from ...ir.graph.build import EXTENT, I64, PTR, size_of
from ...ir.graph.parts import parted
from ...ir.machine.arena import CHUNK, CHUNK_HEAD, MAX_TAPES, TAPE_BYTES, TAPES_AT
from ...ir.names import ARENA
from ...ir.records import Function, Inst, Value
from ...ir.text import read, write
from .apart import tell_apart
from .lower_calls import lower_calls
from .own_rules import with_functions

LARGE = 2048
BLOCK = ARENA + ".block"
_TAPE_NAMES = ("llb.tape.push.f64", "llb.tape.push.i64", "llb.tape.pop.f64", "llb.tape.pop.i64")


def lower(text: str) -> tuple[str, int]:
    """(plain text, bytes of the arena's fixed block)."""
    module = read(with_functions(text))
    touched, bodies = lower_calls(module)
    for f in touched:
        _forget_effects(f)
    size = max([_place_allocas(f, module.metadata) for f in module.functions.values() if f.blocks], default=0)
    module.functions = {part.name: part for f in module.functions.values() for part in parted(f)}
    tapes = [n for n in _TAPE_NAMES if n in module.functions]
    numbers = [int(k) for k in re.findall(r"@llb\.tape\.\w+\.\w+\(ptr [^,]*, i64 (?:noundef )?(\d+)", text)]
    assert max(numbers, default=0) < MAX_TAPES, "more tapes than the arena has"
    for n in tapes:
        del module.functions[n]
    out = write(module) + bodies
    if tapes:
        out += _GROW + "".join(_BODIES[n] for n in tapes)
    return out, size


def _place_allocas(f: Function, metadata: list[str]) -> int:
    """Moves large allocas of `f` into its arena; bytes used."""
    arena = _arena_of(f)
    if arena is None:
        return 0
    entry, used = f.blocks[0], 0
    insts: list[Inst] = []
    moved: dict[str | None, None] = {}
    for i in entry.insts:
        size = _bytes(i)
        if size <= LARGE:
            insts.append(i)
            continue
        if not used:
            insts.append(Inst("load", PTR, BLOCK, (arena,), align=8))
        moved[i.result] = None
        insts.append(Inst("getelementptr", PTR, i.result, (Value(PTR, BLOCK), Value(I64, str(used))), "i8", ("inbounds",)))
        used += -(-size // 64) * 64
    entry.insts = insts
    if used:
        _forget_lifetimes(f, moved)
        _forget_effects(f)
        tell_apart(f, [name for name in moved if name], metadata)
    return used


def _forget_lifetimes(f: Function, moved: Container[str | None]) -> None:
    """LLVM's inliner marks where temporaries of a called function begin and end; such marks are for allocas alone."""
    for block in f.blocks:
        block.insts = [i for i in block.insts if not (i.op == "call" and i.callee.ref.startswith("@llvm.lifetime.") and i.args[-1].ref in moved)]


def _forget_effects(f: Function) -> None:
    """What LLVM found out about memory when the temporaries were not in the arena yet."""
    f.suffix = "nounwind"
    for p in f.params:
        p.attrs = " ".join(["noalias"] * ("noalias" in p.attrs) + EXTENT.findall(p.attrs))


def _bytes(i: Inst) -> int:
    if i.op != "alloca" or i.args and i.args[0].ref != "1":
        return 0
    try:
        return size_of(i.held)
    except (KeyError, ValueError):
        return 0


def _arena_of(f: Function) -> Value | None:
    """`%arena`, else what the tape calls use, else the last pointer parameter but one (before the status)."""
    if any(p.name == ARENA and p.type == PTR for p in f.params):
        return Value(PTR, ARENA)
    for b in f.blocks:
        for i in b.insts:
            if i.op == "call" and i.callee.ref[1:] in _TAPE_NAMES:
                return i.args[0]
    return None


_GROW = f"""
declare noalias ptr @malloc(i64)
define internal ptr @llb.tape.grow(ptr %arena, ptr %tape, ptr %chunk) noinline cold nounwind {{
enter:
  %np = getelementptr i8, ptr %chunk, i64 8
  %next = load ptr, ptr %np, align 8
  %have = icmp ne ptr %next, null
  br i1 %have, label %use, label %make
make:
  %new = call ptr @malloc(i64 {CHUNK_HEAD + 8 * CHUNK})
  %bad = icmp eq ptr %new, null
  br i1 %bad, label %fail, label %chain
chain:
  store ptr %chunk, ptr %new, align 8
  %nn = getelementptr i8, ptr %new, i64 8
  store ptr null, ptr %nn, align 8
  store ptr %new, ptr %np, align 8
  br label %use
fail:
  %fp = getelementptr i8, ptr %arena, i64 16
  store i64 1, ptr %fp, align 8
  ret ptr %chunk
use:
  %to = phi ptr [ %next, %enter ], [ %new, %chain ]
  store ptr %to, ptr %tape, align 8
  ret ptr %to
}}
define internal ptr @llb.tape.shrink(ptr %tape, ptr %chunk) noinline cold nounwind {{
enter:
  %before = load ptr, ptr %chunk, align 8
  %none = icmp eq ptr %before, null
  %to = select i1 %none, ptr %chunk, ptr %before
  store ptr %to, ptr %tape, align 8
  ret ptr %to
}}
"""

_PUSH = f"""
define internal void @llb.tape.push.{{suffix}}(ptr %arena, i64 %k, {{type}} %v) alwaysinline nounwind {{{{
enter:
  %o = mul i64 %k, {TAPE_BYTES}
  %p = add i64 %o, {TAPES_AT}
  %tape = getelementptr i8, ptr %arena, i64 %p
  %tp = getelementptr i8, ptr %tape, i64 8
  %chunk = load ptr, ptr %tape, align 8
  %top = load i64, ptr %tp, align 8
  %full = icmp uge i64 %top, {CHUNK}
  br i1 %full, label %grow, label %put
grow:
  %larger = call ptr @llb.tape.grow(ptr %arena, ptr %tape, ptr %chunk)
  br label %put
put:
  %c = phi ptr [ %chunk, %enter ], [ %larger, %grow ]
  %t = phi i64 [ %top, %enter ], [ 0, %grow ]
  %data = getelementptr i8, ptr %c, i64 {CHUNK_HEAD}
  %at = getelementptr {{type}}, ptr %data, i64 %t
  store {{type}} %v, ptr %at, align 8
  %t1 = add i64 %t, 1
  store i64 %t1, ptr %tp, align 8
  ret void
}}}}
"""

_POP = f"""
define internal {{type}} @llb.tape.pop.{{suffix}}(ptr %arena, i64 %k) alwaysinline nounwind {{{{
enter:
  %o = mul i64 %k, {TAPE_BYTES}
  %p = add i64 %o, {TAPES_AT}
  %tape = getelementptr i8, ptr %arena, i64 %p
  %tp = getelementptr i8, ptr %tape, i64 8
  %chunk = load ptr, ptr %tape, align 8
  %top = load i64, ptr %tp, align 8
  %empty = icmp eq i64 %top, 0
  br i1 %empty, label %shrink, label %take
shrink:
  %smaller = call ptr @llb.tape.shrink(ptr %tape, ptr %chunk)
  br label %take
take:
  %c = phi ptr [ %chunk, %enter ], [ %smaller, %shrink ]
  %t = phi i64 [ %top, %enter ], [ {CHUNK}, %shrink ]
  %t1 = sub i64 %t, 1
  store i64 %t1, ptr %tp, align 8
  %data = getelementptr i8, ptr %c, i64 {CHUNK_HEAD}
  %at = getelementptr {{type}}, ptr %data, i64 %t1
  %v = load {{type}}, ptr %at, align 8
  ret {{type}} %v
}}}}
"""

_BODIES = {
    "llb.tape.push.f64": _PUSH.format(suffix="f64", type="double"), "llb.tape.push.i64": _PUSH.format(suffix="i64", type="i64"),
    "llb.tape.pop.f64": _POP.format(suffix="f64", type="double"), "llb.tape.pop.i64": _POP.format(suffix="i64", type="i64"),
}
