"""0 * inf: a value all of whose uses lie under one arm of one select condition gives nothing back when the other arm was taken."""
from __future__ import annotations

from ..ir.records import Inst, Value
from .cfg import Cfg
from .code import FLOATS

Guard = tuple[Value, int]                         # (condition, arm: 1 or 2)


def find_guards(cfg: Cfg, defs: dict[str, tuple[str, Inst]], users: dict[str, list[tuple[str, Inst]]], active: set[str]) -> dict[str, Guard]:
    """Guard of each guarded active value; the condition is of the same iteration as the value."""
    guards: dict[str, Guard] = {}
    for b in reversed(cfg.rpo):
        for i in reversed(cfg.blocks[b].insts):
            if i.result not in active or i.op in ("phi", "load"):
                continue
            found = {_guard_of_use(i.result, u, guards) for _, u in users.get(i.result, ()) if u.op != "fcmp"}
            if len(found) == 1 and (guard := found.pop()) is not None and _same_turn(cfg, defs, guard, b):
                guards[i.result] = guard
    return guards


def _guard_of_use(ref: str, user: Inst, guards: dict[str, Guard]) -> Guard | None:
    if user.op == "select" and user.type in FLOATS:
        arms = [k for k in (1, 2) if user.args[k].ref == ref]
        if len(arms) == 1:
            return (user.args[0], arms[0])
    return guards.get(user.result or "")


def _same_turn(cfg: Cfg, defs, guard: Guard, block: str) -> bool:
    found = defs.get(guard[0].ref)
    return found is not None and cfg.loop_of[found[0]] is cfg.loop_of[block] and cfg.dominates(found[0], block)
