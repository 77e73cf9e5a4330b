"""Hidden Markov models: a sequence of values whose distribution is that of the state of a Markov chain, the states summed out.

The forward algorithm in logarithms, one step a value: g[t, k] = log Σ_j exp(g[t-1, j]) transition[j, k] + log p(x[t] | k) (Rabiner 1989, section
III). One whole sequence is one value of the distribution. Values that are nan were not observed: they are summed out too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...ir.errors import ModelError
from ...lang.library import random
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base import draws
from ..base.constraints import Constraint, count, real, simplex
from ..base.distribution import Distribution, array_of
from ..base.family import Param, constructor
from ..base.frames import here
from ..base.functions import exp, log, logsumexp, where
from ..base.types import Numbers, Shape, ShapeOf, Truth, Value
from .steps import is_number, length_of

INITIAL, TRANSITION = Param("initial", simplex, 1), Param("transition", simplex, 3, fewer=1)


@dataclass(frozen=True, eq=False, repr=False)
class Chain(Distribution):
    """Initial probabilities (…, K), transition probabilities (…, K, K) or one matrix a step (…, T-1, K, K), and the distribution of values, whose
    batch has the states on its last axis and, where it changes along the sequence, the steps before them."""

    initial: Any
    transition: Any
    emission: Distribution
    length: int | None

    @property
    def name(self) -> str:
        return "HiddenMarkov"

    @property
    def discrete(self) -> bool:
        return self.emission.discrete

    @property
    def axes(self) -> int:
        return self.emission.axes + 1

    @property
    def gaps(self) -> bool:
        return True

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        return ((INITIAL, self.initial), (TRANSITION, self.transition), *self.emission.parameters())

    @compile_time
    def support(self) -> Constraint:
        """That of the values of all states, where it is the same for all; else the density says what lies outside."""
        own = self.emission.support()
        return own if not own.params else count if self.discrete else real

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of several sequences."""
        return np.broadcast_shapes(shape_of(self.initial)[:-1], shape_of(self.transition)[:-3], self.emission.batch(shape_of)[:-2])

    def event(self, shape_of: ShapeOf) -> Shape:
        """Steps, and the shape of one value."""
        initial, transition, values = shape_of(self.initial), shape_of(self.transition), self.emission.batch(shape_of)
        k = initial[-1:]
        if not k or transition[-2:] != (*k, *k) or values[-1:] != k:
            raise ValueError(
                f"the states of HiddenMarkov are the last axis of `initial` (here {initial}), the last two of `transition` ({transition}) and the last of "
                f"the parameters of {self.emission} ({values}): one number of states everywhere"
            )
        steps = (*transition[:-3], transition[-3]) if len(transition) > 2 else ()
        return (*length_of("HiddenMarkov", self.length, 1, transition=steps), *self.emission.event(shape_of))

    @compile_time
    def sized(self, shape: Shape) -> Distribution:
        """The chain of as many steps as this shape has."""
        length = shape[len(shape) - self.axes] if len(shape) >= self.axes else None
        return Chain(self.initial, self.transition, self.emission, length) if self.length is None else self

    # -- density
    def logpdf(self, x: Value) -> Value:
        """log density of sequences."""
        return self.density(array_of(x))

    def density(self, x: Value) -> Value:
        """log density of sequences; -inf where initial or transition probabilities are none."""
        scores = self.scores(x)
        g = log(self.initial) + scores[..., 0, :]
        ahead = log(self.transition)
        for t in range(1, scores.shape[-2]):
            g = step_on(g, of_step(ahead, t - 1)) + scores[..., t, :]
        return where(self.usable(), logsumexp(g, axis=-1), -math.inf)

    def usable(self) -> Truth:
        """Are initial and transition probabilities such?"""
        rows = np.all(simplex.contains(self.transition), axis=-1)
        return simplex.contains(self.initial) & (np.all(rows, axis=-1) if changes_by_step(self.transition) else rows)

    def scores(self, x: Value) -> Any:
        """log density of each value in each state, (…, T, K); 0 where a value is nan."""
        x = np.expand_dims(x, -1 - self.emission.axes)
        if not may_be_nan(x):
            return self.emission.logpdf(x)
        seen = x == x
        own = where(seen, x, self.emission.support().inside())
        scores = self.emission.logpdf(np.floor(own).astype(int) if self.discrete else own)
        for _ in range(self.emission.axes):
            seen = np.all(seen, axis=-1)
        return where(seen, scores, 0.0)

    # -- the states
    def smoothed(self, x: Value) -> Any:
        """Probabilities of the states at each step given the whole sequence, (…, T, K)."""
        scores, ahead = self.scores(array_of(x)), log(self.transition)
        steps = scores.shape[-2]
        past, future = np.zeros(scores.shape), np.zeros(scores.shape)
        past[..., 0, :] = log(self.initial) + scores[..., 0, :]
        for t in range(1, steps):
            past[..., t, :] = step_on(past[..., t - 1, :], of_step(ahead, t - 1)) + scores[..., t, :]
        for k in range(1, steps):
            t = steps - 1 - k
            future[..., t, :] = logsumexp(of_step(ahead, t) + (scores[..., t + 1, :] + future[..., t + 1, :])[..., None, :], axis=-1)
        both = past + future
        return exp(both - logsumexp(both, axis=-1)[..., None])

    def viterbi(self, x: Value) -> np.ndarray:
        """The most probable sequence of states, counted from 0, (…, T)."""
        scores, ahead = self.scores(array_of(x)), log(self.transition)
        steps = scores.shape[-2]
        before = np.zeros(scores.shape, dtype=int)
        best = log(self.initial) + scores[..., 0, :]
        for t in range(1, steps):
            ways = best[..., :, None] + of_step(ahead, t - 1)
            before[..., t, :] = np.argmax(ways, axis=-2)
            best = np.max(ways, axis=-2) + scores[..., t, :]
        return traced(np.argmax(best, axis=-1), before)

    # -- draws
    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: states of a chain, and values of those."""
        batch, steps, own = self.parts(shape)
        states = self.states(rng, batch, steps)
        n = draws.size_of(batch) * steps
        values: Any = self.emission.draw(rng, (*batch, steps, self.initial.shape[-1], *own))
        flat = values.reshape((n, self.initial.shape[-1], *own))
        x = np.zeros((n, *own), dtype=int) if self.discrete else np.zeros((n, *own))
        for i in range(n):
            x[i] = flat[i, states[i]]
        return where(np.all(self.usable()), x.reshape(shape), draws.impossible(self.discrete))

    @compile_time
    def parts(self, shape: Shape) -> tuple[Shape, int, Shape]:
        """The batch, the steps and the shape of one value in a shape."""
        first = len(shape) - self.axes
        return shape[:first], shape[first], shape[first + 1 :]

    def states(self, rng: Rng, batch: Shape, steps: int) -> np.ndarray:
        """Draws of the chain, one sequence behind the other."""
        initial, transition = draws.spread(self.initial, 1, batch), draws.spread(self.transition, 3, batch)
        states = np.zeros(draws.size_of(batch) * steps, dtype=int)
        for i in range(draws.size_of(batch)):
            first = initial[i] if draws.varies(initial, 1) else initial
            ahead = transition[i] if draws.varies(transition, 3) else transition
            k = random.categorical(rng, first)
            states[i * steps] = k
            for t in range(1, steps):
                k = random.categorical(rng, of_step(ahead, t - 1)[k])
                states[i * steps + t] = k
        return states

    def __repr__(self) -> str:
        return f"HiddenMarkov(initial=…, transition=…, emission={self.emission!r})"

    def __str__(self) -> str:
        return f"HiddenMarkov({self.emission})"


def step_on(g: Any, ahead: Any) -> Any:
    """log probabilities of states one step further."""
    return logsumexp(g[..., :, None] + ahead, axis=-2)


def traced(last: Any, before: np.ndarray) -> np.ndarray:
    """The states of the best ways, from the last ones back by where each came from."""
    steps, k = before.shape[-2], before.shape[-1]
    path = np.zeros(before.shape[:-1], dtype=int)
    path[..., steps - 1] = last
    for s in range(1, steps):
        t = steps - 1 - s
        chosen = np.expand_dims(path[..., t + 1], -1) == np.arange(k)
        path[..., t] = np.sum(where(chosen, before[..., t + 1, :], 0), axis=-1)
    return path


@compile_time
def changes_by_step(transition: np.ndarray) -> bool:
    """Has each step a matrix of its own?"""
    return len(transition.shape) > 2


def of_step(matrices: Any, t: int) -> Any:
    """The matrix of a step."""
    if not changes_by_step(matrices):
        return matrices
    return matrices[..., t, :, :] if matrices.shape[-3] > 1 else matrices[..., 0, :, :]


@compile_time
def may_be_nan(x: Value) -> bool:
    """Are these floats?"""
    return not str(getattr(x, "dtype", "float")).startswith(("i", "u"))


@constructor()
def HiddenMarkov(initial: Numbers, transition: Numbers, emission: Distribution, *, length: int | None = None) -> Chain:
    """Sequences whose values follow `emission` in the state of a Markov chain: `HiddenMarkov(p0, P, Normal(mu, sigma))` with one mu for each state.

    `initial` are K probabilities, `transition` K × K ones of the next state (column) in each state (row), or a matrix for each step; the batch of
    `emission` has the states on its last axis, and may have the steps before them. Steps are the first axis of a value, before the axes of what is
    emitted. Entries that are nan are summed out. `d.smoothed(x)` are probabilities of the states, `d.viterbi(x)` is the most probable sequence.
    """
    if not isinstance(emission, Distribution):
        raise ModelError("`HiddenMarkov` takes the distribution of values third", here(),
                         "as in `HiddenMarkov(p0, P, Normal(mu, sigma))`, mu with one number a state")  # fmt: skip
    initial, transition = array_of(initial), array_of(transition)
    if is_number(initial) or is_number(transition):
        raise ModelError("`HiddenMarkov` takes a vector of initial probabilities and a matrix of transition probabilities", here(),
                         "as in `HiddenMarkov(np.array([0.5, 0.5]), P, Normal(mu, sigma))` with P of shape (2, 2)")  # fmt: skip
    return Chain(initial, transition, emission, length)
