"""The record of a sampler, and what its compiled functions are called with.

A sampler is one file of `kernels/`: its options and statistics, its room for one draw, `step`, and the public call. It is written in the
compiled language, and all of it runs in CPython too. Compiled functions know these by the same names:

    metric    compile-time record (`metrics/metric.py`) of the linear map between momentum and position
    density   log density as a call: density(z, g) writes the gradient into g and returns the value
    rng       uniform() in [0, 1) and bits() in [0, 2**63)
    s, c      the `Settings` and the state of the chain
"""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar, get_type_hints

import numpy as np

from ..lang import compiled
from ..lang.library.random import Rng, normal
from .settings import TRIES, Settings, as_declared, one_of

if TYPE_CHECKING:
    from ..results import Tree
    from .metrics.metric import Arrays, Metric

Array = np.ndarray
Extra = TypeVar("Extra", covariant=True)


class DensityCall(Protocol):
    """The log density at z; its gradient goes into g. Both arrays are (dim,)."""

    def __call__(self, z: Array, g: Array, /) -> float: ...


class New(Protocol):
    """Makes an array of zeros."""

    def __call__(self, *shape: int, dtype: type = float) -> Array: ...


class ChainState(Protocol):
    """What every state has: arrays only, complete after every draw, so that they, the random bits and the number of the draw are the chain."""

    @property
    def start(self) -> Array: ...    # (dim,): where the chain must start; nan where it may choose

    @property
    def z(self) -> Array: ...        # (dim,): the draw

    @property
    def metric(self) -> Arrays: ...  # of the metric's map

    @property
    def scratch(self) -> Any: ...    # room for one draw (`adapt/state.py`), of samplers whose draws can diverge


class Stats(NamedTuple, Generic[Extra]):
    """Numbers of one draw, with ArviZ's names; those in `extra` are the sampler's own."""

    lp: float
    extra: Extra
    n_steps: int                     # evaluations of the density
    step_size: float
    acceptance_rate: float
    diverging: bool
    warmup: bool


class Nothing(NamedTuple):
    """No options, or no statistics beside those that all have."""


class Sampler(NamedTuple):
    """What a file of `kernels/` gives; all of it is known when the chain is compiled.

    The functions take (metric, density, rng, settings, state, …) and are written in the compiled language; `state` and `place` are Python's.
    """

    name: str
    call: Callable[..., Tree]        # the public one
    options: Any                     # NamedTuple of numbers, as they are set
    extra: type                      # NamedTuple of the types of its own statistics
    state: Callable[..., ChainState]  # (new, dim, metric, *sizes) -> arrays made by new
    init: Callable[..., bool]        # (…): moves the chain to a start; was one found?
    step: Callable[..., Stats]       # (…, i): draw i, made in place
    place: Callable[..., None]       # (state, z, lp, g, size): for tests, to this point with this step size; other state stays
    metric: Metric
    metrics: dict[str, Metric]       # that the call takes as `metric=`; none: the metric is the sampler's own affair
    sizes: tuple[int, ...] = ()      # of arrays in the state beside dim; each compiles a program of its own
    enough: int = 500                # draws after the warm-up that tell the moments of a Gaussian to some percent
    highest: int = 100               # dimension in which that many are still enough

    def having(self, *metric: str, **options: float) -> Sampler:
        """The same sampler with another metric, where one is given, and other options; SettingsError for a metric that it does not take."""
        for name in metric:
            one_of(name, self.metrics, "metric")
        kinds = get_type_hints(type(self.options))
        return self._replace(metric=self.metrics[metric[0]] if metric else self.metric,
                             options=self.options._replace(**{name: as_declared(kinds[name], value, name) for name, value in options.items()}))

    def settings(self, warmup: int) -> Settings:
        """The numbers of a run with a warm-up of that many draws."""
        return Settings(warmup, TRIES, self.options, self.metric.schedule if self.metrics else ())          # type: ignore[arg-type]

    def columns(self) -> dict[str, type]:
        """Statistics of a draw by name, in the order of the rows that a chain stores, and their types."""
        common = get_type_hints(Stats)
        first = {"lp": common.pop("lp")}
        return first | get_type_hints(self.extra) | {name: common[name] for name in common if name != "extra"}


def row(x: Stats) -> tuple[float, ...]:
    """The numbers of a draw in the order of `Sampler.columns`."""
    return (x.lp, *x.extra, x.n_steps, x.step_size, x.acceptance_rate, x.diverging, x.warmup)


@compiled
def draw_normals(rng: Rng, x: Array) -> None:
    """Standard normals into x."""
    for i in range(len(x)):
        x[i] = normal(rng)


def allocate(*shape: int, dtype: type = float) -> Array:
    """The `new` of CPython."""
    return np.zeros(shape, dtype=np.int64 if dtype is int else np.float64)
