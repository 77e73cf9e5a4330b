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
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base import draws
from ..base.constraints import Constraint, count, real, simplex
from ..base.distribution import Distribution
from ..base.family import Param, constructor
from ..base.frames import here
from ..base.functions import exp, log, logsumexp, where
from ..base.parameters import array_of
from ..base.types import Numbers, Shape, ShapeOf, Truth, Value
from ..interpret.running import RUN
from .markov import changes_by_step, drawn_backwards, drawn_forwards, forward, has_no_law, marginals, of_step, stationary, step_on, traced
from .rest import of_chain
from .steps import known_length, length_of, number, series, shape_of, whole_number

INITIAL, TRANSITION = Param("initial", simplex, 1, fewer=1), Param("transition", simplex, 3, fewer=3)


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

    @property
    def made_of(self) -> tuple[Distribution, ...]:
        return (self.emission,)

    @property
    def hides(self) -> bool:
        return True

    @compile_time
    def has(self, what: str) -> bool:
        return what in ("mean", "variance") and self.emission.has(what)

    @compile_time
    def parameters(self) -> tuple[tuple[Param, Any], ...]:
        own = ((TRANSITION, self.transition), *self.emission.parameters())
        return own if self.initial is None else ((INITIAL, self.initial), *own)

    @compile_time
    def support(self) -> Constraint:
        """That of the values of all states, where it is the same for all; else the density says what lies outside."""
        own = self.emission.support()
        return own if not own.params else count if self.discrete else real

    def batch(self, shape_of: ShapeOf) -> Shape:
        """Shape of several sequences."""
        return np.broadcast_shapes(self.shape_of_start(shape_of)[:-1], shape_of(self.transition)[:-3], self.emission.batch(shape_of)[:-2])

    @compile_time
    def shape_of_start(self, shape_of: ShapeOf) -> Shape:
        """The shape of initial probabilities, that of one matrix's states where none are given."""
        return shape_of(self.transition)[-1:] if self.initial is None else shape_of(self.initial)

    def event(self, shape_of: ShapeOf) -> Shape:
        """Steps, and the shape of one value."""
        transition = shape_of(self.transition)
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
        g = log(self.start()) + scores[..., 0, :]
        ahead = log(self.transition)
        for t in range(1, scores.shape[-2]):
            g = step_on(g, of_step(ahead, t - 1)) + scores[..., t, :]
        return where(self.usable(), logsumexp(g, axis=-1), -math.inf)

    def usable(self) -> Truth:
        """Are initial and transition probabilities such?"""
        rows = np.all(simplex.contains(self.transition), axis=-1)
        good: Truth = True if self.initial is None else simplex.contains(self.initial)
        return good & (np.all(rows, axis=-1) if changes_by_step(self.transition) else rows)

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
    def start(self) -> Any:
        """Probabilities of the first state: the stationary ones where none are given."""
        return stationary(self.transition) if self.initial is None else self.initial

    def filtered(self, x: Value) -> Any:
        """Probabilities of the states at each step given the values up to it, (…, T, K)."""
        past = forward(log(self.start()), log(self.transition), self.scores(series(self, "filtered", x)))
        return exp(past - logsumexp(past, axis=-1)[..., None])

    def smoothed(self, x: Value) -> Any:
        """Probabilities of the states at each step given the whole sequence, (…, T, K)."""
        scores, ahead = self.scores(series(self, "smoothed", x)), log(self.transition)
        past = forward(log(self.start()), ahead, scores)
        steps, future = scores.shape[-2], np.zeros(past.shape)
        for k in range(1, steps):
            t = steps - 1 - k
            future[..., t, :] = logsumexp(of_step(ahead, t) + (scores[..., t + 1, :] + future[..., t + 1, :])[..., None, :], axis=-1)
        both = past + future
        return exp(both - logsumexp(both, axis=-1)[..., None])

    def viterbi(self, x: Value) -> np.ndarray:
        """The most probable sequence of states, counted from 0, (…, T)."""
        scores, ahead = self.scores(series(self, "viterbi", x)), log(self.transition)
        steps = scores.shape[-2]
        before = np.zeros(scores.shape, dtype=int)
        best = log(self.start()) + scores[..., 0, :]
        for t in range(1, steps):
            ways = best[..., :, None] + of_step(ahead, t - 1)
            before[..., t, :] = np.argmax(ways, axis=-2)
            best = np.max(ways, axis=-2) + scores[..., t, :]
        return traced(np.argmax(best, axis=-1), before)

    def hidden(self, rng: Rng, x: Value) -> Any:
        """A draw of the states given the whole sequence, (…, T): forwards the probabilities, backwards the draws (Chib 1996)."""
        past = forward(log(self.start()), log(self.transition), self.scores(x))
        batch, steps, k = past.shape[:-2], past.shape[-2], past.shape[-1]
        logs: Any = log(self.transition)
        rows, ahead = past.reshape((draws.size_of(batch), steps, k)), draws.spread(logs, 3, batch)
        states = np.zeros((draws.size_of(batch), steps), dtype=int)
        for i in range(draws.size_of(batch)):
            states[i] = drawn_backwards(rng, rows[i], ahead[i] if draws.varies(self.transition, 3) else ahead)
        return states.reshape((*batch, steps))

    def given(self, x: Value, steps: int) -> Distribution:
        """The next `steps` values behind a sequence x: a HiddenMarkov that begins in the states where x may have ended."""
        refuse_steps(self)
        last: Any = self.filtered(x)[..., -1, :]
        first, length = np.sum(last[..., :, None] * self.transition, axis=-2), whole_number("HiddenMarkov.given", "steps", steps, 1)
        return Chain(first, self.transition, self.emission, length)

    # -- moments
    @compile_time
    def steps(self) -> int:
        """How many there are; ModelError where nothing says it."""
        return known_length(self.name, self.event(shape_of)[0])

    def shares(self, axes: int) -> Any:
        """Probabilities of the states at each step, with so many axes more."""
        found: Any = marginals(self.start(), self.transition, self.steps())
        for _ in range(axes):
            found = found[..., None]
        return found

    def mean(self) -> Value:
        """The mean of the value at each step."""
        return np.sum(self.shares(self.emission.axes) * self.emission.mean(), axis=-1 - self.emission.axes)

    def variance(self) -> Value:
        """The variance of the value at each step, that of the states' means included."""
        of_states: Any = self.emission.mean()
        shares, axis = self.shares(self.emission.axes), -1 - self.emission.axes
        middle = np.sum(shares * of_states, axis=axis)
        r = of_states - np.expand_dims(middle, axis)
        return np.sum(shares * (self.emission.variance() + r * r), axis=axis)

    # -- draws
    def draw(self, rng: Rng, shape: Shape) -> Value:
        """A random array of `shape`: states of a chain, and values of those."""
        batch, steps, _ = self.parts(shape)
        return self.emitted(rng, drawn_forwards(rng, self.start(), self.transition, batch, steps), shape)

    def emitted(self, rng: Rng, states: Any, shape: Shape) -> Any:
        """Values of states, which stand one sequence behind the other."""
        batch, steps, own = self.parts(shape)
        n = draws.size_of(batch) * steps
        k = self.transition.shape[-1]
        values: Any = self.emission.draw(rng, (*batch, steps, k, *own))
        flat = values.reshape((n, k, *own))
        x = np.zeros((n, *own), dtype=int) if self.discrete else np.zeros((n, *own))
        for i in range(n):
            x[i] = flat[i, states[i]]
        return where(np.all(self.usable()), x.reshape(shape), draws.impossible(self.discrete))

    @compile_time
    def parts(self, shape: Shape) -> tuple[Shape, int, Shape]:
        """The batch, the steps and the shape of one value in a shape."""
        first = len(shape) - self.axes
        return shape[:first], shape[first], shape[first + 1 :]

    def draw_given(self, rng: Rng, x: Any) -> Any:
        """A random series, or several, of which some entries are known."""
        return of_chain(self, rng, x)

    def __repr__(self) -> str:
        return f"HiddenMarkov(initial=…, transition=…, emission={self.emission!r})"

    def __str__(self) -> str:
        return f"HiddenMarkov({self.emission})"


@compile_time
def may_be_nan(x: Value) -> bool:
    """Are these floats?"""
    return not str(getattr(x, "dtype", "float")).startswith(("i", "u"))


@constructor()
def HiddenMarkov(initial: Numbers | None, transition: Numbers, emission: Distribution, *, length: int | None = None) -> Chain:
    """Sequences whose values follow `emission` in the state of a Markov chain: `HiddenMarkov(p0, P, Normal(mu, sigma))` with one mu for each state.

    `initial` are K probabilities, or None for those that `transition` leaves as they are; `transition` are K × K ones of the next state (column) in each state
    (row), or a matrix for each step; the batch of `emission` has the states on its last axis, and may have the steps before them. Steps are the first axis
    of a value, before the axes of what is emitted. Entries that are nan are summed out. `d.smoothed(x)` and `d.filtered(x)` are probabilities of the states,
    `d.viterbi(x)` is the most probable sequence, `ppl.recover` draws them; `d.given(x, steps)` is the distribution of the values that follow.
    """
    if not isinstance(emission, Distribution):
        raise ModelError("`HiddenMarkov` takes the distribution of values third", here(),
                         "as in `HiddenMarkov(p0, P, Normal(mu, sigma))`, mu with one number a state")  # fmt: skip
    initial = None if initial is None else number("HiddenMarkov", INITIAL, initial)
    transition, length = number("HiddenMarkov", TRANSITION, transition), None if length is None else whole_number("HiddenMarkov", "length", length)
    chain = Chain(initial, transition, emission, length)
    refuse_shapes(chain)
    return chain


@compile_time
def refuse_shapes(chain: Chain) -> None:
    """ModelError for probabilities that are no vector and no matrix, and where there is not one number of states everywhere."""
    initial, transition, values = chain.shape_of_start(shape_of), shape_of(chain.transition), chain.emission.batch(shape_of)
    if not initial or len(transition) < 2:
        raise ModelError("`HiddenMarkov` takes a vector of initial probabilities and a matrix of transition probabilities", here(),
                         "as in `HiddenMarkov(np.array([0.5, 0.5]), P, Normal(mu, sigma))` with P of shape (2, 2)")  # fmt: skip
    if transition[-2:] != initial[-1:] * 2 or values[-1:] != initial[-1:]:
        raise ModelError(
            f"the states of `HiddenMarkov` are the last axis of `initial` (here {initial}), the last two of `transition` ({transition}) and the last of the "
            f"parameters of {chain.emission} ({values}): one number of states everywhere", here(),
            "as in `HiddenMarkov(p0, P, Normal(mu, sigma))`, mu with one number a state",
        )  # fmt: skip
    if chain.initial is None and (len(transition) > 2 or RUN.get() is None and has_no_law(chain.transition)):
        raise ModelError("`HiddenMarkov` has no one stationary law of such a transition", here(), "give it `initial`, the probabilities of the first state")


@compile_time
def refuse_steps(chain: Chain) -> None:
    """ModelError for a chain whose matrices, or values, of later steps are not known."""
    if len(shape_of(chain.transition)) > 2 or chain.emission.batch(shape_of)[-2:-1] not in ((), (1,)):
        raise ModelError("`given` of a HiddenMarkov that changes along its steps: those that follow are not known", here(),
                         "begin another where this ends: `HiddenMarkov(d.filtered(x)[-1] @ P_next, P, emission)`, with those of the new steps")  # fmt: skip
