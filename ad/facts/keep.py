"""How the reverse gets each value of the primal: as it stands (ssa), computed again (again), from memory that nobody overwrites
(again, a load), or from the tape. The tape is always right; everything else needs a proof."""

from __future__ import annotations

from collections.abc import Sequence

from ...ir.dense import is_dense
from ...ir.graph.cfg import Cfg, Loop, reach
from ...ir.graph.escapes import UNKNOWN, OpenObjects
from ...ir.graph.normalise import callee_of
from ...ir.graph.objects import Objects
from ...ir.graph.trips import Affine
from ...ir.records import Inst, Value
from ...ir.ruled import is_ruled, pointers
from ..rules.partials import RULES, rule_name
from .activity import MOVES

INTEGER = frozenset(
    ["add", "sub", "mul", "shl", "lshr", "ashr", "and", "or", "xor", "icmp", "zext", "sext", "trunc", "getelementptr", "sdiv", "srem", "udiv", "urem"]
)
CHEAP = frozenset(["fadd", "fsub", "fmul", "fneg", "fcmp", "select", "sitofp", "uitofp", "fpext", "fptrunc", "freeze"])
CHEAP_CALLS = frozenset(["llvm.fabs", "llvm.fmuladd", "llvm.umax", "llvm.umin", "llvm.smax", "llvm.smin", "llvm.copysign"])

LONGEST = 40  # operations computed again in a row


class KeepAll:
    """The baseline: every value on the tape."""

    counters = False

    def __init__(self) -> None:
        self.fused: frozenset[str] = frozenset()             # loops fuse in the default only
        self.affine: dict[str, Affine] = {}

    def source(self, v: Value, block: str) -> str:
        return "tape"

    def survives(self, pointer: Value, block: str, inst: Inst) -> bool:
        return False


class Keep:
    """The default's decisions; `iteration` maps counter phis (0, 1, 2, …) to their loops."""

    counters = True

    def __init__(self, cfg: Cfg, defs: dict[str, tuple[str, Inst]], objects: Objects, iteration: dict[str, str], apart: bool = False):
        self.cfg, self.defs, self.objects, self.iteration = cfg, defs, objects, iteration
        self.apart = apart                                   # the reverse is another function: it sees parameters and what the frame holds
        self.affine: dict[str, Affine] = {}                  # header phis that follow from the number of the iteration
        self.fused: frozenset[str] = frozenset()             # headers of loops that are reversed while they run
        self.memo: dict[tuple[str, Loop | None, bool], frozenset[str]] = {}
        self.depth = 0
        self.order = {id(i): k for b in cfg.rpo for k, i in enumerate(cfg.blocks[b].insts)}
        self.writes = self._writes()
        self.reached: dict[str, set[str]] = {}
        self.safe: dict[str, bool] = {}

    def source(self, v: Value, block: str) -> str:
        """`ssa`, `again` or `tape` for a use of `v` by the reverse of `block`."""
        d, inst = self.defs[v.ref]
        if self.at_hand(d, block):
            return "ssa"
        missing = self._missing(v.ref, block)
        return "tape" if v.ref in missing or len(missing) > 1 and inst.op not in INTEGER else "again"

    def at_hand(self, d: str, block: str) -> bool:
        """Whether the reverse of `block` stands where what block `d` made can be used: in the same iteration of FUSED loops, or after all."""
        if self.apart:
            return False
        around = [loop for loop in self.cfg.chain(block) if loop.header in self.fused]
        if not around:
            return self.cfg.loop_of[d] is None and d in self.cfg.returning
        return set(self.cfg.chain(d)) <= set(around) and self.cfg.dominates(d, around[-1].latch)

    def _missing(self, ref: str, block: str) -> frozenset[str]:
        """Values that must come from the tape to compute `ref` again. Blocks of one loop that its block dominates see the same."""
        if ref not in self.defs:
            return frozenset()
        d, inst = self.defs[ref]
        key = (ref, self.cfg.loop_of[block], self.cfg.dominates(d, block))
        found = self.memo.get(key)
        if found is None:
            found = self.memo[key] = frozenset((ref,))  # a cycle cannot be computed again, a long chain is not worth it
            if self.depth < LONGEST:
                self.depth += 1
                found = self.memo[key] = self._find_missing(d, inst, block)
                self.depth -= 1
        return found

    def _find_missing(self, d: str, inst: Inst, block: str) -> frozenset[str]:
        if self.at_hand(d, block) or self.apart and inst.op == "alloca":
            return frozenset()
        itself = frozenset((inst.name,))
        loop = self.cfg.loop_of[d]
        inside = loop is None or loop in self.cfg.chain(block)
        if inst.name in self.iteration:
            return frozenset() if inside else itself
        if inst.name in self.affine and inside:
            return self._missing(self.affine[inst.name].start.ref, block)
        if not inside or not self.cfg.dominates(d, block) or not self._repeatable(inst, d):
            return itself
        parts = frozenset(ref for a in inst.args for ref in self._missing(a.ref, block))
        return itself if len(parts) > 1 and inst.op not in INTEGER else parts

    def _repeatable(self, inst: Inst, block: str) -> bool:
        if inst.op == "load":
            return "volatile" not in inst.flags and self._reload(inst, block)
        if inst.op == "call":
            return rule_name(callee_of(inst)) in CHEAP_CALLS or callee_of(inst).rsplit(".i", 1)[0] in CHEAP_CALLS
        return inst.op in INTEGER or inst.op in CHEAP

    def _writes(self) -> dict[str, list[tuple[str, Inst]]]:
        out: dict[str, list[tuple[str, Inst]]] = {}
        for b in self.cfg.rpo:
            for i in self.cfg.blocks[b].insts:
                for o in {o for pointer in _written(i) for o in self.objects.of(pointer)} | self._by_others(i):
                    out.setdefault(o, []).append((b, i))
        return out

    def _by_others(self, i: Inst) -> set[str]:
        """What a call may write of memory that is shared."""
        if not isinstance(self.objects, OpenObjects) or i.op != "call" or rule_name(callee_of(i)) in RULES:
            return set()
        return set() if callee_of(i).startswith("llvm.") else {UNKNOWN}

    def _reload(self, inst: Inst, block: str) -> bool:
        """Whether no store can reach the loaded object after the load."""
        found = self.safe.get(inst.name)
        if found is None:
            found = self.safe[inst.name] = self.survives(inst.args[0], block, inst)
        return found

    def survives(self, pointer: Value, block: str, inst: Inst) -> bool:
        """Whether nothing behind `inst` can overwrite the objects that `pointer` leads to."""
        objects = self.objects.of(pointer)
        if self.apart and UNKNOWN in objects:
            return False                                     # others may write to it between the halves
        return bool(objects) and not any(self._after(block, inst, w) for o in objects for w in self.writes.get(o, ()))

    def _after(self, block: str, load: Inst, write: tuple[str, Inst]) -> bool:
        b, store = write
        if b == block and self.order[id(store)] > self.order[id(load)]:
            return True
        return b in self.behind(block)

    def behind(self, block: str) -> set[str]:
        found = self.reached.get(block)
        if found is None:
            found = self.reached[block] = reach(self.cfg.succ[block], self.cfg.succ.__getitem__)
        return found


def _written(i: Inst) -> Sequence[Value]:
    """The pointers that an instruction writes through."""
    if i.op == "store":
        return i.args[1:]
    if i.op == "call" and is_ruled(callee_of(i)):
        return pointers(i, written=True)
    if i.op == "call" and (callee_of(i).startswith((*MOVES, "llvm.memset.")) or is_dense(callee_of(i))):
        return i.args[:1]
    return ()
