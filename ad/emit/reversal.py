"""Emits the reverse of one normalised function. It takes no decisions: `Keep` says where values come from, `Activity` what matters.

The function runs forwards, then jumps to the reverse of its return block; `r.B` is the reverse of block `B`. The latch of a FUSED loop goes on to its
reverse, and the reverse of the header ends with the latch's branch. Every active value has an adjoint: inside its block an SSA sum, across blocks a
slot (alloca, -0.0, reset when read) that LLVM's SROA turns into SSA values.
"""
from __future__ import annotations

from ...ir import names
from ...ir.graph.build import EXTENT, F64, FLOATS, I64, MINUS_ZERO, PTR, Code, Names, integer, size_of, zero_of
from ...ir.graph.cfg import Cfg
from ...ir.graph.counters import add_counters, most_iterations
from ...ir.graph.objects import Objects
from ...ir.records import Block, Function, Inst, Param, Value
from ..facts.activity import Activity
from ..facts.guards import Guards
from ..facts.keep import Keep, KeepAll
from ..facts.replay import Replay
from ..facts.schedule import Schedule, interleaves, plan
from .block import BlockReverse
from .kept_arrays import Saved, save
from .known_adjoints import Replayed, emit_adjoint
from .scatter import find_scatters

INTERLEAVE = "interleave"                            # in place of a number of metadata: see `engine.interleaved`
LARGEST = 1 << 22                                    # elements of one kept array; longer ones go on the tape of chunks


class Reverse:
    """One function on its way to its reverse; `run` returns the result."""

    def __init__(self, f: Function, cfg: Cfg, objects: Objects, activity: Activity, tape: int, seed: float | None, engine: str):
        self.f, self.cfg, self.objects, self.activity, self.tape = f, cfg, objects, activity, tape
        baseline = engine == "baseline" or cfg.irreducible               # cycles that are no loops: only the tape is sure
        self.counters = add_counters(f, cfg, loops=not baseline)
        self.defs = {i.result: (b.label, i) for b in f.blocks for i in b.insts if i.result}
        self.users = _users(f)
        counting = {v.ref: h for h, v in self.counters.iteration.items()}
        self.counting = counting
        self.keep = KeepAll() if baseline else Keep(cfg, self.defs, objects, counting)
        self.guards = None if cfg.irreducible else Guards(cfg, self.defs, self.users, activity.values)
        self.escaping = {r for r, (b, _) in self.defs.items() if any(u.op == "phi" or ub != b for ub, u in self.users.get(r, ()))}
        self.schedule = plan(cfg, self.defs, activity, self.users, self.keep, engine == "fused") if isinstance(self.keep, Keep) else Schedule()
        self.keep.fused = frozenset(self.schedule.fused)
        self.seed = Value(F64, "%seed") if seed is None else Value(F64, repr(float(seed)))
        self.wants_seed = seed is None
        self.names = Names("r")
        self.before: dict[str, Code] = {}                    # what FUSED loops need, to stand at the end of a block
        self.adjoint = {ref: self._known(ref) for ref in self.schedule.adjoint}
        self.slots: dict[str, str] = {}                      # value -> type of its adjoint slot
        self.collected: dict[str, dict[str, Value]] = {}     # header of a FUSED loop -> values that only some iterations add to
        self.kept: dict[str, Value] = {}                     # values kept in an array with one element for each iteration
        self.trips: dict[str, int | None] = {}
        self.pushed: dict[str, list[Value | Saved]] = {}
        self.allocas: list[Inst] = []                        # temporaries and copies of arrays of dense calls
        self.behind: dict[int, list[Inst]] = {}              # what the forward half does behind an instruction
        self.blocks: list[Block] = []
        self.uses_scratch = False
        self.entering: dict[str, Code] = {}                  # behind the phis of a block: what FUSED loops leave to do
        self.scatters = find_scatters(cfg, self, engine == "fused")

    def run(self) -> Function:
        for b in reversed(self.cfg.rpo):
            BlockReverse(self, b).run()
        body = self._forward() + self.blocks + [self._end()]
        return Function(self.f.name + "_rev", self.f.type, self._params(), [self._start(), *body], "", "nounwind")

    def back_edge(self, loop) -> Inst:
        """The end of a FUSED loop's body."""
        end = self.cfg.blocks[loop.latch].insts[-1]
        if not interleaves(self.cfg, loop, self.defs, self.activity, self.trips_of(loop)):
            return end
        return Inst(end.op, end.type, end.result, end.args, end.extra, end.flags, metadata=(*end.metadata, ("llvm.loop", INTERLEAVE)))

    def scatter(self, s: BlockReverse, load: Inst, amount: Value) -> None:
        """What a gather of a FUSED loop gives back: noted in the block's reverse `s`, added to the shadow behind the loop."""
        found = self.scatters[id(load)]
        found.note(s, amount)
        self.allocas += found.allocas()
        behind = self.entering.setdefault(found.loop.exits[0][1], Code(self.names))
        found.finish(behind, self.counters.iteration[found.loop.header])

    def _known(self, ref: str) -> Value | None:
        """Code for a known adjoint: before the loop, or at the start when it is a constant."""
        a, block = self.schedule.adjoint[ref], self.schedule.at[ref] if any(self.schedule.adjoint[ref]) else "start"
        code = self.before.setdefault(block, Code(self.names))
        assert isinstance(self.keep, Keep), "the baseline fuses no loops"
        return emit_adjoint(code, a, self.seed, Replayed(code, Replay(self.cfg, self.defs, self.keep, block)).get)

    def _params(self) -> list[Param]:
        out = []
        for p in self.f.params:
            out.append(Param(p.type, p.name, " ".join(["noalias"] * (p.type == PTR) + EXTENT.findall(p.attrs))))
            if p.name in self.activity.objects:
                out.append(Param(PTR, names.shadow(p.name), "noalias"))
        if self.wants_seed:
            out.append(Param(F64, "%seed"))
        return out

    def _start(self) -> Block:
        code = Code(self.names)
        for name, i in self.objects.allocas.items():
            code.insts.append(i)
            if name in self.activity.objects:
                code.insts.append(Inst("alloca", PTR, names.shadow(name), (), i.extra, align=i.align))
        for name, type_ in self.slots.items():
            code.insts.append(Inst("alloca", PTR, f"%d.{name[1:]}", (), type_))
        for name, v in self.kept.items():
            code.insts.append(Inst("alloca", PTR, f"%s.{name[1:]}", (), self._array_type(v)))
        code.insts += self.allocas
        for h in self.counters.iteration:
            code.insts.append(Inst("alloca", PTR, f"%k.{h}", (), I64))
        if self.uses_scratch:
            code.insts.append(Inst("alloca", PTR, "%scratch", (), F64))
            code.store(zero_of(F64), Value(PTR, "%scratch"))
        for name, i in self.objects.allocas.items():
            if name in self.activity.objects:
                code.call("llvm.memset.p0.i64", "void", _memset(Value(PTR, names.shadow(name)), integer(size_of(i.held))))
        for name, type_ in self.slots.items():
            code.store(Value(type_, MINUS_ZERO.ref), Value(PTR, f"%d.{name[1:]}"))
        code.insts += self.before["start"].insts if "start" in self.before else ()
        code.jump(self.cfg.entry)
        return Block("start", code.insts)

    def _forward(self) -> list[Block]:
        out = []
        latches = {self.cfg.loops[h].latch: "r." + h for h in self.schedule.fused}
        kept: dict[str, list[Value]] = {}
        for v in self.kept.values():
            kept.setdefault(self.defs[v.ref][0], []).append(v)
            self._forget(v)
        for b in self.f.blocks:
            code = Code(self.names)
            code.insts = [x for i in b.insts[:-1] if i.op != "alloca" for x in (_arriving(i, latches), *self.behind.get(id(i), ()))]
            code.insts[_phis(b):_phis(b)] = self.entering[b.label].insts if b.label in self.entering else ()
            code.insts += self.before[b.label].insts if b.label in self.before else ()
            for v in kept.get(b.label, ()):
                self._keep(code, v)
            for v in self.pushed.get(b.label, ()):
                self._push(code, v)
            if b.label == self.cfg.ret or b.label in latches:
                code.jump("r." + b.label)
            else:
                code.insts.append(b.insts[-1])
            out.append(Block(b.label, code.insts))
        return out

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

    def trips_of(self, loop) -> int | None:
        """The most iterations of a simple loop, None when they are not known."""
        if loop.header not in self.trips:
            self.trips[loop.header] = most_iterations(self.cfg, loop, self.defs)
        return self.trips[loop.header]

    def _array_type(self, v: Value) -> str:
        total = 1
        for _, n in self.dimensions(v) or ():
            total *= n
        element = "i8" if v.type == "i1" else v.type
        return element if total == 1 else f"[{total} x {element}]"

    def element(self, code: Code, v: Value, iteration) -> Value:
        """Address of the element that keeps `v`; `iteration` gives the number of the iteration of a loop."""
        index = None
        for h, n in self.dimensions(v) or ():
            k = iteration(h)
            index = k if index is None else code.binary("add", code.binary("mul", index, integer(n)), k)
        base = Value(PTR, f"%s.{v.ref[1:]}")
        return base if index is None else code.gep("i8" if v.type == "i1" else v.type, base, index)

    def _keep(self, code: Code, v: Value) -> None:
        address = self.element(code, v, lambda h: self.counters.iteration[h])
        code.store(code.op("zext", "i8", (v,)) if v.type == "i1" else v, address)

    def _forget(self, v: Value) -> None:
        """What a FUSED loop keeps for the same iteration starts anew in each, or LLVM would carry it round the loop."""
        around = [loop.header for loop in self.cfg.chain(self.defs[v.ref][0]) if loop.header in self.schedule.fused]
        if around and not self.dimensions(v):
            zero = zero_of(v.type) if v.type in FLOATS else Value("i8" if v.type == "i1" else v.type, "0")
            self.entering.setdefault(around[-1], Code(self.names)).store(zero, self.element(Code(self.names), v, None))

    def _push(self, code: Code, v: Value | Saved) -> None:
        if isinstance(v, Saved):
            save(code, self.arena, self.tape, v)
        elif v.type in FLOATS:
            wide = v if v.type == F64 else code.op("fpext", F64, (v,))
            code.call("llb.tape.push.f64", "void", (self.arena, integer(self.tape), wide))
        else:
            wide = v if v.type == I64 else code.op("zext", I64, (v,))
            code.call("llb.tape.push.i64", "void", (self.arena, integer(self.tape), wide))

    @property
    def arena(self) -> Value:
        """The parameter that holds the tapes: `%arena`, or the last pointer but one."""
        pointers = [p.name for p in self.f.params if p.type == PTR]
        return Value(PTR, names.ARENA if names.ARENA in pointers else pointers[-2])

    def _end(self) -> Block:
        return Block("end", [Inst("ret", "void", None, self.cfg.blocks[self.cfg.ret].insts[-1].args)])


def _phis(b: Block) -> int:
    return sum(i.op == "phi" for i in b.insts)


def _arriving(i: Inst, latches) -> Inst:
    """A phi whose values come from behind the reverse of a FUSED loop's body."""
    if i.op != "phi" or not any(p in latches for p in i.labels):
        return i
    return Inst(i.op, i.type, i.result, i.args, tuple(latches.get(p, p) for p in i.labels), i.flags, i.align, i.metadata)


def _users(f: Function) -> dict[str, list[tuple[str, Inst]]]:
    users: dict[str, list[tuple[str, Inst]]] = {}
    for b in f.blocks:
        for i in b.insts:
            for a in i.args:
                if a.is_local:
                    users.setdefault(a.ref, []).append((b.label, i))
    return users


def _memset(p: Value, size: Value) -> tuple[Value, ...]:
    return p, Value("i8", "0"), size, Value("i1", "false")
