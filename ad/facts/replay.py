"""Values of the primal made again at the end of an earlier block than their own, where everything they are made of is at hand."""
from __future__ import annotations

from ...ir.graph.cfg import Cfg
from ...ir.graph.normalise import callee_of
from ...ir.records import Inst, Value
from ..rules.partials import RULES, rule_name
from .keep import CHEAP, INTEGER, Keep

DEEPEST = 30
PURE = INTEGER | CHEAP | {"fdiv"}


class Replay:
    """For one block: `possible(v)` at its end, and `made_again(v)`, by which instruction. Values that dominate the end stand as they are."""

    def __init__(self, cfg: Cfg, defs: dict[str, tuple[str, Inst]], keep: Keep, block: str):
        self.cfg, self.defs, self.keep, self.block = cfg, defs, keep, block

    def possible(self, v: Value, depth: int = 0) -> bool:
        inst = self.made_again(v)
        return inst is None or depth < DEEPEST and self._pure(inst) and all(self.possible(a, depth + 1) for a in inst.args)

    def made_again(self, v: Value) -> Inst | None:
        """What makes the value; None when it is at hand."""
        return None if not v.is_local or v.ref not in self.defs or self._at_hand(v) else self.defs[v.ref][1]

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
