"""First passages at the upper boundary of Wiener processes whose drift, start and non-decision time vary between trials (functions reference 2.36, Wiener First
Passage Time Distribution; Ratcliff and Tuerlinckx 2002): a drift is normal, starts and times are uniform.

A normal drift has a mean in closed form. Starts are averaged by Gauss's rule; times by the same rule on pieces, each half as long as the next, since a density
of first passages is flat at 0, where it has no series.
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ... import ppl
from .distributions import alike

STARTS, TIMES, PIECES = 12, 12, 5
START_NODES, START_WEIGHTS = np.polynomial.legendre.leggauss(STARTS)
TIME_NODES, TIME_WEIGHTS = np.polynomial.legendre.leggauss(TIMES)


def wiener(y: Any, alpha: Any, tau: Any, beta: Any, delta: Any, spread: Any) -> Any:
    """Drifts are normal about `delta` with deviation `spread`."""
    alike(ppl.Wiener(alpha, tau, beta, delta), y)
    return np.sum(of_drifts(y - tau, alpha, beta, delta, spread))


def of_drifts(t: Any, alpha: Any, beta: Any, delta: Any, spread: Any) -> Any:
    """The log density of times from the start on: exp(v d - v² t / 2), a drift's part of it, has a mean in closed form (Ratcliff 1978)."""
    inside = t > 0.0
    t = np.where(inside, t, 1.0)
    d, q = (1.0 - beta) * alpha, spread * spread
    alone = ppl.Wiener(alpha, 0.0, beta, 0.0 * delta).logpdf(t)
    moved = -0.5 * np.log1p(q * t) + (2.0 * delta * d + q * d * d - delta * delta * t) / (2.0 * (1.0 + q * t))
    return np.where(inside, alone + moved, -np.inf)


def wiener_full(y: Any, alpha: Any, tau: Any, beta: Any, delta: Any, spread: Any, starts: Any, times: Any) -> Any:
    """Starts lie within `starts` / 2 of `beta`, non-decision times are `tau` to `tau` + `times` too."""
    if np.ndim(y) == 0:
        return averaged(y - tau, alpha, beta, delta, spread, starts, times)
    alike(ppl.Wiener(alpha, tau, beta, delta), y, spread, starts, times)
    total = 0.0
    for i in range(len(y)):
        total += averaged(y[i] - tau[i], alpha[i], beta[i], delta[i], spread[i], starts[i], times[i])
    return total


def averaged(t: Any, alpha: Any, beta: Any, delta: Any, spread: Any, starts: Any, times: Any) -> Any:
    """The log density of a time `t` from the end of the shortest non-decision time on."""
    inside = (t > 0.0) & (spread >= 0.0) & (starts >= 0.0) & (times >= 0.0) & (beta > 0.5 * starts) & (beta + 0.5 * starts < 1.0)
    usable = np.where(inside, t, 1.0)
    least = np.where(times > 0.0, np.maximum(usable - times, 0.0), usable)
    rest, weights = pieces(usable, least, times)
    start = beta + 0.5 * np.where(inside, starts, 0.0) * START_NODES
    logs = of_drifts(rest[:, None], alpha, start, delta, spread)
    most = np.max(logs)
    share = np.sum(np.exp(logs - most) * (0.5 * START_WEIGHTS), axis=1)
    return np.where(inside, most + np.log(np.sum(share * weights)), -np.inf)


def pieces(t: Any, least: Any, times: Any) -> Any:
    """Nodes and weights of a mean over what is left of `t` behind non-decision times: from `least` on."""
    nodes, weights = np.zeros(PIECES * TIMES), np.zeros(PIECES * TIMES)
    high = t
    for k in range(PIECES):
        low = np.maximum(least, 0.5 * high) if k < PIECES - 1 else least
        half = 0.5 * (high - low)
        alone = 0.5 if k == 0 else 0.0                                  # the weight where nothing varies
        nodes[k * TIMES : (k + 1) * TIMES] = 0.5 * (high + low) + half * TIME_NODES
        weights[k * TIMES : (k + 1) * TIMES] = np.where(times > 0.0, half / np.where(times > 0.0, times, 1.0), alone) * TIME_WEIGHTS
        high = low
    return nodes, weights
