"""Hidden Markov models (functions reference, Hidden Markov models). `log_omega[k, t]` is the log density of observation t in state k, `gamma[i, j]` the
probability of state j after state i, `rho` those of the first state."""
from __future__ import annotations

from typing import Any

import numpy as np

from ... import ppl


def hmm_marginal(log_omega: Any, gamma: Any, rho: Any) -> Any:
    """The log density of all observations: the forward algorithm, its probabilities scaled to a largest of 1 at each time."""
    states, times = log_omega.shape
    if times == 0:
        return np.log(np.sum(rho))
    total, alpha = 0.0, rho
    for t in range(times):
        before = alpha if t == 0 else alpha @ gamma
        top = np.max(log_omega[:, t])
        now = before * np.exp(log_omega[:, t] - top)
        share = np.sum(now)
        alpha = now / share
        total = total + top + np.log(share)
    return total


def forward(log_omega: Any, gamma: Any, rho: Any) -> Any:
    """The probabilities of the states at each time given the observations up to it, a column each."""
    states, times = log_omega.shape
    found = np.zeros((states, times))
    alpha = rho * np.exp(log_omega[:, 0] - np.max(log_omega[:, 0]))
    found[:, 0] = alpha / np.sum(alpha)
    for t in range(1, times):
        now = (found[:, t - 1] @ gamma) * np.exp(log_omega[:, t] - np.max(log_omega[:, t]))
        found[:, t] = now / np.sum(now)
    return found


def hmm_hidden_state_prob(log_omega: Any, gamma: Any, rho: Any) -> Any:
    """The probabilities of the states at each time given all observations, a column each: the forward and the backward algorithm."""
    states, times = log_omega.shape
    found = forward(log_omega, gamma, rho)
    beta = np.ones(states)
    for back in range(times - 1):
        t = times - 2 - back
        later = gamma @ (beta * np.exp(log_omega[:, t + 1] - np.max(log_omega[:, t + 1])))
        beta = later / np.max(later)
        now = found[:, t] * beta
        found[:, t] = now / np.sum(now)
    return found


def hmm_latent(log_omega: Any, gamma: Any, rho: Any) -> Any:
    """One draw of the states, from 1, given all observations: forward, and backwards by draws."""
    states, times = log_omega.shape
    found = np.zeros(times, dtype=np.int64)
    alpha = forward(log_omega, gamma, rho)
    chances = alpha[:, times - 1] * 1.0
    for back in range(times):
        t = times - 1 - back
        state = ppl.random(ppl.Categorical(chances / np.sum(chances)))
        found[t] = state + 1
        if t > 0:
            chances = alpha[:, t - 1] * gamma[:, state]
    return found
