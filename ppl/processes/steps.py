"""Parameters along a series: a number, or an array whose last axis is the steps; and the length that they, or the value, say."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import ModelError, OutsideDomain
from ...ir.given import shown
from ...lang.library import random
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base.distribution import Distribution
from ..base.family import Param
from ..base.frames import here
from ..base.parameters import array_of
from ..base.types import Numbers, Shape, Truth, Value, is_plain
from ..habits.numbers import refuse_parameter


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


# -- what is given where there is no family
@compile_time
def number(made: str, spec: Param, p: Any) -> Any:
    """A parameter of what is no member of a family; an error for what is no number, has too many or too few axes, or is a number of the source outside its
    domain."""
    p = array_of(p)
    if not is_plain(p):
        refuse_parameter(made, spec.name, p)
    rank = len(shape_of(p))
    if spec.domain.elementwise() and is_plain(p) and not spec.domain.contains(p):
        raise OutsideDomain(f"`{made}({spec.name}={p})`: {spec.name} must be {spec.domain}", here(),
                            left=f"`{spec.name}` of `{made}` left its domain ({spec.domain})")  # fmt: skip
    if rank < spec.axes - spec.fewer:
        raise ModelError(f"`{spec.name}` of `{made}` is {'a vector' if spec.axes == 1 else 'a matrix'}; here it has shape {shape_of(p)}", here())
    return p


@compile_time
def single(made: str, spec: Param, p: Any) -> Any:
    """One that serves all: no batch before its own axes."""
    p = number(made, spec, p)
    if len(shape_of(p)) > spec.axes:
        what = "one number" if not spec.axes else "a number or a vector"
        raise ModelError(f"`{spec.name}` of `{made}` is {what}; here it has shape {shape_of(p)}", here(),
                         "several are several distributions, each made by itself")  # fmt: skip
    return p


@compile_time
def whole_number(made: str, name: str, n: Any, least: int = 0) -> int:
    """A length; ModelError for what is none."""
    if isinstance(n, (bool, np.bool_)) or not isinstance(n, (int, np.integer)) or not least <= n < 2**62:
        raise ModelError(f"`{name}` of `{made}` is a whole number from {least} on that is known before the run, not {shown(n)}", here())
    return int(n)


@compile_time
def series(dist: Distribution, method: str, x: Any, one: bool = False) -> Any:
    """One value of a distribution, or several; ModelError for what is none by its type or shape, and for several where it must be one."""
    x, made = array_of(x), f"{dist.name}.{method}"
    refuse_parameter(made, "x", x)
    shape, event = shape_of(x), dist.event(shape_of)
    own = shape[len(shape) - len(event) :] if len(shape) >= len(event) else ()
    if len(own) != len(event) or any(n not in (None, m) for n, m in zip(event, own, strict=True)) or 0 in own:
        usual = ", ".join("steps" if n is None else str(n) for n in event)
        raise ModelError(f"`x` of `{made}` has shape {shape}; the last axes are those of one value, ({usual})", here())
    if one and len(shape) > len(event):
        raise ModelError(f"`{made}` takes one series; here are several, of shape {shape}", here(), "one after the other: `[d.smoothed(each) for each in x]`")
    return x


@compile_time
def known_length(name: str, length: int | None) -> int:
    """The length, for moments; ModelError where nothing says it."""
    if length is None:
        raise ModelError(f"how long this {name} is, nothing says", here(), f"give it `length=`: `{name}(…, length=100)`")
    return length
