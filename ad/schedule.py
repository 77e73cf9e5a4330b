"""Which loops are reversed while they run (FUSED): counted sums whose adjoint is known before them. Every other loop is reversed LATER.

A loop of one block, outside of other loops and run exactly once, qualifies when
1. each active header phi is a plain sum: a chain of additions, subtractions from it and fmuladd addends, used by nothing else inside, only
   its last member used outside, and the adjoint of that is a constant times the seed;
2. no other active value leaves the loop;
3. it writes no active memory, and nothing it actively reads is overwritten afterwards (the reverse of that store would take its adjoint).
Large bodies do not pay: LLVM interleaves them no more.
"""
from __future__ import annotations

from ..ir.records import Inst
from .activity import MOVES, Activity
from .alias import Objects
from .cfg import Cfg, Loop
from .code import FLOATS
from .constant_adjoints import ConstantAdjoints, Users
from .keep import CHEAP_CALLS
from .normalise import callee_of
from .partials import rule_name

MOST_INSTRUCTIONS = 80
MOST_CALLS = 1


class Schedule:
    """`fused`: headers of FUSED loops; `adjoint`: carried sums and their members -> adjoint in units of the seed."""

    def __init__(self) -> None:
        self.fused: set[str] = set()
        self.adjoint: dict[str, float] = {}


def plan(cfg: Cfg, objects: Objects, activity: Activity, users: Users, writes, reachable) -> Schedule:
    """The schedule; `writes` are the stores by object, `reachable(block)` the blocks behind a block."""
    out = Schedule()
    webs: dict[str, float] = {}
    for header in reversed(cfg.rpo):
        loop = cfg.loops.get(header)
        if loop is None or not _shape(cfg, loop) or not _small(cfg.blocks[header].insts):
            continue
        if not _memory(cfg, header, objects, activity, writes, reachable):
            continue
        found = _webs(cfg, loop, activity, users, ConstantAdjoints(cfg, users, webs))
        if found is not None:
            out.fused.add(header)
            out.adjoint |= found
            webs |= {i.result: found[i.result] for i in cfg.blocks[header].insts if i.op == "phi" and i.result in found}
    return out


def _shape(cfg: Cfg, loop: Loop) -> bool:
    return (loop.simple and loop.body == {loop.header} and loop.parent is None and loop.header in cfg.returning
            and len(loop.exits) == 1 and cfg.pred[loop.exits[0][1]] == [loop.header])


def _small(insts: list[Inst]) -> bool:
    calls = [i for i in insts if i.op == "call" and rule_name(callee_of(i)) not in CHEAP_CALLS and i.type in FLOATS and "sqrt" not in callee_of(i)]
    return len(insts) <= MOST_INSTRUCTIONS and len(calls) <= MOST_CALLS


def _memory(cfg: Cfg, header: str, objects: Objects, activity: Activity, writes, reachable) -> bool:
    behind = reachable(header)
    for i in cfg.blocks[header].insts:
        if i.op == "store" and objects.of(i.args[1]) & activity.objects:
            return False
        if i.op == "call" and (callee_of(i).startswith((*MOVES, "llvm.memset.", "llb.tape.")) or i.type == "void"):
            return False
        if i.op == "load" and i.result in activity.values and any(b in behind for o in objects.of(i.args[0]) for b, _ in writes.get(o, ())):
            return False
    return True


def _webs(cfg: Cfg, loop: Loop, activity: Activity, users: Users, constants: ConstantAdjoints) -> dict[str, float] | None:
    insts = cfg.blocks[loop.header].insts
    out: dict[str, float] = {}
    last = set()
    for phi in insts:
        if phi.op != "phi" or phi.result not in activity.values:
            continue
        members = _members(phi, loop, users)
        if members is None:
            return None
        adjoint = _outside(members[-1], loop, users, constants)
        if adjoint is None:
            return None
        out |= dict.fromkeys(members, adjoint)
        last.add(members[-1])
    if not out:
        return None
    for i in insts:
        if i.result in activity.values and i.result not in last and any(b != loop.header for b, _ in users.get(i.result, ())):
            return None
    return out


def _members(phi: Inst, loop: Loop, users: Users) -> list[str] | None:
    """The chain from a header phi to the value that comes back to it."""
    end = phi.args[phi.extra.index(loop.latch)].ref                                             # type: ignore[union-attr]
    members = [phi.result]
    while members[-1] != end:
        here = [i for b, i in users.get(members[-1], ()) if b == loop.header]
        if len(here) != 1 or not _carries(here[0], members[-1]):
            return None
        members.append(here[0].result)
    here = [i for b, i in users.get(end, ()) if b == loop.header]
    return members if len(members) > 1 and here == [phi] else None                              # type: ignore[return-value]


def _carries(inst: Inst, member: str | None) -> bool:
    refs = [a.ref for a in inst.args]
    if refs.count(member) != 1:                                                                 # type: ignore[arg-type]
        return False
    match inst.op:
        case "fadd":
            return True
        case "fsub":
            return refs[0] == member
        case "call":
            return rule_name(callee_of(inst)) == "llvm.fmuladd" and refs[2] == member
    return False


def _outside(ref: str, loop: Loop, users: Users, constants: ConstantAdjoints) -> float | None:
    total = 0.0
    for block, inst in users.get(ref, ()):
        if block == loop.header:
            continue
        if inst.op != "phi" or len(inst.args) != 1 or (part := constants.of(inst.result)) is None:  # type: ignore[arg-type]
            return None
        total += part
    return total
