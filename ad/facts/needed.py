"""Which instructions of a function matter when nobody looks at what it leaves in some of its arrays.

A product with a Hessian is forward mode along a gradient whose value and whose gradient are thrown away. LLVM deletes the sums that only they need,
with the logarithms in them, once nothing stores them; but it cannot see that an array which is read only to be added to is never looked at.
"""
from __future__ import annotations

from collections.abc import Collection, Iterable

from ...ir.dense import is_dense
from ...ir.graph.build import PTR
from ...ir.graph.cfg import reach
from ...ir.graph.normalise import callee_of
from ...ir.graph.objects import Objects
from ...ir.records import Function, Inst
from ...ir.ruled import is_ruled, pointers
from .activity import MOVES, Node, tape_of

TAPES = ("llb.tape.push.", "llb.tape.pop.")
FILLS = "llvm.memset."


def needed(f: Function, forgotten: Collection[str]) -> set[Inst]:
    """The instructions that what `f` returns, its control flow, and what it leaves in all parameters but the `forgotten` depend on, through values,
    memory and tapes; those that are not among them can be taken away together."""
    objects, insts = Objects(f), [i for b in f.blocks for i in b.insts]
    makers = {i.result: i for i in insts if i.result}
    writers = _writers(insts, objects)
    seen = [node for node in writers if isinstance(node, str) and node not in objects.allocas and node not in forgotten]

    def needs(x: Inst | Node) -> Iterable[Inst | Node]:
        if not isinstance(x, Inst):
            return writers.get(x, ())
        return [*(makers[a.ref] for a in x.args if a.ref in makers), *_reads(x, objects)]

    start: list[Inst | Node] = [*seen, *(b.insts[-1] for b in f.blocks), *filter(_has_effects, insts)]
    return {x for x in reach(start, needs) if isinstance(x, Inst)}


def _writers(insts: Iterable[Inst], objects: Objects) -> dict[Node, list[Inst]]:
    """What changes each object or tape."""
    found: dict[Node, list[Inst]] = {}
    for i in insts:
        for node in _writes(i, objects):
            found.setdefault(node, []).append(i)
    return found


def _has_effects(i: Inst) -> bool:
    """A call that does what neither its result nor an object shows."""
    callee = callee_of(i) if i.op == "call" else ""
    return i.op == "call" and i.type == "void" and not is_dense(callee) and not is_ruled(callee) and not callee.startswith((*TAPES, *MOVES, FILLS))


def _writes(i: Inst, objects: Objects) -> Iterable[Node]:
    """Objects and tapes that an instruction changes."""
    callee = callee_of(i) if i.op == "call" else ""
    if callee.startswith(TAPES):
        return (tape_of(i),)
    if callee.startswith((*MOVES, FILLS)) or is_dense(callee):
        return objects.of(i.args[0])
    if is_ruled(callee):
        return {o for a in pointers(i, written=True) for o in objects.of(a)}
    return objects.of(i.args[1]) if i.op == "store" else ()


def _reads(i: Inst, objects: Objects) -> Iterable[Node]:
    """Objects and tapes whose contents matter to it."""
    callee = callee_of(i) if i.op == "call" else ""
    if callee.startswith(TAPES):
        return (tape_of(i),)
    if callee.startswith(FILLS):
        return ()
    if callee.startswith(MOVES):
        return objects.of(i.args[1])
    if is_ruled(callee):
        return {o for a in pointers(i, written=False) for o in objects.of(a)}
    return [o for a in i.args if a.type == PTR for o in objects.of(a)] if i.op in ("load", "call") else ()
