"""Arguments of a model that nothing depends on: by the source, or because density, deterministics and predictions are the same when they are others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from ..base.distribution import Distribution
from ..base.types import Value
from ..interpret.host import Host
from ..interpret.running import run
from ..interpret.scoring import LogDensity
from ..interpret.services import Services
from ..interpret.table import Binding, Site
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
            yield Finding("data", f"nothing depends on the argument `{name}`: density, deterministics and predictions are the same without it",
                          "is something observed that was meant to be: `obs=`?")  # fmt: skip


def moving(posterior: Posterior) -> Iterator[Finding]:
    """Sites whose obs= is computed of parameters."""
    for name in posterior.sites:
        if name in posterior.moving:
            yield Finding("data", f"what `{name}` observes depends on parameters{posterior.sites[name].where}, so it is no data and not in `observed_data`",
                          "observe data: `ppl.Normal(b * x, s), obs=y`; what is more than shifted also needs a Jacobian, `ppl.factor`")  # fmt: skip


def read_names(code: Any) -> set[str]:
    """Names that a function reads."""
    import dis

    return {i.argval for i in dis.get_instructions(code) if i.opname.startswith("LOAD") and isinstance(i.argval, str)} | set(code.co_cellvars)


def without_influence(posterior: Posterior, name: str, value: Any, points: np.ndarray) -> bool:
    """Is all that the model makes the same with other numbers? Whole numbers may be sizes and indices, and texts anything: they are not changed."""
    if not isinstance(value, np.ndarray) or value.dtype.kind != "f" or not value.size:
        return False
    others = [np.asarray(value + 0.01 * (1.0 + np.abs(value))), value[::-1].copy()]
    try:
        return all(same(made(posterior, {name: other}, z), made(posterior, {}, z)) for other in others for z in points)
    except Exception:  # of the model with other numbers: it does depend on them
        return False


class Made(LogDensity):
    """The log density, and all that is not in it: deterministics, and the parameters of what is generated or drawn for a factor."""

    def __init__(self, binding: Binding):
        super().__init__(binding)
        self.values: list[Any] = []

    def wants(self, name: str) -> bool:
        return True

    def on_deterministic(self, it: Services, name: str, value: Value) -> None:
        self.values.append(value)

    def on_generate(self, it: Services, site: Site, dist: Distribution) -> Any:
        self.values += [p for _, p in dist.parameters()]
        return super().on_generate(it, site, dist)

    def factor(self, it: Services, name: str, value: Value, likelihood: bool = False, *, draw: Any = None) -> None:
        super().factor(it, name, value, likelihood, draw=draw)
        drawn = None if draw is None else it.call(draw)
        self.values += [p for _, p in drawn.parameters()] if isinstance(drawn, Distribution) else [drawn]


def made(posterior: Posterior, changes: dict[str, Any], z: np.ndarray) -> list[Any]:
    """What the model makes by CPython, some arguments changed."""
    binding = replace(posterior.binding, data={**posterior.binding.data, **changes}, once=[])
    host, found = Host(z), Made(binding)
    run(posterior.model.function, found, host, binding.data)
    return [host.accumulated("target"), *found.values]


def same(one: list[Any], other: list[Any]) -> bool:
    """Are these the same values, nan where nan was?"""
    return len(one) == len(other) and all(a is b or np.array_equal(a, b, equal_nan=np.asarray(a).dtype.kind == "f") for a, b in zip(one, other, strict=True))
