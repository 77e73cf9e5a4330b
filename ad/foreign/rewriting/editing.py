"""Calls of a function replaced by other code."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ....ir.graph.build import Code
from ....ir.records import Function, Inst, Value


class Replacement(NamedTuple):
    """What stands in the place of a call: code, the value of the call, allocas for the function's entry."""

    code: Code
    value: Value
    entry: list[Inst]


def substitute(function: Function, replacement_of: Callable[[Inst], Replacement | None]) -> None:
    """Replaces the instructions for which there is something else, calls and invokes, in place."""
    results: dict[str, Value] = {}
    entry: list[Inst] = []
    for block in function.blocks:
        insts: list[Inst] = []
        for inst in block.insts:
            other = replacement_of(inst) if inst.op in ("call", "invoke") else None
            if other is None:
                insts.append(inst)
                continue
            insts += _placed(other.code, inst)
            entry += other.entry
            if inst.result is not None:
                results[inst.result] = other.value
            if inst.op == "invoke":
                results |= _leave(function, inst.to[1], block.label)
        block.insts = insts
    _replace(function, results)
    function.blocks[0].insts[:0] = entry


def _placed(code: Code, call: Inst) -> list[Inst]:
    """The code at the source line of the call; behind an invoke control goes on where it would have returned to."""
    for inst in code.insts:
        if inst.op == "call":
            inst.metadata = tuple(m for m in call.metadata if m[0] == "dbg")
    if call.op == "invoke":
        code.jump(call.to[0])
    return code.insts


def _leave(function: Function, target: str, source: str) -> dict[str, Value]:
    """One block does not go to another any more: its phis forget it. Those that have no value left are taken out, what they were is given back."""
    block = next(b for b in function.blocks if b.label == target)
    gone: dict[str, Value] = {}
    for phi in [i for i in block.insts if i.op == "phi"]:
        kept = [(v, label) for v, label in zip(phi.args, phi.labels, strict=True) if label != source]
        phi.args, phi.extra = tuple(v for v, _ in kept), tuple(label for _, label in kept)
        if not kept:
            block.insts.remove(phi)
            gone[phi.name] = Value(phi.type, "poison")
    return gone


def _replace(function: Function, results: Mapping[str, Value]) -> None:
    """Uses of names by values."""
    if not results:
        return
    for inst in (i for block in function.blocks for i in block.insts):
        if any(a.ref in results for a in inst.args):
            inst.args = tuple(Value(a.type, results[a.ref].ref) if a.ref in results else a for a in inst.args)
        if isinstance(inst.extra, Value) and inst.extra.ref in results:
            inst.extra = Value(inst.extra.type, results[inst.extra.ref].ref)
