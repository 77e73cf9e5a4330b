"""How a chain is run: in machine code (one program for every target and dimension), or by CPython from the same source, as the oracle."""

from __future__ import annotations

import ctypes
import inspect
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from ..ir.machine import cache, linker, pipelines, target
from ..ir.ours import is_ours
from ..lang.library.random import Rng
from .chain import WORDS, run
from .density import POINTER, ChainDensity
from .ends.watched import KEPT, KINDS
from .sampler import Array, ChainState, Sampler
from .settings import Settings, numbers

if TYPE_CHECKING:
    from ..lang.sampler.kinds import ArrayKind, NumberKind
    from ..lang.values.sizes import Size

ROWS = 256  # draws that one call can store


def flattened(record: object) -> Iterator:
    """What is in nested NamedTuples, in order: the order in which machine code takes it."""
    if isinstance(record, tuple):
        for member in record:
            yield from flattened(member)
    else:
        yield record


class Machine:
    """The compiled loop of one sampler, linked."""

    def __init__(self, s: Sampler):
        def make() -> cache.Entry:
            return cache.Entry(pipelines.native(text_of(s), "lean", exports=("run",)), {})
        entry = cache.compiled(("sampler", *stored_name(s)), make)
        self.library = linker.link(entry.image, exports=("run",))
        self.address = self.library.address("run")


def stored_name(s: Sampler) -> tuple[str, ...]:
    """What tells a sampler's machine code on disk from another's. The cache's fingerprint covers the sources of our samplers, not of a user's."""
    return (s.name, s.metric.name, repr(s.sizes)) if is_ours(inspect.getfile(s.step)) else (text_of(s),)


_machines: dict[tuple, Machine] = {}


def machine(s: Sampler) -> Machine:
    """The program of a sampler, compiled once in a process for a machine, and once on a machine."""
    key = (target.host(), s.init, s.step, s.state, s.metric, s.sizes)
    if key not in _machines:
        _machines[key] = Machine(s)
    return _machines[key]


def text_of(s: Sampler) -> str:
    """IR of the sampler's loop, for any dimension."""
    from ..lang.sampler.entry import compile_entry
    from ..lang.sampler.kinds import DIM, ArrayKind, DensityKind, GeneratorKind, NumberKind

    settings = s.settings(0)
    return compile_entry(
        run,
        (
            s,
            DensityKind(),
            GeneratorKind(),
            by_value(settings, (kind for kind, _ in numbers(settings))),
            s.state(array_argument, DIM, s.metric, *s.sizes),
            ArrayKind((ROWS, DIM)),
            ArrayKind((ROWS, len(s.columns()))),
            ArrayKind((KINDS, KEPT, DIM)),
            ArrayKind((WORDS,), "i8", volatile=True),
            NumberKind("i8"),
            NumberKind("i8"),
        ),
    )


def array_argument(*shape: int | Size, dtype: type = float) -> ArrayKind:
    """The `new` of a compiled state: an array that machine code is given."""
    from ..lang.sampler.kinds import ArrayKind

    return ArrayKind(shape, "i8" if dtype is int else "f8")


def by_value(record: object, kinds: Iterator[type]) -> tuple | NumberKind:
    """A record of numbers as arguments by value, of the types that are declared, in order."""
    from ..lang.sampler.kinds import NumberKind
    from ..lang.values.values import rebuild

    if isinstance(record, tuple):
        return rebuild(record, [by_value(member, kinds) for member in record])
    return NumberKind("i8" if next(kinds) is int else "f8")


class CompiledRunner:
    """Calls of the machine code for one chain; `draws(first, last)` makes at most ROWS draws without the GIL."""

    def __init__(
        self, s: Sampler, density: ChainDensity, bit_generator: np.random.PCG64, settings: Settings, state: ChainState, z: Array, stats: Array, ends: Array
    ):
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
        kinds, values = zip(*numbers(settings), strict=True)
        types = [POINTER] * 7 + [ctypes.c_int64 if kind is int else ctypes.c_double for kind in kinds]
        arrays = [*flattened(state), z, stats, ends, density.word]
        types += [POINTER] * len(arrays) + [ctypes.c_int64] * 2
        self.fixed = [z.shape[1], *pointers, *values, *[a.ctypes.data for a in arrays]]
        self.keep = (density, bit_generator, arrays)
        self.call = machine(s).library.function("run", ctypes.c_int64, ctypes.c_int64, *types)

    def draws(self, first: int, last: int) -> int:
        """Draws first … last - 1 into the first rows of z and stats; how many were made, or NO_START."""
        return int(self.call(*self.fixed, first, last))


class PythonRunner:
    """The same chain in CPython."""

    def __init__(
        self, s: Sampler, density: ChainDensity, bit_generator: np.random.PCG64, settings: Settings, state: ChainState, z: Array, stats: Array, ends: Array
    ):
        self.arguments = (s, density.call, Rng(bit_generator), settings, state, z, stats, ends, density.word)

    def draws(self, first: int, last: int) -> int:
        """As `CompiledRunner.draws`."""
        with np.errstate(all="ignore"):
            return int(run(*self.arguments, first, last))
