"""Forward mode of code that this engine made: frames and tapes are still calls there, and their shadows are frames and values on the same tapes.

    llb.frame.make(size), take(frame, size)         the same for the shadow
    llb.frame.end, release, clear, llb.words.…      the same of shadows
    llb.tape.push.ptr(frame, tape, p)               the shadows of p lie above it
"""
from __future__ import annotations

from ...ir.errors import UnsupportedError
from ...ir.graph.build import I64, PTR, integer
from ...ir.graph.normalise import callee_of
from ...ir.records import Inst, Value
from .lanes import Lanes

_SIZED = ("llb.words.", "llb.acc.move.")


def nested_call(s: Lanes, i: Inst) -> None:
    """A call of the engine's own, in forward mode."""
    callee = callee_of(i)
    if s.reverse:
        raise UnsupportedError(f"`{s.f.name}` is a derivative in reverse mode already", None, "differentiate it in forward mode")
    if callee in ("llb.frame.make", "llb.frame.take"):
        _again(s, i)
    elif callee == "llb.tape.push.ptr":
        _push(s, i)
    elif callee == "llb.tape.pop.ptr":
        _pop(s, i)
    elif callee.startswith("llb.tape.") or callee == "llb.pair.check":
        s.keep(i)
    else:
        _same(s, i, sized=callee.startswith(_SIZED))


def _again(s: Lanes, i: Inst) -> None:
    """Memory of a frame; that of shadows begins empty."""
    s.keep(i)
    lanes: list[Value] = []
    for k in range(s.width):
        args = tuple(s.shadows(a)[k] if a.type == PTR else a for a in i.args)
        s.put(Inst("call", PTR, s.names.new(), args, i.callee))
        lanes.append(s.code.insts[-1].value)
        s.zeroed(lanes[-1], i.args[-1])
    s.out.lanes[i.name] = tuple(lanes)


def _push(s: Lanes, i: Inst) -> None:
    s.keep(i)
    for shadow in s.shadows(i.args[2]):
        s.put(Inst("call", "void", None, (*i.args[:2], shadow), i.callee))


def _pop(s: Lanes, i: Inst) -> None:
    for _ in range(s.width):
        s.put(Inst("call", PTR, s.names.new(), i.args, i.callee))
    s.out.lanes[i.name] = tuple(x.value for x in s.code.insts[-s.width:][::-1])
    s.keep(i)


def _same(s: Lanes, i: Inst, sized: bool) -> None:
    """What is linear in the memory that it is given does the same to its shadows, where there are any."""
    s.keep(i)
    pointers = [a for a in i.args if a.type == PTR]
    for k in range(s.width):
        args = [s.shadows(a)[k] if a.type == PTR else a for a in i.args]
        if sized:
            at = next(k for k, a in enumerate(i.args) if a.type == I64)
            for p in pointers:
                args[at] = s.made("select", I64, (s.differs(p, s.shadows(p)[k]), args[at], integer(0)))
        s.put(Inst("call", i.type, s.names.new() if i.result else None, tuple(args), i.callee))
