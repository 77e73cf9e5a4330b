"""Masks, `where=`, that are none: other things than truth values, and truth values that parameters decide. Takes what a user gives, raises errors."""

from __future__ import annotations

import contextlib
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ..habits.kinds import described
from ..interpret.host import Host
from ..interpret.interpretation import Interpretation
from ..interpret.running import run
from ..interpret.services import Services
from ..interpret.table import Binding, Definition

FAR = 30.0                                       # of the points at which masks are compared with those at binding
AGAIN = 8                                        # runs at one point that tell random masks, of a few entries too, from those of parameters


def refuse_mask(it: Services, name: str, where: Any) -> None:
    """An error at the user's line for what holds no truth values."""
    try:
        a = np.asarray(where)
    except ValueError:
        a = np.asarray(None)
    if a.dtype.kind == "b" or a.dtype.kind in "fiu" and np.isin(a, (0, 1)).all():
        return
    what = f"an array of {a.dtype}" if a.dtype.kind in "fiu" and a.shape else described(where)
    hint = "`np.isin(np.arange(len(y)), positions)` makes them of positions" if a.dtype.kind in "iu" else "`~np.isnan(y)` is one"
    raise it.error(f"where= of `{name}` must be truth values, one for each observation, not {what}", hint)


class Masks(Interpretation):
    """Keeps the masks that sites are given, by name."""

    def __init__(self, binding: Binding):
        super().__init__(binding)
        self.found: dict[str, list[np.ndarray]] = {}

    def observation(self, it: Services, name: str, dist: Any, obs: Any, dims: Any, constraint: Any, where: Any, missing: Any) -> Any:
        if where is not None:
            self.found.setdefault(name, []).append(np.array(where, bool))
        return super().observation(it, name, dist, obs, dims, constraint, where, missing)


def refuse_moving(model: Definition, binding: Binding) -> None:
    """ModelError for a mask that is another one at other values of the parameters."""
    point = FAR * np.random.default_rng(0).normal(size=len(binding.point))
    moved = {name for z in (point, -point) for name, masks in masks_at(model, binding, z).items()
             if not all(map(np.array_equal, masks, binding.scores[name].masks))}  # fmt: skip
    again = [masks_at(model, binding, binding.point) for _ in range(AGAIN if moved else 0)]
    for name in moved:
        if all(all(map(np.array_equal, there[name], binding.scores[name].masks)) for there in again):        # else it is another one each time
            raise ModelError(f"where= of `{name}` depends on parameters{binding.sites[name].where}",
                             hint="which entries exist is data: make it of data alone; what parameters decide is a mixture, or a factor")  # fmt: skip


def masks_at(model: Definition, binding: Binding, z: np.ndarray) -> dict[str, list[np.ndarray]]:
    """Those at a point; none where the model refuses it."""
    found = Masks(binding)
    with contextlib.suppress(Exception):
        run(model.function, found, Host(z), binding.data)
    return found.found
