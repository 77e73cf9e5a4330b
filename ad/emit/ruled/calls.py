"""Emits the derivative of a call with a rule of its own (`ir/ruled.py`): a call of the function that its rule is for this mode, which becomes part of the
derivative when that is cleaned, so that the next derivative is that of the rule."""
from __future__ import annotations

from collections.abc import Callable, Iterable

from ....ir.errors import UnsupportedError
from ....ir.graph.build import I64, PTR, Code, integer
from ....ir.graph.normalise import callee_of
from ....ir.names import ARENA, STATUS
from ....ir.records import Inst, Value
from ....ir.ruled import FORWARD, REVERSE, VALUE, Call, Operand, parse
from ..block import BlockReverse
from ..kept_arrays import kept_array

NULL = Value(PTR, "null")
CHOSEN = "a call with a rule of its own on differentiated or constant memory, which of them decided at run time, cannot be differentiated"
Shadow = tuple[list[Value], Value | None] | None


class Scratch:
    """Memory of the whole function for what one call of a rule takes and gives."""

    def __init__(self, code: Code, allocas: list[Inst]):
        self.code, self.allocas = code, allocas

    def new(self, o: Operand) -> Value:
        name = self.code.names.new()
        self.allocas.append(Inst("alloca", PTR, name, (), f"[{max(o.size, 1)} x {o.type}]", align=64))
        return Value(PTR, name)

    def zeros(self, o: Operand) -> Value:
        out = self.new(o)
        clear(self.code, out, o)
        return out

    def status(self) -> Value:
        out = self.new(Operand(True, I64, 1))
        self.code.store(integer(0), out)
        return out


def clear(code: Code, pointer: Value, o: Operand) -> None:
    code.call("llvm.memset.p0.i64", "void", (pointer, Value("i8", "0"), integer(o.bytes), Value("i1", "false")))


def read_by(call: Call, part: str) -> set[int]:
    """Numbers of those parameters of a rule's function that its code reads at all."""
    f = call.rule.module(part).functions[call.part(part)]
    used = {a.ref for b in f.blocks for i in b.insts for a in i.args}
    return {k for k, p in enumerate(f.params) if p.name in used}


def run(code: Code, call: Call, part: str, i: Inst, given: Iterable[Value], out: Iterable[Value], scratch: Scratch, failed: Value) -> None:
    """A call of a rule's function; why it fails is remembered in `failed`, unless there is something already."""
    constants = [i.args[k] for k in call.constants(part)]
    status = scratch.status()
    code.call(call.part(part), "void", (*given, *constants, *out, Value(PTR, ARENA), status))
    if call.rule.reasons[part]:
        base = code.binary("add", i.args[-1], integer(call.rule.reasons[FORWARD] if part == REVERSE else 0))
        remember(code, status, base, failed)


def remember(code: Code, status: Value, base: Value, failed: Value) -> None:
    """The reason that `status` holds, counted from `base`, into `failed` where that is 0."""
    reason, before = code.load(I64, status), code.load(I64, failed)
    found = code.select(code.compare("eq", reason, integer(0)), integer(0), code.binary("add", reason, base))
    code.store(code.select(code.compare("eq", before, integer(0)), found, before), failed)


def forward_call(code: Code, allocas: list[Inst], failed: Value, i: Inst, width: int, shadow: Callable[[Value], Shadow]) -> None:
    """Tangents of a call that has just been copied into the code, lane by lane; `shadow` gives the tangents of a pointer, and the condition that there
    are any."""
    call = parse(callee_of(i))
    read, written = call.floating(call.arguments), call.floating(call.results)
    shadows = {k: _tangents(shadow(i.args[k])) for k in (*read, *written)}
    if all(shadows[k] is None for k in written):
        return
    scratch = Scratch(code, allocas)
    values = [i.args[k] for k in (*call.arguments, *call.results)]
    for lane in range(width):
        given = [found[lane] if (found := shadows[k]) is not None else scratch.zeros(call.operands[k]) for k in read]
        out = [found[lane] if (found := shadows[k]) is not None else scratch.new(call.operands[k]) for k in written]
        run(code, call, FORWARD, i, [*values, *given], out, scratch, failed)


def _tangents(found: Shadow) -> list[Value] | None:
    if found is not None and found[1] is not None:
        raise UnsupportedError(CHOSEN)
    return None if found is None else found[0]


def reverse_call(s: BlockReverse, i: Inst) -> None:
    """Adjoints of a call, into the code of a block's reverse `s`."""
    call = parse(callee_of(i))
    read, written = call.floating(call.arguments), call.floating(call.results)
    shadows = {k: _adjoint(s, i.args[k]) for k in (*read, *written)}
    if all(shadows[k] is None for k in written):
        return
    if any(shadows[k] is not None for k in read):
        _pull_back(s, i, call, shadows)
    for k in written:
        if (adjoint := shadows[k]) is not None:
            clear(s.code, adjoint, call.operands[k])


def _pull_back(s: BlockReverse, i: Inst, call: Call, shadows: dict[int, Value | None]) -> None:
    scratch, reads = Scratch(s.code, s.whole.allocas), read_by(call, REVERSE)
    numbers = (*call.arguments, *call.results)
    values = [_kept(s, i, k, call.operands[k]) if at in reads else NULL for at, k in enumerate(numbers)]
    adjoints = [shadows[k] or scratch.zeros(call.operands[k]) for k in call.floating(call.results)]
    found = {k: scratch.new(call.operands[k]) for k in call.floating(call.arguments)}
    run(s.code, call, REVERSE, i, [*values, *adjoints], found.values(), scratch, Value(PTR, STATUS))
    for k, part in found.items():
        if (adjoint := shadows[k]) is not None:
            o = call.operands[k]
            s.code.call("llb.acc.move." + ("f64" if o.type == "double" else "f32"), "void", (part, adjoint, integer(o.bytes)))


def _kept(s: BlockReverse, i: Inst, k: int, o: Operand) -> Value:
    return kept_array(s, i, k, -(-o.bytes // 8), o.bytes)


def _adjoint(s: BlockReverse, pointer: Value) -> Value | None:
    known = s.has_shadow(pointer)
    if known is False:
        return None
    if known is not True:
        raise UnsupportedError(CHOSEN)
    return s.pointer(pointer, shadow=True)


def value_call(i: Inst, arena: Value) -> None:
    """After the last derivative: a call of the function itself."""
    call = parse(callee_of(i))
    numbers = (*call.arguments, *call.constants(VALUE), *call.results)
    i.args = (*(i.args[k] for k in numbers), arena, i.args[len(call.operands)])
    i.extra, i.arg_attrs, i.attrs = Value(PTR, "@" + call.part(VALUE)), (), ""
