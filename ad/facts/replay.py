"""Values of the primal made again at the end of an earlier block than their own, where everything they are made of is at hand."""
from __future__ import annotations

from typing import Any

from ...ir.graph.build import Code
from ...ir.graph.cfg import Cfg
from ...ir.graph.normalise import callee_of
from ...ir.records import Inst, Value
from ..rules.partials import RULES, rule_name
from .keep import CHEAP, INTEGER

DEEPEST = 30
PURE = INTEGER | CHEAP | {"fdiv"}


class Replay:
    """For one block: `possible(v)`, then `emit(code, v)` at its end. Values that dominate the end stand as they are; LLVM merges what is made twice."""

    def __init__(self, cfg: Cfg, defs: dict[str, tuple[str, Inst]], keep: Any, block: str):
        self.cfg, self.defs, self.keep, self.block = cfg, defs, keep, block
        self.memo: dict[str, Value] = {}

    def possible(self, v: Value, depth: int = 0) -> bool:
        if not v.is_local or v.ref not in self.defs or self._at_hand(v):
            return True
        inst = self.defs[v.ref][1]
        return depth < DEEPEST and self._pure(inst) and all(self.possible(a, depth + 1) for a in inst.args)

    def emit(self, code: Code, v: Value) -> Value:
        if not v.is_local or v.ref not in self.defs or self._at_hand(v):
            return v
        if v.ref not in self.memo:
            inst = self.defs[v.ref][1]
            self.memo[v.ref] = code.copy(inst, [self.emit(code, a) for a in inst.args])
        return self.memo[v.ref]

    def _at_hand(self, v: Value) -> bool:
        d = self.defs[v.ref][0]
        return self.cfg.dominates(d, self.block) and set(self.cfg.chain(d)) <= set(self.cfg.chain(self.block))

    def _pure(self, inst: Inst) -> bool:
        if inst.op == "load":
            objects = self.keep.objects.of(inst.args[0])
            behind = self.keep.behind(self.block)
            return "volatile" not in inst.flags and bool(objects) and not any(b in behind for o in objects for b, _ in self.keep.writes.get(o, ()))
        if inst.op == "call":
            return rule_name(callee_of(inst)) in RULES
        return inst.op in PURE
