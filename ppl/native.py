"""From a bound model to machine code: the front end stages the model under an interpretation, `ad/` differentiates and links it."""

from __future__ import annotations

import ctypes
from typing import Any

import numpy as np

from ..ad.compile import NUMPY, Request, build
from ..ad.logdensity import NativeDensity
from ..ir.errors import ModelError, failure
from ..lang import Array, Staged, stage
from ..lang.library.random import generator_words
from .interpret.interpretations import LogDensity

CODES = {"f": "f8", "i": "i8", "b": "b1"}


def types_of(data: dict[str, Any]) -> dict[str, Any]:
    """Arrays and floats are run-time data; integers, texts and everything else are known when the model is compiled."""
    return {name: type_of(v) for name, v in data.items()}


def type_of(v: Any) -> Any:
    if isinstance(v, float):
        return Array("f8", (), None, False)
    if not isinstance(v, np.ndarray):
        return v
    code = CODES[v.dtype.kind]
    return Array(code, v.shape, (int(v.min()), int(v.max())) if code == "i8" and v.size else None, False)


def run_time(data: dict[str, Any]) -> list[np.ndarray]:
    """The data that machine code reads, in the order of its inputs."""
    return [np.asarray(v) for v in data.values() if isinstance(v, (np.ndarray, float))]


def staged(posterior: Any, interpretation: Any, draws: bool = False) -> Staged:
    """The model in LLVM IR; with `draws` its first input behind z is a bit generator. CompileError at the user's line for what is not part
    of the language."""
    runs: list[Any] = []

    def fresh() -> Any:
        runs.append(interpretation(posterior.binding))
        return runs[-1]

    result = stage(
        posterior.model.function,
        (),
        types_of(posterior.binding.data),
        name="model",
        interpretation=fresh,
        z=Array("f8", (posterior.dim,)),
        generator=draws,
    )
    same_parameters(posterior, runs[-1].sites)
    return result


def same_parameters(posterior: Any, sites: dict[str, Any]) -> None:
    """Every run of a model must make the same parameters: names and places in z come from the run at binding."""
    before, now = ([(s.name, s.offset, s.size) for s in found.values() if s.kind == "parameter"] for found in (posterior.sites, sites))
    if before != now:
        names = ", ".join(f"`{n}`" for n, *_ in sorted(set(before) ^ set(now)))
        raise ModelError(f"`{posterior.name}` does not make the same parameters each time it is run: {names}",
                posterior.model.position,
                "it may depend on its arguments and on constants, not on anything that changes",)


def density(posterior: Any) -> NativeDensity:
    """Value, gradient and Hessian products of the log density; machine code comes at the first call."""
    return NativeDensity(staged(posterior, LogDensity), run_time(posterior.binding.data))


class Outputs:
    """Named arrays that an interpretation computes at z; for many z at once."""

    def __init__(self, posterior: Any, interpretation: Any, draws: bool = False):
        self.staged = staged(posterior, interpretation, draws)
        self.program: Any = None
        first = 2 if draws else 1
        inputs = run_time(posterior.binding.data)
        leaves = self.staged.inputs[first:]
        self.data = {f"%in{first + k}": np.ascontiguousarray(a, NUMPY[leaf.dtype]) for k, (a, leaf) in enumerate(zip(inputs, leaves, strict=True))}
        self.data |= {f"%const{k}": np.ascontiguousarray(c) for k, c in enumerate(self.staged.constants)}

    def __call__(self, rows: np.ndarray, generator: Any = None) -> dict[str, np.ndarray]:
        if self.program is None:
            self.program = build(self.staged.text, self.staged.name, Request(()))
        outs = [np.zeros((len(rows), *leaf.shape), NUMPY[leaf.dtype]) for leaf in self.staged.outputs]
        self.fill(rows, outs, generator)
        found: dict[str, list[np.ndarray]] = {}
        for leaf, a in zip(self.staged.outputs, outs, strict=True):
            found.setdefault(leaf.name, []).append(a)
        return {name: parts[0] if len(parts) == 1 else np.stack(parts, axis=1) for name, parts in found.items()}

    def fill(self, rows: np.ndarray, outs: list[np.ndarray], generator: Any) -> None:
        """One call a row; pointers of z and of the outputs move on by a row. A draw that the model itself refuses is an error."""
        arena, status, ret = self.program.arena(), np.zeros(1, np.int64), np.zeros(1)
        fixed = {"%arena": arena.address, "%status": status.ctypes.data} | {name: a.ctypes.data for name, a in self.data.items()}
        if generator is not None:
            pointers = generator_words(generator)
            fixed["%in1"] = pointers.ctypes.data
        moving = {"%in0": rows} | {f"%out{k}": a for k, a in enumerate(outs)}
        params = self.program.params
        argv = (ctypes.c_void_p * len(params))(*[fixed.get(p, 0) for p in params])
        steps = [(k, moving[p].ctypes.data, moving[p].strides[0]) for k, p in enumerate(params) if p in moving]
        for r in range(len(rows)):
            for k, base, stride in steps:
                argv[k] = base + r * stride
            self.program.call(argv, ret.ctypes.data)
            if generator is not None and status[0]:
                raise failure(self.staged.reasons[int(status[0]) - 1])
