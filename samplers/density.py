"""The density as one chain calls it: a function pointer into machine code, or Python called back from there; and what became of it."""

from __future__ import annotations

import ctypes

import numpy as np

from ..ad.logdensity import Target
from ..ir.errors import SamplingError, failure
from ..ir.machine.arena import Arena
from .chain import FAILED, STOP, WORDS

POINTER = ctypes.c_void_p
NO_MEMORY, RAISED, UNFINISHED = -1, -2, -3       # in word[FAILED]; a positive number is the index of a reason of the compiled density


class ChainDensity:
    """The density as one chain calls it, and what became of it. A target without machine code is called back.

    `word` is what the chain shares with Python. The counters of a compiled density begin at word[FAILED]: there it leaves why it failed,
    and behind it how often each of its `assert`s rejected a point.
    """

    def __init__(self, target: Target, compiled: bool = True):
        self.target = target
        self.error: BaseException | None = None
        found = target.native() if compiled else None
        self.reasons = () if found is None else found.reasons
        self.word = np.zeros(WORDS + len(self.reasons), np.int64)
        if found is not None:
            self.function, self.data, self.arena, self.keep = found.function, found.data, found.arena(), found
        elif compiled:
            self.data, self.arena, self.keep = None, Arena(), ctypes.CFUNCTYPE(ctypes.c_int64, *[POINTER] * 6)(self.called_back)
            self.function = ctypes.cast(self.keep, POINTER).value

    @property
    def counters(self) -> int:
        """Their address."""
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

    def call(self, z: np.ndarray, g: np.ndarray) -> float:
        """As compiled code calls it."""
        value, g[:] = self.evaluate(z)
        return value

    def called_back(self, z: int, g: int, value: int, _data: int, _arena: int, _counters: int) -> int:
        """The native signature, of addresses."""
        n = self.target.dim
        v, gradient = self.evaluate(np.array((ctypes.c_double * n).from_address(z)))
        np.frombuffer((ctypes.c_double * n).from_address(g))[:] = gradient          # type: ignore[call-overload]
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
