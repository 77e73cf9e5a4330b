"""The no-U-turn sampler (Hoffman & Gelman 2014; Betancourt 2017), with step size and metric adapted in the warm-up."""
from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

from ...lang import compiled
from ..adapt import step_size, windows
from ..metrics import METRICS
from ..run import check, sample
from ..sampler import Sampler, find_start
from .tree import transition, tree

LEVELS = 10                          # rows that the tree has by default; a deeper max_depth compiles a sampler of its own
DEEPEST = 20


class Settings(NamedTuple):
    warmup: int = 1000
    tries: int = 100                 # points tried for a start
    max_depth: int = 10              # at most 2**max_depth - 1 leapfrog steps a draw
    target_accept: float = 0.8
    jitter: float = 0.1              # relative, of the step size at every draw: lengths of trajectories do not lock to a period of the target
    max_error: float = 1000.0        # a leaf whose energy is that much above the start diverges
    early_part: float = windows.SMOOTH.early_part
    final_part: float = windows.SMOOTH.final_part
    early_window: float = windows.SMOOTH.early_window
    window: float = windows.SMOOTH.window
    growth: float = windows.SMOOTH.growth


class State(NamedTuple):
    start: Any                       # (dim,): where the chain must start; nan where it may choose
    z: Any                           # (dim,)
    g: Any                           # (dim,): gradient of the log density at z
    lp: Any                          # (1,): log density at z
    metric: Any
    step: Any                        # state of `adapt.step_size`
    plan: Any                        # state of `adapt.windows`
    near: Any                        # moments of the two windows
    far: Any
    scratch: Any                     # nothing in here outlives a draw


class Stats(NamedTuple):
    """ArviZ's names."""

    lp: float
    energy: float
    tree_depth: int
    n_steps: int
    step_size: float
    acceptance_rate: float
    diverging: bool
    warmup: bool


def state(new, dim, metric, levels):
    return State(new(dim), new(dim), new(dim), new(1), metric.arrays(new, dim), new(step_size.SIZE), new(windows.PLAN),
                 metric.moments(new, dim), metric.moments(new, dim), tree(new, dim, levels))


@compiled
def init(metric, density, rng, s, c):
    c.lp[0] = find_start(density, rng, s.tries, c.start, c.z, c.g)
    if not abs(c.lp[0]) < float("inf"):
        return False
    windows.begin(metric, density, rng, s, c)
    return True


def step(metric, density, rng, s, c, i):
    warm = i < s.warmup
    size = step_size.current(c.step, warm)
    jittered = size * (1.0 + s.jitter * (2.0 * rng.uniform() - 1.0))
    x = transition(density, metric, c.metric, rng, c.scratch, jittered, s.max_depth, s.max_error, c.z, c.g, c.lp)
    stats = Stats(c.lp[0], x.energy, x.tree_depth, x.n_steps, size, x.accept, x.diverging, warm)
    if warm:
        windows.adapt(metric, density, rng, s, c, i, x.accept, x.symmetric)
    return stats


def sampler(metric: str = "diag", levels: int = LEVELS) -> Sampler:
    """NUTS with one of `metrics.METRICS`, for settings with max_depth ≤ levels."""
    m = METRICS[metric]
    return Sampler("nuts", Settings, partial(state, metric=m, levels=levels), Stats, m, init, step)


def nuts(target, *, draws=1000, tune=1000, chains=4, cores=None, seed=None, init=None, target_accept=0.8, max_depth=10, metric="diag",
         keep=None, progress=True, dim=None):
    """Draws from `target` by NUTS; returns ArviZ's tree with `posterior` and `sample_stats`.

    `target` is a bound model, any `LogDensity`, or a plain function of an array with `dim=` its length.
    `tune` draws of warm-up are made before `draws` draws and are not kept. Chain k uses the k-th stream of `seed`, so its draws depend on
    neither the number of chains nor of `cores` (threads; default: all). `init`: an array (dim,) or (chains, dim) of unconstrained values,
    or a dict of constrained values by name, which may leave parameters out; what is not given is uniform(-2, 2) in unconstrained space.
    `metric`: "diag"; "low_rank", which learns up to 16 directions of correlation too; "dense".
    `keep`: names to store; default all parameters and deterministics. Without `seed` a fresh one is drawn and recorded: the attributes of the
    result have it, all settings, versions and the CPU. Ctrl-C returns what was drawn, marked `partial`.

    A chain whose density fails (an index out of range, an exception in a Python density, no memory) ends there and keeps its draws; the others
    go on. Then the error is raised (IndexError at the line of the model, SamplingError, MemoryError) with the draws of all chains as its
    attribute `tree`. A chain that finds no start is left out with a warning; when none finds one it is a SamplingError. Chains that ended early
    are cut to the rectangle with most draws; what is outside it is in the groups `posterior_rest` and `sample_stats_rest`.
    Errors: SettingsError for settings.
    """
    check(0.0 < target_accept < 1.0, "target_accept", target_accept, "between 0 and 1, 0.8 unless there are divergences")
    check(1 <= max_depth <= DEEPEST, "max_depth", max_depth, f"from 1 to {DEEPEST}")
    check(metric in METRICS, "metric", metric, " or ".join(repr(k) for k in METRICS))
    settings = Settings(warmup=tune, max_depth=max_depth, target_accept=target_accept)._replace(**METRICS[metric].schedule._asdict())
    return sample(target, sampler(metric, max(LEVELS, max_depth)), settings, draws=draws, chains=chains, cores=cores, seed=seed, init=init,
                  keep=keep, progress=progress, dim=dim)
