"""Carried sums: what a header phi of a loop is copied or added into on its way round the loop."""
from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import NamedTuple

from ...ir.graph.build import FLOATS
from ...ir.graph.cfg import Cfg, Loop, reach
from ...ir.graph.normalise import callee_of
from ...ir.records import Function, Inst
from ..rules.partials import rule_name
from .known_adjoints import Users


class Web(NamedTuple):
    """A header phi, all values of the loop that hold the sum, and the one that comes back (the only one that is used outside)."""

    phi: Inst
    members: frozenset[str]
    last: str


def carry_web(cfg: Cfg, loop: Loop, phi: Inst, users: Users) -> Web | None:
    """The web of a header phi, None when it is not a plain sum: every member is the phi, a sum of one member and something else, or a choice
    (select, phi) of members only. So whatever way an iteration goes, the phi enters the last member with the factor 1.

        c = phi [init], [e];  d = c + t;  e = select(k, d, c)        {c, d, e}        (select(k, d, 0) would start anew: no web)
    """
    last = phi.incoming(loop.latch).ref
    found = _candidates(loop, phi, last, users)
    if found is None or last == phi.result or last not in found or not all(_holds(i, found) for i in found.values() if i is not phi):
        return None
    return Web(phi, frozenset(found), last)


def _candidates(loop: Loop, phi: Inst, last: str, users: Users) -> dict[str, Inst] | None:
    """All values of the loop that the phi flows into; None when one of its uses is not that of a sum."""
    found: dict[str, Inst] = {phi.name: phi}
    stack = [phi.name]
    while stack:
        ref = stack.pop()
        for block, user in users.get(ref, ()):
            if block not in loop.body:
                if ref != last or user.op != "phi":
                    return None
            elif user is not phi and user.op != "fcmp":
                if not _may_hold(user, ref) or user.op == "phi" and block == loop.header:
                    return None
                if user.name not in found:
                    found[user.name] = user
                    stack.append(user.name)
    return found


def _may_hold(inst: Inst, member: str) -> bool:
    refs = [a.ref for a in inst.args]
    match inst.op:
        case "phi" | "select":
            return inst.type in FLOATS and (inst.op == "phi" or refs[0] != member)
        case "fadd":
            return True
        case "fsub":
            return refs[1] != member
        case "call":
            return rule_name(callee_of(inst)) == "llvm.fmuladd" and member not in refs[:2]
        case _:
            return False


def _holds(inst: Inst, members: Container[str]) -> bool:
    held = [a.ref in members for a in inst.args]
    match inst.op:
        case "phi":
            return all(held)
        case "select":
            return all(held[1:])
        case _:
            return sum(held) == 1


def in_any_order(f: Function) -> set[Inst]:
    """Additions of sums that go round a loop and may be made in any order. Other sums that may are not among them: in straight lines LLVM makes longer
    chains of them."""
    insts = {i.result: i for b in f.blocks for i in b.insts if i.result}
    users: dict[str, list[Inst]] = {}
    for i in insts.values():
        for a in i.args:
            users.setdefault(a.ref, []).append(i)
    phis = [i for i in insts.values() if i.op == "phi"]

    def along(next_: Callable[[Inst], Iterable[Inst]]) -> set[Inst]:
        return reach(phis, lambda i: (n for n in next_(i) if n.op == "phi" or "reassoc" in n.flags))

    after, before = along(lambda i: users.get(i.name, ())), along(lambda i: (insts[a.ref] for a in i.args if a.ref in insts))
    return {i for i in after & before if "reassoc" in i.flags}
