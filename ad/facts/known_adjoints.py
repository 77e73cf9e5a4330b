"""Adjoints that are known before the reverse begins: sums of terms, each the seed times a constant and values of the primal.

An adjoint is a dictionary from the parts of a term to its constant; the empty one is zero, `{(): 2.0}` twice the seed. Uses must be linear
and must happen exactly once for each time the value is made.

    t = s * w;  u = ok ? t : -inf;  return u         adjoint of s: {(times w, arm1 ok): 1.0}
"""
from __future__ import annotations

from typing import Literal, NamedTuple

from ...ir.graph.build import number
from ...ir.graph.cfg import Cfg
from ...ir.graph.normalise import callee_of
from ...ir.records import Inst, Value
from ..rules.partials import rule_name

LONGEST = 150                                        # uses in a row that are looked through
MOST_TERMS, MOST_PARTS = 3, 5
Users = dict[str, list[tuple[str, Inst]]]


Kind = Literal["over", "times", "then", "else"]


class Part(NamedTuple):
    """A factor of a term: `over` and `times` a value; `then` and `else` give zero unless the condition is true or false."""

    kind: Kind
    value: Value


Adjoint = dict[tuple[Part, ...], float]
KINDS: tuple[Kind, ...] = ("over", "times", "then", "else")            # in this order: what a condition excludes may be infinite


def scaled(a: Adjoint, factor: float, part: Part | None = None) -> Adjoint | None:
    """factor * part * a; None when it gets too long."""
    new = {_ordered(k, part): factor * f for k, f in a.items() if factor * f != 0.0}
    return new if all(len(k) <= MOST_PARTS for k in new) else None


def _ordered(parts: tuple[Part, ...], part: Part | None) -> tuple[Part, ...]:
    return parts if part is None else tuple(sorted((*parts, part), key=lambda p: (KINDS.index(p.kind), p.value.ref)))


def added(a: Adjoint, b: Adjoint) -> Adjoint | None:
    """a + b; None when it gets too long."""
    new = dict(a)
    for k, f in b.items():
        new[k] = new.get(k, 0.0) + f
    new = {k: f for k, f in new.items() if f != 0.0}
    return new if len(new) <= MOST_TERMS else None


class KnownAdjoints:
    """`of(v)` is the adjoint of a value, None when it is not known. `sums`: what is known of the carried sums of fused loops."""

    def __init__(self, cfg: Cfg, defs: dict[str, tuple[str, Inst]], users: Users, sums: dict[str, Adjoint]):
        self.cfg, self.defs, self.users, self.sums = cfg, defs, users, sums
        self.memo: dict[str, Adjoint | None] = {}
        self.depth = 0

    def of(self, ref: str) -> Adjoint | None:
        if ref in self.sums:
            return self.sums[ref]
        if ref not in self.memo:
            self.memo[ref] = None
            if self.depth < LONGEST:
                self.depth += 1
                self.memo[ref] = self._sum(ref)
                self.depth -= 1
        return self.memo[ref]

    def _sum(self, ref: str) -> Adjoint | None:
        total: Adjoint | None = {}
        for block, inst in dict.fromkeys(self.users.get(ref, ())):
            part = self._use(ref, block, inst)
            total = None if part is None else added(total, part)
            if total is None:
                return None
        return total

    def _use(self, ref: str, block: str, inst: Inst) -> Adjoint | None:
        if inst.op == "fcmp":
            return {}
        if inst.op == "phi":
            return self._phi(ref, block, inst)
        if not self.cfg.together(self.defs[ref][0], block):
            return None
        if inst.op == "ret":
            return {(): 1.0}
        factors = linear(inst, ref)
        if factors is None:
            return None
        rest = self.of(inst.name)
        return None if rest is None else scaled(rest, *factors)

    def _phi(self, ref: str, block: str, phi: Inst) -> Adjoint | None:
        """The edge must be taken exactly once for each time the value is made."""
        if len(phi.args) == 1:
            once = self.cfg.together(self.defs[ref][0], block)
        else:
            edges = [p for v, p in zip(phi.args, phi.labels, strict=True) if v.ref == ref]
            once = len(edges) == 1 and self.cfg.succ[edges[0]] == (block,) and self.cfg.together(self.defs[ref][0], edges[0])
        return self.of(phi.name) if once else None


def linear(inst: Inst, ref: str) -> tuple[float, Part | None] | None:
    """(constant, part) by which the operand `ref` is multiplied in `inst`; None when it is not linear in it."""
    refs = [a.ref for a in inst.args]
    match inst.op:
        case "fneg":
            return -1.0, None
        case "fadd" | "fsub":
            second = 1.0 if inst.op == "fadd" else -1.0
            return (refs[0] == ref) + second * (refs[1] == ref), None
        case "fmul" if refs.count(ref) == 1:
            return _times(inst.args[1 - refs.index(ref)])
        case "fdiv" if refs[0] == ref != refs[1]:
            return 1.0, Part("over", inst.args[1])
        case "select" if refs[0] != ref:
            both = refs[1:].count(ref) == 2
            return 1.0, None if both else Part("then" if refs[1] == ref else "else", inst.args[0])
        case "call" if rule_name(callee_of(inst)) == "llvm.fmuladd" and refs.count(ref) == 1:
            return (1.0, None) if refs[2] == ref else _times(inst.args[1 - refs.index(ref)])
        case _:
            return None


def _times(v: Value) -> tuple[float, Part | None]:
    constant = number(v)
    return (1.0, Part("times", v)) if constant is None else (constant, None)
