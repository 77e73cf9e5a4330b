"""Counters the reverse runs by: the number of the iteration in every simple loop, how many were done at each exit, and where a merge came from."""
from __future__ import annotations

from dataclasses import dataclass, field

from ..records import Function, Inst, Value
from .build import I64
from .cfg import Cfg


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


def most_iterations(cfg: Cfg, loop, defs: dict[str, tuple[str, Inst]]) -> int | None:
    """An upper bound of the iterations of a simple loop, from an exit test that every iteration makes on a counter with constant start,
    step and limit; None when there is no such test.

        for (i = 1; i < 8; i += 2)      phi [1], next = phi + 2, stays while next < 8:  4
    """
    found = [n for block, _ in loop.exits if cfg.dominates(block, loop.latch) if (n := _bound(cfg, loop, defs, block)) is not None]
    return min(found, default=None)


_TURNED = {"ne": "eq", "eq": "ne", "ult": "uge", "uge": "ult", "slt": "sge", "sge": "slt"}


def _bound(cfg: Cfg, loop, defs, block: str) -> int | None:
    term = cfg.blocks[block].insts[-1]
    if term.op != "br" or not term.args or (found := defs.get(term.args[0].ref)) is None or found[1].op != "icmp":
        return None
    test = found[1]
    tested, limit = test.args
    if not _is_number(limit.ref) or (counter := _counter(loop, defs, tested.ref)) is None:
        return None
    start, step, behind = counter
    leaves = test.extra if term.extra[0] not in loop.body else _TURNED.get(test.extra)
    distance = int(limit.ref) - start
    if leaves == "eq" and distance >= 0 and distance % step == 0:
        last = distance // step - behind
        return last + 1 if last >= 0 else None
    if leaves in ("uge", "sge") and start >= 0 and int(limit.ref) >= 0:
        return max(-(-distance // step) - behind, 0) + 1
    return None


def _counter(loop, defs, ref: str) -> tuple[int, int, int] | None:
    """(start, step, 1 when `ref` is the next value and not the phi) of a counter of `loop`; the step is positive."""
    block, inst = defs.get(ref, (None, None))
    if inst is None:
        return None
    behind = 0
    if inst.op == "add":
        behind, (block, inst) = 1, defs.get(inst.args[0].ref, (None, None))
    if inst is None or inst.op != "phi" or block != loop.header or inst.type != I64:
        return None
    incoming = dict(zip(inst.extra, inst.args, strict=True))
    start, following = incoming[loop.preheader].ref, incoming[loop.latch].ref
    step = defs.get(following, (None, None))[1]
    if behind and following != ref or step is None or step.op != "add" or step.args[0].ref != inst.result:
        return None
    if not _is_number(start) or not _is_number(step.args[1].ref) or int(step.args[1].ref) <= 0:
        return None
    return int(start), int(step.args[1].ref), behind


def _is_number(ref: str) -> bool:
    return ref.lstrip("-").isdigit()
