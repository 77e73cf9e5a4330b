"""A function of one array at points that are mixed of two: of each pair of points some numbers come from the first and the others from the second.

A design of sensitivity analysis asks for many mixtures of few pairs (A, B, and A with a column from B). Pairs become columns once, and a mixture is a choice
of columns: no mixed point is ever written to memory.
"""
from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

import numpy as np

from ...ir import names
from ...ir.collector import paused
from ...ir.machine import cache, linker, pipelines
from ...ir.machine.arena import thread_arena
from ...ir.machine.definitions import free_metadata
from ..compile import blas_symbols
from .entry import ENTRY, RETURNED, Stack, Target, W, base, function, loop, one_loop, over_a_block, rooms, stacked, turned
from .program import PLAIN, Stacks, columns_of, lowered_form


class MixedProgram:
    """Linked code. Pairs are (n, 2, d), a choice (parts, d) of 0 or 1, stacked outputs have parts times n points."""

    def __init__(self, image: bytes, meta: dict[str, Any]):
        self.params: list[str] = meta["params"]
        self.returns: bool = meta["returns"]
        self.pairs: str = meta["pairs"]
        self.library = linker.link(image, blas_symbols(image), exports=(ENTRY,))
        self.call = self.library.function(ENTRY, None, ctypes.c_void_p, ctypes.c_int64)

    def run(self, pairs: np.ndarray, choice: np.ndarray, outputs: dict[str, np.ndarray], common: Mapping[str, np.ndarray]) -> None:
        """Fills the outputs; the last pairs, fewer than a block, fill one with the last of them."""
        n, parts = len(pairs), len(choice)
        whole = n // W * W
        if whole:
            self.once(pairs, choice, outputs, common, whole // W, n)
        if whole < n:
            padded = np.concatenate([pairs[whole:], np.repeat(pairs[-1:], W - (n - whole), axis=0)])
            rest = {p: np.empty((parts * W, *a.shape[1:]), a.dtype) for p, a in outputs.items()}
            self.once(padded, choice, rest, common, 1, W)
            for p, a in outputs.items():
                by_part = a.reshape(parts, n, *a.shape[1:])
                by_part[:, whole:] = rest[p].reshape(parts, W, *a.shape[1:])[:, :n - whole]

    def once(self, pairs: np.ndarray, choice: np.ndarray, outputs: Mapping[str, np.ndarray], common: Mapping[str, np.ndarray], blocks: int, n: int) -> None:
        """One call of the code, without the interpreter's lock; outputs have n points a part."""
        arena, sizes = thread_arena(0), np.array([len(choice), n], np.int64)
        arrays = {**common, **outputs, self.pairs: pairs}
        order = [*self.params, RETURNED] if self.returns else self.params
        places = [arena.address if p == names.ARENA else arrays[p].ctypes.data for p in order]
        self.call((ctypes.c_void_p * (len(places) + 2))(*places, choice.ctypes.data, sizes.ctypes.data), blocks)


def build_mixed(text: str, name: str, stacks: Stacks, pairs: str) -> MixedProgram:
    """The program of a staged function that has columns; `pairs` is the parameter with the points."""
    @paused()
    def make() -> cache.Entry:
        lowered, params, own, _ = lowered_form(text, name, PLAIN)
        found = columns_of(lowered, own, params, stacks)
        assert found is not None, "a function whose points are columns"
        module, target = found
        final = module + by_mixtures(target, pairs, free_metadata(module))
        meta = {"params": list(target.params), "returns": target.returns, "pairs": pairs}
        return cache.Entry(pipelines.native(final, pipelines.fitting(final), exports=(ENTRY,)), meta)
    return MixedProgram(*cache.compiled((text, name, "mixed points", repr((sorted(stacks.items()), PLAIN, pairs))), make))


def by_mixtures(t: Target, pairs: str, first: int) -> str:
    """`by_columns` with another loop inside, over the parts of the choice: for each the columns of the points are copied from one of two."""
    stacks = stacked(t)
    d = stacks[pairs].size
    both, own = Stack(8, 2 * d), list(stacks).index(pairs)
    count, column = len(t.params) + t.returns, f"<{W} x double>"
    copied = ["%of.part = mul nuw nsw i64 %part, " + str(d), "%chosen.at = add nuw nsw i64 %of.part, %j",
              f"%chosen.p = getelementptr i8, ptr %base{count}, i64 %chosen.at", "%chosen = load i8, ptr %chosen.p, align 1",
              "%second = icmp ne i8 %chosen, 0", f"%far = select i1 %second, i64 {d}, i64 0", "%from.column = add nuw nsw i64 %far, %j",
              f"%from.at = mul nuw nsw i64 %from.column, {W}", "%from = getelementptr double, ptr %both, i64 %from.at",
              f"%to.at = mul nuw nsw i64 %j, {W}", f"%to = getelementptr double, ptr %columns{own}, i64 %to.at",
              f"%column = load {column}, ptr %from, align 64", f"store {column} %column, ptr %to, align 64"]
    part = [*loop("j", str(d), copied), *over_a_block(t, first),
            "%before.part = mul nuw nsw i64 %part, %n", f"%before.block = mul nuw nsw i64 %block, {W}", "%place = add nuw nsw i64 %before.part, %before.block"]
    for k, (p, s) in enumerate(stacks.items()):
        if s.written and s.size:
            part += [f"%rows{k} = getelementptr [{s.bytes} x i8], ptr {base(p, t)}, i64 %place", *turned(f"out{k}", s, f"%rows{k}", f"%columns{k}", back=True)]
    inside = [f"%pairs = getelementptr [{W * both.bytes} x i8], ptr {base(pairs, t)}, i64 %block", *turned("in", both, "%pairs", "%both", back=False),
              *loop("part", "%parts", part)]
    sizes = [f"%parts = load i64, ptr %base{count + 1}, align 8", f"%n.p = getelementptr i64, ptr %base{count + 1}, i64 1", "%n = load i64, ptr %n.p, align 8"]
    places = [*rooms(stacks), f"%both = alloca [{W * both.size} x double], align 64"]
    return function(t, [*sizes, *loop("block", "%count", inside)], places, more=2) + one_loop(first)
