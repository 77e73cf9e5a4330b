"""Draws of a distribution outside of models: NumPy's bit generators in, an array out."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import shown
from ...lang.library.random import Rng
from ..base.distribution import Distribution
from ..base.draws import missing
from ..base.types import Seed, Shape, Sizes


def sample(dist: Distribution, shape: Sizes, seed: Seed) -> Any:
    """An array of `shape`, the batch and the event. SettingsError for a shape that is none, and where a parameter lies outside its domain."""
    try:
        event, batch = dist.event(np.shape), dist.batch(np.shape)
    except ValueError as e:
        raise SettingsError(str(e)) from None
    if None in event:
        raise SettingsError(f"how long a draw of {dist!r} is, nothing says: give it `length=`")
    whole = sizes(shape) + batch + event
    with np.errstate(all="ignore"):
        x = np.asarray(dist.draw(Rng(np.random.default_rng(seed).bit_generator), whole))
    if np.any(missing(x)):
        raise SettingsError(f"{dist!r} has no draws: a parameter lies outside of its domain, or a count is beyond 64 bits")
    return x if x.shape else x[()]


def sizes(shape: Sizes) -> Shape:
    """A shape as a user writes it."""
    found: tuple[Any, ...] = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    if not all(isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n >= 0 for n in found):
        raise SettingsError(f"`shape` of d.sample must be a whole number or several, not {shown(shape)}")
    return tuple(int(n) for n in found)
