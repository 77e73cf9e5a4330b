"""Draws of a distribution outside of models: NumPy's bit generators in, an array out.

A draw is one of the whole batch; draws follow each other, so that machine code and CPython make the same numbers of the same bits. Many are made by a
program that is kept: it takes the parameters as inputs, and gives a block of draws a call.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import Any

import numpy as np

from ...ir.errors import CompileError, ModelError, SettingsError
from ...ir.given import shown
from ...lang.library.random import Rng
from ..base.distribution import IN_MODELS, Distribution
from ..base.draws import missing
from ..base.frames import here
from ..base.types import Seed, Shape, Sizes
from ..interpret.running import RUN
from .drawing import Block, NotCompiled, key_of

FEW = 2000                                       # numbers that CPython draws in less time than it takes to compile
MOST_NUMBERS = 10**12                            # eight terabytes
MOST_KEPT = 64                                   # programs
KEPT: OrderedDict[Any, Block] = OrderedDict()    # by what they draw from, the latest last


def sample(dist: Distribution, shape: Sizes, seed: Seed) -> Any:
    """An array of `shape`, the batch and the event. SettingsError for a shape that is none, and where a parameter lies outside its domain."""
    if RUN.get() is not None:
        raise ModelError(IN_MODELS[0], here(), IN_MODELS[1])
    before, one = sizes(shape), shape_of_one(dist)
    n, bits = math.prod(before), bits_of(seed)
    if n * math.prod(one) > MOST_NUMBERS:
        raise SettingsError(f"`shape` of d.sample asks for more numbers than there is memory for: {shown(shape)}")
    block = block_of(dist, one) if n * math.prod(one) >= FEW else None
    x = interpreted(dist, n, one, bits) if block is None else block.draws(dist, n, bits)
    if np.any(missing(x)):
        raise SettingsError(f"{dist!r} has no draws: a parameter lies outside of its domain, or a count is beyond 64 bits")
    x = x.reshape(before + one)
    return x if x.shape else x[()]


def interpreted(dist: Distribution, n: int, one: Shape, bits: np.random.BitGenerator) -> np.ndarray:
    """n draws in CPython."""
    rng = Rng(bits)
    x = np.zeros((n, *one), dtype=int if dist.discrete else float)
    with np.errstate(all="ignore"):
        for i in range(n):
            x[i] = dist.draw(rng, one)
    return x


def block_of(dist: Distribution, one: Shape) -> Block | None:
    """The program that draws from distributions like this one; None where it is not in the language."""
    try:
        key = key_of(dist)
        if key not in KEPT:
            KEPT[key] = Block(dist, one)
    except (CompileError, NotCompiled):
        return None
    KEPT.move_to_end(key)
    while len(KEPT) > MOST_KEPT:
        KEPT.popitem(last=False)
    return KEPT[key]


def shape_of_one(dist: Distribution) -> Shape:
    """The batch and the event. SettingsError where parameters do not fit each other."""
    try:
        event, batch = tuple(dist.event(np.shape)), tuple(dist.batch(np.shape))
    except ValueError as e:
        raise SettingsError(f"the parameters of {dist!r} do not fit each other: {e}") from None
    if None in event:
        left = " and ".join(f"`{spec.name}=`" for spec, p in dist.parameters() if p is None) or "`length=`"
        raise SettingsError(f"how long a draw of {dist!r} is, nothing says: give it {left}")
    return batch + event


def bits_of(seed: Seed) -> np.random.BitGenerator:
    """NumPy's bit generator of a seed. SettingsError for what is none."""
    try:
        return np.random.default_rng(seed).bit_generator
    except (TypeError, ValueError):
        raise SettingsError(f"`seed` of d.sample must be a whole number, or a generator of NumPy, not {shown(seed)}") from None


def sizes(shape: Sizes) -> Shape:
    """A shape as a user writes it."""
    found: tuple[Any, ...] = tuple(shape) if isinstance(shape, (tuple, list)) else (shape,)
    if not all(isinstance(n, (int, np.integer)) and not isinstance(n, bool) and n >= 0 for n in found):
        raise SettingsError(f"`shape` of d.sample must be a whole number or several, not {shown(shape)}")
    return tuple(int(n) for n in found)
