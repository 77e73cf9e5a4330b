"""A function on its way to its reverse: its facts, and what the reverses of its blocks leave for the whole to do."""
from __future__ import annotations

from collections.abc import Callable

from ...ir import names
from ...ir.graph.build import F64, FLOATS, PTR, Code, Names, integer
from ...ir.graph.cfg import Cfg, Loop
from ...ir.graph.counters import add_counters, most_iterations
from ...ir.graph.objects import Objects
from ...ir.graph.trips import affine_phis
from ...ir.records import Block, Function, Inst, Value
from ..facts.activity import Activity
from ..facts.guards import Guards
from ..facts.keep import Keep, KeepAll
from ..facts.replay import Replay
from ..facts.schedule import Schedule, plan
from ..facts.shadowed import FRAME, LAST, Shadowed
from .halves.room import Room
from .known_adjoints import Replayed, emit_adjoint
from .scatter import Scatter
from .tape import Saved, Tape

LARGEST = 1 << 22                                    # elements of one kept array; longer ones go on the tape of chunks


class Whole:
    """Facts first, then what is collected while blocks are reversed."""

    def __init__(self, f: Function, cfg: Cfg, objects: Objects, activity: Activity, tape: int, seed: float | None, engine: str,
                 shadowed: Shadowed | None = None, apart: bool = False):
        self.shadowed = shadowed                             # where pointers have shadows as values
        self.last = Value("i1", LAST if apart else "true")    # whether the reverse runs for the last time
        self.f, self.cfg, self.objects, self.activity = f, cfg, objects, activity
        self.tape_number = tape
        self.seed = self._first_seed(seed)
        baseline = engine == "baseline" or cfg.irreducible               # cycles that are no loops: only the tape is sure
        self.counters = add_counters(f, cfg, loops=not baseline)
        self.defs = {i.result: (b.label, i) for b in f.blocks for i in b.insts if i.result}
        self.users = _users([cfg.blocks[label] for label in cfg.rpo])
        self.counting = {v.ref: h for h, v in self.counters.iteration.items()}
        self.keep = KeepAll() if baseline else Keep(cfg, self.defs, objects, self.counting, apart=apart)
        if isinstance(self.keep, Keep) and shadowed is not None:
            self.keep.affine = affine_phis(cfg, self.counters.iteration, self.defs)
        self.guards = None if cfg.irreducible else Guards(cfg, self.defs, self.users, activity.values)
        self.escaping = {ref for ref, (label, _) in self.defs.items() if self._escapes(ref, label)}
        self.schedule = self._planned(apart, engine)
        self.keep.fused = frozenset(self.schedule.fused)
        self.wants_seed = seed is None
        self.names = Names("r")
        self.before: dict[str, Code] = {}                    # what FUSED loops need, to stand at the end of a block
        self.adjoint = {ref: self._known(ref) for ref in self.schedule.adjoint}
        self.slots: dict[str, str] = {}                      # value -> type of its adjoint slot
        self.collected: dict[str, dict[str, Value]] = {}     # header of a FUSED loop -> values that only some iterations add to
        self.kept: dict[str, Value] = {}                     # values kept in an array with one element for each iteration
        self.trips: dict[str, int | None] = {}
        self.rooms: dict[str, Room | None] = {}              # values kept in arrays whose length is known at run time
        self.counts: dict[tuple[str, str], Value] = {}       # (block, header of a loop behind it) -> iterations of the loop
        self.roomed: dict[str, Value] = {}                   # of those values: what the reverse asks for
        self.pushed: dict[str, list[Value | Saved]] = {}
        self.allocas: list[Inst] = []                        # temporaries and copies of arrays of dense calls
        self.behind: dict[int, list[Inst]] = {}              # what the forward half does behind an instruction
        self.blocks: list[Block] = []
        self.uses_scratch = False
        self.entering: dict[str, Code] = {}                  # behind the phis of a block: what FUSED loops leave to do
        self.reversed: dict[str, Code] = {}                  # where the reverse of a block begins: what the reverses of LATER loops leave to do
        self.scatters: dict[int, Scatter] = {}               # by identity of the load: gathers of loops
        self.parameters: dict[int, Value] = {}               # adjoints of floating parameters, by their number
        self.noted: dict[tuple[object, ...], Value] = {}     # addresses of gathers: a loop's header and the chain of indices -> where they are noted

    def _first_seed(self, seed: float | None) -> Value:
        """The adjoint of the first result."""
        if self.shadowed is not None:
            return Value(F64, "%seed.0")
        return Value(F64, "%seed" if seed is None else repr(float(seed)))

    def _planned(self, apart: bool, engine: str) -> Schedule:
        """Loops are reversed while they run where there is one adjoint to begin with at most."""
        seeds = [v.type for v, _ in self.seeds(self.cfg.blocks[self.cfg.ret].insts[-1].args)]
        if not isinstance(self.keep, Keep) or apart or self.shadowed is not None and seeds not in ([], [F64]):
            return Schedule()
        return plan(self.cfg, self.defs, self.activity, self.users, self.keep, engine == "fused")

    def _escapes(self, ref: str, home: str) -> bool:
        """Is the value used in another block than its own, or by a phi?"""
        return any(user.op == "phi" or label != home for label, user in self.users.get(ref, ()))

    def _known(self, ref: str) -> Value | None:
        """Code for a known adjoint: before the loop, or at the start when it is a constant."""
        a, block = self.schedule.adjoint[ref], self.schedule.at[ref] if any(self.schedule.adjoint[ref]) else "start"
        code = self.before.setdefault(block, Code(self.names))
        assert isinstance(self.keep, Keep), "the baseline fuses no loops"
        return emit_adjoint(code, a, self.seed, Replayed(code, Replay(self.cfg, self.defs, self.keep, block)).get)

    def dimensions(self, v: Value) -> list[tuple[str, int]] | None:
        """(header, most iterations) of the loops around the definition of `v`; None when one is unknown or all are too many."""
        return self.iterations(self.defs[v.ref][0])

    def iterations(self, block: str) -> list[tuple[str, int]] | None:
        """(header, most iterations) of the loops around a block; None when one is unknown or all are too many."""
        out: list[tuple[str, int]] = []
        total = 1
        for loop in self.cfg.chain(block):
            h = loop.header
            if h in self.schedule.fused:
                continue
            if h not in self.counters.iteration:
                return None
            n = self.trips_of(loop)
            if n is None or (total := total * n) > LARGEST:
                return None
            out.append((h, n))
        return out

    def scattered(self) -> set[str]:
        """Headers of LATER loops with noted gathers."""
        return {s.loop.header for s in self.scatters.values()} - self.schedule.fused

    def iteration(self, header: str) -> Value:
        """The number of the iteration of a loop, in the forward half."""
        return self.counters.iteration[header]

    @property
    def tape(self) -> Tape:
        """What does not fit into memory of the function goes there."""
        return Tape(Value(PTR, FRAME) if self.shadowed else _arena(self.f), self.tape_number)

    def root(self, p: Value) -> Value:
        """What a pointer is some steps from."""
        while (found := self.defs.get(p.ref)) is not None and found[1].op in ("getelementptr", "freeze"):
            p = found[1].args[0]
        return p

    def seeds(self, returned: tuple[Value, ...]) -> list[tuple[Value, Value]]:
        """(a floating leaf of the result, the adjoint that it begins with)."""
        if self.shadowed is None:
            return [(v, self.seed) for v in returned]
        leaves = [v for v in returned[:self.shadowed.returned] if v.type in FLOATS]
        return [(v, Value(v.type, f"%seed.{k}")) for k, v in enumerate(leaves)]

    def trips_of(self, loop: Loop) -> int | None:
        """The most iterations of a simple loop, None when they are not known."""
        if loop.header not in self.trips:
            self.trips[loop.header] = most_iterations(self.cfg, loop, self.defs)
        return self.trips[loop.header]

    def element(self, code: Code, v: Value, iteration: Callable[[str], Value]) -> Value:
        """Address of the element that keeps `v`; `iteration` gives the number of the iteration of a loop."""
        index = None
        for h, n in self.dimensions(v) or ():
            k = iteration(h)
            index = k if index is None else code.binary("add", code.binary("mul", index, integer(n)), k)
        base = Value(PTR, f"%s.{v.ref[1:]}")
        return base if index is None else code.gep("i8" if v.type == "i1" else v.type, base, index)


def _arena(f: Function) -> Value:
    """The parameter that holds the tapes: `%arena`, or the last pointer but one."""
    pointers = [p.name for p in f.params if p.type == PTR]
    return Value(PTR, names.ARENA if names.ARENA in pointers else pointers[-2])


def _users(blocks: list[Block]) -> dict[str, list[tuple[str, Inst]]]:
    """(block, instruction) of each use in blocks that come to the return."""
    users: dict[str, list[tuple[str, Inst]]] = {}
    for b in blocks:
        for i in b.insts:
            for a in i.args:
                if a.is_local:
                    users.setdefault(a.ref, []).append((b.label, i))
    return users
