"""Observations as they are scored: of truth values whole numbers, of a mask zeros where nothing was observed. In the language, but for
what asks the interpreter `it`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..base.constraints import Constraint
from ..base.draws import varies
from ..base.functions import where as choose
from ..base.types import Truth, Value
from ..interpret.services import Services


def masked(score: Callable[[Value], Value], support: Constraint, obs: Value, mask: Truth, axes: int, counts: bool) -> Value:
    """Scores with 0 where the mask is off; it has one truth value for the `axes` of an event. Floats are `counts` where nan stood for one."""
    x = choose(widened(mask, axes), obs, support.inside())
    return choose(mask, score(as_count(x) if counts else x), 0.0)


def widened(mask: Truth, axes: int) -> Truth:
    """Truth values of events, as they broadcast to the elements of the events: one does by itself."""
    if varies(mask, 0):
        for _ in range(axes):
            mask = mask[..., None]  # type: ignore[index]
    return mask


def as_numbers(it: Services, obs: Any) -> Any:
    """An observation as numbers: lists become arrays, truth values whole numbers."""
    obs = np.asarray(obs) if isinstance(obs, (list, tuple)) else obs
    return it.call(as_integers, obs) if it.dtype(obs) == "b1" else obs


def as_mask(it: Services, where: Any) -> Truth:
    """A mask as truth values."""
    where = np.asarray(where) if isinstance(where, (list, tuple)) else where
    return where if it.dtype(where) == "b1" else it.call(as_truth, where)


def as_integers(x: Value) -> Value:
    """Truth values as 1 and 0."""
    return choose(x, 1, 0)


def as_truth(x: Any) -> Truth:
    """Numbers that stand for truth values: all but 0 are true."""
    return x != 0


def as_count(x: Value) -> Value:
    """Floats that stand for whole numbers, as those."""
    return np.floor(x).astype(int)
