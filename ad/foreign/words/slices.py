"""What an integer is computed from."""
from __future__ import annotations

from collections.abc import Mapping

from ....ir.records import Inst, Value
from .kinds import is_integer

MOVING = ("load", "store", "phi", "select", "freeze", "ptrtoint", "inttoptr", "bitcast", "icmp")
_LEAVES = ("load", "ptrtoint", "bitcast", "call", "extractvalue", "icmp", "fcmp", "fptosi", "fptoui")


def sources(value: Value, defs: Mapping[str, Inst]) -> list[Inst]:
    """Loads, conversions and calls whose results an integer is computed from."""
    found, met, stack = list[Inst](), set[str](), [value]
    while stack:
        v = stack.pop()
        inst = defs.get(v.ref)
        if inst is None or v.ref in met:
            continue
        met.add(v.ref)
        if inst.op in _LEAVES:
            found.append(inst)
        else:
            stack += [a for a in inst.args if is_integer(a.type)]
    return found


def base_of(inttoptr: Inst, defs: Mapping[str, Inst]) -> Value | None:
    """The one pointer that an address is computed from, where it is computed."""
    made = defs.get(inttoptr.args[0].ref)
    if made is None or made.op in MOVING:
        return None
    bases = [i for i in sources(inttoptr.args[0], defs) if i.op == "ptrtoint"]
    return bases[0].args[0] if len({i.args[0] for i in bases}) == 1 else None
