"""The state of a sampler that adapts its step size and metric. `windows` and `step_size` know a sampler by what is named here."""
from __future__ import annotations

from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

if TYPE_CHECKING:
    from ..metrics.metric import Arrays, Moments
    from ..sampler import Array


class Scratch(Protocol):
    """Room for one draw, at least for one leapfrog step from `state.z`: nothing in it outlives a draw, so the search of a step size may use it. Of samplers
    whose draws can diverge it has two rows, in which such a draw leaves where it did and the point before that."""

    @property
    def z(self) -> Array: ...        # (1 or more, dim)

    @property
    def g(self) -> Array: ...        # (1 or more, dim)

    @property
    def p(self) -> Array: ...        # (2 or more, dim)


class Adapting(Protocol):
    """Options that every adapted sampler has."""

    @property
    def target_accept(self) -> float: ...        # mean acceptance rate that the step size is adapted to

    @property
    def jitter(self) -> float: ...               # relative, of the step size at every draw


Room = TypeVar("Room", bound=Scratch, covariant=True)


class State(NamedTuple, Generic[Room]):
    """Arrays only; all but `scratch` are the chain."""

    start: Array                     # (dim,): where the chain must start; nan where it may choose
    z: Array                         # (dim,)
    g: Array                         # (dim,): gradient of the log density at z
    lp: Array                        # (1,): log density at z
    metric: Arrays                   # of the map, as `Metric.arrays` makes them
    step: Array                      # (step_size.SIZE,): of the dual averaging
    windows: Array                   # (windows.SIZE,)
    near: Moments                    # of the draws in the two windows, as `Metric.moments` makes them
    far: Moments
    scratch: Room
