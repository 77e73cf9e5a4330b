"""The generator that functions of the user's own draw with, in the language: NumPy's method names, one number each call or an array of `size`.

The same source and the same random bits in CPython and in machine code. `draw` gives values of a distribution.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ....ir.errors import ModelError
from ....lang.library import random
from ....lang.library.random import Rng
from ....lang.values.hooks import compile_time
from ...base.distribution import Distribution
from ...base.frames import here
from ...base.types import Code, Shape, Sizes, Value


@dataclass(frozen=True)
class Generator:
    """Random numbers, from the bit generator of the run."""

    rng: Rng

    def draw(self, dist: Distribution, size: Sizes = ()) -> Value:
        """Values of a distribution of ppl: an array of `size`, then the shape of its parameters, then that of one value."""
        return dist.draw(self.rng, whole_shape(dist, size))

    def random(self, size: Sizes | None = None) -> Value:
        """Uniform in [0, 1)."""
        return filled(uniform, self.rng, shape_for(size))

    def uniform(self, low: Value = 0.0, high: Value = 1.0, size: Sizes | None = None) -> Value:
        """Uniform in [low, high)."""
        return low + (high - low) * filled(uniform, self.rng, shape_for(size, low, high))

    def standard_normal(self, size: Sizes | None = None) -> Value:
        """Normal of mean 0 and standard deviation 1."""
        return filled(random.normal, self.rng, shape_for(size))

    def normal(self, loc: Value = 0.0, scale: Value = 1.0, size: Sizes | None = None) -> Value:
        """Normal of mean `loc` and standard deviation `scale`."""
        return loc + scale * filled(random.normal, self.rng, shape_for(size, loc, scale))

    def lognormal(self, mean: Value = 0.0, sigma: Value = 1.0, size: Sizes | None = None) -> Value:
        """The exponential of a normal."""
        return np.exp(self.normal(mean, sigma, size))

    def standard_exponential(self, size: Sizes | None = None) -> Value:
        """Exponential of mean 1."""
        return filled(random.exponential, self.rng, shape_for(size))

    def exponential(self, scale: Value = 1.0, size: Sizes | None = None) -> Value:
        """Exponential of mean `scale`."""
        return scale * filled(random.exponential, self.rng, shape_for(size, scale))

    def laplace(self, loc: Value = 0.0, scale: Value = 1.0, size: Sizes | None = None) -> Value:
        """Double exponential."""
        return loc + scale * filled(random.laplace, self.rng, shape_for(size, loc, scale))

    def logistic(self, loc: Value = 0.0, scale: Value = 1.0, size: Sizes | None = None) -> Value:
        """Logistic."""
        return loc + scale * filled(random.logistic, self.rng, shape_for(size, loc, scale))

    def standard_cauchy(self, size: Sizes | None = None) -> Value:
        """Cauchy of location 0 and scale 1."""
        return filled(random.cauchy, self.rng, shape_for(size))

    def weibull(self, a: Value, size: Sizes | None = None) -> Value:
        """Weibull of shape `a` and scale 1."""
        return filled(random.exponential, self.rng, shape_for(size, a)) ** (1.0 / a)

    def pareto(self, a: Value, size: Sizes | None = None) -> Value:
        """Pareto of shape `a`, less 1, as NumPy's."""
        return np.expm1(filled(random.exponential, self.rng, shape_for(size, a)) / a)

    def gamma(self, shape: float, scale: Value = 1.0) -> Value:
        """Gamma of `shape` and `scale`."""
        number("gamma", shape, scale)
        return scale * random.gamma(self.rng, shape)

    def beta(self, a: float, b: float) -> Value:
        """Beta."""
        number("beta", a, b)
        return random.beta(self.rng, a, b)

    def chisquare(self, df: float) -> Value:
        """χ² of `df` degrees of freedom."""
        number("chisquare", df)
        return 2.0 * random.gamma(self.rng, 0.5 * df)

    def standard_t(self, df: float) -> Value:
        """Student t."""
        number("standard_t", df)
        return random.student_t(self.rng, df)

    def poisson(self, lam: float) -> Value:
        """Counts of mean `lam`."""
        number("poisson", lam)
        return random.poisson(self.rng, lam)

    def binomial(self, n: int, p: float) -> Value:
        """Successes in `n` trials of probability `p`."""
        number("binomial", n, p)
        return random.binomial(self.rng, n, p)

    def geometric(self, p: float) -> Value:
        """Trials up to the first success, from 1."""
        number("geometric", p)
        return 1 + int(math.floor(random.exponential(self.rng) / -math.log1p(-p)))

    def integers(self, low: int, high: int) -> Value:
        """Whole numbers from `low`, below `high`, alike."""
        number("integers", low, high)
        return low + int(math.floor(self.rng.uniform() * (high - low)))

    def categorical(self, p: np.ndarray) -> Value:
        """The number of a category, counted from 0, of these probabilities."""
        return random.categorical(self.rng, p)


def uniform(rng: Rng) -> float:
    """Uniform in [0, 1)."""
    return rng.uniform()


def filled(one: Code, rng: Rng, shape: Shape) -> Value:
    """Values of one(rng), a number where the shape is ()."""
    if shape == ():
        return one(rng)
    n = math.prod(shape)
    x = np.zeros(n)
    for i in range(n):
        x[i] = one(rng)
    return x.reshape(shape)


@compile_time
def shape_for(size: Sizes | None, *parameters: Any) -> Shape:
    """The shape of what is drawn: `size`, or that of the parameters together."""
    if size is None:
        return np.broadcast_shapes(*(getattr(p, "shape", ()) for p in parameters))
    return sizes(size)


def sizes(size: Any) -> Shape:
    """A shape, of a whole number or several."""
    return tuple(size) if isinstance(size, (tuple, list)) else (size,)


@compile_time
def whole_shape(dist: Distribution, size: Sizes) -> Shape:
    """The shape of values of a distribution."""
    return sizes(size) + dist.batch(shape_of) + dist.event(shape_of)


def shape_of(p: Any) -> Shape:
    """The shape of a number or an array, staged or not."""
    return tuple(getattr(p, "shape", ()))


@compile_time
def number(word: str, *parameters: Any) -> None:
    """ModelError for an array where one number is drawn."""
    if any(getattr(p, "shape", ()) for p in parameters):
        raise ModelError(f"`rng.{word}` draws one number a call, and is given an array", here(), "draw in a loop, or `rng.draw(d)` of a distribution")
