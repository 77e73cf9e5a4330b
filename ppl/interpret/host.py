"""CPython's stand-in for the staging interpreter: the same services to interpretations, at coordinates z."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from ...ir.errors import ModelError, Position
from ...lang.library.random import Rng
from ..base.frames import here, user_frame
from ..base.types import Code, Shape, Truth, Value
from .running import RUN


class Host:
    """Services of one run of a model in CPython; `accumulators` and `outputs` hold what it gave."""

    def __init__(self, z: np.ndarray, generator: Rng | None = None):
        self.z, self.given = np.asarray(z, float), generator
        self.accumulators: dict[str, float] = {}
        self.outputs: dict[str, list[Any]] = {}
        self.visits: dict[str, int] = {}
        self.calls: list[tuple[Any, ...]] = []          # of the submodels around

    @functools.cached_property
    def generator(self) -> Rng:
        """What was given; where nothing was, one whose draws stand for any."""
        return self.given or Rng(np.random.PCG64(0))

    def call(self, function: Code, *args: Any, **kw: Any) -> Any:
        return function(*args, **kw)

    def under(self, meaning: Any, function: Code, *args: Any, **kw: Any) -> Any:
        token, site = RUN.set((meaning, self)), self.call_site()
        self.calls.append(site)
        try:
            return function(*args, **kw)
        finally:
            self.calls.pop()
            RUN.reset(token)

    def in_force(self) -> Any:
        run = RUN.get()
        return None if run is None else run[0]

    def shape(self, v: Value) -> Shape:
        return np.shape(v)

    def dtype(self, v: Value | Truth) -> str:
        return {"f": "f8", "b": "b1"}.get(np.asarray(v).dtype.kind, "i8")

    def parameter(self, offset: int, shape: Shape) -> Any:
        if not shape:
            return self.z[offset]
        return self.z[offset : offset + int(np.prod(shape))].reshape(shape).copy()

    def add(self, name: str, value: Value) -> None:
        self.accumulators[name] = self.accumulators.get(name, 0.0) + float(np.sum(value))

    def accumulated(self, name: str) -> float:
        return self.accumulators.get(name, 0.0)

    def output(self, name: str, value: Value, visits: int = 1, whole: Shape | None = None) -> None:
        self.outputs.setdefault(name, []).append(np.array(value))  # a copy: the model may write to its own later

    def emit_loop_depth(self) -> int:
        return 0

    def conditional(self) -> bool:
        return False

    def unroll_here(self) -> None: ...

    def visit(self, name: str, most: int) -> int:
        self.visits[name] = self.visits.get(name, -1) + 1
        return self.visits[name]

    def call_site(self) -> tuple[Any, ...]:
        frame = user_frame()
        return (*self.calls, () if frame is None else (frame.f_code, frame.f_lasti))

    def position(self) -> Position | None:
        return here()

    def error(self, message: str, hint: str = "") -> ModelError:
        return ModelError(message, self.position(), hint)
