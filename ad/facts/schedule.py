"""Which loops are reversed while they run (FUSED): the reverse of the body stands at the end of each iteration. Every other loop is LATER.

A loop that is left only at the end of its body, outside of other loops or inside of FUSED ones, qualifies when
1. each active header phi is a carried sum (`carried_sums.py`) whose adjoint is known before the loop, from values at hand there;
2. no other active value leaves the loop;
3. it writes no active memory, and nothing it actively reads is overwritten afterwards (the reverse of that store would take its adjoint).
Loops inside of a FUSED loop that do not qualify are reversed LATER within each of its iterations.
"""
from __future__ import annotations

from ...ir.graph.build import FLOATS
from ...ir.graph.cfg import Cfg, Loop
from ...ir.graph.escapes import OpenObjects
from ...ir.graph.normalise import callee_of
from ...ir.machine.vector.versions import KERNELS, NAMES
from ...ir.records import Inst, Value
from ..rules.partials import RULES, rule_name
from .activity import MOVES, Activity
from .carried_sums import Web, carry_web
from .keep import CHEAP_CALLS, Keep
from .known_adjoints import Adjoint, KnownAdjoints, Users, added
from .replay import Replay

MOST_INSTRUCTIONS = 80
MOST_CALLS, MOST_VECTOR_CALLS = 1, 4                 # of calls that stay scalar, more loops are no slower than one: LLVM keeps what they wait for in order
MORE_INSTRUCTIONS, MORE_VECTOR_CALLS = 160, 24       # of a loop with gathers, whose reverse stays scalar unless it is FUSED
LEAST_DEPTH, MOST_SUMS, LEAST_TRIPS = 24, 5, 256     # what asking LLVM to interleave four iterations takes; a call counts as CALL_DEPTH operations
CALL_DEPTH = 12
DEEPEST = 8                                          # instructions from an address down to the place that was read
VECTOR_BODIES = frozenset(                           # functions written in the language whose bodies and slopes have no branches and call the like
    f"llb.{name}" for name in ("below_peak", "erfcinv", "erfinv", "expit", "gammasgn", "joint_log_ratio", "kolmogorov", "kolmogorov_y", "lambert_w",
                              "lambert_w_lower", "log1mexp", "log1p_square", "log_expit", "log_ratio", "logaddexp", "peak_slope",
                              "power_less_exp", "shifted_log_ratio", "spence", "stop_gradient", "times", "wrightomega", "xlog1py", "xlogy"))
SCALAR_SLOPES = frozenset(("llb.trigamma", "llb.trigamma_rest"))     # functions with a vector version whose slopes have none
INSTRUCTIONS = frozenset(f"llvm.{name}" for name in ("ceil", "floor", "maximum", "maxnum", "minimum", "minnum", "rint", "sqrt", "trunc")) | CHEAP_CALLS


class Schedule:
    """`fused`: headers of FUSED loops; `adjoint`: header phis and last members of their sums -> adjoint, made at the end of block `at[…]`."""

    def __init__(self) -> None:
        self.fused: set[str] = set()
        self.adjoint: dict[str, Adjoint] = {}
        self.at: dict[str, str] = {}


def plan(cfg: Cfg, defs: dict[str, tuple[str, Inst]], activity: Activity, users: Users, keep: Keep, always: bool) -> Schedule:
    """The schedule of a function; loops behind come first, since they decide what is known before them. With `always` without regard to cost."""
    return _Planner(cfg, defs, activity, users, keep, always).out


class _Planner:
    def __init__(self, cfg: Cfg, defs: dict[str, tuple[str, Inst]], activity: Activity, users: Users, keep: Keep, always: bool):
        self.cfg, self.defs, self.activity, self.users, self.keep, self.always = cfg, defs, activity, users, keep, always
        self.out = Schedule()
        self.headers = [b for b in reversed(cfg.rpo) if b in cfg.loops]
        self._plan(None)

    def _plan(self, parent: Loop | None) -> None:
        for header in self.headers:
            loop = self.cfg.loops[header]
            if loop.parent is parent and self._fuse(loop):
                self._plan(loop)

    def _fuse(self, loop: Loop) -> bool:
        if not (self._shape(loop) and (self.always or self._small(loop)) and self._memory(loop)):
            return False
        webs = self._webs(loop)
        if not webs or not self._leaves_nothing_else(loop, webs):
            return False
        known = KnownAdjoints(self.cfg, self.defs, self.users, self.out.adjoint)
        replay = Replay(self.cfg, self.defs, self.keep, loop.preheader)
        found: dict[str, Adjoint] = {}
        for web in webs:
            a = self._outside(web, loop, known)
            if a is None or not all(replay.possible(p.value) for parts in a for p in parts) or not self._starts(web, loop, a):
                return False
            found |= {web.phi.name: a, web.last: a}
        self.out.fused.add(loop.header)
        self.out.adjoint |= found
        self.out.at |= dict.fromkeys(found, loop.preheader)
        return True

    def _shape(self, loop: Loop) -> bool:
        if not loop.simple or len(loop.exits) != 1 or loop.exits[0][0] != loop.latch:
            return False
        after = loop.exits[0][1]
        return self.cfg.pred[after] == [loop.latch] and self.cfg.loop_of[after] is loop.parent

    def _small(self, loop: Loop) -> bool:
        """Whether fusing pays: LLVM does not interleave large bodies."""
        insts = [i for b in loop.body for i in self.cfg.blocks[b].insts]
        calls = [callee_of(i) for i in insts if i.op == "call" and rule_name(callee_of(i)) not in INSTRUCTIONS and i.type in FLOATS]
        if all(map(becomes_vector, calls)):
            instructions, most = (MORE_INSTRUCTIONS, MORE_VECTOR_CALLS) if self._gathers(loop, insts) else (MOST_INSTRUCTIONS, MOST_VECTOR_CALLS)
        else:
            instructions, most = MOST_INSTRUCTIONS, MOST_CALLS
        return len(insts) <= instructions and len(calls) <= most

    def _gathers(self, loop: Loop, insts: list[Inst]) -> bool:
        """Does it read an active array at places that it reads?"""
        return any(i.op == "load" and i.result in self.activity.values and self._is_read(i.args[0], loop) for i in insts)

    def _is_read(self, v: Value, loop: Loop, depth: int = 0) -> bool:
        block, inst = self.defs.get(v.ref, (None, None))
        if inst is None or block not in loop.body or inst.op == "phi" or depth > DEEPEST:
            return False
        return inst.op == "load" or any(self._is_read(a, loop, depth + 1) for a in inst.args)

    def _memory(self, loop: Loop) -> bool:
        behind = self.keep.behind(loop.header)
        return all(self._harmless(i, behind) for b in loop.body for i in self.cfg.blocks[b].insts)

    def _harmless(self, i: Inst, behind: set[str]) -> bool:
        objects = self.keep.objects
        match i.op:
            case "store":
                return not objects.of(i.args[1]) & self.activity.objects
            case "call":
                return i.type != "void" and not callee_of(i).startswith((*MOVES, "llvm.memset.", "llb.tape.")) and not self._reaches_memory(i)
            case "load" if i.result in self.activity.values:
                return not any(b in behind for o in objects.of(i.args[0]) for b, _ in self.keep.writes.get(o, ()))
            case _:
                return True

    def _reaches_memory(self, i: Inst) -> bool:
        """May a call do more than compute? Of what the front end wrote none does that has a result."""
        return isinstance(self.keep.objects, OpenObjects) and rule_name(callee_of(i)) not in RULES and not callee_of(i).startswith("llvm.")

    def _webs(self, loop: Loop) -> list[Web]:
        """The webs of all active header phis; empty when one of them has none."""
        phis = [i for i in self.cfg.blocks[loop.header].insts if i.op == "phi" and i.result in self.activity.values]
        webs = [carry_web(self.cfg, loop, i, self.users) for i in phis]
        return [] if None in webs else webs                                                     # type: ignore[return-value]

    def _leaves_nothing_else(self, loop: Loop, webs: list[Web]) -> bool:
        last = {w.last for w in webs}
        return not any(
            i.result in self.activity.values and i.result not in last and any(u not in loop.body for u, _ in self.users.get(i.result, ()))
            for b in loop.body for i in self.cfg.blocks[b].insts)

    def _outside(self, web: Web, loop: Loop, known: KnownAdjoints) -> Adjoint | None:
        """The adjoint of the sum that leaves the loop: it leaves once, through phis of the exit block."""
        total: Adjoint | None = {}
        for block, inst in self.users.get(web.last, ()):
            if block not in loop.body:
                part = known.of(inst.name)
                total = None if part is None or total is None else added(total, part)
        return total

    def _starts(self, web: Web, loop: Loop, a: Adjoint) -> bool:
        """Whether the adjoint is at hand when the reverse comes to what the sum began with: a constant, or made in a block that is always run."""
        start = web.phi.incoming(loop.preheader).ref
        if start not in self.activity.values or not any(a):
            return True
        before, parent = loop.preheader, loop.parent
        if parent is None:
            return before in self.cfg.returning
        return self.cfg.loop_of[before] is parent and self.cfg.dominates(before, parent.latch)


def becomes_vector(callee: str) -> bool:
    """Whether a loop that calls it, and its slope, can become vectors whole: by a vector version, by instructions, by a body without branches."""
    return NAMES.get(callee, callee) in KERNELS.keys() - SCALAR_SLOPES or callee in VECTOR_BODIES or rule_name(callee) in INSTRUCTIONS


def interleaves(cfg: Cfg, loop: Loop, defs: dict[str, tuple[str, Inst]], activity: Activity, trips: int | None) -> bool:
    """Whether a FUSED loop waits for long chains of operations and has registers left: LLVM finds it too large to interleave unasked."""
    if any(inner.parent is loop for inner in cfg.loops.values()) or trips is not None and trips < LEAST_TRIPS:
        return False
    insts = [i for b in cfg.rpo if b in loop.body for i in cfg.blocks[b].insts]
    heads = {i.result for i in cfg.blocks[loop.header].insts if i.op == "phi"}
    return len(_sums(insts, loop, heads, defs, activity)) <= MOST_SUMS and _longest_chain(insts, heads) >= LEAST_DEPTH


def _sums(insts: list[Inst], loop: Loop, heads: set[str | None], defs: dict[str, tuple[str, Inst]], activity: Activity) -> set[str]:
    """What takes a register throughout the loop: active values that it carries, and those from before it that it reads."""
    outside = {a.ref for i in insts for a in i.args if a.ref in activity.values and defs[a.ref][0] not in loop.body}
    return outside | {head for head in heads & activity.values if head}


def _longest_chain(insts: list[Inst], heads: set[str | None]) -> int:
    """Operations of one iteration that wait for one another; a call counts as several."""
    depth: dict[str, int] = {}
    for i in insts:
        if i.result and i.result not in heads:
            depth[i.result] = _own_depth(i) + max((depth.get(a.ref, 0) for a in i.args), default=0)
    return max(depth.values(), default=0)


def _own_depth(inst: Inst) -> int:
    return CALL_DEPTH if inst.op == "call" and rule_name(callee_of(inst)) not in CHEAP_CALLS else 1
