"""How often a simple loop runs at most, as a number computed in front of it: of a counter whose start, step and limit the loop does not change.

    for (i = a; i < b; i += 2)      (b - a + 1) / 2       of an exit test that every iteration makes, on the counter or on its next value
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..records import Inst, Value
from .build import I64, Code, integer
from .cfg import Cfg, Loop
from .counters import Definitions

_TURNED = {"eq": "ne", "ne": "eq", "ult": "uge", "uge": "ult", "slt": "sge", "sge": "slt", "ugt": "ule", "ule": "ugt", "sgt": "sle", "sle": "sgt"}
_UP = {"eq": ("eq", 0), "uge": ("passed", 0), "sge": ("passed", 0), "ugt": ("passed", 1), "sgt": ("passed", 1)}
_DOWN = {"eq": ("eq", 0), "ule": ("passed", 0), "sle": ("passed", 0), "ult": ("passed", 1), "slt": ("passed", 1)}


class Trips(NamedTuple):
    """`way`: the loop is left when the counter is the limit (`eq`), or has come `beyond` past it (`passed`). `ahead`: 1 where the next value is tested."""

    start: Value
    limit: Value
    step: int
    ahead: int
    way: str
    beyond: int

    def emitted(self, code: Code) -> Value:
        """The number, at the end of a block where start and limit are known."""
        far, near = (self.limit, self.start) if self.step > 0 else (self.start, self.limit)
        distance = code.binary("sub", far, near)
        step = abs(self.step)
        if self.way == "eq":
            return code.binary("add", self._divided(code, distance, step, 0), integer(1 - self.ahead))
        some = code.call("llvm.smax.i64", I64, (code.binary("add", distance, integer(self.beyond)), integer(0)))
        more = code.binary("sub", self._divided(code, some, step, step - 1), integer(self.ahead))
        return code.binary("add", code.call("llvm.smax.i64", I64, (more, integer(0))), integer(1))

    @staticmethod
    def _divided(code: Code, v: Value, by: int, plus: int) -> Value:
        return v if by == 1 else code.binary("udiv", code.binary("add", v, integer(plus)), integer(by))


class Affine(NamedTuple):
    """A header phi that is start + step k in iteration k of its loop."""

    header: str
    start: Value
    step: int

    def emitted(self, code: Code, start: Value, iteration: Value) -> Value:
        """The value in an iteration."""
        return code.binary("add", start, code.binary("mul", iteration, integer(self.step)))


def affine_phis(cfg: Cfg, headers: Iterable[str], defs: Definitions) -> dict[str, Affine]:
    """Those of these simple loops, by name."""
    out: dict[str, Affine] = {}
    for header in headers:
        loop = cfg.loops[header]
        for phi in cfg.blocks[header].insts:
            if phi.op == "phi" and phi.type == I64:
                _, following = defs.get(phi.incoming(loop.latch).ref, ("", None))
                if step := _step(following, phi):
                    out[phi.name] = Affine(header, phi.incoming(loop.preheader), step)
    return out


def trips_of(cfg: Cfg, loop: Loop, defs: Definitions) -> Trips | None:
    """Of a simple loop; None when no test says so."""
    found = (_tested(cfg, loop, defs, block) for block, _ in loop.exits if cfg.dominates(block, loop.latch))
    return next((trips for trips in found if trips is not None), None)


def _tested(cfg: Cfg, loop: Loop, defs: Definitions, block: str) -> Trips | None:
    """What the exit test at the end of a block says."""
    end = cfg.blocks[block].insts[-1]
    test = defs.get(end.args[0].ref, (None, None))[1] if end.op == "br" and end.args else None
    if test is None or test.op != "icmp" or test.args[0].type != I64 or not _is_outside(test.args[1], loop, defs):
        return None
    phi, step, ahead = _counter(test.args[0], loop, defs)
    if phi is None or not step:
        return None
    word = test.word if end.labels[0] not in loop.body else _TURNED[test.word]
    way = (_UP if step > 0 else _DOWN).get(word)
    return None if way is None else Trips(phi.incoming(loop.preheader), test.args[1], step, ahead, *way)


def _is_outside(v: Value, loop: Loop, defs: Definitions) -> bool:
    return v.ref not in defs or defs[v.ref][0] not in loop.body


def _counter(v: Value, loop: Loop, defs: Definitions) -> tuple[Inst | None, int, int]:
    """(phi, step, 1 where `v` is its next value) of a counter."""
    block, inst = defs.get(v.ref, ("", None))
    if inst is None:
        return None, 0, 0
    if inst.op == "phi" and block == loop.header:
        _, following = defs.get(inst.incoming(loop.latch).ref, ("", None))
        return inst, _step(following, inst), 0
    _, phi = defs.get(inst.args[0].ref, ("", None)) if inst.op == "add" else ("", None)
    if phi is None or phi.op != "phi" or defs[phi.name][0] != loop.header or phi.incoming(loop.latch).ref != v.ref:
        return None, 0, 0
    return phi, _step(inst, phi), 1


def _step(following: Inst | None, phi: Inst) -> int:
    """The constant that is added in an iteration, 0 where it is none."""
    if following is None or following.op != "add" or following.args[0].ref != phi.result:
        return 0
    step = following.args[1].ref
    return int(step) if step.lstrip("-").isdigit() else 0
