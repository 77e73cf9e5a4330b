"""One function at one combination of argument types: its staged form, the programs made of it, and the structures that its arrays belong to."""
from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

import numpy as np

from ...ir import names
from ...ir.errors import UnsupportedError, whole_function
from ...ir.given import check, plain
from ...ir.machine.locks import COMPILING
from ...lang import Array, Staged, stage
from ..compile import Program, Request, Step, build
from .arguments import FLOATS, ActivityError, Call, array_type, direction, is_array, mapped, not_differentiable

Argnums = int | tuple[int, ...] | None
NAME = "target"                                 # of the function in its module


def place_of(f: Any) -> str:
    """A function's name and where it is defined."""
    code = getattr(f, "__code__", None)
    return f"`{getattr(f, '__name__', f)}`" + (f" at {whole_function(code).by_line}" if code else "")


def positions(argnums: Argnums) -> Argnums:
    """Positions of differentiated arguments as whole numbers, whatever kind they were; SettingsError for anything else."""
    given: Any = argnums
    several = [plain(k) for k in cast("list[object]", given)] if isinstance(given, (list, tuple)) else [plain(given)]
    ok = argnums is None or all(isinstance(k, int) and not isinstance(k, bool) for k in several)
    check(ok, "argnums", argnums, "the position of an argument, or a tuple of positions")
    found = cast("list[int]", several)
    return None if argnums is None else tuple(found) if isinstance(given, (list, tuple)) else found[0]


def chosen(argnums: Argnums, count: int) -> tuple[int, ...]:
    """Positions of the differentiated arguments among `count`."""
    wanted = range(count) if argnums is None else (argnums,) if isinstance(argnums, int) else argnums
    for k in wanted:
        if not -count <= k < count:
            raise ActivityError(f"argnums={argnums}, but there {f'are {count} positional arguments' if count != 1 else 'is one positional argument'}")
    return tuple(k % count for k in wanted)


class Plan:
    """One function at one combination of argument types, and the programs made of it so far. `active` are the numbers of the differentiated inputs."""

    def __init__(self, f: Callable[..., Any], call: Call, argnums: Argnums, engine: str, type_: Callable[[Any], Array] = array_type):
        self.f, self.engine, self.argnums = f, engine, argnums
        self.chosen = chosen(argnums, len(call.args))
        inputs = call.inputs
        self.dtypes = [type_(x.value).dtype for x in inputs]
        self.active = [k for k, (x, dtype) in enumerate(zip(inputs, self.dtypes, strict=True)) if dtype in FLOATS and x.argument in self.chosen]
        for k in self.chosen if argnums is not None else ():
            if not any(inputs[i].argument == k for i in self.active):
                raise not_differentiable(call.args[k], call.names[k])
        self.staged: Staged = stage(f, mapped(call.args, type_), mapped(call.kwargs, type_), name=NAME)
        self.programs: dict[tuple[Step, ...], Program] = {}

    def after(self, old: Plan | None) -> Plan:
        """This compilation, with the programs of an older one whose text is the same: only arrays around the function have changed."""
        if old is not None and old.staged.text == self.staged.text:
            self.programs = old.programs
        return self

    @property
    def size(self) -> int:
        """Numbers in all differentiated inputs."""
        return sum(int(np.prod(self.staged.inputs[k].shape)) for k in self.active)

    def needs_one_float(self, what: str) -> None:
        """ActivityError unless the function returns a single float."""
        found = _not_one_float(self.staged)
        if found:
            raise ActivityError(f"{what} needs a function that returns one float, this one returns {found}", hint="use `vjp` or `jacobian`")

    @cached_property
    def constants(self) -> dict[str, np.ndarray]:
        """The hidden inputs by name."""
        return {names.constant(k): np.ascontiguousarray(c) for k, c in enumerate(self.staged.constants)}

    # -- programs
    def program(self, *steps: Step) -> Program:
        """Machine code of the function after these steps. UnsupportedError names the function: its lines are not known in a derivative."""
        with COMPILING:
            if steps not in self.programs:
                try:
                    self.programs[steps] = build(self.staged.text, self.staged.name, Request(steps, self.engine))
                except UnsupportedError as e:
                    raise UnsupportedError(f"{e.message}\n  in the derivative of {place_of(self.f)}", hint=e.hint) from None
            return self.programs[steps]

    @cached_property
    def reverse(self) -> Step:
        return Step("reverse", (*self._arguments(), *self._results()))

    def forward(self, width: int) -> Step:
        return Step("forward", (*self._arguments(), *self._results()), width)

    def forward_over_reverse(self, width: int) -> Step:
        """Forward mode on the reverse of a function that returns one float: along the inputs, of their adjoints, of which only tangents are wanted."""
        arguments = self._arguments()
        adjoints = tuple(map(names.shadow, arguments))
        return Step("forward", (*arguments, *adjoints), width, forgotten=(*adjoints, *self._results()))

    def _arguments(self) -> list[str]:
        return [names.argument(k) for k in self.active]

    def _results(self) -> list[str]:
        """Outputs that come through pointers and have derivatives."""
        return [] if self.staged.by_value else [names.result(k) for k, leaf in enumerate(self.staged.outputs) if leaf.dtype in FLOATS]

    # -- structures
    def gradients(self, call: Call, arrays: dict[int, Any]) -> Any:
        """Arrays by the number of their input, in the structure of the differentiated arguments; zeros where there is none."""
        numbers = iter(range(len(self.dtypes)))

        def fill(a: Any) -> Any:
            g = arrays.get(next(numbers))
            g = np.zeros(np.shape(a)) if g is None else g
            return float(g) if is_array(g) and g.shape == () else g
        filled = [mapped(a, fill) for a in call.args]
        picked = tuple(filled[k] for k in self.chosen)
        return picked[0] if self._single() else picked

    def directions(self, call: Call, v: Any, leaf: Callable[..., Any]) -> dict[int, Any]:
        """The arrays of a direction that is structured like the differentiated arguments, each made by `leaf`."""
        given: Any = (v,) if self._single() else v
        if not isinstance(given, (tuple, list)) or len(parts := cast("tuple[Any, ...]", given)) != len(self.chosen):
            raise ActivityError(f"give the tangents of the {len(self.chosen)} arguments as a tuple")
        found = {k: iter(direction(x, call.args[k], call.names[k], "tangent", leaf)) for k, x in zip(self.chosen, parts, strict=True)}
        out = {k: next(found[x.argument]) for k, x in enumerate(call.inputs) if x.argument in found}
        return {k: t for k, t in out.items() if t is not None}

    def _single(self) -> bool:
        """Does a gradient stand for one argument, not in a tuple?"""
        return isinstance(self.argnums, int) or self.argnums is None and len(self.chosen) == 1


def _not_one_float(staged: Staged) -> str:
    """What a function returns that is not a single float; empty when it is one."""
    outputs = staged.outputs
    if len(outputs) != 1:
        return "several values"
    if outputs[0].shape:
        return f"an array of shape {outputs[0].shape}"
    if outputs[0].dtype not in FLOATS:
        return "no float"
    return "" if staged.rebuild([0.0]) == 0.0 else "a float inside a container"


def output_types(staged: Staged) -> Any:
    """The result's structure with the type of each array in it."""
    return staged.rebuild([Array(leaf.dtype, leaf.shape) for leaf in staged.outputs])
