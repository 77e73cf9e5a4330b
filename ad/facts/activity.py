"""Which values and objects carry derivatives: those that depend on an active input and that an active output depends on."""
from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ...ir.dense import is_dense
from ...ir.graph.build import FLOATS
from ...ir.graph.cfg import reach
from ...ir.graph.normalise import callee_of
from ...ir.graph.objects import Objects
from ...ir.records import Function, Inst
from ...ir.ruled import is_ruled, parse
from ..rules.partials import FLAT, rule_name

MOVES = ("llvm.memcpy.", "llvm.memmove.")
PUSH, POP = "llb.tape.push.f64", "llb.tape.pop.f64"


class Tape(NamedTuple):
    """The tape that a push or pop names by its number."""

    number: str


Node = str | Tape                        # a value by its ref, an object by its name, a tape
Edge = Callable[[Node, Node], None]


class Activity:
    """`values`: refs of active floating values; `objects`: names of active objects; `tapes`: those with active values on them."""

    def __init__(self, values: set[str], objects: set[str], tapes: set[Tape]):
        self.values, self.objects, self.tapes = values, objects, tapes


def everything(f: Function, objects: Objects, active_params: set[str]) -> Activity:
    """No analysis: every floating value, every alloca, every active parameter, every tape."""
    tapes = {tape_of(i) for b in f.blocks for i in b.insts if i.op == "call" and callee_of(i) in (PUSH, POP)}
    return Activity(_floating(f), active_params | set(objects.allocas), tapes)


def _floating(f: Function) -> set[str]:
    """Refs of all floating values."""
    return {i.result for b in f.blocks for i in b.insts if i.type in FLOATS and i.result}


def tape_of(i: Inst) -> Tape:
    """The tape of a push or a pop."""
    return Tape(i.args[1].ref)


def find_active(f: Function, objects: Objects, active_params: set[str]) -> Activity:
    """Values that vary with the inputs and that the result needs; a fixpoint on a graph of values and objects."""
    edges = _edges(f, objects)
    sources = active_params & objects.params
    varied, turned = reach(set[Node](sources), lambda a: edges.get(a, ())), _turned(edges)
    both = varied & reach({*sources, *_returned(f)}, lambda a: turned.get(a, ()))
    names = set(objects.allocas) | active_params
    return Activity(_floating(f) & both, names & both, {node for node in both if isinstance(node, Tape)})


def _returned(f: Function) -> list[Node]:
    ends = [b.insts[-1] for b in f.blocks]
    return [end.args[0].ref for end in ends if end.op == "ret" and end.args]


def _turned(edges: dict[Node, list[Node]]) -> dict[Node, list[Node]]:
    """value or object -> what flows into it."""
    turned: dict[Node, list[Node]] = {}
    for a, targets in edges.items():
        for c in targets:
            turned.setdefault(c, []).append(a)
    return turned


def _edges(f: Function, objects: Objects) -> dict[Node, list[Node]]:
    """value or object -> what it flows into (floating data only)."""
    edges: dict[Node, list[Node]] = {}

    def edge(a: Node, c: Node) -> None:
        edges.setdefault(a, []).append(c)

    for b in f.blocks:
        for i in b.insts:
            _inst_edges(i, objects, edge)
    return edges


def _inst_edges(i: Inst, objects: Objects, edge: Edge) -> None:
    """Loads take from objects, stores give to them, a popped value comes from its tape, everything else from its operands."""
    if i.op == "store":
        if i.args[0].type in FLOATS:
            for o in objects.of(i.args[1]):
                edge(i.args[0].ref, o)
    elif i.type not in FLOATS or not i.result:
        if i.op == "call":
            _call_edges(i, objects, edge)
    elif i.op == "load":
        for o in objects.of(i.args[0]):
            edge(o, i.result)
    elif i.op == "call" and callee_of(i) == POP:
        edge(tape_of(i), i.result)
    elif i.op != "call" or rule_name(callee_of(i)) not in FLAT:
        for a in i.args:
            if a.type in FLOATS:
                edge(a.ref, i.result)


def _call_edges(i: Inst, objects: Objects, edge: Edge) -> None:
    callee = callee_of(i)
    if callee.startswith(MOVES):
        for src in objects.of(i.args[1]):
            for dst in objects.of(i.args[0]):
                edge(src, dst)
    elif is_dense(callee):
        for dst in objects.of(i.args[0]):
            for src in {o for a in i.args for o in objects.of(a)}:
                edge(src, dst)
    elif is_ruled(callee):
        call = parse(callee)
        for k in call.floating(call.results):
            for dst in objects.of(i.args[k]):
                for src in {o for j in call.floating(call.arguments) for o in objects.of(i.args[j])}:
                    edge(src, dst)
    elif callee == PUSH:
        edge(i.args[2].ref, tape_of(i))
