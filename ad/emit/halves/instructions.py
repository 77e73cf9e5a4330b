"""The reverse of instructions that only functions with shadows as values have: calls of derived functions, allocations, copies word by word."""
from __future__ import annotations

from typing import TYPE_CHECKING

from ....ir.graph.build import FLOATS, I64, integer, struct_of, zero_of
from ....ir.graph.normalise import callee_of
from ....ir.records import Inst, Value
from ...facts.activity import MOVES
from ...facts.shadowed import Call, Shadowed, Words
from ...rules.inert import is_inert, is_noreturn
from ...rules.outside import plain
from ..places import clear, shadow_of, where

if TYPE_CHECKING:
    from ..block import BlockReverse

NO_FLOATS = frozenset(["extractvalue", "insertvalue", "cmpxchg", "atomicrmw", "fence", "ptrtoint", "inttoptr", "bitcast", "freeze", "select"])


def reverse_shadowed(s: BlockReverse, i: Inst, shadowed: Shadowed) -> bool:
    """Emits the reverse of `i` where it is one of these; says whether it was."""
    if i in shadowed.heap:
        s.code.call("llb.shadow.free", "void", (s.get(i.value), s.whole.last))
    elif i in shadowed.made:
        return True
    elif i in shadowed.params:
        if (a := s.take(i.value)) is not None:
            s.whole.parameters[shadowed.params[i]] = a
    elif (call := shadowed.calls.get(i)) is not None:
        _call(s, call)
    elif i.op == "call":
        return _outside(s, i, shadowed)
    elif i.op == "bitcast" and i.type in FLOATS:                    # of bits that integers made (`ad/foreign/words`)
        s.take(i.value)
    else:
        return i.op in NO_FLOATS and i.type not in FLOATS
    return True


def _call(s: BlockReverse, call: Call) -> None:
    """The reverse of the function that was called, with the adjoints of its results; what it gives are those of its arguments."""
    seeds = tuple((s.take(r) if r.ref in s.activity.values else None) or zero_of(r.type) for r in call.results)
    type_ = struct_of(a.type for a in call.arguments)
    reverse, frame = s.get(call.reverse), s.get(call.frame)
    given = s.code.call("", type_, (frame, s.whole.last, *seeds))
    s.code.insts[-1].extra = reverse
    for k, a in enumerate(call.arguments):
        if a.ref in s.activity.values:
            s.add(a, s.code.op("extractvalue", a.type, (given,), (k,)))


def _outside(s: BlockReverse, i: Inst, shadowed: Shadowed) -> bool:
    """Calls of what has no body here."""
    callee = plain(callee_of(i))
    if callee.startswith((*MOVES, "llvm.memset.")):
        words = shadowed.words.get(i)
        if words is not None and words.of("double", "float"):
            (_moved if callee.startswith(MOVES) else _filled)(s, i, words)
        return True
    return callee in shadowed.inactive or shadowed.is_memory(callee) or is_noreturn(callee) or is_inert(callee)


def _size(s: BlockReverse, i: Inst, known: Value | None) -> Value:
    size = s.get(i.args[2])
    return where(s, known, size if size.type == I64 else s.code.op("zext", I64, (size,)))


def _filled(s: BlockReverse, i: Inst, words: Words) -> None:
    """What memory is filled with is constant: adjoints of what was there before are 0."""
    if (to := shadow_of(s, i.args[0])) is not None:
        _zero(s, to[0], _size(s, i, to[1]), words)


def _zero(s: BlockReverse, to: Value, size: Value, words: Words) -> None:
    if {span.kind for span in words.spans} <= {"double", "float"}:
        clear(s, to, size)
        return
    for span in words.of("double", "float"):
        s.code.call(f"llb.words.zero.{_suffix(span.kind)}", "void", (to, size, integer(span.offset), integer(words.period)))


def _moved(s: BlockReverse, i: Inst, words: Words) -> None:
    """Adjoints of the copy go to what was copied, and are 0 before."""
    to, source = shadow_of(s, i.args[0]), shadow_of(s, i.args[1])
    if to is None:
        return
    size = _size(s, i, to[1])
    if source is None:
        _zero(s, to[0], size, words)
        return
    if source[1] is not None:
        _zero(s, to[0], s.code.select(source[1], integer(0), size), words)
        size = where(s, source[1], size)
    kinds = {span.kind for span in words.spans}
    if len(kinds) == 1:
        s.code.call(f"llb.acc.move.{_suffix(*kinds)}", "void", (to[0], source[0], size))
        return
    for span in words.of("double", "float"):
        s.code.call(f"llb.words.move.{_suffix(span.kind)}", "void", (to[0], source[0], size, integer(span.offset), integer(words.period)))


def _suffix(kind: str) -> str:
    return "f64" if kind == "double" else "f32"
