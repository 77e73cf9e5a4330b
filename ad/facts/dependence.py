"""Which values of a function depend on its parameters, and which on data alone: a forward fixpoint over values, memory and control flow.

Three levels exist: static (constants already), data (known when a model is bound) and parameter (known when it runs). A value is of the
*parameter level* when an operand is, when it was read from memory that is written at that level, or when control flow of that level chose it or
decides in which iteration it is seen. A block is of the parameter level when such a decision says whether, or how often, it runs.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from ...ir.dense import is_dense
from ...ir.graph.cfg import Cfg, dominators, reach, reverse_postorder
from ...ir.graph.normalise import callee_of
from ...ir.graph.objects import Objects
from ...ir.names import is_input
from ...ir.records import Inst, Value
from ...ir.ruled import is_ruled
from ...ir.ruled import pointers as pointers_of
from .activity import MOVES


class Fact(NamedTuple):
    """What else than a value can depend on parameters: what memory of this name holds, whether or how often the block of this label runs, which
    way the branch at its end goes."""

    about: Literal["memory", "runs", "way"]
    name: str


Node = str | Fact                        # a value stands for itself, by its ref


class Dependence:
    """`values`: refs; `blocks`: labels; `memory`: objects, the function's own parameters among them. All of the parameter level; the rest is
    data."""

    def __init__(self, cfg: Cfg, objects: Objects, parameters: Iterable[str]):
        self.cfg, self.objects = cfg, objects
        self.edges: dict[Node, list[Node]] = {}
        self.deciders = _deciders(cfg)
        self.ways: dict[tuple[str, str], bool] = {}
        for label in cfg.rpo:
            self._block_edges(label)
        start: list[Node] = [Fact("memory", p) for p in parameters]
        reached = reach(start, lambda a: self.edges.get(a, ()))
        self.values = {node for node in reached if isinstance(node, str)}
        self.blocks = {label for label in cfg.rpo if Fact("runs", label) in reached}
        self.memory = {node.name for node in reached if isinstance(node, Fact) and node.about == "memory"}

    def _edge(self, a: Node, b: Node) -> None:
        self.edges.setdefault(a, []).append(b)

    def _block_edges(self, label: str) -> None:
        for x in self.deciders[label]:
            self._edge(Fact("way", x), Fact("runs", label))
        for i in self.cfg.blocks[label].insts:
            match i.op:
                case "phi":
                    self._phi(i, label)
                case "load":
                    for o in self.objects.of(i.args[0]):
                        self._edge(Fact("memory", o), i.name)
                case "store":
                    self._write(i.args, _writable(self.objects.of(i.args[1])), label)
                case "call":
                    self._call(i, label)
                case "br" | "switch" if i.args:
                    self._edge(i.args[0].ref, Fact("way", label))
                case _:
                    pass
            if i.result:
                for a in i.args:
                    if a.is_local:
                        self._edge(a.ref, i.result)

    def _write(self, values: Iterable[Value], targets: list[Fact], label: str) -> None:
        for memory in targets:
            self._edge(Fact("runs", label), memory)
            for v in values:
                if v.is_local:
                    self._edge(v.ref, memory)

    def _call(self, i: Inst, label: str) -> None:
        pointers = [a for a in i.args if a.type == "ptr"]
        if not pointers:
            return
        read = {o for a in pointers for o in self.objects.of(a)}
        written = _writable(self._written(i, pointers, read))
        self._write(i.args, written, label)
        made: list[Node] = [*written, i.result] if i.result else [*written]
        for o in read:
            for target in made:
                self._edge(Fact("memory", o), target)

    def _written(self, i: Inst, pointers: list[Value], read: set[str]) -> Iterable[str]:
        """The objects that a call may write."""
        if is_ruled(callee_of(i)):
            return {o for a in pointers_of(i, written=True) for o in self.objects.of(a)}
        return self.objects.of(pointers[0]) if _writes_first(callee_of(i)) else read

    def _phi(self, i: Inst, label: str) -> None:
        """What decides which value arrives; behind a loop also what decides which iteration was the last."""
        for source in i.labels:
            left = [loop for loop in self.cfg.chain(source) if label not in loop.body]
            for x in self._edge_deciders(source):
                if any(x in loop.body for loop in left) or not self._one_way(x, label):
                    self._edge(Fact("way", x), i.name)
            for p in (p for loop in left for p, _ in loop.exits):
                self._edge(Fact("way", p), i.name)

    def _one_way(self, x: str, label: str) -> bool:
        """Whether at most one way out of the branch at `x` leads to `label` in the same iteration: then it decides whether, not by which
        edge."""
        known = self.ways.get((x, label))
        if known is None:
            known = self.ways[x, label] = self._ways(x, label) < 2
        return known

    def _ways(self, x: str, label: str) -> int:
        loop = next((loop for loop in reversed(self.cfg.chain(label)) if x in loop.body), None)
        inside, header = (loop.body, loop.header) if loop else (set(self.cfg.rpo), None)
        return sum(s in inside and s != header and self._leads(s, label, inside, header) for s in self.cfg.succ[x])

    def _leads(self, start: str, label: str, inside: set[str], header: str | None) -> bool:
        """Is there a path from `start` to `label` within `inside` that does not begin another iteration?"""
        def onwards(b: str) -> list[str]:
            return [] if b == label else [s for s in self.cfg.succ[b] if s in inside and (s != header or s == label)]
        return label in reach((start,), onwards)

    def _edge_deciders(self, source: str) -> set[str]:
        return self.deciders[source] | {source} if len(self.cfg.succ[source]) > 1 else self.deciders[source]


def _writes_first(callee: str) -> bool:
    """Is the first operand of this call the only one that it writes?"""
    return callee.startswith((*MOVES, "llvm.memset.")) or is_dense(callee)


def _writable(objects: Iterable[str]) -> list[Fact]:
    """Data cannot be written."""
    return [Fact("memory", o) for o in objects if not is_input(o)]


def _deciders(cfg: Cfg) -> dict[str, set[str]]:
    """block -> blocks whose branches decide whether it runs, transitively: control dependence (Ferrante, Ottenstein and Warren 1987)."""
    order = reverse_postorder(cfg.ret, {b: tuple(p) for b, p in cfg.pred.items()})
    parent = dominators(order, {b: list(s) for b, s in cfg.succ.items()}, {b: k for k, b in enumerate(order)})
    direct: dict[str, set[str]] = {b: set() for b in cfg.rpo}
    for x in cfg.rpo:
        if len(cfg.succ[x]) > 1:
            for block in cfg.succ[x]:
                while block != parent[x]:
                    direct[block].add(x)
                    block = parent[block]
    return {b: reach(direct[b], direct.__getitem__) for b in cfg.rpo}
