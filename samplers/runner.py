"""How a chain is run: in machine code (one program for every target and dimension), or by CPython from the same source, as the oracle."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from ..ir.machine import cache, linker, pipelines
from ..lang.library.random import Rng
from .chain import WORDS, run
from .density import POINTER, ChainDensity
from .sampler import Sampler

ROWS = 256  # draws that one call can store


def leaves(record: Any) -> list[Any]:
    """Members of nested NamedTuples, in order."""
    return [x for m in record for x in leaves(m)] if isinstance(record, tuple) and hasattr(record, "_fields") else [record]


class Machine:
    """The compiled loop of one sampler, linked."""

    def __init__(self, s: Sampler):
        key = cache.key("sampler", *identity(s))             # the cache's own fingerprint covers the sources of all samplers
        entry = cache.load(key)
        if entry is None:
            image = pipelines.native(text_of(s), "lean", exports=("run",))
            entry = cache.Entry(image, {})
            cache.store(key, image, {})
        self.library = linker.link(entry.image, exports=("run",))
        self.address = self.library.address("run")


def identity(s: Sampler) -> tuple[str, ...]:
    """What tells one compiled sampler from another: its name, its metric and the numbers in its state."""
    numbers = {k: v for k, v in getattr(s.state, "keywords", {}).items() if isinstance(v, int)}
    return s.name, s.metric.name, repr(sorted(numbers.items()))


_machines: dict[Any, Machine] = {}


def machine(s: Sampler) -> Machine:
    """The program of a sampler, compiled once in a process and once on a machine."""
    key = identity(s)
    if key not in _machines:
        _machines[key] = Machine(s)
    return _machines[key]


def text_of(s: Sampler) -> str:
    """IR of the sampler's loop, for any dimension."""
    from ..lang.sampler.entry import DIM, Density, Generator, Number, Rows, compile_entry

    def new(*shape: Any, dtype: type = float) -> Any:
        return Rows(shape, "i8" if dtype is int else "f8")

    settings = s.settings(*[Number("i8" if isinstance(v, int) else "f8") for v in s.settings()])
    fields = len(s.stats._fields)  # type: ignore[attr-defined]
    return compile_entry(
        run,
        (
            s,
            Density(),
            Generator(),
            settings,
            s.state(new, DIM),
            Rows((ROWS, DIM)),
            Rows((ROWS, fields)),
            Rows((WORDS,), "i8", volatile=True),
            Number("i8"),
            Number("i8"),
        ),
    )


class CompiledRunner:
    """Calls of the machine code for one chain; `draws(first, last)` makes at most ROWS draws without the GIL."""

    def __init__(self, s: Sampler, density: ChainDensity, bit_generator: Any, settings: Any, state: Any, z: np.ndarray, stats: np.ndarray, dim: int):
        functions = bit_generator.ctypes
        pointers = [
            density.function,
            density.data,
            density.arena.address,
            density.counters,
            ctypes.cast(functions.next_double, POINTER).value,
            ctypes.cast(functions.next_uint64, POINTER).value,
            functions.state_address,
        ]
        numbers = list(settings)
        types = [POINTER] * 7 + [ctypes.c_int64 if isinstance(v, int) else ctypes.c_double for v in numbers]
        arrays = [*leaves(state), z, stats, density.word]
        types += [POINTER] * len(arrays) + [ctypes.c_int64] * 2
        self.fixed = [dim, *pointers, *numbers, *[a.ctypes.data for a in arrays]]
        self.keep = (density, bit_generator, arrays)
        self.call = machine(s).library.function("run", ctypes.c_int64, ctypes.c_int64, *types)

    def draws(self, first: int, last: int) -> int:
        return int(self.call(*self.fixed, first, last))


class PythonRunner:
    """The same chain in CPython."""

    def __init__(self, s: Sampler, density: ChainDensity, bit_generator: Any, settings: Any, state: Any, z: np.ndarray, stats: np.ndarray):
        def call(point: np.ndarray, g: np.ndarray) -> float:
            value, g[:] = density.evaluate(point)
            return value

        self.arguments = (s, call, Rng(bit_generator), settings, state, z, stats, density.word)

    def draws(self, first: int, last: int) -> int:
        with np.errstate(all="ignore"):
            return int(run(*self.arguments, first, last))
