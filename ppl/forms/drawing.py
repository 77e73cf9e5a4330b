"""A program that draws from a distribution: its parameters are inputs, so that it serves all distributions that are made alike."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterator
from typing import Any

import numpy as np

from ...ad.compile import NUMPY, Request, build
from ...ir import names
from ...lang import Array, stage
from ...lang.library.random import Rng, generator_words
from ...lang.values.values import rebuild, record_members
from ..base.distribution import Distribution
from ..base.types import Shape

BLOCK = 8192                                     # numbers that one call draws


class NotCompiled(Exception):
    """There is no program for this: parameters hold what machine code does not take."""


class Block:
    """Draws so many at a time; the number of those that are wanted is an input."""

    def __init__(self, dist: Distribution, one: Shape):
        self.rows = max(1, BLOCK // max(1, math.prod(one)))
        self.staged = stage(drawn, (Array("i8", (), (0, self.rows)), typed(dist), self.rows, one, dist.discrete), name="draws",
                            interpretation=Drawing, generator=True)  # fmt: skip
        self.program = build(self.staged.text, self.staged.name, Request(()))
        self.constants = {names.constant(k): np.array(c, order="C") for k, c in enumerate(self.staged.constants)}

    def draws(self, dist: Distribution, n: int, bits: np.random.BitGenerator) -> np.ndarray:
        """n draws, one a row."""
        leaf, words = self.staged.outputs[0], generator_words(bits)
        wanted, block = np.zeros((), np.int64), np.zeros(leaf.shape, NUMPY[leaf.dtype])
        x = np.zeros((n, *leaf.shape[1:]), block.dtype)
        given = {names.argument(0): words, names.argument(1): wanted}
        for k, a in enumerate(leaves(dist)):
            given[names.argument(2 + k)] = np.ascontiguousarray(a, NUMPY[self.staged.inputs[2 + k].dtype])
        arrays = given | self.constants | {names.result(0): block}
        for first in range(0, n, self.rows):
            wanted[()] = min(self.rows, n - first)
            self.program.run(arrays, self.staged.reasons)
            x[first : first + self.rows] = block[: n - first]
        return x


class Drawing:
    """The interpretation of the staged function: its result is made with the generator of the run."""

    def finish(self, it: Any, result: Any) -> Any:
        n, dist, rows, one, discrete = result
        return it.call(block, it.generator, n, dist, rows, one, discrete)


def drawn(n: int, dist: Distribution, rows: int, one: Shape, discrete: bool) -> Any:
    """What `Drawing` draws from, staged."""
    return n, dist, rows, one, discrete


def block(rng: Rng, n: int, dist: Distribution, rows: int, one: Shape, discrete: bool) -> np.ndarray:
    """n of `rows` draws."""
    x = np.zeros((rows, *one), dtype=int) if discrete else np.zeros((rows, *one))
    for i in range(rows):
        if i >= n:
            break
        x[i] = dist.draw(rng, one)
    return x


# -- the parameters of a distribution, wherever in it they are
def is_leaf(value: Any) -> bool:
    """Is it a number or an array that machine code is given? Whole numbers of the source stay in the code: they may be sizes."""
    return isinstance(value, (float, np.ndarray, np.floating, np.integer))


def inside(value: Any) -> list[Any]:
    """The parts of a record that cannot change, a tuple or a list; other objects, as functions of the language, stay as they are."""
    if isinstance(value, list):
        return value
    made_as = getattr(type(value), "__dataclass_params__", None)
    return record_members(value) or [] if made_as is None or made_as.frozen else []


def leaves(value: Any) -> Iterator[Any]:
    """All of them, in order."""
    if is_leaf(value):
        yield value
    else:
        for part in inside(value):
            yield from leaves(part)


def typed(value: Any) -> Any:
    """The same record, of the types of its parameters."""
    if is_leaf(value):
        return type_of(value)
    parts = inside(value)
    if not parts:
        return value
    return [typed(p) for p in parts] if isinstance(value, list) else rebuild(value, [typed(p) for p in parts])


def type_of(value: Any) -> Array:
    """The type of a number or an array."""
    a = np.asarray(value)
    if a.dtype.kind not in "fiu":
        raise NotCompiled
    return Array("f8", a.shape) if a.dtype.kind == "f" else Array("i8", a.shape)


def key_of(value: Any) -> Hashable:
    """What a program depends on: the make of the records, shapes and types of their parameters, whatever else they hold."""
    if is_leaf(value):
        a = np.asarray(value)
        return a.dtype.kind, a.shape
    parts = inside(value)
    if parts:
        return (type(value), *map(key_of, parts))
    try:
        hash(value)
    except TypeError:
        raise NotCompiled from None
    return type(value), value
