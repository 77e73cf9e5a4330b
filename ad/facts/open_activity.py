"""Which values carry derivatives in a function that shares memory with others (`ir/graph/escapes.py`): they vary with floating parameters or with
memory from outside, and such memory or the result depends on them. Calls of other functions may read and write all memory that they can reach."""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...ir.graph.build import FLOATS
from ...ir.graph.cfg import reach
from ...ir.graph.escapes import UNKNOWN, OpenObjects
from ...ir.graph.normalise import callee_of
from ...ir.records import Inst
from ..rules.inert import is_inert
from ..rules.partials import FLAT, rule_name
from .activity import MOVES, POP, PUSH, Activity, Node, Tape, tape_of
from .shadowed import Call, Shadowed

CONSTANT = frozenset(["sitofp", "uitofp", "bitcast"])                # a bitcast is of bits that integers made (`ad/foreign/words`)


def find_open(shadowed: Shadowed, objects: OpenObjects) -> Activity:
    """Active values, own memory and `*`."""
    after, before = dict[Node, set[Node]](), dict[Node, set[Node]]()
    insts = _told(shadowed)
    for i in insts:
        for a, c in _edges(i, shadowed, objects):
            after.setdefault(a, set()).add(c)
            before.setdefault(c, set()).add(a)
    returned = {a.ref for i in insts if i.op == "ret" for a in i.args[:shadowed.returned]}
    sources = {UNKNOWN, *shadowed.tangents, *(copy.name for copy in shadowed.params if copy.name not in shadowed.constants)}
    both = reach(set[Node](sources), lambda a: after.get(a, ())) & reach(set[Node]({UNKNOWN, *returned}), lambda a: before.get(a, ()))
    return _found(both, insts, objects)


def _found(both: set[Node], insts: list[Inst], objects: OpenObjects) -> Activity:
    values = {i.name for i in insts if i.type in FLOATS and i.result in both}
    return Activity(values, {name for name in (UNKNOWN, *objects.own) if name in both}, {node for node in both if isinstance(node, Tape)})


def _told(shadowed: Shadowed) -> list[Inst]:
    """Instructions of the function itself, and the results of its calls."""
    return [i for b in shadowed.f.blocks for i in b.insts if i not in shadowed.made or i in shadowed.results]


def _edges(i: Inst, shadowed: Shadowed, objects: OpenObjects) -> Iterable[tuple[Node, Node]]:
    """What floating data an instruction passes on."""
    if i in shadowed.calls:
        return _of_call(shadowed.calls[i])
    if i.op in ("store", "load") or i.op == "call" and callee_of(i).startswith(MOVES):
        return _of_memory(i, objects)
    if i.op == "call" and callee_of(i) in (PUSH, POP):
        return [(i.args[2].ref, tape_of(i)) if callee_of(i) == PUSH else (tape_of(i), i.name)]
    return [(a.ref, i.name) for a in i.args if a.type in FLOATS] if i.type in FLOATS and not _constant(i, shadowed) else []


def _of_call(call: Call) -> Iterator[tuple[Node, Node]]:
    """Through the arguments, and through all memory."""
    for c in (UNKNOWN, *(r.ref for r in call.results)):
        yield from ((a.ref, c) for a in call.arguments)
        yield UNKNOWN, c


def _of_memory(i: Inst, objects: OpenObjects) -> list[tuple[Node, Node]]:
    """A load takes from memory, a store gives, a copy does both."""
    if i.op == "load":
        return [(o, i.name) for o in objects.of(i.args[0])] if i.type in FLOATS else []
    if i.op == "store":
        return [(i.args[0].ref, o) for o in objects.of(i.args[1])] if i.args[0].type in FLOATS else []
    return [(a, c) for a in objects.of(i.args[1]) for c in objects.of(i.args[0])]


def _constant(i: Inst, shadowed: Shadowed) -> bool:
    if i.op != "call":
        return i.op in CONSTANT
    callee = callee_of(i)
    return callee in shadowed.inactive or rule_name(callee) in FLAT or is_inert(callee)


def everything_open(shadowed: Shadowed) -> Activity:
    """No analysis: every floating value that is not made of whole numbers, all memory."""
    insts = _told(shadowed)
    values = {i.name for i in insts if i.result and i.type in FLOATS and not _constant(i, shadowed)}
    return Activity(values, {UNKNOWN, *(i.name for i in insts if i.op == "alloca")}, set())
