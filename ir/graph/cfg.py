"""Takes a normalised function, gives its control flow: predecessors, reverse postorder, dominators and the loop tree. No facts about values.

Only *live* blocks take part: reachable from the entry and able to reach the return. Blocks that trap or never return are not reversed.
"""
from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from ..records import Block, Function, successors

Spans = dict[str, tuple[int, int]]         # intervals of a tree's blocks; that of a block holds those below it
N = TypeVar("N", bound=Hashable)           # a node of a graph: a block, or whatever facts are about


@dataclass(eq=False)
class Loop:
    """A natural loop. `preheader` and `latch` are "" when there is not exactly one of each; `exits` are edges (from, to)."""

    header: str
    body: set[str]
    latch: str = ""
    preheader: str = ""
    exits: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    parent: Loop | None = None
    chain: tuple[Loop, ...] = ()           # from the outermost loop to this one

    @property
    def simple(self) -> bool:
        """Whether an iteration counter describes it: one way in, one latch."""
        return bool(self.latch and self.preheader)


class Cfg:
    """Facts about the control flow of `function`; valid as long as no block or terminator is changed."""

    def __init__(self, function: Function):
        self.blocks: dict[str, Block] = {b.label: b for b in function.blocks}
        self.entry = function.blocks[0].label
        every = {b.label: successors(b) for b in function.blocks}
        self.ret = _return_label(function)
        live = reach((self.entry,), every.__getitem__) & reach((self.ret,), _turned(every).__getitem__)
        self.succ = _restricted(every, live)
        self.pred = _turned(self.succ)
        self.rpo = reverse_postorder(self.entry, self.succ)
        self.number = {b: k for k, b in enumerate(self.rpo)}
        self.idom = dominators(self.rpo, self.pred, self.number)
        self.spans = _spans(self.rpo, self.idom)
        self._after: Spans | None = None                     # of the postdominators, when first asked for
        self.returning = self._dominators_of(self.ret)
        self.loops, self.irreducible = self._find_loops()
        self.loop_of: dict[str, Loop | None] = self._innermost()

    def dominates(self, a: str, b: str) -> bool:
        """Whether every path to `b` goes through `a` (a block dominates itself)."""
        return _is_above(self.spans, a, b)

    def together(self, a: str, b: str) -> bool:
        """Whether `b` runs exactly once for each time that `a` runs, after it (or is `a`)."""
        return a == b or self.loop_of[a] is self.loop_of[b] and self.dominates(a, b) and self._always_reaches(a, b)

    def _always_reaches(self, a: str, b: str) -> bool:
        """Whether every path from `a` to the return goes through `b`."""
        if self._after is None:
            order = reverse_postorder(self.ret, {x: tuple(p) for x, p in self.pred.items()})
            parent = dominators(order, {x: list(s) for x, s in self.succ.items()}, {x: k for k, x in enumerate(order)})
            self._after = _spans(order, parent)
        return _is_above(self._after, b, a)

    def chain(self, block: str) -> tuple[Loop, ...]:
        """Loops around `block`, outermost first."""
        loop = self.loop_of[block]
        return loop.chain if loop else ()

    def _dominators_of(self, block: str) -> set[str]:
        out = {block}
        while block != self.entry:
            block = self.idom[block]
            out.add(block)
        return out

    def _find_loops(self) -> tuple[dict[str, Loop], bool]:
        loops: dict[str, Loop] = {}
        latches: dict[str, list[str]] = {}
        irreducible = False
        for b in self.rpo:
            for s in self.succ[b]:
                if self.number[s] > self.number[b]:
                    continue
                if self.dominates(s, b):
                    latches.setdefault(s, []).append(b)
                else:
                    irreducible = True
        for header, ends in latches.items():
            loops[header] = self._loop(header, ends)
        return loops, irreducible

    def _loop(self, header: str, ends: list[str]) -> Loop:
        body = self._loop_body(header, ends)
        outside = [p for p in self.pred[header] if p not in body]
        exits = [(b, s) for b in sorted(body, key=self.number.__getitem__) for s in self.succ[b] if s not in body]
        ok = len(outside) == 1 and self.succ[outside[0]] == (header,)
        return Loop(header, body, ends[0] if len(ends) == 1 else "", outside[0] if ok else "", exits)

    def _loop_body(self, header: str, ends: list[str]) -> set[str]:
        """Blocks that come to one of the `ends` without going through the header, and the header."""
        body, stack = {header}, list(ends)
        while stack:
            b = stack.pop()
            if b not in body:
                body.add(b)
                stack += self.pred[b]
        return body

    def _innermost(self) -> dict[str, Loop | None]:
        inner: dict[str, Loop | None] = dict.fromkeys(self.rpo)
        for loop in sorted(self.loops.values(), key=lambda x: -len(x.body)):
            loop.parent = inner[loop.header]
            loop.chain = (*(loop.parent.chain if loop.parent else ()), loop)
            for b in loop.body:
                inner[b] = loop
        return inner


def _return_label(function: Function) -> str:
    labels = [b.label for b in function.blocks if b.insts[-1].op == "ret"]
    assert len(labels) == 1, "normalise leaves exactly one return"
    return labels[0]


def _restricted(succ: dict[str, tuple[str, ...]], blocks: set[str]) -> dict[str, tuple[str, ...]]:
    """The edges between these blocks."""
    return {b: tuple([s for s in succ[b] if s in blocks]) for b in succ if b in blocks}


def _turned(succ: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {b: [] for b in succ}
    for b, targets in succ.items():
        for s in targets:
            out[s].append(b)
    return out


def reach(start: Iterable[N], edges: Callable[[N], Iterable[N]]) -> set[N]:
    """What can be come to from `start` along the edges, `start` included."""
    seen = set(start)
    stack = list(seen)
    while stack:
        for s in edges(stack.pop()):
            if s not in seen:
                seen.add(s)
                stack.append(s)
    return seen


def returning(function: Function) -> set[str]:
    """Blocks from which the function's end can be come to."""
    every = {b.label: successors(b) for b in function.blocks}
    return reach([b.label for b in function.blocks if b.insts[-1].op == "ret"], _turned(every).__getitem__)


def reverse_postorder(entry: str, succ: dict[str, tuple[str, ...]]) -> list[str]:
    """Blocks reachable from `entry`, each before what it goes to, back edges of loops apart."""
    order: list[str] = []
    seen, stack = {entry}, [(entry, iter(succ[entry]))]
    while stack:
        block, rest = stack[-1]
        step = next((s for s in rest if s not in seen), None)
        if step is None:
            order.append(block)
            stack.pop()
        else:
            seen.add(step)
            stack.append((step, iter(succ[step])))
    return order[::-1]


def dominators(rpo: list[str], pred: dict[str, list[str]], number: dict[str, int]) -> dict[str, str]:
    """Immediate dominators (Cooper, Harvey and Kennedy 2001, figure 3)."""
    idom = {rpo[0]: rpo[0]}
    changed = True
    while changed:
        changed = False
        for b in rpo[1:]:
            done = [p for p in pred[b] if p in idom]
            new = done[0]
            for p in done[1:]:
                new = _meet(p, new, idom, number)
            if idom.get(b) != new:
                idom[b] = new
                changed = True
    return idom


def _meet(a: str, b: str, idom: dict[str, str], number: dict[str, int]) -> str:
    while a != b:
        while number[a] > number[b]:
            a = idom[a]
        while number[b] > number[a]:
            b = idom[b]
    return a


def _spans(rpo: list[str], idom: dict[str, str]) -> Spans:
    """For each block of a tree: its number in preorder, and the number behind all that are below it."""
    size = dict.fromkeys(rpo, 1)
    for b in reversed(rpo[1:]):
        size[idom[b]] += size[b]
    start, free = {rpo[0]: 0}, {rpo[0]: 1}
    for b in rpo[1:]:
        start[b] = free[idom[b]]
        free[idom[b]] += size[b]
        free[b] = start[b] + 1
    return {b: (start[b], start[b] + size[b]) for b in rpo}


def _is_above(spans: Spans, a: str, b: str) -> bool:
    """Whether `a` is `b` or above it in the tree."""
    first, end = spans[a]
    return first <= spans[b][0] < end
