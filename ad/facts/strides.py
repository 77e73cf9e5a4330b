"""How far a number or an address goes from one iteration of a loop to the next."""
from __future__ import annotations

from collections.abc import Mapping

from ...ir.graph.build import SIZES
from ...ir.graph.cfg import Loop
from ...ir.records import Inst, Value

Definitions = Mapping[str, tuple[str, Inst]]     # value -> (block, instruction that makes it)
SAME = ("sext", "zext", "freeze")


def step(v: Value, loop: Loop, counter: str, defs: Definitions) -> int | None:
    """The difference between two iterations of `loop`, whose number is `counter`; in bytes for an address. None where it is not the same for all."""
    if v.ref == counter:
        return 1
    if v.ref not in defs or defs[v.ref][0] not in loop.body:
        return 0
    inst = defs[v.ref][1]
    if inst.op in SAME:
        return step(inst.args[0], loop, counter, defs)
    steps = [step(a, loop, counter, defs) for a in inst.args]
    match inst.op, steps:
        case ("add" | "sub"), [int(one), int(other)]:
            return one + other if inst.op == "add" else one - other
        case "mul", [int(one), int(other)]:
            return product(inst, one, other)
        case "shl", [int(one), 0] if inst.args[1].ref.isdecimal():
            return one << int(inst.args[1].ref)
        case "getelementptr", [int(base), int(index)] if inst.held in SIZES:
            return base + index * SIZES[inst.held]
        case _:
            return 0 if all(s == 0 for s in steps) and inst.op not in ("load", "call", "phi") else None


def product(inst: Inst, one: int, other: int) -> int | None:
    """The step of a product, one factor of which is a number that is written."""
    for a, of_other in ((inst.args[0], other), (inst.args[1], one)):
        if a.ref.lstrip("-").isdecimal():
            return int(a.ref) * of_other
    return 0 if one == other == 0 else None
