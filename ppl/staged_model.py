"""A bound model in LLVM IR: the front end stages the model's function under an interpretation, with the types of its data."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..ad.logdensity import NativeDensity
from ..ir.errors import ModelError
from ..lang import Array, Staged, stage
from .base.types import Data
from .inputs.tables import Frame
from .interpret.interpretation import Fresh, Interpretation
from .interpret.scoring import Guarded, LogDensity
from .interpret.table import Binding, Definition, Site

ELEMENT_TYPES = {"f": "f8", "i": "i8", "b": "b1"}   # of NumPy's kinds


def input_types(data: Data) -> Data:
    """Arrays and floats are run-time data; integers, texts and everything else are known when the model is compiled."""
    return {name: input_type(v) for name, v in data.items()}


def input_type(v: Any) -> Any:
    """The type of one run-time input, with the interval of its integers; anything else as it is."""
    if isinstance(v, float):
        return Array("f8", (), None, False)
    if not is_input(v):
        return v
    code = ELEMENT_TYPES[v.dtype.kind]
    return Array(code, v.shape, (int(v.min()), int(v.max())) if code == "i8" and v.size else None, False)


def run_time(data: Data) -> list[np.ndarray]:
    """The data that machine code reads, in the order of its inputs."""
    return [np.asarray(v) for v in data.values() if isinstance(v, float) or is_input(v)]


def is_input(v: Any) -> bool:
    """Is it an array that machine code is given? The columns of a table are constants of its code."""
    return isinstance(v, np.ndarray) and not isinstance(v, Frame)


def staged(model: Definition, binding: Binding, fresh: Fresh, draws: bool = False, given: int = 0, row: int | None = None) -> Staged:
    """The model in LLVM IR; with `draws` its first input behind z is a bit generator, with `given` so many numbers that are given for draws. z has
    `row` numbers where those are not coordinates. CompileError at the user's line for what is not part of the language."""
    runs: list[Interpretation] = []

    def of_this_pass() -> Interpretation:
        runs.append(fresh(binding))
        return runs[-1]

    result = stage(
        model.function,
        (),
        input_types(binding.data),
        name="model",
        interpretation=of_this_pass,
        z=Array("f8", (binding.dim if row is None else row,)),
        generator=draws,
        given=given,
        known=binding.known,
    )
    for name, v in binding.data.items():                # arrays are copies that nobody can write to; dicts and objects are the user's own
        result.outside.take(v, f"`{name}`")
        result.outside.instance(v)
    same_parameters(model, binding.parameters, runs[-1].sites)
    return result


def same_parameters(model: Definition, bound: list[Site], sites: dict[str, Site]) -> None:
    """Every run of a model must make the same parameters: names and places in z come from the run at binding."""
    made = [s for s in sites.values() if s.kind == "parameter"]
    before, now = ([(s.name, s.offset, s.size) for s in found] for found in (bound, made))
    if before != now:
        names = ", ".join(f"`{n}`" for n, *_ in sorted(set(before) ^ set(now)))
        raise ModelError(f"`{model.__name__}` does not make the same parameters each time it is run: {names}", model.position,
                         "it may depend on its arguments and on constants, not on anything that changes")  # fmt: skip


def density(model: Definition, binding: Binding) -> NativeDensity:
    """Value, gradient and Hessian products of the log density; machine code comes at the first call. An index or a whole number that parameters lead out of
    range rejects the point as any other that is outside of the domain: what data do was looked at when they were bound."""
    meaning = LogDensity if binding.declared is None else Guarded
    return NativeDensity(staged(model, binding, meaning), run_time(binding.data), fatal=())
