"""Reverse mode of a function with shadows as values where the reverse follows at once: one function, in which loops may be reversed while they run.

    both.f(parameters and shadows, adjoint of each floating leaf of the result) -> { what f returns, adjoint of each floating parameter }

What halves keep in a frame is memory of the function here; a frame is there for its tape and for memory whose size is known at run time only.
"""
from __future__ import annotations

from ....ir.graph.build import PTR, Code, integer
from ....ir.records import Block, Function, Inst, Param, Value
from ...facts.shadowed import FRAME
from .halves import HEAD, TAPE, Halves

LARGEST = 2048                                       # bytes of an array on the stack


class Together(Halves):
    """The combined form of one function."""

    def combined(self) -> Function:
        """Without its name."""
        whole, forward = self.whole, self.emitted()
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
        code.insts += [Inst("alloca", PTR, name, (), type_, align=16) for name, type_ in kept if self._bytes(type_) <= LARGEST]
        self.slots(code)
        code.call("llb.frame.clear", "void", (Value(PTR, FRAME),))
        for name, type_ in kept:
            if self._bytes(type_) > LARGEST:
                code.insts.append(Inst("call", PTR, name, (Value(PTR, FRAME), integer(self._bytes(type_))), Value(PTR, "@llb.frame.take")))
        self.empty(code)
        code.insts += whole.before["start"].insts if "start" in whole.before else ()
        code.jump(whole.cfg.entry)
        return Block("start", code.insts)

    def _bytes(self, type_: str) -> int:
        return self.layout.shape(type_).size if type_[0] != "[" else _length(type_) * self.layout.shape(type_.split(" x ", 1)[1][:-1]).size

    def _together(self) -> tuple[str, Block]:
        code = Code(self.whole.names)
        code.call("llb.frame.release", "void", (Value(PTR, FRAME),))
        return code.give([*self._results()[:self.shadowed.returned], *self.adjoints()]), Block("end", code.insts)


def _length(type_: str) -> int:
    return int(type_[1:].split(" x ", 1)[0])
