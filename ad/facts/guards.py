"""0 * inf: a value all of whose uses lie under one arm of a condition (of a select, or of a branch: LLVM moves what does not change in a loop out
of it, and out of the branch with it) gives nothing back when the other arm was taken."""
from __future__ import annotations

from collections.abc import Sequence

from ...ir.graph.build import FLOATS
from ...ir.graph.cfg import Cfg
from ...ir.records import Inst, Value

Guard = tuple[Value, int]                         # (condition, arm: 1 or 2)
MOST = 12                                         # guards of one value; those of the outermost conditions are forgotten first
Definitions = dict[str, tuple[str, Inst]]


class Guards:
    """The guards of each guarded active value, innermost condition first; the conditions are of the same iteration as the value.

    t = log x;  u = y > 0 ? t : 0;  v = x > 0 ? u : 0          t: (y > 0, 1), (x > 0, 1)     u: (x > 0, 1)
    """

    def __init__(self, cfg: Cfg, defs: Definitions, users: dict[str, list[tuple[str, Inst]]], active: set[str]):
        self.cfg, self.defs = cfg, defs
        self.found: dict[str, tuple[Guard, ...]] = {}
        for b in reversed(cfg.rpo):
            for i in reversed(cfg.blocks[b].insts):
                if i.result in active and i.op != "load" and not (i.op == "phi" and b in cfg.loops):
                    uses = [self._of_use(i.result, u, a, b) for a, u in users.get(i.result, ()) if u.op != "fcmp"]
                    kept = [g for g in _common(uses) if self._same_turn(g, b)][:MOST]
                    if kept:
                        self.found[i.result] = tuple(kept)

    def leaving(self, source: str | None, target: str) -> list[Guard]:
        """What a contribution from `source` to its operand `target` must be asked; a guard that another one implies is left out."""
        inside = self.found.get(target, ())
        out = [g for g in self.found.get(source or "", ()) if g not in inside]
        implied = {x for g in out for x in _implied(self.defs, *g)[1:]}
        return [g for g in out if g not in implied]

    def _of_use(self, ref: str, user: Inst, block: str, home: str) -> tuple[Guard, ...]:
        """Of the use of `ref`, made in block `home`, by an instruction in `block`."""
        outer = self.found.get(user.result or "", ())
        if user.op == "phi":
            edges = [(p, block) for v, p in zip(user.args, user.labels, strict=True) if v.ref == ref]
            return *_common([(*self._of_edge(*e), *self._on_the_way(home, e[0])) for e in edges]), *outer
        if block != home:
            outer = *self._on_the_way(home, block), *outer
        if user.op == "select" and user.type in FLOATS:
            arms = [k for k in (1, 2) if user.args[k].ref == ref]
            if len(arms) == 1:
                return *_implied(self.defs, user.args[0], arms[0]), *outer
        return outer

    def _on_the_way(self, home: str, block: str) -> list[Guard]:
        """What branches between two blocks decided for control to come to the second."""
        out: list[Guard] = []
        while block != home and self.cfg.dominates(home, block):
            above = self.cfg.idom[block]
            if self.cfg.pred[block] == [above]:
                out += self._of_edge(above, block)
            block = above
        return out

    def _of_edge(self, source: str, target: str) -> list[Guard]:
        end = self.cfg.blocks[source].insts[-1]
        if end.op != "br" or not end.args or end.labels[0] == end.labels[1]:
            return []
        return _implied(self.defs, end.args[0], 1 if end.labels[0] == target else 2)

    def _same_turn(self, guard: Guard, block: str) -> bool:
        found = self.defs.get(guard[0].ref)
        return found is not None and set(self.cfg.chain(found[0])) <= set(self.cfg.chain(block)) and self.cfg.dominates(found[0], block)


def _common(uses: Sequence[Sequence[Guard]]) -> list[Guard]:
    return [g for g in dict.fromkeys(uses[0]) if all(g in u for u in uses[1:])] if uses else []


def _implied(defs: Definitions, condition: Value, arm: int, depth: int = 0) -> list[Guard]:
    """The guard and what follows from it: both parts of a conjunction that holds, of a disjunction that does not; the opposite of a negation."""
    inst = defs.get(condition.ref, (None, None))[1]
    if inst is None or depth > 6:
        return [(condition, arm)]
    refs = [a.ref for a in inst.args]
    if inst.op == "xor" and "true" in refs:
        parts, arm_of_parts = [inst.args[1 - refs.index("true")]], 3 - arm
    else:
        parts, arm_of_parts = [a for a in inst.args if a.is_local] if _decides_parts(inst, refs, arm) else [], arm
    return [(condition, arm), *(g for part in parts for g in _implied(defs, part, arm_of_parts, depth + 1))]


def _decides_parts(inst: Inst, refs: list[str], arm: int) -> bool:
    """Is it a conjunction in its first arm, or a disjunction in its second? Selects of i1 with a constant are both parts' lazy forms."""
    if inst.type != "i1":
        return False
    if arm == 1:
        return inst.op == "and" or inst.op == "select" and refs[2] == "false"
    return inst.op == "or" or inst.op == "select" and refs[1] == "true"
