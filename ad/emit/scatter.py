"""Gathers in FUSED loops, x[idx[i]]: what they give back is noted, address and amount, and added to the shadow when the loop is done.

Added at once, it would keep LLVM from vectorising the loop, since two iterations may meet at one address; and where idx is sorted, each
addition would wait for the store of the one before. The second loop has four accumulators for an array of known size, the shadow and three
copies of it, so that only every fourth addition waits.

    for i: …; r = …; x_d[idx[i]] += r      ->      for i: …; r = …; at[i] = 8 * idx[i]; by[i] = r
                                                   for i: x_d[at[i] / 8] += by[i]
"""
from __future__ import annotations

import re
from typing import Any, NamedTuple

from ...ir.graph.build import F64, I64, PTR, Code, integer, size_of, steps
from ...ir.graph.cfg import Cfg, Loop
from ...ir.graph.objects import Objects
from ...ir.names import shadow
from ...ir.records import Inst, Value

FEWEST, MOST = 64, 1 << 15                           # iterations for which it pays
COPIES = 3                                           # of a shadow, in `llb.acc.scatter.wide`


class Scatter(NamedTuple):
    """One gather: `count` is the most iterations of the loop, `size` the elements of the array, 0 when they are not known or too many."""

    load: Inst
    loop: Loop
    count: int
    root: str
    size: int

    def name(self, part: str) -> Value:
        return Value(PTR, f"%g.{part}.{self.load.name[1:]}")

    def allocas(self) -> list[Inst]:
        types = [("at", f"[{self.count} x i64]"), ("by", f"[{self.count} x double]")]
        types += [("copies", f"[{COPIES * self.size} x double]")] if self.size else []
        return [Inst("alloca", PTR, self.name(part).ref, (), t, align=64) for part, t in types]

    def note(self, s: Any, amount: Value) -> None:
        """Code of the block's reverse `s`: address and amount of this iteration."""
        k = s.whole.counters.iteration[self.loop.header]
        s.code.store(_offset(s, self.load.args[0]), s.code.gep(I64, self.name("at"), k))
        s.code.store(amount, s.code.gep(F64, self.name("by"), k))

    def finish(self, code: Code, iteration: Value) -> None:
        """Behind the loop, whose last iteration had the number `iteration`."""
        n = code.binary("add", iteration, integer(1))
        where = (Value(PTR, shadow(self.root)), self.name("at"), self.name("by"), n)
        if self.size:
            code.call("llb.acc.scatter.wide", "void", (*where, self.name("copies"), integer(self.size)))
        else:
            code.call("llb.acc.scatter", "void", where)


def find_scatters(cfg: Cfg, whole: Any, always: bool) -> dict[int, Scatter]:
    """By identity of the load: active gathers that every iteration of a FUSED loop makes; with `always` whether or not it pays."""
    out = {}
    for header in whole.schedule.fused:
        loop = cfg.loops[header]
        count = whole.trips_of(loop) if header in whole.counters.iteration else None
        if count is None or not (1 if always else FEWEST) <= count <= MOST:
            continue
        for b in loop.body:
            if cfg.loop_of[b] is loop and cfg.dominates(b, loop.latch):
                for i in cfg.blocks[b].insts:
                    if i.op == "load" and i.type == F64 and i.result in whole.activity.values and (root := _root(i, loop, whole)):
                        out[id(i)] = Scatter(i, loop, count, root, _size(root, whole, count if not always else MOST))
    return out


def _root(load: Inst, loop: Loop, whole: Any) -> str | None:
    """The one object with a shadow that a gather reads."""
    objects: Objects = whole.objects
    found = list(objects.of(load.args[0]))
    if len(found) != 1 or found[0] not in whole.activity.objects or not _chain(load.args[0], objects):
        return None
    indices = [v for i in _chain(load.args[0], objects) for v in i.args[1:]]
    return found[0] if any(_from_memory(v.ref, loop, whole, 0) for v in indices) else None


def _chain(pointer: Value, objects: Objects) -> list[Inst]:
    """The getelementptr instructions from a pointer down to its object; empty when there is something else."""
    out = []
    while (inst := objects.defs.get(pointer.ref)) is not None and inst.op != "alloca":
        if inst.op != "getelementptr":
            return []
        out.append(inst)
        pointer = inst.args[0]
    return out


def _from_memory(ref: str, loop: Loop, whole: Any, depth: int) -> bool:
    block, inst = whole.defs.get(ref, (None, None))
    if inst is None or block not in loop.body or inst.op == "phi" or depth > 8:
        return False
    return inst.op == "load" or any(_from_memory(a.ref, loop, whole, depth + 1) for a in inst.args)


def _size(root: str, whole: Any, count: int) -> int:
    """Elements of the array when copies of it are worth their sums."""
    inst = whole.objects.allocas.get(root)
    if inst is not None:
        elements = size_of(inst.held) // 8
    else:
        known = re.search(r"dereferenceable\((\d+)\)", next(p.attrs for p in whole.f.params if p.name == root))
        elements = int(known[1]) // 8 if known else 0
    return elements if 2 * elements <= count else 0


def _offset(s: Any, pointer: Value) -> Value:
    """Bytes from the object's start to where a chain of getelementptr leads."""
    total = integer(0)
    for inst in _chain(pointer, s.objects):
        for operand, size in steps(inst):
            index = s.get(operand)
            if index.type != I64:
                index = s.code.op("sext", I64, (index,)) if index.is_local else Value(I64, index.ref)
            total = s.code.binary("add", total, s.code.binary("mul", index, integer(size)))
    return total
