"""Counters the reverse runs by: the number of the iteration in every simple loop, how many were done at each exit, and where a merge came from."""
from __future__ import annotations

from dataclasses import dataclass, field

from ..ir.records import Function, Inst, Value
from .cfg import Cfg
from .code import I64


@dataclass
class Counters:
    """`iteration`: header -> phi counting 0, 1, 2, …; `done`: (header, exit block) -> number of the iteration that left;
    `arrival`: merge block -> index of the predecessor control came from."""

    iteration: dict[str, Value] = field(default_factory=dict)
    done: dict[tuple[str, str], Value] = field(default_factory=dict)
    arrival: dict[str, Value] = field(default_factory=dict)


def add_counters(f: Function, cfg: Cfg, loops: bool) -> Counters:
    """Inserts the phis into `f`; those the reverse does not use are dead code. With `loops` False only arrivals (for every merge)."""
    out = Counters()
    if loops:
        for header, loop in cfg.loops.items():
            if loop.simple:
                out.iteration[header] = _iteration(cfg, header, loop)
        for header, value in out.iteration.items():
            for exit_block in dict.fromkeys(c for _, c in cfg.loops[header].exits):
                out.done[header, exit_block] = _done(cfg, header, exit_block, value)
    for b in cfg.rpo:
        if len(cfg.pred[b]) > 1 and b not in out.iteration:
            out.arrival[b] = _phi(cfg, b, f"%n.{b}", [(Value(I64, str(k)), p) for k, p in enumerate(cfg.pred[b])])
    return out


def _phi(cfg: Cfg, block: str, name: str, pairs) -> Value:
    inst = Inst("phi", I64, name, tuple(v for v, _ in pairs), tuple(p for _, p in pairs))
    cfg.blocks[block].insts.insert(0, inst)
    return inst.value


def _iteration(cfg: Cfg, header: str, loop) -> Value:
    insts = cfg.blocks[header].insts
    for i in insts:
        if i.op != "phi":
            break
        if i.type == I64 and _counts(i, loop, cfg):
            return i.value
    latch = cfg.blocks[loop.latch].insts
    latch.insert(len(latch) - 1, Inst("add", I64, f"%m.{header}", (Value(I64, f"%i.{header}"), Value(I64, "1")), None, ("nuw", "nsw")))
    return _phi(cfg, header, f"%i.{header}", [(Value(I64, "0"), loop.preheader), (Value(I64, f"%m.{header}"), loop.latch)])


def _counts(phi: Inst, loop, cfg: Cfg) -> bool:
    """Whether `phi` is 0 at first and grows by 1."""
    incoming = dict(zip(phi.extra, phi.args, strict=True))                                      # type: ignore[call-overload]
    if incoming[loop.preheader].ref != "0":
        return False
    step = incoming[loop.latch].ref
    for b in loop.body:
        for i in cfg.blocks[b].insts:
            if i.result == step:
                return i.op == "add" and {a.ref for a in i.args} == {phi.result, "1"}
    return False


def _done(cfg: Cfg, header: str, block: str, value: Value) -> Value:
    body = cfg.loops[header].body
    return _phi(cfg, block, f"%x.{header}.{block}", [(value if p in body else Value(I64, "0"), p) for p in cfg.pred[block]])
