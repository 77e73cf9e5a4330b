"""Reverse mode of a function with shadows as values where the reverse follows at once: one function, in which loops may be reversed while they run.

    both.f(parameters and shadows, adjoint of each floating leaf of the result) -> { what f returns, adjoint of each floating parameter }

What halves keep in a frame is memory of the function here; a frame is there for its tape and for memory whose size is known at run time only.
"""
from __future__ import annotations

from ....ir.graph.build import I64, MINUS_ZERO, PTR, Code, integer, zero_of
from ....ir.records import Block, Function, Inst, Param, Value
from ...facts.shadowed import FRAME
from ..block import BlockReverse
from ..reversal import reverse_block
from .halves import HEAD, TAPE, Halves

LARGEST = 2048                                       # bytes of an array on the stack


class Together(Halves):
    """The combined form of one function."""

    def combined(self) -> Function:
        """Without its name."""
        whole = self.whole
        for label in reversed(whole.cfg.rpo):
            reverse_block(BlockReverse(whole, label))
        forward = self.reverse.forward()
        seeds = [Param(v.type, v.ref) for _, v in whole.seeds(self._results())]
        type_, end = self._together()
        return Function("", type_, [*whole.f.params, *seeds], [self._start(), *forward, *whole.blocks, end])

    def _results(self) -> tuple[Value, ...]:
        return self.whole.cfg.blocks[self.whole.cfg.ret].insts[-1].args

    def _start(self) -> Block:
        whole, code = self.whole, Code(self.whole.names)
        code.insts = [i for b in whole.f.blocks for i in b.insts if i.op == "alloca"]
        code.insts.append(Inst("alloca", PTR, FRAME, (), f"[{HEAD + TAPE} x i8]", align=16))
        kept = [(f"%s.{name[1:]}", self.reverse.array_type(v)) for name, v in whole.kept.items()]
        code.insts += [Inst("alloca", PTR, f"%d.{name[1:]}", (), type_) for name, type_ in whole.slots.items()]
        code.insts += [Inst("alloca", PTR, name, (), type_, align=16) for name, type_ in kept if self._bytes(type_) <= LARGEST]
        code.insts += [Inst("alloca", PTR, f"%k.{h}", (), I64) for h in whole.counters.iteration]
        if whole.uses_scratch:
            code.insts.append(Inst("alloca", PTR, "%scratch", (), "double"))
            code.store(zero_of("double"), Value(PTR, "%scratch"))
        code.call("llb.frame.clear", "void", (Value(PTR, FRAME),))
        for name, type_ in kept:
            if self._bytes(type_) > LARGEST:
                code.insts.append(Inst("call", PTR, name, (Value(PTR, FRAME), integer(self._bytes(type_))), Value(PTR, "@llb.frame.take")))
        for name, type_ in whole.slots.items():
            code.store(Value(type_, MINUS_ZERO.ref), Value(PTR, f"%d.{name[1:]}"))
        code.insts += whole.before["start"].insts if "start" in whole.before else ()
        code.jump(whole.cfg.entry)
        return Block("start", code.insts)

    def _bytes(self, type_: str) -> int:
        return self.layout.shape(type_).size if type_[0] != "[" else _length(type_) * self.layout.shape(type_.split(" x ", 1)[1][:-1]).size

    def _together(self) -> tuple[str, Block]:
        code = Code(self.whole.names)
        code.call("llb.frame.release", "void", (Value(PTR, FRAME),))
        values = [*self._results()[:self.shadowed.returned], *self.adjoints()]
        type_ = "{ " + ", ".join(v.type for v in values) + " }" if values else "void"
        whole = Value(type_, "poison")
        for k, v in enumerate(values):
            whole = code.op("insertvalue", type_, (whole, v), (k,))
        code.insts.append(Inst("ret", "void", None, (whole,) if values else ()))
        return type_, Block("end", code.insts)


def _length(type_: str) -> int:
    return int(type_[1:].split(" x ", 1)[0])
