"""Sweeps over NumPy arrays, by machine code: what a call of a derivative does in Python."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

import numpy as np

from ...ir import names
from ...lang.staging import Leaf
from ..compile import NUMPY, Step
from ..lanes import by_columns
from .arguments import Call, direction_leaf, native_array
from .plan import Plan
from .sweeps import Sweeps


class Outer(Sweeps[np.ndarray]):
    """One call with NumPy arrays; `width` directions at once in a matrix, None for as many as usual."""

    def __init__(self, plan: Plan, call: Call, title: str, width: int | None):
        super().__init__(plan, call, title)
        self.width = width
        self._inputs: dict[str, np.ndarray] = {}             # all of them, once they have been asked for

    def inputs(self) -> dict[str, np.ndarray]:
        """All inputs as machine code reads them, the hidden ones included."""
        given = zip(self.call.inputs, self.plan.dtypes, strict=True)
        return {names.argument(k): native_array(x, dtype) for k, (x, dtype) in enumerate(given)} | self.plan.constants

    def zeros(self, leaf: Leaf) -> np.ndarray:
        return np.zeros(leaf.shape, NUMPY[leaf.dtype])

    def ones(self, leaf: Leaf) -> np.ndarray:
        return np.ones(leaf.shape, NUMPY[leaf.dtype])

    def run(self, steps: tuple[Step, ...], arrays: dict[str, np.ndarray]) -> Sequence[float]:
        self._inputs = self._inputs or self.inputs()
        return cast(Sequence[float], self.plan.program(*steps).run(self._inputs | arrays, self.plan.staged.reasons))      # an array is cut like one

    def result(self, returned: Sequence[float], outs: Sequence[np.ndarray]) -> Any:
        if self.by_value:
            return self.plan.staged.rebuild([float(returned[0])])
        return self.plan.staged.rebuild([o if o.shape else o.item() for o in outs])

    def value(self, array: np.ndarray) -> np.ndarray:
        return array

    def scaled(self, factor: np.ndarray, arrays: dict[int, np.ndarray]) -> dict[int, np.ndarray]:
        return {k: float(factor) * a for k, a in arrays.items()}

    def direction(self, value: Any, like: Any, label: str, what: str) -> np.ndarray | None:
        return direction_leaf(value, like, label, what)

    def split(self, flat: np.ndarray) -> dict[int, np.ndarray]:
        out: dict[int, np.ndarray] = {}
        at = 0
        for k in self.plan.active:
            leaf = self.plan.staged.inputs[k]
            size = int(np.prod(leaf.shape))
            out[k], at = flat[at:at + size].reshape(leaf.shape).astype(NUMPY[leaf.dtype]), at + size
        return out

    def columns(self, leaves: Sequence[Leaf], along: Callable[[list[Any]], list[list[Any]]]) -> list[Any]:
        found = by_columns(self.plan.size, self.width, lambda lanes: along(list(lanes)))
        blocks = [_stacked([column[i] for column in found], leaf) for i, leaf in enumerate(leaves)]
        return [self.plan.gradients(self.call, self._cut(block)) for block in blocks]

    def _cut(self, block: np.ndarray) -> dict[int, np.ndarray]:
        """The last axis, which runs over all differentiated inputs, cut into their shapes."""
        out: dict[int, np.ndarray] = {}
        at = 0
        for k in self.plan.active:
            shape = self.plan.staged.inputs[k].shape
            size = int(np.prod(shape))
            out[k], at = block[..., at:at + size].reshape((*block.shape[:-1], *shape)), at + size
        return out


def _stacked(columns: list[Any], leaf: Leaf) -> np.ndarray:
    """Columns of the leaf's shape, stacked on a new last axis."""
    if not columns:
        return np.zeros((*leaf.shape, 0), NUMPY[leaf.dtype])
    return np.stack([np.zeros(leaf.shape) if column is None else np.asarray(column) for column in columns], axis=-1)
