"""Code for what is known before the reverse begins: adjoints (`facts/known_adjoints.py`) and values made again (`facts/replay.py`)."""
from __future__ import annotations

from collections.abc import Callable

from ...ir.graph.build import ACC, Code, real, zero_of
from ...ir.records import Value
from ..facts.known_adjoints import Adjoint, Part
from ..facts.replay import Replay


def emit_adjoint(code: Code, adjoint: Adjoint, seed: Value, get: Callable[[Value], Value]) -> Value | None:
    """Code for an adjoint, None for zero; `get` gives the primal's values."""
    total = None
    for parts, factor in adjoint.items():
        term = _start(code, seed, factor)
        for part in parts:
            term = _apply(code, term, part, get(part.value))
        total = term if total is None else code.binary("fadd", total, term, ACC)
    return total


def _start(code: Code, seed: Value, factor: float) -> Value:
    if factor == 1.0:
        return seed
    return code.binary("fmul", seed, real(factor), ACC) if seed.is_local else real(factor * float(seed.ref))


def _apply(code: Code, term: Value, part: Part, v: Value) -> Value:
    match part.kind:
        case "times":
            return code.binary("fmul", term, v, ACC)
        case "over":
            return code.binary("fdiv", term, v, ACC)
        case "then":
            return code.select(v, term, zero_of(term.type))
        case "else":
            return code.select(v, zero_of(term.type), term)


class Replayed:
    """`get(v)` writes a value of the primal at the end of the block of `replay`; what is at hand there stands as it is, LLVM merges what is made
    twice."""

    def __init__(self, code: Code, replay: Replay):
        self.code, self.replay = code, replay
        self.memo: dict[str, Value] = {}

    def get(self, v: Value) -> Value:
        inst = self.replay.made_again(v)
        if inst is None:
            return v
        if v.ref not in self.memo:
            self.memo[v.ref] = self.code.copy(inst, [self.get(a) for a in inst.args])
        return self.memo[v.ref]
