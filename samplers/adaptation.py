"""What chains learnt in their warm-up, for files of draws: step size, inverse mass matrix, times."""
from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..results import Adaptation
from .adapt import step_size
from .adapt.state import State
from .metrics.dense import Dense
from .metrics.diagonal import Diagonal
from .metrics.low_rank import LowRank
from .metrics.metric import Arrays
from .run import Chain


def learnt(chains: Sequence[Chain]) -> tuple[Adaptation, ...]:
    """By chain."""
    return tuple(Adaptation(size_of(chain), inverse_metric(chain.state.metric), *chain.times) for chain in chains)


def size_of(chain: Chain) -> float:
    """The step size that the warm-up ended with; the mean one of samplers that go on adapting it."""
    if isinstance(chain.state, State):
        return float(step_size.current(chain.state.step, False))
    return float(np.mean(chain.all_stats[chain.warmup:chain.done, chain.columns.index("step_size")]))


def inverse_metric(m: Arrays) -> np.ndarray:
    """F Fᵀ of the map F of a metric (`metrics/metric.py`): all of it for a dense one, else its diagonal."""
    match m:
        case Dense(factor=factor):
            return factor @ factor.T
        case LowRank(scale=scale, vectors=vectors, change=change, used=used):
            n = int(used[0])
            return scale**2 * (1.0 + ((1.0 + change[:n]) ** 2 - 1.0) @ vectors[:n] ** 2)
        case Diagonal(scale=scale):
            return scale**2
        case _:
            return np.ones(())
