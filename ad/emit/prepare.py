"""The split at bind time: what a density computes from data alone is computed once, by a function of its own.

    density(z, data):  s += log(y[i]) - mu          prepare(data, derived):  derived[i] = log(y[i])
                                                    density(z, data, derived):  s += derived[i] - mu

A value of the data level that code of the parameter level uses gets a slot for each iteration of the loops around it. `prepare` is the whole
function with stores to the slots and without results, the density the whole function with loads from them: LLVM removes from each what
nothing needs any more, loops and temporaries included. What cannot be placed (unknown trip count, control flow that depends on parameters)
stays in the density.
"""
from __future__ import annotations

from collections.abc import Callable, Collection
from math import prod
from typing import NamedTuple

from ...ir import names
from ...ir.errors import UnsupportedError
from ...ir.graph.build import EXTENT, I64, PTR, SIZES, Code, Names, integer
from ...ir.graph.cfg import Cfg, Loop
from ...ir.graph.counters import add_counters, most_iterations
from ...ir.graph.normalise import callee_of, normalise
from ...ir.graph.objects import Objects
from ...ir.records import Block, Function, Inst, Param, Value
from ...ir.ruled import is_ruled
from ...ir.text import read, write
from ..facts.dependence import Dependence
from ..facts.needed import needed
from ..facts.strides import step
from .reverse import only

WORTH = 4                        # operations saved for one load
MOST_SLOTS = 1 << 23             # 64 MB
LONG = 64                        # iterations from which a loop gains by data that lie side by side
NEVER = 10**6                    # cost of what keeps a loop or a temporary alive
COST = {"fdiv": 6, "frem": 20, "sdiv": 10, "udiv": 10, "srem": 10, "urem": 10, "sitofp": 4, "uitofp": 4, "getelementptr": 0, "freeze": 0}
CALL_COST = {"llvm.sqrt": 6, "llvm.fabs": 1, "llvm.fmuladd": 1, "llvm.fma": 1, "llvm.copysign": 1, "llvm.floor": 1, "llvm.ceil": 1, "llvm.trunc": 1,
             "llvm.smax": 1, "llvm.smin": 1, "llvm.umax": 1, "llvm.umin": 1, "llvm.abs": 1, "llvm.maxnum": 1, "llvm.minnum": 1}
CALL = 20                        # of any other function
SUFFIX = "_prepare"
STORED = {"double": "double", "float": "float", I64: I64, "i32": "i32", "i1": "i8"}


class Split(NamedTuple):
    """`text` holds the density, with one more data parameter `derived`, `preparing` the function `prepare` of the same parameters; `slots` are the
    8-byte places of the derived array. None and 0 when there is nothing to prepare."""

    text: str
    preparing: str = ""
    prepare: str | None = None
    derived: str | None = None
    slots: int = 0


def split(text: str, name: str, parameters: frozenset[str] = frozenset((names.argument(0),))) -> Split:
    """Splits cleaned IR of a function that returns a number; `parameters` are its inputs that are not data."""
    module = read(text)
    function = module.functions[name]
    try:
        body = _Body(normalise(function), parameters)
    except UnsupportedError:                     # pointers in memory: everything stays where it is
        return Split(text)
    places, slots = body.places()
    if not places:
        return Split(text)
    derived = names.next_constant([p.name for p in function.params])
    prepare = _without_idle_rules(body.with_stores(places, derived, name + SUFFIX))
    preparing = write(only(module, prepare))
    density = _without_idle_rules(body.with_loads(places, derived))
    return Split(write(only(module, density)), preparing, prepare.name, derived, slots)      # that changes the instructions


def _without_idle_rules(f: Function) -> Function:
    """LLVM cannot see that nobody looks at what a call with a rule of its own has written."""
    if any(i.op == "call" and is_ruled(callee_of(i)) for b in f.blocks for i in b.insts):
        kept = needed(f, ())
        for b in f.blocks:
            b.insts = [i for i in b.insts if i in kept]
    return f


class Place(NamedTuple):
    """Where a value lives: first slot, and the loops that number the others, outermost first, with their trip counts."""

    first: int
    loops: tuple[str, ...]
    trips: tuple[int, ...]


class _Body:
    """A normalised function with its facts."""

    def __init__(self, f: Function, parameters: frozenset[str]):
        self.f, self.cfg, self.objects = f, Cfg(f), Objects(f)
        self.counters = add_counters(f, self.cfg, True).iteration
        self.insts = [(label, i) for label in self.cfg.rpo for i in self.cfg.blocks[label].insts]
        self.defs = {i.result: (label, i) for label, i in self.insts if i.result}
        self.dependence = Dependence(self.cfg, self.objects, parameters)
        self.order = list(self.defs)
        self.writers = self._writers()
        self.counting = {v.ref for v in self.counters.values()}

    def _writers(self) -> dict[str, list[Inst]]:
        """alloca -> what writes it."""
        out: dict[str, list[Inst]] = {}
        for i in (i for _, i in self.insts if i.op in ("store", "call")):
            for a in i.args[1:] if i.op == "store" else i.args:
                for o in self._temporaries(a):
                    out.setdefault(o, []).append(i)
        return out

    def _temporaries(self, v: Value) -> list[str]:
        """Allocas that a pointer leads to; none for what is no pointer."""
        return [o for o in self.objects.of(v) if o in self.objects.allocas] if v.type == PTR else []

    # ---- what goes where

    def places(self) -> tuple[dict[str, Place], int]:
        """Place of each value that is prepared, and the number of slots. Values are visited in program order, so one that is cheap to
        compute from others that have a place gets none; what stays in the density passes the question on to its operands."""
        found: dict[str, Place] = {}
        slots = 0
        stays = {r for r in self.order if r in self.dependence.values}
        todo = {a.ref for _, i in self.insts if i.result is None or i.result in stays for a in i.args} - stays
        while todo:
            passed: set[str] = set()
            for ref in (r for r in self.order if r in todo):
                place = self._place(self.defs[ref][1].value, slots, found)
                if place is not None:
                    found[ref] = place
                    slots += prod(place.trips)
                else:
                    stays.add(ref)
                    passed |= {a.ref for i in self._needs(ref) for a in i.args}
            todo = passed - stays - set(found)
        return found, slots

    def _needs(self, ref: str) -> list[Inst]:
        """What stays in the density because `ref` does: the instruction, and what fills the memory it reads."""
        inst = self.defs[ref][1]
        read = self.objects.of(inst.args[0]) & set(self.objects.allocas) if inst.op == "load" else ()
        return [inst, *(i for o in read for i in self.writers.get(o, ()))]

    def _place(self, v: Value, slots: int, found: Collection[str]) -> Place | None:
        block, _ = self.defs[v.ref]
        if v.type not in STORED or block in self.dependence.blocks or self.cost(v.ref, self.cfg.loop_of[block], found, {}) < WORTH:
            return None
        trips = self._trips_around(block)
        if trips is None or slots + prod(trips) > MOST_SLOTS:
            return None
        return Place(slots, tuple(loop.header for loop in self.cfg.chain(block)), trips)

    def _trips_around(self, block: str) -> tuple[int, ...] | None:
        """Trip counts of the loops around a block, outermost first; None when one is not known."""
        trips: list[int] = []
        for loop in self.cfg.chain(block):
            n = most_iterations(self.cfg, loop, self.defs) if loop.simple else None
            if n is None:
                return None
            trips.append(n)
        return tuple(trips)

    def cost(self, ref: str, loop: Loop | None, found: Collection[str], known: dict[str, int]) -> int:
        """Operations to compute a value of the data level again in an iteration of `loop`, values with a place being there."""
        if ref not in self.defs or ref in self.counting or ref in found:
            return 0
        block, inst = self.defs[ref]
        if loop is not None and block not in loop.body:
            return 0                             # computed once, outside
        if ref not in known:
            known[ref] = NEVER                   # a cycle: carried from iteration to iteration
            own = WORTH if loop is not None and self._is_apart(inst, loop) else self._own_cost(inst)
            known[ref] = own if own >= WORTH else own + sum(self.cost(a.ref, loop, found, known) for a in inst.args)
        return known[ref]

    def _is_apart(self, i: Inst, loop: Loop) -> bool:
        """Does a load of data go from row to row of a matrix in a long loop? Its slots lie side by side: the loop has vectors of them."""
        if i.op != "load" or i.type != "double" or not self.objects.of(i.args[0]) <= self.objects.params or loop.header not in self.counters:
            return False
        trips = most_iterations(self.cfg, loop, self.defs) if loop.simple else None
        if trips is None or trips < LONG:
            return False
        bytes_ = step(i.args[0], loop, self.counters[loop.header].ref, self.defs)
        return bytes_ is not None and abs(bytes_) > SIZES["double"]

    def _own_cost(self, i: Inst) -> int:
        match i.op:
            case "phi" | "alloca":
                return NEVER
            case "load":
                return NEVER if any(o in self.objects.allocas for o in self.objects.of(i.args[0])) else 1
            case "call":
                return CALL_COST.get(".".join(callee_of(i).split(".")[:2]), CALL)
            case _:
                return COST.get(i.op, 1)

    # ---- the two functions

    def with_loads(self, places: dict[str, Place], derived: str) -> Function:
        fresh = Names("d")
        renamed: dict[str, Value] = {}

        def loaded(v: Value, address: Value, code: Code) -> None:
            value = code.load(STORED[v.type], address)
            if v.type == "i1":
                value = code.op("trunc", "i1", (value,))
            renamed[v.ref] = value

        made = self._at_places(places, derived, fresh, loaded)
        for b in self.f.blocks:
            for i in b.insts:
                i.args = tuple([renamed.get(a.ref, a) if a.is_local else a for a in i.args])
            b.insts = _inserted(b.insts, made)
        self.f.params = _parameters(self.f, derived, "noalias readonly")
        return self.f

    def with_stores(self, places: dict[str, Place], derived: str, name: str) -> Function:
        fresh = Names("d")

        def stored(v: Value, address: Value, code: Code) -> None:
            if v.type == "i1":
                v = code.op("zext", "i8", (v,))
            code.store(v, address)

        made = self._at_places(places, derived, fresh, stored)
        blocks = [Block(b.label, _inserted([i for i in b.insts if not self._is_result(i)], made)) for b in self.f.blocks]
        for b in blocks:
            if b.insts[-1].op == "ret":
                b.insts[-1] = Inst("ret", "void", None)
        return Function(name, "void", _parameters(self.f, derived, "noalias"), blocks, "", "mustprogress nounwind willreturn")

    def _is_result(self, i: Inst) -> bool:
        """Stores to the caller's memory."""
        target = i.args[1] if i.op == "store" else i.args[0] if i.op == "call" and callee_of(i).startswith("llvm.mem") else None
        return target is not None and bool(self.objects.of(target) & self.objects.params)

    def _at_places(self, places: dict[str, Place], derived: str, fresh: Names, emit: Callable[[Value, Value, Code], None]) -> dict[str, list[Inst]]:
        """value -> instructions that go right behind it (behind the phis of its block)."""
        made: dict[str, list[Inst]] = {}
        for ref, place in places.items():
            code = Code(fresh)
            emit(self.defs[ref][1].value, self._address(place, derived, code), code)
            made[ref] = code.insts
        return made

    def _address(self, place: Place, derived: str, code: Code) -> Value:
        index = integer(0)
        for header, n in zip(place.loops, place.trips, strict=True):
            counter = self.counters[header]
            index = counter if index.ref == "0" else code.binary("add", code.binary("mul", index, integer(n), ("nuw", "nsw")), counter, ("nuw", "nsw"))
        base = Value(PTR, derived)
        if place.first:
            base = code.gep(I64, base, integer(place.first))
        return base if index.ref == "0" else code.gep(I64, base, index)


def _inserted(insts: list[Inst], made: dict[str, list[Inst]]) -> list[Inst]:
    out: list[Inst] = []
    late: list[Inst] = []
    for i in insts:
        if i.op != "phi" and late:
            out += late
            late = []
        out.append(i)
        if i.result in made:
            if i.op == "phi":
                late += made[i.result]
            else:
                out += made[i.result]
    return out


def _parameters(f: Function, derived: str, attributes: str) -> list[Param]:
    """The parameters with `derived` behind the last data; LLVM's findings about the whole function no longer hold."""
    at = names.behind_inputs([p.name for p in f.params])
    params = [Param(p.type, p.name, f"noalias readonly {_extent(p)}" if names.is_input(p.name) else "noalias") for p in f.params]
    return [*params[:at], Param(PTR, derived, attributes), *params[at:]]


def _extent(p: Param) -> str:
    """The number of bytes that the front end says are there."""
    return " ".join(EXTENT.findall(p.attrs))
