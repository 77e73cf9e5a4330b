"""A function of one point, rewritten to read and write points that lie beside each other: element e of point i stands `W` elements behind element e - 1.

    %a = getelementptr i8, ptr %in0, i64 16;  load double, ptr %a
 -> %c1 = getelementptr i8, ptr %in0, i64 16 * W;  load double, ptr %c1

So a loop over points around a body without loops reads and writes neighbours, and LLVM makes vectors over points of it.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...ir.graph.build import PTR, integer, steps
from ...ir.graph.cfg import reverse_postorder
from ...ir.records import Block, Function, Inst, Param, Value, successors

BYTES = {"double": 8, "i64": 8, "float": 4, "i32": 4, "i8": 1, "i1": 1}


def in_columns(f: Function, items: Mapping[str, int], points: int) -> Function | None:
    """f with its stacked parameters in columns of so many `points`; `items` are the bytes of an element of each. None where f has loops, or where
    elements are read and written otherwise than one by one at known places."""
    if not _without_loops(f):
        return None
    out = _Columns(items, points)
    blocks = [Block(b.label, list(out.insts(b.insts))) for b in f.blocks]
    params = [Param(p.type, p.name) for p in f.params]
    return None if out.refused else Function(f.name, f.type, params, blocks, "internal", "alwaysinline nounwind")


def _without_loops(f: Function) -> bool:
    """Does control only ever go on to blocks that have not been?"""
    after = {b.label: successors(b) for b in f.blocks}
    place = {label: k for k, label in enumerate(reverse_postorder(f.blocks[0].label, after))}
    return all(place[label] < place[then] for label in place for then in after[label])


class _Columns:
    """What is known on the way through one function: where each pointer leads, in bytes behind which parameter."""

    def __init__(self, items: Mapping[str, int], points: int):
        self.items, self.points = items, points
        self.places: dict[str, tuple[str, int]] = {name: (name, 0) for name in items}
        self.refused = False
        self.made = 0

    def insts(self, insts: list[Inst]) -> Iterator[Inst]:
        """The instructions, those that form pointers into stacked memory left out."""
        for inst in insts:
            through = [k for k, a in enumerate(inst.args) if a.ref in self.places]
            if not through:
                yield inst
            elif inst.op == "getelementptr" and through == [0]:
                self._step(inst)
            elif through == [pointer_of(inst)]:
                yield from self._access(inst)
            else:
                self.refused = True

    def _step(self, inst: Inst) -> None:
        """A pointer at a known distance."""
        parameter, at = self.places[inst.args[0].ref]
        for index, size in steps(inst):
            if index.is_local:
                self.refused = True
                return
            at += int(index.ref) * size
        self.places[inst.name] = parameter, at

    def _access(self, inst: Inst) -> Iterator[Inst]:
        """One element is read or written."""
        k = pointer_of(inst)
        parameter, at = self.places[inst.args[k].ref]
        item = self.items[parameter]
        element = inst.type if inst.op == "load" else inst.args[0].type
        if BYTES.get(element) != item or at % item or "volatile" in inst.flags or "atomic" in inst.flags:
            self.refused = True
            return
        self.made += 1
        pointer = Inst("getelementptr", PTR, f"%column{self.made}", (Value(PTR, parameter), integer(at * self.points)), "i8")
        yield pointer
        args = (*inst.args[:k], pointer.value, *inst.args[k + 1:])
        yield Inst(inst.op, inst.type, inst.result, args, inst.extra, inst.flags, item)


def pointer_of(inst: Inst) -> int:
    """Which operand of a load or store is its pointer; -1 of anything else."""
    return {"load": 0, "store": 1}.get(inst.op, -1)
