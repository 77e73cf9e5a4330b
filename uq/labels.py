"""Names of the axes of a result's arrays: those that the method says, then those of an output."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .evaluation.evaluator import Evaluator
from .result import Labelled, Result

ENDINGS = ("_se", "_ci_low", "_ci_high")


def output_dims(run: Evaluator) -> tuple[tuple[str, ...], dict[str, tuple[Any, ...]], tuple[str, ...]]:
    """Axes of an output, their coordinates, and the names of outputs that have some."""
    given, shape = run.model.outputs, run.shape
    if isinstance(given, dict):
        return tuple(given), {name: tuple(at) for name, at in given.items()}, ()
    names = tuple(given) if given else run.layout.names
    if names:
        return ("output",) if shape else (), {"output": names} if shape else {}, names
    dims = ("output",) if len(shape) == 1 else tuple(f"output{k + 1}" for k in range(len(shape)))
    return dims, {}, ()


def found_by(method: str, run: Evaluator, fields: Mapping[str, np.ndarray], dims: Mapping[str, tuple[str, ...]], coords: Mapping[str, Sequence[Any]],
             settings: Mapping[str, Any], notes: Sequence[str] = (), bare: Sequence[str] = ()) -> Result:
    """A result whose arrays have the axes `dims[name]`, none where nothing is said, and behind them those of an output, but for the names in `bare`."""
    own, places, names = output_dims(run)
    values: dict[str, Labelled] = {}
    for name, a in fields.items():
        stem = next((name.removesuffix(ending) for ending in ENDINGS if name.endswith(ending)), name)
        ahead = dims.get(stem, ())
        behind = own if stem not in bare and np.ndim(a) == len(ahead) + len(own) else ()
        values[name] = Labelled(np.asarray(a), (*ahead, *behind))
    used = {dim for value in values.values() for dim in value.dims}
    together = {name: tuple(at) for name, at in {"input": run.inputs.names, **coords, **places}.items() if name in used}
    return Result(method, run.inputs.names, values, together, run.counts, run.how, (*run.notes, *notes),
                  {**settings, "shape": run.shape, "outputs": names, "output_dims": own})
