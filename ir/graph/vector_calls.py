"""Intrinsics of LLVM on vectors, in terms of lanes (`flatten.py`): those of one name that work lane by lane, reductions, accesses under a mask."""
from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from ..errors import UnsupportedError
from ..records import Inst, Value
from .build import Code
from .leaves import Layout

_SUFFIX = re.compile(r"\.v\d+(?=[a-z])")
_NOT_BY_LANE = ("llvm.vector.", "llvm.experimental.", "llvm.matrix.", "llvm.masked.", "llvm.vp.", "llvm.x86.", "llvm.aarch64.")


class Lanes(Protocol):
    """What a rule may ask of the flattener."""

    code: Code
    layout: Layout

    def of(self, v: Value) -> list[Value]: ...
    def at(self, pointer: Value, offset: int) -> Value: ...
    def temporary(self, type_: str) -> Value: ...


def lane_name(callee: str) -> str | None:
    """`llvm.fabs.v2f64` -> `llvm.fabs.f64`; None for what is no intrinsic that works lane by lane."""
    if not callee.startswith("llvm.") or callee.startswith(_NOT_BY_LANE) or not _SUFFIX.search(callee):
        return None
    return _SUFFIX.sub(".", callee)


_REDUCED = {"add": "add", "mul": "mul", "and": "and", "or": "or", "xor": "xor"}


def _reduce(s: Lanes, i: Inst) -> list[Value]:
    """A sum, product, least or greatest over lanes, in their order."""
    kind = i.callee.ref.removeprefix("@llvm.vector.reduce.").split(".")[0]
    *start, vector = i.args
    lanes = [*start, *s.of(vector)]
    total = lanes[0]
    for lane in lanes[1:]:
        total = _joined(s.code, kind, total, lane, i)
    return [total]


def _joined(code: Code, kind: str, a: Value, b: Value, i: Inst) -> Value:
    if kind in ("fadd", "fmul"):
        return code.binary(kind, a, b, i.flags)
    if kind in _REDUCED:
        return code.binary(_REDUCED[kind], a, b)
    if kind in ("smin", "smax", "umin", "umax"):
        return code.call(f"llvm.{kind}.{a.type}", a.type, (a, b))
    if kind in ("fmin", "fmax", "fminimum", "fmaximum"):
        name = {"fmin": "minnum", "fmax": "maxnum"}.get(kind, kind[1:])
        return code.call(f"llvm.{name}.{'f64' if a.type == 'double' else 'f32'}", a.type, (a, b))
    raise UnsupportedError(f"the reduction `{i.callee.ref}` cannot be taken apart")


def _masked_load(s: Lanes, i: Inst) -> list[Value]:
    """Lanes whose mask is set come from memory, the others from the last argument; what is not set reads a place of our own."""
    pointer, mask, otherwise = i.args[0], s.of(i.args[-2]), s.of(i.args[-1])
    leaves = s.layout.leaves(i.type)
    addresses = [s.at(pointer, leaf.offset) for leaf in leaves]
    return [_loaded(s, m, p, leaf.type, x) for m, p, leaf, x in zip(mask, addresses, leaves, otherwise, strict=True)]


def _gather(s: Lanes, i: Inst) -> list[Value]:
    """As `_masked_load`, with an address a lane."""
    pointers, mask, otherwise = s.of(i.args[0]), s.of(i.args[-2]), s.of(i.args[-1])
    return [_loaded(s, m, p, x.type, x) for m, p, x in zip(mask, pointers, otherwise, strict=True)]


def _loaded(s: Lanes, m: Value, p: Value, type_: str, otherwise: Value) -> Value:
    if m.ref != "true":
        p = s.code.select(m, p, s.temporary(type_))
    s.code.insts.append(Inst("load", type_, s.code.names.new(), (p,), align=1))
    found = s.code.insts[-1].value
    return found if m.ref == "true" else s.code.select(m, found, otherwise)


def _masked_store(s: Lanes, i: Inst) -> list[Value]:
    """Lanes whose mask is not set are written to a place of our own."""
    values, mask = s.of(i.args[0]), s.of(i.args[-1])
    for v, m, leaf in zip(values, mask, s.layout.leaves(i.args[0].type), strict=True):
        _stored(s, m, v, s.at(i.args[1], leaf.offset))
    return []


def _scatter(s: Lanes, i: Inst) -> list[Value]:
    """As `_masked_store`, with an address a lane."""
    for v, p, m in zip(s.of(i.args[0]), s.of(i.args[1]), s.of(i.args[-1]), strict=True):
        _stored(s, m, v, p)
    return []


def _stored(s: Lanes, m: Value, v: Value, p: Value) -> None:
    if m.ref != "true":
        p = s.code.select(m, p, s.temporary(v.type))
    s.code.insts.append(Inst("store", "void", None, (v, p), align=1))


def _reversed(s: Lanes, i: Inst) -> list[Value]:
    return s.of(i.args[0])[::-1]


def _interleaved(s: Lanes, i: Inst) -> list[Value]:
    return [v for pair in zip(*(s.of(a) for a in i.args), strict=True) for v in pair]


def _deinterleaved(s: Lanes, i: Inst) -> list[Value]:
    lanes = s.of(i.args[0])
    count = int(i.callee.ref.removeprefix("@llvm.vector.deinterleave").split(".")[0])
    return [v for k in range(count) for v in lanes[k::count]]


def _part(s: Lanes, i: Inst) -> list[Value]:
    first = int(i.args[1].ref)
    return s.of(i.args[0])[first:first + len(s.layout.leaves(i.type))]


def _with_part(s: Lanes, i: Inst) -> list[Value]:
    lanes, part, first = s.of(i.args[0]), s.of(i.args[1]), int(i.args[2].ref)
    return [*lanes[:first], *part, *lanes[first + len(part):]]


VECTOR_CALLS: dict[str, Callable[[Lanes, Inst], list[Value]]] = {
    "llvm.vector.reduce.": _reduce, "llvm.masked.load.": _masked_load, "llvm.masked.store.": _masked_store, "llvm.masked.gather.": _gather,
    "llvm.masked.scatter.": _scatter, "llvm.vector.reverse.": _reversed, "llvm.vector.interleave": _interleaved,
    "llvm.vector.deinterleave": _deinterleaved, "llvm.vector.extract.": _part, "llvm.vector.insert.": _with_part,
}
