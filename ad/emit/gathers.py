"""Gathers in loops: which of them are noted and scattered when the loop is done (`scatter.py`), and the code for one."""
from __future__ import annotations

import re

from ...ir.graph.build import F64, FLOATS, I64, PTR, Code, integer, size_of, steps
from ...ir.graph.cfg import Loop
from ...ir.graph.normalise import callee_of
from ...ir.graph.objects import Objects
from ...ir.records import Inst, Value
from ..facts.carried_sums import carry_web
from ..facts.schedule import becomes_vector
from .block import BlockReverse
from .scatter import Scatter, last_iteration
from .whole import Whole

FEWEST, MOST = 64, 1 << 15                           # iterations for which it pays
FEW = 2                                              # gathers of a loop without calls


def find_scatters(whole: Whole, always: bool) -> dict[int, Scatter]:
    """By identity of the load: active gathers that every iteration of a FUSED loop makes, or of another that can become vectors; with `always`
    whether or not it pays."""
    fewest, out = 1 if always else FEWEST, dict[int, Scatter]()
    for header in whole.counters.iteration:
        loop = whole.cfg.loops[header]
        count = whole.trips_of(loop)
        if count is not None and fewest <= count <= MOST and (header in whole.schedule.fused or _is_plain(loop, whole, always)):
            found = [Scatter(load, loop, count, root, _size(root, whole, MOST if always else count)) for load, root in _gathers(loop, whole)]
            if header in whole.schedule.fused or always or _gains(loop, found, whole):
                out |= {id(scatter.load): scatter for scatter in found}
    return out


def _is_plain(loop: Loop, whole: Whole, always: bool) -> bool:
    """Is it left at its end only, does it read nothing active that it writes, and could it become vectors?"""
    cfg = whole.cfg
    if not whole.keep.counters or not loop.simple or [b for b, _ in loop.exits] != [loop.latch]:
        return False
    insts = [i for b in loop.body for i in cfg.blocks[b].insts]
    return not _reads_its_own(insts, whole) and (always or _is_free(loop, insts, whole))


def _reads_its_own(insts: list[Inst], whole: Whole) -> bool:
    """Do instructions read something active that they write, or call what may?"""
    objects = whole.objects
    written = {o for i in insts if i.op == "store" for o in objects.of(i.args[1])}
    read = {o for i in insts if i.op == "load" for o in objects.of(i.args[0])}
    return bool(written & read & whole.activity.objects) or any(i.op == "call" and (i.type == "void" or PTR in (a.type for a in i.args)) for i in insts)


def _gains(loop: Loop, found: list[Scatter], whole: Whole) -> bool:
    """Does a LATER loop gain by notes? Where its calls become vectors, or few gathers would wait for their own additions: many wait beside each other."""
    calls = [i for b in loop.body for i in whole.cfg.blocks[b].insts if i.op == "call" and i.type in FLOATS]
    return bool(calls) or len(found) <= FEW and all(scatter.size for scatter in found)


def _is_free(loop: Loop, insts: list[Inst], whole: Whole) -> bool:
    """Do its iterations wait for none before, but for sums, and are its calls those of functions that have vector versions?"""
    cfg, active = whole.cfg, whole.activity.values
    carried = [i for i in cfg.blocks[loop.header].insts if i.op == "phi" and i.result in active]
    return (not any(inner.parent is loop for inner in cfg.loops.values()) and all(carry_web(cfg, loop, i, whole.users) for i in carried)
            and all(becomes_vector(callee_of(i)) for i in insts if i.op == "call" and i.type in FLOATS))


def _gathers(loop: Loop, whole: Whole) -> list[tuple[Inst, str]]:
    """Active gathers with the object that each reads."""
    return [(load, root) for load in _active_loads(loop, whole) if (root := _root(load, loop, whole))]


def _active_loads(loop: Loop, whole: Whole) -> list[Inst]:
    """Those of numbers that carry derivatives and that each iteration of the loop makes once."""
    cfg = whole.cfg
    insts = [i for b in loop.body if cfg.loop_of[b] is loop and cfg.dominates(b, loop.latch) for i in cfg.blocks[b].insts]
    return [i for i in insts if i.op == "load" and i.type == F64 and i.result in whole.activity.values]


def give_back(s: BlockReverse, load: Inst, amount: Value) -> None:
    """What a gather gives back: noted in the block's reverse `s`, added to the shadow behind the loop, or where its reverse is done."""
    whole, found = s.whole, s.whole.scatters[id(load)]
    loop = found.loop
    fused = loop.header in whole.schedule.fused
    iteration = whole.iteration(loop.header) if fused else s.iteration(loop.header)
    places = (loop.header, *[(operand.ref, size) for inst in _chain(load.args[0], s.objects) for operand, size in steps(inst)])
    if places not in whole.noted:                     # gathers at the same places of several arrays share the note
        whole.noted[places] = found.name("at")
        whole.allocas.append(found.addresses())
        found.note_address(s.code, iteration, _offset(s, load.args[0]))
    whole.allocas += found.amounts()
    found.note(s.code, iteration, amount)
    code = whole.entering.setdefault(loop.exits[0][1], Code(whole.names)) if fused else whole.reversed.setdefault(loop.preheader, Code(whole.names))
    found.finish(code, iteration if fused else code.load(I64, last_iteration(loop.header)), whole.noted[places])


def _root(load: Inst, loop: Loop, whole: Whole) -> str | None:
    """The one object with a shadow that a gather reads."""
    objects = whole.objects
    found = list(objects.of(load.args[0]))
    if len(found) != 1 or found[0] not in whole.activity.objects:
        return None
    indices = [v for i in _chain(load.args[0], objects) for v in i.args[1:]]
    return found[0] if any(_from_memory(v.ref, loop, whole, 0) for v in indices) else None


def _chain(pointer: Value, objects: Objects) -> list[Inst]:
    """The getelementptr instructions from a pointer down to its object; empty when there is something else."""
    out: list[Inst] = []
    while (inst := objects.defs.get(pointer.ref)) is not None and inst.op != "alloca":
        if inst.op != "getelementptr":
            return []
        out.append(inst)
        pointer = inst.args[0]
    return out


def _from_memory(ref: str, loop: Loop, whole: Whole, depth: int) -> bool:
    block, inst = whole.defs.get(ref, (None, None))
    if inst is None or block not in loop.body or inst.op == "phi" or depth > 8:
        return False
    return inst.op == "load" or any(_from_memory(a.ref, loop, whole, depth + 1) for a in inst.args)


def _size(root: str, whole: Whole, count: int) -> int:
    """Elements of the array when copies of it are worth their sums."""
    inst = whole.objects.allocas.get(root)
    if inst is not None:
        elements = size_of(inst.held) // 8
    else:
        known = re.search(r"dereferenceable\((\d+)\)", next(p.attrs for p in whole.f.params if p.name == root))
        elements = int(known[1]) // 8 if known else 0
    return elements if 2 * elements <= count else 0


def _offset(s: BlockReverse, pointer: Value) -> Value:
    """Bytes from the object's start to where a chain of getelementptr leads."""
    total = integer(0)
    for inst in _chain(pointer, s.objects):
        for operand, size in steps(inst):
            index = s.get(operand)
            if index.type != I64:
                index = s.code.op("sext", I64, (index,)) if index.is_local else Value(I64, index.ref)
            total = s.code.binary("add", total, s.code.binary("mul", index, integer(size)))
    return total
