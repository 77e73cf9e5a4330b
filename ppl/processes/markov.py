"""Parts of Markov chains, in the language: steps of the forward algorithm, matrices by step, the stationary law, and states drawn backwards."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...lang.library import random
from ...lang.library.random import Rng
from ...lang.values.hooks import compile_time
from ..base import draws
from ..base.functions import exp, logsumexp, where
from ..base.types import Shape


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


def forward(first: Any, ahead: Any, scores: Any) -> Any:
    """log probability of the values up to each step and the state there, (…, T, K), from logarithms of initial and transition probabilities."""
    past = np.zeros(np.broadcast_shapes(first.shape[:-1], scores.shape[:-2]) + scores.shape[-2:])
    past[..., 0, :] = first + scores[..., 0, :]
    for t in range(1, scores.shape[-2]):
        past[..., t, :] = step_on(past[..., t - 1, :], of_step(ahead, t - 1)) + scores[..., t, :]
    return past


def stationary(transition: Any) -> Any:
    """The probabilities of states that a step leaves as they are, of one matrix."""
    k = transition.shape[-1]
    return np.linalg.solve(np.eye(k) - transition.T + np.ones((k, k)), np.ones(k))


@compile_time
def has_no_law(transition: Any) -> bool:
    """Is it known that several laws are left as they are by a step?"""
    k = transition.shape[-1]
    return isinstance(transition, np.ndarray) and bool(np.linalg.matrix_rank(np.eye(k) - transition.T + np.ones((k, k))) < k)


def marginals(initial: Any, transition: Any, steps: int) -> Any:
    """Probabilities of the states at each step, (…, T, K)."""
    batch = np.broadcast_shapes(initial.shape[:-1], transition.shape[:-3])
    found = np.zeros((*batch, steps, initial.shape[-1]))
    found[..., 0, :] = initial
    for t in range(1, steps):
        found[..., t, :] = np.sum(found[..., t - 1, :, None] * of_step(transition, t - 1), axis=-2)
    return found


def drawn_backwards(rng: Rng, past: Any, ahead: Any) -> Any:
    """States of one chain given all values, from the last one back: `past` is `forward` of it, (T, K)."""
    steps = past.shape[0]
    states = np.zeros(steps, dtype=int)
    states[steps - 1] = chosen(rng, past[steps - 1])
    for s in range(1, steps):
        t = steps - 1 - s
        states[t] = chosen(rng, past[t] + of_step(ahead, t)[:, states[t + 1]])
    return states


def chosen(rng: Rng, logs: Any) -> Any:
    """One of several, by logarithms of weights."""
    return random.categorical(rng, exp(logs - logsumexp(logs, axis=-1)))


def drawn_forwards(rng: Rng, start: Any, moves: Any, batch: Shape, steps: int) -> np.ndarray:
    """Draws of chains, one sequence behind the other."""
    initial, transition = draws.spread(start, 1, batch), draws.spread(moves, 3, batch)
    states = np.zeros(draws.size_of(batch) * steps, dtype=int)
    for i in range(draws.size_of(batch)):
        ahead = transition[i] if draws.varies(moves, 3) else transition
        k = random.categorical(rng, initial[i] if draws.varies(start, 1) else initial)
        states[i * steps] = k
        for t in range(1, steps):
            k = random.categorical(rng, of_step(ahead, t - 1)[k])
            states[i * steps + t] = k
    return states
