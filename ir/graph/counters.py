"""Counters of a function's loops: what the reverse runs by is put into the code, and a bound of their iterations is read off it.

In go a normalised function and its control flow. Out come values: the number of the iteration in every simple loop, how many were done at
each exit, and where a merge was come to from.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..records import Function, Inst, Value
from .build import I64
from .cfg import Cfg, Loop

Definitions = Mapping[str, tuple[str, Inst]]       # value -> (block, instruction that makes it)


@dataclass
class Counters:
    """`iteration`: header -> phi counting 0, 1, 2, …; `done`: (header, exit block) -> number of the iteration that left;
    `arrival`: merge block -> index of the predecessor control came from."""

    iteration: dict[str, Value] = field(default_factory=dict[str, Value])
    done: dict[tuple[str, str], Value] = field(default_factory=dict[tuple[str, str], Value])
    arrival: dict[str, Value] = field(default_factory=dict[str, Value])


def add_counters(f: Function, cfg: Cfg, loops: bool) -> Counters:
    """Inserts the phis into `f`; those the reverse does not use are dead code. With `loops` False only arrivals (for every merge)."""
    out = Counters()
    if loops:
        out.iteration = {header: _iteration(cfg, header, loop) for header, loop in cfg.loops.items() if loop.simple}
        for header, value in out.iteration.items():
            for exit_block in dict.fromkeys(to for _, to in cfg.loops[header].exits):
                out.done[header, exit_block] = _done(cfg, header, exit_block, value)
    out.arrival = {b: _arrival(cfg, b) for b in cfg.rpo if len(cfg.pred[b]) > 1 and b not in out.iteration}
    return out


def _phi(cfg: Cfg, block: str, name: str, pairs: list[tuple[Value, str]]) -> Value:
    inst = Inst("phi", I64, name, tuple([v for v, _ in pairs]), tuple([p for _, p in pairs]))
    cfg.blocks[block].insts.insert(0, inst)
    return inst.value


def _iteration(cfg: Cfg, header: str, loop: Loop) -> Value:
    """A counter that the loop has, or a new one."""
    for i in cfg.blocks[header].insts:
        if i.op != "phi":
            break
        if i.type == I64 and _counts(i, loop, cfg):
            return i.value
    latch = cfg.blocks[loop.latch].insts
    latch.insert(len(latch) - 1, Inst("add", I64, f"%m.{header}", (Value(I64, f"%i.{header}"), Value(I64, "1")), None, ("nuw", "nsw")))
    return _phi(cfg, header, f"%i.{header}", [(Value(I64, "0"), loop.preheader), (Value(I64, f"%m.{header}"), loop.latch)])


def _counts(phi: Inst, loop: Loop, cfg: Cfg) -> bool:
    """Whether `phi` is 0 at first and grows by 1."""
    if phi.incoming(loop.preheader).ref != "0":
        return False
    step = phi.incoming(loop.latch).ref
    for b in loop.body:
        for i in cfg.blocks[b].insts:
            if i.result == step:
                return i.op == "add" and {a.ref for a in i.args} == {phi.result, "1"}
    return False


def _done(cfg: Cfg, header: str, block: str, value: Value) -> Value:
    """Behind an exit: the number of the iteration that left; 0 for who comes to the block another way."""
    body = cfg.loops[header].body
    return _phi(cfg, block, f"%x.{header}.{block}", [(value if p in body else Value(I64, "0"), p) for p in cfg.pred[block]])


def _arrival(cfg: Cfg, block: str) -> Value:
    return _phi(cfg, block, f"%n.{block}", [(Value(I64, str(k)), p) for k, p in enumerate(cfg.pred[block])])


def most_iterations(cfg: Cfg, loop: Loop, defs: Definitions) -> int | None:
    """An upper bound of the iterations of a simple loop, from an exit test that every iteration makes on a counter with constant start,
    step and limit; None when there is no such test.

        for (i = 1; i < 8; i += 2)      phi [1], next = phi + 2, stays while next < 8:  4
    """
    found = [_bound(cfg, loop, defs, block) for block, _ in loop.exits if cfg.dominates(block, loop.latch)]
    return min((n for n in found if n is not None), default=None)


class _Counter(NamedTuple):
    """A value that is `start`, `start + step`, … at the exit test; `ahead` is 1 when the test is made on the next value and not on the phi."""

    start: int
    step: int
    ahead: int


def _until_equal(counter: _Counter, limit: int) -> int | None:
    """Iterations of a loop that is left when the counter is the limit; None when it never is."""
    distance = limit - counter.start
    if distance < 0 or distance % counter.step:
        return None
    last = distance // counter.step - counter.ahead
    return last + 1 if last >= 0 else None


def _until_as_large(counter: _Counter, limit: int) -> int | None:
    """Iterations of a loop that is left when the counter has come to the limit. Negative numbers would compare otherwise without a sign."""
    if counter.start < 0 or limit < 0:
        return None
    return max(-(-(limit - counter.start) // counter.step) - counter.ahead, 0) + 1


_UNTIL: dict[str, Callable[[_Counter, int], int | None]] = {"eq": _until_equal, "uge": _until_as_large, "sge": _until_as_large}
_TURNED = {"ne": "eq", "eq": "ne", "ult": "uge", "uge": "ult", "slt": "sge", "sge": "slt"}


def _bound(cfg: Cfg, loop: Loop, defs: Definitions, block: str) -> int | None:
    """What the exit test at the end of `block` says; None when it says nothing."""
    end = cfg.blocks[block].insts[-1]
    test = _comparison(end, defs)
    if test is None:
        return None
    tested, limit = test.args
    counter = _counter(loop, defs, tested.ref)
    leaves_when = test.word if end.labels[0] not in loop.body else _TURNED.get(test.word, "")
    if counter is None or not _is_number(limit.ref) or leaves_when not in _UNTIL:
        return None
    return _UNTIL[leaves_when](counter, int(limit.ref))


def _comparison(end: Inst, defs: Definitions) -> Inst | None:
    """The comparison of integers that a branch with two ways asks."""
    found = defs.get(end.args[0].ref) if end.op == "br" and end.args else None
    return found[1] if found is not None and found[1].op == "icmp" else None


def _counter(loop: Loop, defs: Definitions, ref: str) -> _Counter | None:
    """The counter of `loop` that `ref` is, as phi or as next value; its step is positive."""
    phi = _header_phi(loop, defs, ref)
    if phi is None:
        return None
    start, following = phi.incoming(loop.preheader).ref, phi.incoming(loop.latch).ref
    step = _step(defs, following, phi)
    if ref not in (phi.result, following) or step is None or not _is_number(start):
        return None
    return _Counter(int(start), step, int(ref != phi.result))


def _header_phi(loop: Loop, defs: Definitions, ref: str) -> Inst | None:
    """The phi of the loop's header that `ref` is, or is a sum with."""
    block, inst = defs.get(ref, ("", None))
    if inst is not None and inst.op == "add":
        block, inst = defs.get(inst.args[0].ref, ("", None))
    return inst if inst is not None and inst.op == "phi" and block == loop.header and inst.type == I64 else None


def _step(defs: Definitions, following: str, phi: Inst) -> int | None:
    """The positive constant that is added to the phi in an iteration."""
    _, inst = defs.get(following, ("", None))
    if inst is None or inst.op != "add" or inst.args[0].ref != phi.result or not _is_number(inst.args[1].ref):
        return None
    step = int(inst.args[1].ref)
    return step if step > 0 else None


def _is_number(ref: str) -> bool:
    return ref.lstrip("-").isdigit()
