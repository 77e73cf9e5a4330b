"""Which values of a function depend on its parameters, and which on data alone: a forward fixpoint over values, memory and control flow.

Three stages exist: compile time (constants already), bind time (data) and run time (parameters). A value is of the *parameter stage* when
an operand is, when it was read from memory that is written in that stage, or when control flow of that stage chose it or decides in which
iteration it is seen. A block is of the parameter stage when such a decision says whether, or how often, it runs.
"""
from __future__ import annotations

from ...ir.dense import is_dense
from ...ir.graph.cfg import Cfg, dominators, reach, reverse_postorder
from ...ir.graph.normalise import callee_of
from ...ir.graph.objects import Objects
from ...ir.names import is_input
from ...ir.records import Function, Inst
from .activity import MOVES


class Stages:
    """`values`: refs; `objects`: names of memory; `blocks`: labels. All of the parameter stage; the rest is data."""

    def __init__(self, f: Function, cfg: Cfg, objects: Objects, parameters: set[str]):
        self.f, self.cfg, self.objects = f, cfg, objects
        self.edges: dict[str, list[str]] = {}
        self.deciders = _deciders(cfg)
        self.ways: dict[tuple[str, str], bool] = {}
        for label in cfg.rpo:
            self._block_edges(label)
        reached = reach((_memory(p) for p in parameters), lambda a: self.edges.get(a, ()))
        self.values = {r for r in reached if r[0] == "%"}
        self.blocks = {r[4:] for r in reached if r.startswith("run:")}

    def _edge(self, a: str, b: str) -> None:
        if not _read_only(b):
            self.edges.setdefault(a, []).append(b)

    def _block_edges(self, label: str) -> None:
        for x in self.deciders[label]:
            self._edge("way:" + x, "run:" + label)
        for i in self.cfg.blocks[label].insts:
            match i.op:
                case "phi":
                    self._phi(i, label)
                case "load":
                    for o in self.objects.of(i.args[0]):
                        self._edge(_memory(o), i.name)
                case "store":
                    self._write(i.args, self.objects.of(i.args[1]), label)
                case "call":
                    self._call(i, label)
                case "br" | "switch" if i.args:
                    self._edge(i.args[0].ref, "way:" + label)
            if i.result:
                for a in i.args:
                    if a.is_local:
                        self._edge(a.ref, i.result)

    def _write(self, values, targets, label: str) -> None:
        for o in targets:
            self._edge("run:" + label, _memory(o))
            for v in values:
                if v.is_local:
                    self._edge(v.ref, _memory(o))

    def _call(self, i: Inst, label: str) -> None:
        pointers = [a for a in i.args if a.type == "ptr"]
        if not pointers:
            return
        first = callee_of(i).startswith((*MOVES, "llvm.memset.")) or is_dense(callee_of(i))
        written = self.objects.of(pointers[0]) if first else frozenset().union(*map(self.objects.of, pointers))
        self._write(i.args, written, label)
        for o in frozenset().union(*map(self.objects.of, pointers)):
            for target in written:
                self._edge(_memory(o), _memory(target))
            if i.result:
                self._edge(_memory(o), i.result)

    def _phi(self, i: Inst, label: str) -> None:
        """What decides which value arrives; behind a loop also what decides which iteration was the last."""
        for source in i.labels:
            left = [loop for loop in self.cfg.chain(source) if label not in loop.body]
            for x in self._edge_deciders(source):
                if any(x in loop.body for loop in left) or not self._one_way(x, label):
                    self._edge("way:" + x, i.name)
            for p in (p for loop in left for p, _ in loop.exits):
                self._edge("way:" + p, i.name)

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
        own = {source} if len(self.cfg.succ[source]) > 1 else set()
        return self.deciders[source] | own


def _memory(o: str) -> str:
    return "mem:" + o


def _read_only(node: str) -> bool:
    """Data cannot be written."""
    return node[:4] == "mem:" and is_input(node[4:])


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
