"""How a chain is run: in machine code (one program for every target and dimension), or by CPython from the same source, as the oracle."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from ..ir import cache, native, pipelines
from ..ir.lang.random import Rng
from . import chain
from .chain import WORDS, run
from .sampler import Sampler

ROWS = 256  # draws that one call can store
POINTER = ctypes.c_void_p


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
        self.library = native.link(entry.image, exports=("run",))
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
    from ..ir.lang.outline import DIM, Density, Generator, Number, Rows, compile_entry

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

    def __init__(
        self, s: Sampler, density: Density, bit_generator: Any, settings: Any, state: Any, z: np.ndarray, stats: np.ndarray, word: np.ndarray, dim: int
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
        numbers = list(settings)
        types = [POINTER] * 7 + [ctypes.c_int64 if isinstance(v, int) else ctypes.c_double for v in numbers]
        arrays = [*leaves(state), z, stats, word]
        types += [POINTER] * len(arrays) + [ctypes.c_int64] * 2
        self.fixed = [dim, *pointers, *numbers, *[a.ctypes.data for a in arrays]]
        self.keep = (density, bit_generator, arrays)
        self.call = machine(s).library.function("run", ctypes.c_int64, ctypes.c_int64, *types)

    def draws(self, first: int, last: int) -> int:
        return int(self.call(*self.fixed, first, last))


class PythonRunner:
    """The same chain in CPython."""

    def __init__(self, s: Sampler, value_and_grad: Any, bit_generator: Any, settings: Any, state: Any, z: np.ndarray, stats: np.ndarray, word: np.ndarray):
        def density(point: np.ndarray, g: np.ndarray) -> float:
            v, g[:] = value_and_grad(point)
            return float(v)

        self.arguments = (s, density, Rng(bit_generator), settings, state, z, stats, word)

    def draws(self, first: int, last: int) -> int:
        with np.errstate(all="ignore"):
            return int(run(*self.arguments, first, last))


class Density:
    """The native density as one chain sees it, with an arena of its own; a target without machine code is called back."""

    def __init__(self, target: Any, word: np.ndarray):
        self.error: BaseException | None = None
        found = target.native()
        if found is not None:
            self.function, self.data, self.counters = found.function, found.data, found.counters
            self.arena, self.keep = found.arena(), found
        else:
            from ..ir.arena import Arena

            self.arena, self.data, self.counters = Arena(), None, None
            self.keep = ctypes.CFUNCTYPE(ctypes.c_int64, *[POINTER] * 6)(self._callback(target, word))
            self.function = ctypes.cast(self.keep, POINTER).value

    def _callback(self, target: Any, word: np.ndarray) -> Any:
        n = target.dim

        def call(z: int, g: int, value: int, _data: Any, _arena: Any, _counters: Any) -> int:
            try:
                v, gradient = target.value_and_grad(np.array((ctypes.c_double * n).from_address(z)))
                (ctypes.c_double * n).from_address(g)[:] = np.asarray(gradient, float).tolist()
                ctypes.c_double.from_address(value).value = float(v)
            except BaseException as e:  # it must not cross machine code; reported when the chain has stopped
                self.error, word[chain.STOP] = e, 1
                ctypes.c_double.from_address(value).value = -np.inf
            return 0

        return call
