"""Reverse mode as two functions: the augmented primal, which runs forwards and keeps what the reverse needs in a *frame*, and the reverse.

    aug.f(parameters and shadows) -> { frame, what f returns, shadows of returned pointers }
    rev.f(frame, last, adjoint of each floating leaf of the result) -> { adjoint of each floating parameter }

The emitter is that of the combined mode, with nothing at hand in the reverse (`Keep.apart`); its result is cut where it goes from the return to its
reverse. A frame holds the parameters, memory of the function with its shadows, kept arrays and the head of its tape, so that any number of frames
may be alive, in any order; the reverse takes it away when it runs for the last time.
"""
from __future__ import annotations

from ....ir.graph.build import I1, I64, MINUS_ZERO, PTR, Code, integer, zero_of
from ....ir.graph.leaves import Layout
from ....ir.records import Block, Function, Inst, Param, Value
from ...facts.shadowed import FRAME, LAST, Shadowed
from ..block import BlockReverse
from ..reversal import Reverse, reverse_block
from ..whole import Whole

HEAD, TAPE = 32, 32                                  # bytes: the head of a frame, and the one tape behind it (`ad/lower/frames.py`)
_TOP = HEAD + 8
Place = tuple[int, Value]                            # offset in the frame, what is there


class Halves:
    """Both halves of one function; `run` gives them."""

    def __init__(self, whole: Whole, shadowed: Shadowed, layout: Layout):
        self.whole, self.shadowed, self.layout = whole, shadowed, layout
        self.reverse = Reverse(whole)
        self.size = HEAD + TAPE

    def run(self) -> tuple[Function, Function]:
        """(augmented primal, reverse), both without their names."""
        whole, forward = self.whole, self.emitted()
        used = {a.ref for b in whole.blocks for i in b.insts for a in (*i.args, *([i.extra] if isinstance(i.extra, Value) else ()))}
        used |= {a.ref for a in self.adjoints()}
        parameters = [(self._place(8), Value(p.type, p.name)) for p in whole.f.params if p.name in used]
        memory = [self._memory(i) for i in self._objects()]
        return self._augmented(forward, parameters, memory), self._reversed(parameters, memory)

    def emitted(self) -> list[Block]:
        """The blocks of the primal, when those of the reverse stand in `whole.blocks`."""
        for label in reversed(self.whole.cfg.rpo):
            reverse_block(BlockReverse(self.whole, label))
        return self.reverse.forward()

    def slots(self, code: Code) -> None:
        """Memory of the reverse alone: adjoints of values, numbers of iterations, a place for what is lost."""
        whole = self.whole
        code.insts += [Inst("alloca", PTR, f"%d.{name[1:]}", (), type_) for name, type_ in whole.slots.items()]
        code.insts += [Inst("alloca", PTR, f"%k.{h}", (), I64) for h in whole.counters.iteration]
        if whole.uses_scratch:
            code.insts.append(Inst("alloca", PTR, "%scratch", (), "double"))
            code.store(zero_of("double"), Value(PTR, "%scratch"))

    def empty(self, code: Code) -> None:
        """Adjoints begin empty."""
        for name, type_ in self.whole.slots.items():
            code.store(Value(type_, MINUS_ZERO.ref), Value(PTR, f"%d.{name[1:]}"))

    def _place(self, size: int) -> int:
        at = self.size
        self.size = at + -(-size // 16) * 16
        return at

    def _memory(self, i: Inst) -> Place:
        count = int(i.args[0].ref) if i.args else 1
        return self._place(self.layout.shape(i.held).size * count), i.value

    def _objects(self) -> list[Inst]:
        """Allocas that both halves see."""
        whole = self.whole
        kept = [Inst("alloca", PTR, f"%s.{name[1:]}", (), self.reverse.array_type(v)) for name, v in whole.kept.items()]
        return [*(i for b in whole.f.blocks for i in b.insts if i.op == "alloca"), *kept]

    def _addresses(self, code: Code, memory: list[Place]) -> None:
        for at, v in memory:
            code.insts.append(Inst("getelementptr", PTR, v.ref, (Value(PTR, FRAME), integer(at)), "i8", ("inbounds",)))

    # the primal

    def _augmented(self, forward: list[Block], parameters: list[Place], memory: list[Place]) -> Function:
        whole, code = self.whole, Code(self.whole.names)
        code.insts.append(Inst("call", PTR, FRAME, (integer(self.size),), Value(PTR, "@llb.frame.make")))
        self._addresses(code, memory)
        for at, v in parameters:
            self._store(code, v, at)
        code.jump(whole.cfg.entry)
        end = next(b for b in forward if b.label == whole.cfg.ret)
        type_ = self._return(end)
        return Function("", type_, list(whole.f.params), [Block("start", code.insts), *forward])

    def _store(self, code: Code, v: Value, at: int) -> None:
        p = code.gep("i8", Value(PTR, FRAME), integer(at))
        code.insts.append(Inst("store", "void", None, (v, p), align=8))

    def _return(self, end: Block) -> str:
        """The frame and what the function returns."""
        values = (Value(PTR, FRAME), *self.whole.cfg.blocks[self.whole.cfg.ret].insts[-1].args)
        code = Code(self.whole.names)
        code.insts = end.insts[:-1]
        type_ = code.give(values)
        end.insts = code.insts
        return type_

    # the reverse

    def _reversed(self, parameters: list[Place], memory: list[Place]) -> Function:
        whole, code = self.whole, Code(self.whole.names)
        self.slots(code)
        self._addresses(code, memory)
        for at, v in parameters:
            p = code.gep("i8", Value(PTR, FRAME), integer(at))
            code.insts.append(Inst("load", v.type, v.ref, (p,), align=8))
        self.empty(code)
        top = code.load(I64, code.gep("i8", Value(PTR, FRAME), integer(_TOP)))
        code.jump("r." + whole.cfg.ret)
        params = [Param(PTR, FRAME), Param(I1, LAST), *(Param(v.type, v.ref) for _, v in whole.seeds(whole.cfg.blocks[whole.cfg.ret].insts[-1].args))]
        type_, end = self._end(top)
        return Function("", type_, params, [Block("start", code.insts), *whole.blocks, end])

    def adjoints(self) -> list[Value]:
        """Adjoints of the floating parameters, in order."""
        found = self.whole.parameters
        return [found.get(k) or zero_of(copy.type) for copy, k in sorted(self.shadowed.params.items(), key=lambda x: x[1])]

    def _end(self, top: Value) -> tuple[str, Block]:
        code = Code(self.whole.names)
        code.call("llb.frame.end", "void", (Value(PTR, FRAME), Value(I1, LAST), top))
        return code.give(self.adjoints()), Block("end", code.insts)

