"""Machine code of a function at many points: compiled for the types of a point, run over however many there are, by several threads if asked."""
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
from ...ir.machine.vector.products import join_powers
from ...ir.text import header, read, write
from ...lang.staging import Leaf
from ..compile import NUMPY, Request, blas_symbols, differentiated, symbolic
from .columns import in_columns
from .entry import ENTRY, RETURNED, Stack, Target, W, by_columns, by_rows, stacked

MOST = 128                           # numbers of a point whose blocks stay beside the processor
Stacks = Mapping[str, Stack]
PLAIN = Request()


class PointsProgram:
    """Linked code. `columns` says that points lie in vectors, in blocks of `W`."""

    def __init__(self, image: bytes, meta: dict[str, Any]):
        self.params: list[str] = meta["params"]
        self.returns: bool = meta["returns"]
        self.columns: bool = meta["columns"]
        self.written: list[str] = meta["written"]
        self.arena_bytes: int = meta["arena"]
        self.library = linker.link(image, blas_symbols(image), exports=(ENTRY,))
        self.call = self.library.function(ENTRY, None, ctypes.c_void_p, ctypes.c_int64)

    def run(self, stacked: dict[str, np.ndarray], common: Mapping[str, np.ndarray], n: int, threads: int = 1) -> None:
        """Fills the stacked outputs; all stacked arrays have n points, rows of C order."""
        if not n:
            return
        whole = n // W * W if self.columns else n
        parts = cut(whole, threads)
        pieces = [{p: a[first:last] for p, a in stacked.items()} for first, last in parts]
        if len(pieces) > 1:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(len(pieces)) as pool:
                for future in [pool.submit(self.once, piece, common, last - first) for piece, (first, last) in zip(pieces, parts, strict=True)]:
                    future.result()
        elif pieces:
            self.once(pieces[0], common, whole)
        if whole < n:
            self.rest({p: a[whole:] for p, a in stacked.items()}, common)

    def rest(self, stacked: dict[str, np.ndarray], common: Mapping[str, np.ndarray]) -> None:
        """The last points, fewer than a block: the last of them fills it."""
        padded = {p: np.concatenate([a, np.repeat(a[-1:], W - len(a), axis=0)]) for p, a in stacked.items()}
        self.once(padded, common, W)
        for p in self.written:
            stacked[p][...] = padded[p][:len(stacked[p])]

    def once(self, stacked: dict[str, np.ndarray], common: Mapping[str, np.ndarray], n: int) -> None:
        """One call of the code, in the calling thread, without the interpreter's lock."""
        arena = thread_arena(self.arena_bytes)
        arrays = {**common, **stacked}
        order = [*self.params, RETURNED] if self.returns else self.params
        argv = (ctypes.c_void_p * len(order))(*(arena.address if p == names.ARENA else arrays[p].ctypes.data for p in order))
        self.call(argv, n // W if self.columns else n)
        if arena.failed:
            arena.reset()
            raise MemoryError("there was no memory for the tape of a derivative")


def stack(leaf: Leaf) -> Stack:
    """An array of one point as one of many, which is read."""
    return Stack(np.dtype(NUMPY[leaf.dtype]).itemsize, int(np.prod(leaf.shape)))


def cut(n: int, threads: int) -> list[tuple[int, int]]:
    """Neighbouring ranges of whole blocks, one for each of up to so many threads."""
    blocks = -(-n // W)
    share = -(-blocks // max(1, threads)) * W
    return [(first, min(n, first + share)) for first in range(0, n, share or 1)]


def build(text: str, name: str, stacks: Stacks, request: Request = PLAIN, columns: bool = True) -> PointsProgram:
    """The program of a staged function after the steps of a request, from the disk cache or compiled. Without `columns` points follow each other, as they
    must where one changes what the next reads, and none is computed but those that are asked for."""
    def make() -> cache.Entry:
        final, meta = derive(text, name, stacks, request, columns)
        return cache.Entry(pipelines.native(final, pipelines.fitting(final), exports=(ENTRY,)), meta)
    return PointsProgram(*cache.compiled((text, name, "points", repr((sorted(stacks.items()), request, columns))), make))


@paused()
def derive(text: str, name: str, stacks: Stacks, request: Request, columns: bool) -> tuple[str, dict[str, Any]]:
    """The text for the native pipeline, and what the caller must know."""
    lowered, params, own, arena = lowered_form(text, name, request)
    meta = {"params": params, "columns": False, "arena": arena}
    if columns and not arena and (found := columns_of(lowered, own, params, stacks)):
        module, target = found
        return module + by_columns(target, free_metadata(module)), meta | told(target) | {"columns": True}
    target = Target(header(lowered, own), params, dict(stacks))
    return lowered + by_rows(target), meta | told(target)


def lowered_form(text: str, name: str, request: Request) -> tuple[str, list[str], str, int]:
    """(plain text of a staged function after the steps of a request, its parameters by our names, its name, bytes of its arena)."""
    from ...lang.bodies import with_bodies
    from ..lower.lower import lower

    f = differentiated(symbolic(text, name, request.prepared), request)
    lowered, arena = lower(f.text)
    return with_bodies(lowered), f.params, f.name, arena


def told(t: Target) -> dict[str, Any]:
    """What the caller must know of a function: whether a number comes back by value, and which stacked arrays it fills."""
    return {"returns": t.returns, "written": [p for p, s in stacked(t).items() if s.written]}


def columns_of(lowered: str, name: str, params: list[str], stacks: Stacks) -> tuple[str, Target] | None:
    """The module with the function in columns; None where it has loops that LLVM does not unroll, reads its points otherwise than number by number, or has
    more numbers than stay beside the processor."""
    if sum(s.size for s in stacks.values()) > MOST:
        return None
    module = read(pipelines.optimised(lowered, "straight", exports=(name,)))
    f = module.functions[name]
    own = {ours: p.name for ours, p in zip(params, f.params, strict=True)}
    turned = in_columns(f, {own[p]: s.item for p, s in stacks.items() if p in own}, W)
    if turned is None:
        return None
    module.functions[name] = turned
    powers = join_powers(turned)
    return write(module) + "\n".join(powers), Target(turned, params, dict(stacks))
