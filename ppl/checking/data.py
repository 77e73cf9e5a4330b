"""Arguments of a model that nothing depends on: by the source, or because the density is the same when they are others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ..interpret.host import Host
from ..interpret.running import run
from ..interpret.scoring import LogDensity
from ..posterior import Posterior
from .report import Finding


def unused(posterior: Posterior, points: np.ndarray) -> Iterator[Finding]:
    """Those arguments."""
    code = posterior.model.function.__code__
    read = read_names(code)
    for name, value in posterior.binding.data.items():
        if name not in read:
            yield Finding("data", f"the argument `{name}` is not used in the model", "use it, or leave it out")
        elif len(points) and without_influence(posterior, name, value, points):
            yield Finding("data", f"the log density does not depend on the argument `{name}`", "is something observed that was meant to be: `obs=`?")


def read_names(code: Any) -> set[str]:
    """Names that a function reads."""
    import dis

    return {i.argval for i in dis.get_instructions(code) if i.opname.startswith("LOAD") and isinstance(i.argval, str)} | set(code.co_cellvars)


def without_influence(posterior: Posterior, name: str, value: Any, points: np.ndarray) -> bool:
    """Is the density the same with other numbers? Whole numbers may be sizes and indices, and texts anything: they are not changed."""
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or not value.size:
        return False
    others = [np.asarray(value + 0.01 * (1.0 + np.abs(value))), value[::-1].copy()]
    try:
        return all(density(posterior, {name: other}, z) == density(posterior, {}, z) for other in others for z in points)
    except Exception:  # of the model with other numbers: it does depend on them
        return False


def density(posterior: Posterior, changes: dict[str, Any], z: np.ndarray) -> float:
    """The log density by CPython, some arguments changed."""
    binding = replace(posterior.binding, data={**posterior.binding.data, **changes}, once=[])
    host = Host(z)
    run(posterior.model.function, LogDensity(binding), host, binding.data)
    return host.accumulated("target")
