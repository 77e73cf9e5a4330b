"""The no-U-turn sampler (Hoffman & Gelman 2014; Betancourt 2017), with step size and metric adapted in the warm-up."""
from __future__ import annotations

from typing import NamedTuple, Unpack

from ...lang.library.random import Rng
from ...results import Tree
from ..adapt import step_size, windows
from ..adapt.adapted import adapted
from ..adapt.state import State
from ..call import Run, Sampled, listed, sample
from ..metrics.metric import Metric
from ..sampler import DensityCall, Stats
from ..settings import Settings, share, whole
from .tree import Trajectory, trajectory, transition

LEVELS = 10                          # rows that the tree has by default; a deeper max_depth compiles a sampler of its own
DEEPEST = 20


class Options(NamedTuple):
    max_depth: int = LEVELS          # at most 2**max_depth - 1 leapfrog steps a draw
    target_accept: float = 0.8
    jitter: float = 0.1
    max_error: float = 1000.0        # a leaf whose energy is that much above the start diverges


class Extra(NamedTuple):
    energy: float
    tree_depth: int


def step(metric: Metric, density: DensityCall, rng: Rng, s: Settings[Options], c: State[Trajectory], i: int) -> Stats[Extra]:
    """One trajectory."""
    warm = i < s.warmup
    size = step_size.current(c.step, warm)
    jittered = step_size.jittered(size, s.options.jitter, rng)
    x = transition(density, metric, c.metric, rng, c.scratch, jittered, s.options.max_depth, s.options.max_error, c.z, c.g, c.lp)
    stats = Stats(c.lp[0], Extra(x.energy, x.tree_depth), x.n_steps, size, x.accept, x.diverging, warm)
    if warm:
        windows.adapt(metric, density, rng, s, c, i, x.accept, x.symmetric)
    return stats


@listed
def nuts(target: Sampled, *, target_accept: float = 0.8, max_depth: int = LEVELS, metric: str = "diag", **run: Unpack[Run]) -> Tree:
    """The no-U-turn sampler, multinomial, with step size and metric adapted.

    target_accept: mean acceptance rate that the step size is adapted to, between 0 and 1; nearer to 1 where there are divergences
    max_depth: at most 2**max_depth - 1 leapfrog steps a draw; 1 to 20
    metric: "diag", from variances of draws and gradients; "low_rank", that and up to 16 directions of correlation: where parameters are
        correlated it takes a tenth of the steps and less; "dense", from the covariance of draws
    """
    depth = whole(max_depth, "max_depth", 1, DEEPEST)
    chosen = NUTS.having(metric, max_depth=depth, target_accept=share(target_accept, "target_accept"))
    return sample(target, chosen._replace(sizes=(max(LEVELS, depth),)), **run)


NUTS = adapted("nuts", nuts, Options(), trajectory, step, Extra, sizes=(LEVELS,))
