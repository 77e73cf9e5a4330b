"""The sweeps that derivatives are made of, over arrays of any sort: NumPy's (`outer.py`) or those of compiled code (`inner.py`).

Arrays of inputs and of their adjoints or tangents stand in dictionaries by the number of the input, those of outputs in lists. A function that
returns one f64 has no arrays of outputs: its value, and its tangents behind it, come back by value (`by_value`).
"""
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from ...ir import names
from ...lang.staging import Leaf
from ..compile import Step
from .arguments import FLOATS, Call, direction
from .plan import Plan, output_types

A = TypeVar("A")                                    # an array


class Sweeps(ABC, Generic[A]):
    """One call of a function: its plan, and how derivatives are run along it."""

    def __init__(self, plan: Plan, call: Call, title: str):
        self.plan, self.call, self.title = plan, call, title
        self.by_value = plan.staged.by_value

    # -- what depends on the sort of array
    @abstractmethod
    def zeros(self, leaf: Leaf) -> A:
        """A new array for an input or output."""

    @abstractmethod
    def ones(self, leaf: Leaf) -> A:
        """A new array of ones."""

    @abstractmethod
    def run(self, steps: tuple[Step, ...], arrays: dict[str, A]) -> Sequence[Any]:
        """Runs the function after these steps, with arrays by the names of parameters; gives the numbers that come back by value."""

    @abstractmethod
    def result(self, returned: Sequence[Any], outs: Sequence[Any]) -> Any:
        """What the Python function returns, or a tangent of it, from what came back by value or in memory."""

    @abstractmethod
    def value(self, array: A) -> Any:
        """An array as a caller sees it."""

    @abstractmethod
    def scaled(self, factor: A, arrays: dict[int, A]) -> dict[int, A]:
        """Arrays times a number, which stands in an array without axes."""

    @abstractmethod
    def direction(self, value: Any, like: Any, label: str, what: str) -> A | None:
        """A leaf of a tangent or cotangent; None for one that is not of floats."""

    @abstractmethod
    def split(self, flat: Any) -> dict[int, A]:
        """A vector over all differentiated inputs, cut into arrays of their shapes and types."""

    @abstractmethod
    def columns(self, leaves: Sequence[Leaf], along: Callable[[list[Any]], list[list[Any]]]) -> list[Any]:
        """For each leaf the derivatives along all unit directions, in the structure of the differentiated arguments. `along` gives for each of
        some directions an array a leaf, None where there is no derivative."""

    # -- arrays
    def like_inputs(self) -> dict[int, A]:
        """Zeros like the differentiated inputs."""
        return {k: self.zeros(self.plan.staged.inputs[k]) for k in self.plan.active}

    def like_outputs(self) -> list[A]:
        """Zeros like the outputs in memory."""
        return [] if self.by_value else [self.zeros(leaf) for leaf in self.plan.staged.outputs]

    def seeds(self) -> dict[int, A]:
        """What the reverse of a function that returns one float begins with, where that goes through memory."""
        return {} if self.by_value else {k: self.ones(leaf) for k, leaf in enumerate(self.plan.staged.outputs)}

    # -- structures
    def structured(self, arrays: dict[int, A]) -> Any:
        """In the structure of the differentiated arguments."""
        return self.plan.gradients(self.call, {k: self.value(a) for k, a in arrays.items()})

    def directions(self, v: Any) -> dict[int, A]:
        """A direction's arrays, from the structure of the differentiated arguments."""
        return self.plan.directions(self.call, v, self.direction)

    def cotangent(self, w: Any) -> dict[int, A]:
        """A cotangent's arrays, from the structure of the result."""
        given = direction(w, output_types(self.plan.staged), "the result", "cotangent", self.direction)
        return {k: a for k, a in enumerate(given) if a is not None}

    def tangent(self, returned: Sequence[Any], slopes: Sequence[A | None]) -> Any:
        """A tangent in the structure of the result; zeros beside whole numbers."""
        leaves = self.plan.staged.outputs
        return self.result(returned, [self.zeros(leaf._replace(dtype="f8")) if a is None else a for a, leaf in zip(slopes, leaves, strict=False)])

    def needs_one_float(self) -> None:
        """ActivityError unless the function returns a single float."""
        self.plan.needs_one_float(self.title)

    # -- sweeps
    def primal(self, outs: list[A]) -> Sequence[Any]:
        """The function itself."""
        return self.run((), _results(outs))

    def pull_back(self, seeds: dict[int, A] | None) -> tuple[Sequence[Any], list[A], dict[int, A]]:
        """One reverse sweep: what came back by value, the outputs, and the adjoints of the inputs. `seeds` None stands for 1."""
        adjoints, outs = self.like_inputs(), self.like_outputs()
        if seeds is None:
            seeds = self.seeds()
        arrays = _adjoints(adjoints) | _results(outs) | {names.shadow(names.result(k)): a for k, a in seeds.items()}
        return self.run((self.plan.reverse,), arrays), outs, adjoints

    def push_forward(self, tangents: list[dict[int, A]], outs: list[A]) -> tuple[Sequence[Any], list[list[A | None]]]:
        """One forward sweep along some directions: what came back by value, the value first, and each direction's tangents of the outputs."""
        slopes = [self.like_outputs() for _ in tangents]
        arrays = _results(outs)
        for lane, (tangent, slope) in enumerate(zip(tangents, slopes, strict=True)):
            arrays |= _tangents(tangent, lane) | {names.tangent(names.result(k), lane): a for k, a in enumerate(slope)}
        returned = self.run((self.plan.forward(len(tangents)),), arrays)
        floats = [leaf.dtype in FLOATS for leaf in self.plan.staged.outputs]
        return returned, [[a if f else None for a, f in zip(slope, floats, strict=False)] for slope in slopes]

    def push_pull(self, tangents: list[dict[int, A]], found: list[dict[int, A]]) -> None:
        """Forward over reverse: adds the Hessian's products with some directions to the arrays of `found`."""
        arrays = _adjoints(self.like_inputs()) | _results(self.like_outputs())
        arrays |= {names.shadow(names.result(k)): a for k, a in self.seeds().items()}
        for lane, (tangent, product) in enumerate(zip(tangents, found, strict=True)):
            arrays |= _tangents(tangent, lane) | {names.tangent(names.shadow(names.argument(k)), lane): a for k, a in product.items()}
        self.run((self.plan.reverse, self.plan.forward_over_reverse(len(tangents))), arrays)


def _results(arrays: list[A]) -> dict[str, A]:
    return {names.result(k): a for k, a in enumerate(arrays)}


def _adjoints(arrays: dict[int, A]) -> dict[str, A]:
    return {names.shadow(names.argument(k)): a for k, a in arrays.items()}


def _tangents(arrays: dict[int, A], lane: int) -> dict[str, A]:
    return {names.tangent(names.argument(k), lane): a for k, a in arrays.items()}
