"""The tape of chunks: values and whole arrays, pushed at the end of a block in the forward half, popped where the block's reverse begins."""
from __future__ import annotations

from typing import NamedTuple

from ...ir.errors import UnsupportedError
from ...ir.graph.build import F64, FLOATS, I64, PTR, Code, integer
from ...ir.records import Inst, Value


class Saved(NamedTuple):
    """An array on the tape, an entry of a block's list of what it pushes: `size` doubles at `buffer`."""

    buffer: Value
    size: int


WORD = 64                                            # bits
_KINDS = {F64: "f64", I64: "i64", PTR: "ptr"}


class Tape(NamedTuple):
    """The tape of this number in an arena."""

    arena: Value
    number: int

    def push(self, code: Code, v: Value | Saved) -> None:
        """In the forward half."""
        if isinstance(v, Saved):
            code.call("llb.tape.save", "void", (self.arena, integer(self.number), v.buffer, integer(v.size)))
        elif v.type in FLOATS:
            wide = v if v.type == F64 else code.op("fpext", F64, (v,))
            code.call("llb.tape.push.f64", "void", (self.arena, integer(self.number), wide))
        elif v.type == PTR:
            code.call("llb.tape.push.ptr", "void", (self.arena, integer(self.number), v))
        elif int(v.type[1:]) > WORD:
            self._push_long(code, v)
        else:
            wide = v if v.type == I64 else code.op("zext", I64, (v,))
            code.call("llb.tape.push.i64", "void", (self.arena, integer(self.number), wide))

    def pop(self, code: Code, v: Value | Saved, result: Value) -> None:
        """In the reverse half; a value comes back under the name of `result`, an array where it was."""
        if isinstance(v, Saved):
            code.call("llb.tape.restore", "void", (self.arena, integer(self.number), v.buffer, integer(v.size)))
            return
        if v.type not in FLOATS and v.type != PTR and int(v.type[1:]) > WORD:
            self._pop_long(code, v, result)
            return
        wide = F64 if v.type in FLOATS else PTR if v.type == PTR else I64
        call = code.call("llb.tape.pop." + _KINDS[wide], wide, (self.arena, integer(self.number)))
        if v.type == wide:
            code.insts[-1].result = result.ref
        else:
            code.insts.append(Inst("fptrunc" if wide == F64 else "trunc", v.type, result.ref, (call,)))

    def _push_long(self, code: Code, v: Value) -> None:
        """A whole number of several words, the lowest first."""
        for k in range(_words_in(v)):
            part = code.op("lshr", v.type, (v, Value(v.type, str(WORD * k)))) if k else v
            code.call("llb.tape.push.i64", "void", (self.arena, integer(self.number), code.op("trunc", I64, (part,))))

    def _pop_long(self, code: Code, v: Value, result: Value) -> None:
        whole = Value(v.type, "0")
        for _ in range(_words_in(v)):
            part = code.op("zext", v.type, (code.call("llb.tape.pop.i64", I64, (self.arena, integer(self.number))),))
            whole = code.binary("or", code.binary("shl", whole, Value(v.type, str(WORD))), part)
        code.insts.append(Inst("add", v.type, result.ref, (whole, Value(v.type, "0"))))


def _words_in(v: Value) -> int:
    """Words of a whole number longer than one; more than two are not supported."""
    if (bits := int(v.type[1:])) > 2 * WORD:
        raise UnsupportedError(f"whole numbers of {bits} bits cannot be kept", None, "use two numbers of 64 bits")
    return -(-bits // WORD)
