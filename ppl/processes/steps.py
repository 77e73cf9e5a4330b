"""Parameters along a series: a number, or an array whose last axis is the steps; and the length that they, or the value, say."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.library import random
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base.family import Param
from ..base.frames import here
from ..base.types import Numbers, Shape, Truth, Value


@compile_time
def is_number(p: Numbers) -> bool:
    """Is it one number, not an array?"""
    return len(getattr(p, "shape", ())) == 0


@compile_time
def shape_of(p: Any) -> Shape:
    """Its shape as far as code knows it, () of a number."""
    return tuple(getattr(p, "shape", ()))


@compile_time
def changes(p: Value) -> bool:
    """Has it more than one value along its last axis?"""
    return getattr(p, "shape", (1,))[-1:] not in ((), (1,))


def in_domains(parameters: tuple[tuple[Param, Any], ...]) -> Truth:
    """Do all parameters lie in their domains, at every step?"""
    good = True
    for spec, p in parameters:
        if spec.domain.restricts():
            good = good & np.all(spec.domain.contains(p))
    return good


def at(p: Any, t: int) -> Value:
    """What it is at step t."""
    if is_number(p):
        return p
    return p[..., t] if changes(p) else p[..., 0]


def after(p: Any, t: int) -> Value:
    """What it is from step t on, as it broadcasts along them."""
    return p[..., t:] if changes(p) else p


def column(p: Any) -> Value:
    """A number for each series, as it broadcasts along the steps."""
    return p if is_number(p) else p[..., None]


def row(p: Any) -> np.ndarray:
    """One number as a vector of one; a vector as it is."""
    return np.zeros(1) + p if is_number(p) else p


def normals(rng: Rng, n: int) -> np.ndarray:
    """Independent standard normal numbers."""
    u = np.zeros(n)
    for t in range(n):
        u[t] = random.normal(rng)
    return u


@compile_time
def length_of(name: str, given: int | None, first: int, **shapes: Shape) -> Shape:
    """The event of a series: `given`, or what its parameters along the steps say (the first is that of value number `first`), None where nothing
    does. ValueError where they differ."""
    along = {p: shape[-1] + first for p, shape in shapes.items() if shape[-1:] not in ((), (1,))}
    n = given if given is not None else next(iter(along.values()), None)
    for p, m in along.items():
        if m != n:
            raise ValueError(
                f"`{p}` of {name} has {m - first} steps on its last axis for a series of length {n}, which takes {n - first if n else 0}; one number for each "
                f"of several series is a column: `{p}[:, None]`"
            )
    return (n,)  # type: ignore[return-value]


@compile_time
def known_length(name: str, length: int | None) -> int:
    """The length, for moments; ModelError where nothing says it."""
    if length is None:
        raise ModelError(f"how long this {name} is, nothing says", here(), f"give it `length=`: `{name}(…, length=100)`")
    return length
