"""Takes a function, gives it as several: each ends by calling the next with whatever that needs. Many of LLVM's passes take more than twice as long for
what is twice as large, and functions of their own can be compiled at the same time.

    double @f(p)       = first half; return @f.part1(p, values that the other half needs)
    double @f.part1(…) = other half

A function is cut where every run comes by once. Temporaries of both halves stay in the first one's frame, and like parameters they do not overlap;
addresses inside of them are computed again.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count

from ..records import Block, Function, Inst, Param, Value
from .build import EXTENT, PTR, SIZES, element_of, size_of
from .cfg import Cfg

PART = ".part"
LEAST = 1000                            # instructions of a part
LONGEST = 200                           # of a block; a longer one can be cut inside
SHARE = 0.3                             # of the work, at least, in the smaller half
MOST = 0.9                              # of the instructions in a half, with what it does to meet the other one
TRAFFIC = 2                             # instructions that a half may be longer for one value less to pass on
CALL = 10                               # instructions that a call is worth: bodies are put in its place, some as vectors too
_PART = re.compile(rf"{re.escape(PART)}\d+$")
_LIFETIME = "@llvm.lifetime."


def is_part(name: str) -> bool:
    """Is it a function that another one was continued by?"""
    return _PART.search(name) is not None


def parted(f: Function) -> list[Function]:
    """The function with its parts behind it; alone where it is short or cannot be cut."""
    numbers = count(1)
    return list(_parts(f, lambda: f"{f.name}{PART}{next(numbers)}"))


def _parts(f: Function, name: Callable[[], str]) -> Iterator[Function]:
    length = _length(f.blocks)
    halves = _halves(f, name) if length >= 2 * LEAST else None
    if halves is None or max(_length(half.blocks) for half in halves) > MOST * length:
        yield f
        return
    for half in halves:
        yield from _parts(half, name)


def _length(blocks: Iterable[Block]) -> int:
    return sum(len(b.insts) for b in blocks)


def _halves(f: Function, name: Callable[[], str]) -> tuple[Function, Function] | None:
    if sum(b.insts[-1].op == "ret" for b in f.blocks) != 1:
        return None
    f = replace(f, blocks=_chopped(f.blocks))
    cfg = Cfg(f)
    if cfg.irreducible or len(cfg.rpo) != len(f.blocks):       # loops with two ways in, blocks that trap
        return None
    for at in _places(cfg):
        needs = _needs(f, cfg, at)
        if needs is not None:
            return _cut(f, cfg, at, needs, name())
    return None


def _chopped(blocks: list[Block]) -> list[Block]:
    """The same blocks, long ones as chains of shorter ones."""
    out: list[Block] = []
    last: dict[str, str] = {}                       # label of a block -> of the end of its chain
    for b in blocks:
        pieces = [b.insts[k:k + LONGEST] for k in range(0, len(b.insts), LONGEST)]
        if len(pieces) == 1 or any(i.op == "phi" for i in pieces[1]):
            out.append(b)
            continue
        labels = [b.label, *(f"{b.label}.{k}" for k in range(1, len(pieces)))]
        last[b.label] = labels[-1]
        out += [Block(label, [*insts, Inst("br", "void", None, (), (behind,))]) for label, insts, behind in zip(labels, pieces, labels[1:], strict=False)]
        out.append(Block(labels[-1], pieces[-1]))
    return [Block(b.label, [_from_elsewhere(i, last) for i in b.insts]) for b in out] if last else out


def _from_elsewhere(i: Inst, last: dict[str, str]) -> Inst:
    return replace(i, extra=tuple(last.get(label, label) for label in i.labels)) if i.op == "phi" else i


def _places(cfg: Cfg) -> list[str]:
    """Blocks to cut in front of, the best first: halves of one size, few values to pass on."""
    able = sorted((b for b in cfg.returning if cfg.loop_of[b] is None), key=cfg.number.__getitem__)
    segment = {label: k for k, label in enumerate(able)}
    for label in cfg.rpo:
        segment.setdefault(label, segment[cfg.idom[label]])     # of the last place that all runs to the block come by
    length, alive = [0] * len(able), [0] * (len(able) + 1)
    for label in cfg.rpo:
        length[segment[label]] += sum(1 + CALL * (i.op == "call") for i in cfg.blocks[label].insts)
    for first, last in _spans(cfg, segment):
        alive[first + 1] += 1
        alive[last + 1] -= 1
    whole, before, passed = sum(length), 0, 0
    found: list[tuple[float, str]] = []
    for k, label in enumerate(able):
        passed += alive[k]
        if min(before, whole - before) >= SHARE * whole:
            found.append((abs(before - whole / 2) + TRAFFIC * passed, label))
        before += length[k]
    return [label for _, label in sorted(found)]


def _spans(cfg: Cfg, segment: dict[str, int]) -> Iterable[tuple[int, int]]:
    """(segment where it is made, last segment where it is used) of each value."""
    spans: dict[str, list[int]] = {}
    for label in cfg.rpo:
        for i in cfg.blocks[label].insts:
            if i.result is not None:
                spans[i.result] = [segment[label], segment[label]]
    for label in cfg.rpo:
        at = segment[label]
        for a in (a for i in cfg.blocks[label].insts for a in i.args):
            span = spans.get(a.ref)
            if span is not None and span[1] < at:
                span[1] = at
    return ((first, last) for first, last in spans.values())


# ---- what the other half needs

class _Needs:
    """Of the half that begins at a block: `values` it is passed, `temporaries` of the other half it uses, `own` ones, `addresses` that it computes again."""

    def __init__(self):
        self.values: dict[str, Inst] = {}
        self.temporaries: dict[str, Inst] = {}
        self.own: dict[str, Inst] = {}
        self.addresses: dict[str, Inst] = {}


def _behind(cfg: Cfg, at: str) -> set[str]:
    return {label for label in cfg.rpo if cfg.dominates(at, label)}


def _uses(cfg: Cfg, labels: Iterable[str], at: str) -> set[str]:
    """Names that these blocks use; phis of the block `at` stay in the other half, as do marks of lifetimes."""
    return {a.ref for label in labels for i in cfg.blocks[label].insts if not (label == at and i.op == "phi" or _marks_lifetime(i)) for a in i.args}


def _results(cfg: Cfg, labels: Iterable[str]) -> list[Inst]:
    """Instructions of these blocks that give something."""
    return [i for label in labels for i in cfg.blocks[label].insts if i.result is not None]


def _marks_lifetime(i: Inst) -> bool:
    return i.op == "call" and i.callee.ref.startswith(_LIFETIME)


def _needs(f: Function, cfg: Cfg, at: str) -> _Needs | None:
    """None where an address is chosen at run time: it may lead into what is passed beside it."""
    second = _behind(cfg, at)
    first, phis = [label for label in cfg.rpo if label not in second], [i for i in cfg.blocks[at].insts if i.op == "phi"]
    made = {i.name: i for i in (*_results(cfg, first), *phis)}
    others = _uses(cfg, first, at) | {a.ref for i in phis for a in i.args}
    used = _uses(cfg, second, at)
    needs, todo = _Needs(), [ref for ref in made if ref in used]
    while todo:
        inst = made[todo.pop()]
        kind = _kind(inst, needs, others)
        if kind is None:
            return None
        if inst.name in kind:
            continue
        kind[inst.name] = inst
        if kind is needs.addresses:
            todo += [a.ref for a in inst.args if a.ref in made]
    return needs


def _kind(i: Inst, needs: _Needs, others: set[str]) -> dict[str, Inst] | None:
    if i.op == "alloca":
        return needs.temporaries if i.args and i.args[0].is_local or i.name in others else needs.own
    if i.op == "getelementptr":
        return needs.addresses if i.type == PTR else None
    return needs.values if PTR not in i.type or i.op == "load" else None


# ---- the two halves

def _cut(f: Function, cfg: Cfg, at: str, needs: _Needs, name: str) -> tuple[Function, Function]:
    second = _behind(cfg, at)
    given = _given(f, _uses(cfg, second, at) | {a.ref for i in needs.addresses.values() for a in i.args}, needs)
    return _first(f, cfg, at, needs, second, _continued(f, name, given)), Function(name, f.type, given, _rest(f, cfg, at, needs, second), "", "nounwind")


def _given(f: Function, used: set[str], needs: _Needs) -> list[Param]:
    """Parameters of the other half."""
    return [*(Param(p.type, p.name, _kept(p.attrs)) for p in f.params if p.name in used),
            *(Param(PTR, i.name, _extent(i)) for i in needs.temporaries.values()),
            *(Param(i.type, i.name) for i in needs.values.values())]  # fmt: skip


def _continued(f: Function, name: str, given: list[Param]) -> list[Inst]:
    """How the first half ends: it gives what the other one gives."""
    call = Inst("call", f.type, None if f.type == "void" else "%continued", tuple(Value(p.type, p.name) for p in given), Value(PTR, f"@{name}"))
    return [call, Inst("ret", "void", None, () if f.type == "void" else (call.value,))]


def _first(f: Function, cfg: Cfg, at: str, needs: _Needs, second: set[str], end: list[Inst]) -> Function:
    moved = {*needs.temporaries, *needs.own}
    blocks = [Block(b.label, [i for i in _without(b.insts, moved) if i.result not in needs.own]) for b in f.blocks if b.label not in second]
    params = [Param(p.type, p.name, _kept(p.attrs)) for p in f.params]
    return Function(f.name, f.type, params, [*blocks, Block(at, [*_phis(cfg, at), *end])], f.prefix, "nounwind")


def _rest(f: Function, cfg: Cfg, at: str, needs: _Needs, second: set[str]) -> list[Block]:
    """Blocks of the other half, which begins with temporaries of its own and with addresses."""
    order = {i.name: k for k, i in enumerate(i for label in cfg.rpo for i in cfg.blocks[label].insts if i.result is not None)}
    again = sorted(needs.addresses.values(), key=lambda i: order[i.name])
    behind = cfg.blocks[at].insts[len(_phis(cfg, at)):]
    start = Block(at, [*needs.own.values(), *(replace(i) for i in again), *_unmarked(behind)])
    return [start, *(Block(b.label, _unmarked(b.insts)) for b in f.blocks if b.label in second and b.label != at)]


def _phis(cfg: Cfg, at: str) -> list[Inst]:
    return [i for i in cfg.blocks[at].insts if i.op == "phi"]


def _kept(attrs: str) -> str:
    """Of a parameter's attributes those that hold wherever it is passed on."""
    return " ".join([*["noalias"] * ("noalias" in attrs), *EXTENT.findall(attrs)])


def _extent(i: Inst) -> str:
    """Attributes of a parameter that is a temporary."""
    align = [f"align {i.align}"] if i.align is not None else []
    known = not i.args and element_of(i.held) in SIZES
    return " ".join(["noalias", *align, *([f"dereferenceable({size_of(i.held)})"] if known else [])])


def _unmarked(insts: list[Inst]) -> list[Inst]:
    """Without any such mark: temporaries began in the first half, whose ends may lie in the other one."""
    return [i for i in insts if not _marks_lifetime(i)]


def _without(insts: list[Inst], temporaries: set[str]) -> list[Inst]:
    """Without the marks where these temporaries' lives begin and end: such marks are for a function's own."""
    return [i for i in insts if not (_marks_lifetime(i) and i.args[-1].ref in temporaries)]
