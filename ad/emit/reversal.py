"""Emits the reverse of one normalised function. It takes no decisions: `Keep` says where values come from, `Activity` what matters.

The function runs forwards, then jumps to the reverse of its return block; `r.B` is the reverse of block `B`. The latch of a FUSED loop goes on to its
reverse, and the reverse of the header ends with the latch's branch. Every active value has an adjoint: inside its block an SSA sum, across blocks a
slot (alloca, -0.0, reset when read) that LLVM's SROA turns into SSA values.
"""
from __future__ import annotations

from ...ir import names
from ...ir.graph.build import EXTENT, F64, FLOATS, I64, MINUS_ZERO, PTR, Code, integer, size_of, zero_of
from ...ir.records import Block, Function, Inst, Param, Value
from .block import BlockReverse
from .halves.room import Room
from .instructions import reverse_inst
from .scatter import last_iteration
from .whole import Whole


class Reverse:
    """The whole function from the reverses of its blocks; `run` returns the result."""

    def __init__(self, whole: Whole):
        self.whole = whole

    def run(self) -> Function:
        whole = self.whole
        for label in reversed(whole.cfg.rpo):
            reverse_block(BlockReverse(whole, label))
        body = self.forward() + whole.blocks + [self._end()]
        return Function(whole.f.name + "_rev", whole.f.type, self._params(), [self._start(), *body], "", "nounwind")

    def _params(self) -> list[Param]:
        whole = self.whole
        out: list[Param] = []
        for p in whole.f.params:
            out.append(Param(p.type, p.name, " ".join(["noalias"] * (p.type == PTR) + EXTENT.findall(p.attrs))))
            if p.name in whole.activity.objects:
                out.append(Param(PTR, names.shadow(p.name), "noalias"))
        if whole.wants_seed:
            out.append(Param(F64, "%seed"))
        return out

    def _start(self) -> Block:
        whole = self.whole
        code = Code(whole.names)
        self._place_objects(code)
        for name, type_ in whole.slots.items():
            code.insts.append(Inst("alloca", PTR, f"%d.{name[1:]}", (), type_))
        for name, v in whole.kept.items():
            code.insts.append(Inst("alloca", PTR, f"%s.{name[1:]}", (), self.array_type(v)))
        code.insts += whole.allocas
        for h in whole.counters.iteration:
            code.insts.append(Inst("alloca", PTR, f"%k.{h}", (), I64))
        for h in sorted(whole.scattered()):
            code.insts.append(Inst("alloca", PTR, last_iteration(h).ref, (), I64))
        if whole.uses_scratch:
            code.insts.append(Inst("alloca", PTR, "%scratch", (), F64))
            code.store(zero_of(F64), Value(PTR, "%scratch"))
        self._clear(code)
        code.insts += whole.before["start"].insts if "start" in whole.before else ()
        code.jump(whole.cfg.entry)
        return Block("start", code.insts)

    def _place_objects(self, code: Code) -> None:
        """Objects of the primal, each active one with its shadow."""
        for name, i in self.whole.objects.allocas.items():
            code.insts.append(i)
            if name in self.whole.activity.objects:
                code.insts.append(Inst("alloca", PTR, names.shadow(name), (), i.extra, align=i.align))

    def _clear(self, code: Code) -> None:
        """Shadows and slots begin empty."""
        for name, i in self.whole.objects.allocas.items():
            if name in self.whole.activity.objects:
                code.call("llvm.memset.p0.i64", "void", _memset(Value(PTR, names.shadow(name)), integer(size_of(i.held))))
        for name, type_ in self.whole.slots.items():
            code.store(Value(type_, MINUS_ZERO.ref), Value(PTR, f"%d.{name[1:]}"))

    def forward(self) -> list[Block]:
        """The primal, with what its reverse needs kept."""
        whole = self.whole
        out: list[Block] = []
        latches = {whole.cfg.loops[h].latch: "r." + h for h in whole.schedule.fused}
        kept: dict[str, list[Value]] = {}
        for v in whole.kept.values():
            kept.setdefault(whole.defs[v.ref][0], []).append(v)
            self._forget(v)
        roomed: dict[str, list[tuple[Value, Room]]] = {}
        for v in whole.roomed.values():
            if (room := whole.rooms[v.ref]) is not None:
                roomed.setdefault(whole.defs[v.ref][0], []).append((v, room))
        for b in whole.f.blocks:
            code = self._run_again(b, latches)
            for v in kept.get(b.label, ()):
                self._keep(code, v, whole.element(code, v, whole.iteration))
            for v, room in roomed.get(b.label, ()):
                self._keep(code, v, room.element(code, whole.iteration, lambda v: v))
            for v in whole.pushed.get(b.label, ()):
                whole.tape.push(code, v)
            if b.label == whole.cfg.ret or b.label in latches:
                code.jump("r." + b.label)
            else:
                code.insts.append(b.insts[-1])
            out.append(Block(b.label, code.insts))
        return out

    def _run_again(self, b: Block, latches: dict[str, str]) -> Code:
        """The primal's instructions, with what FUSED loops and copies of arrays have to do between them."""
        whole, code = self.whole, Code(self.whole.names)
        code.insts = [x for i in b.insts[:-1] if i.op != "alloca" for x in (_arriving(i, latches), *whole.behind.get(id(i), ()))]
        code.insts[_phis(b):_phis(b)] = whole.entering[b.label].insts if b.label in whole.entering else ()
        code.insts += whole.before[b.label].insts if b.label in whole.before else ()
        return code

    def array_type(self, v: Value) -> str:
        """Of the array that keeps a value, an element for each iteration of the loops around it."""
        total = 1
        for _, n in self.whole.dimensions(v) or ():
            total *= n
        element = "i8" if v.type == "i1" else v.type
        return element if total == 1 else f"[{total} x {element}]"

    def _keep(self, code: Code, v: Value, address: Value) -> None:
        code.store(code.op("zext", "i8", (v,)) if v.type == "i1" else v, address)

    def _forget(self, v: Value) -> None:
        """What a FUSED loop keeps for the same iteration starts anew in each, or LLVM would carry it round the loop."""
        whole = self.whole
        around = [loop.header for loop in whole.cfg.chain(whole.defs[v.ref][0]) if loop.header in whole.schedule.fused]
        if around and not whole.dimensions(v):
            zero = zero_of(v.type) if v.type in FLOATS else Value("i8" if v.type == "i1" else v.type, "null" if v.type == PTR else "0")
            whole.entering.setdefault(around[-1], Code(whole.names)).store(zero, whole.element(Code(whole.names), v, whole.iteration))

    def _end(self) -> Block:
        return Block("end", [Inst("ret", "void", None, self.whole.cfg.blocks[self.whole.cfg.ret].insts[-1].args)])


def reverse_block(s: BlockReverse) -> None:
    """A block's instructions backwards, then the edges to its predecessors' reverses."""
    whole, insts = s.whole, s.whole.cfg.blocks[s.block].insts
    _reverse_insts(s, insts)
    phis = [i for i in insts if i.op == "phi" and i.result in whole.activity.values]
    taken = [(i, s.take(i.value)) for i in phis]
    assert not s.sums, "every adjoint of the block has been read"
    s.local = False
    tail = s.edges([(i, a) for i, a in taken if a is not None])
    whole.pushed[s.block] = [v for v, _ in s.pops]
    first = Code(whole.names)
    for v, result in reversed(s.pops):
        whole.tape.pop(first, v, result)
    left = whole.reversed[s.block].insts if s.block in whole.reversed else []
    whole.blocks.append(Block("r." + s.block, first.insts + left + s.head.insts + s.code.insts))
    whole.blocks += tail


def _reverse_insts(s: BlockReverse, insts: list[Inst]) -> None:
    """All but the phis, which give back to other blocks."""
    if insts[-1].op == "ret" and insts[-1].args:
        for v, seed in s.whole.seeds(insts[-1].args):
            s.add(v, seed)
    for i in reversed(insts[:-1]):
        if i.op == "phi":
            break
        s.source = i.result
        reverse_inst(s, i)
    s.source = None


def _phis(b: Block) -> int:
    return sum(i.op == "phi" for i in b.insts)


def _arriving(i: Inst, latches: dict[str, str]) -> Inst:
    """A phi whose values come from behind the reverse of a FUSED loop's body."""
    if i.op != "phi" or not any(p in latches for p in i.labels):
        return i
    return Inst(i.op, i.type, i.result, i.args, tuple(latches.get(p, p) for p in i.labels), i.flags, i.align, i.metadata)


def _memset(p: Value, size: Value) -> tuple[Value, ...]:
    return p, Value("i8", "0"), size, Value("i1", "false")
