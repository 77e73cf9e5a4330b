"""Adjoints that are known before the reverse begins: multiples of the seed, through uses that are linear with constant factors."""
from __future__ import annotations

from ..ir.records import Inst
from .cfg import Cfg
from .code import number

LONGEST = 150                                        # uses in a row that are looked through
Users = dict[str, list[tuple[str, Inst]]]


class ConstantAdjoints:
    """`of(v)` is the adjoint of a value in units of the seed, None when it is not known. Only values of blocks that run exactly once."""

    def __init__(self, cfg: Cfg, users: Users, webs: dict[str, float]):
        self.cfg, self.users, self.webs = cfg, users, webs        # webs: header phi of a fused loop -> its adjoint
        self.memo: dict[str, float | None] = {}
        self.depth = 0

    def of(self, ref: str) -> float | None:
        if ref not in self.memo:
            self.memo[ref] = None
            if self.depth < LONGEST:
                self.depth += 1
                self.memo[ref] = self._sum(ref)
                self.depth -= 1
        return self.memo[ref]

    def _sum(self, ref: str) -> float | None:
        total = 0.0
        for block, inst in dict.fromkeys(self.users.get(ref, ())):
            part = self._use(ref, block, inst)
            if part is None:
                return None
            total += part
        return total

    def _use(self, ref: str, block: str, inst: Inst) -> float | None:
        if inst.op == "fcmp":
            return 0.0
        if inst.op == "phi" and inst.result in self.webs:
            return self.webs[inst.result]
        if block not in self.cfg.returning or self.cfg.loop_of[block] is not None:
            return None
        match inst.op:
            case "ret":
                return 1.0
            case "phi" if len(inst.args) == 1:
                factor = 1.0
            case "fneg":
                factor = -1.0
            case "fadd" | "fsub":
                second = 1.0 if inst.op == "fadd" else -1.0
                factor = (inst.args[0].ref == ref) + second * (inst.args[1].ref == ref)
            case "fmul":
                other = inst.args[1] if inst.args[0].ref == ref else inst.args[0]
                factor = number(other)
                if factor is None or other.ref == ref:
                    return None
            case _:
                return None
        rest = self.of(inst.result)                                                             # type: ignore[arg-type]
        return None if rest is None else factor * rest
