"""How a chain is run: in machine code (one program for every target and dimension), or by CPython from the same source, as the oracle."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from ..ir.errors import SamplingError, failure
from ..ir.machine import cache, pipelines
from ..ir.machine import linker as native
from ..ir.machine.arena import Arena
from ..lang.library.random import Rng
from .chain import FAILED, STOP, WORDS, run
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

    def __init__(self, s: Sampler, density: Density, bit_generator: Any, settings: Any, state: Any, z: np.ndarray, stats: np.ndarray, dim: int):
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

    def __init__(self, s: Sampler, density: Density, bit_generator: Any, settings: Any, state: Any, z: np.ndarray, stats: np.ndarray):
        def call(point: np.ndarray, g: np.ndarray) -> float:
            value, g[:] = density.evaluate(point)
            return value

        self.arguments = (s, call, Rng(bit_generator), settings, state, z, stats, density.word)

    def draws(self, first: int, last: int) -> int:
        with np.errstate(all="ignore"):
            return int(run(*self.arguments, first, last))


NO_MEMORY, RAISED, UNFINISHED = -1, -2, -3       # in word[FAILED]; a positive number is the index of a reason of the compiled density


class Density:
    """The density as one chain calls it, and what became of it. A target without machine code is called back.

    `word` is what the chain shares with Python. The counters of a compiled density begin at word[FAILED]: there it leaves why it failed,
    and behind it how often each of its `assert`s rejected a point.
    """

    def __init__(self, target: Any, compiled: bool = True):
        self.target, self.error = target, None
        found = target.native() if compiled else None
        self.reasons = getattr(found, "reasons", ())
        self.word = np.zeros(WORDS + len(self.reasons), np.int64)
        if found is not None:
            self.function, self.data, self.arena, self.keep = found.function, found.data, found.arena(), found
        elif compiled:
            self.data, self.arena, self.keep = None, Arena(), ctypes.CFUNCTYPE(ctypes.c_int64, *[POINTER] * 6)(self.called_back)
            self.function = ctypes.cast(self.keep, POINTER).value

    @property
    def counters(self) -> int:
        return self.word[FAILED:].ctypes.data

    def evaluate(self, z: np.ndarray) -> tuple[float, np.ndarray]:
        """Value and gradient by Python; -inf once it has raised, and after the chain was told to stop, so that the draw ends soon."""
        if not self.word[STOP] and not self.word[FAILED]:
            try:
                value, gradient = self.target.value_and_grad(z)
                return float(value), np.broadcast_to(np.asarray(gradient, float), z.shape)
            except BaseException as e:  # it must not cross machine code; `failure` tells
                self.error, self.word[FAILED] = e, RAISED
        elif not self.word[FAILED]:
            self.word[FAILED] = UNFINISHED
        return -np.inf, np.zeros(z.shape)

    def called_back(self, z: int, g: int, value: int, _data: Any, _arena: Any, _counters: Any) -> int:
        n = self.target.dim
        v, gradient = self.evaluate(np.array((ctypes.c_double * n).from_address(z)))
        np.frombuffer((ctypes.c_double * n).from_address(g))[:] = gradient
        ctypes.c_double.from_address(value).value = v
        return 0

    def failure(self) -> Exception | None:
        """The error that ended the chain, at the user's line where it is known; None when there was none, or when the user ended it."""
        code = int(self.word[FAILED])
        if code > 0:
            return failure(self.reasons[code - 1])
        if code == NO_MEMORY:
            return MemoryError("there was no memory for the tape of the gradient\nhint: fewer chains at once (`cores=`)")
        if code == RAISED:
            error = SamplingError(f"the density raised {type(self.error).__name__}: {self.error}")
            error.__cause__ = self.error
            return error
        return None
