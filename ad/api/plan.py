"""One function at one combination of argument types: its staged form, the programs made of it, and the sweeps that run them."""
from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from ...ir.errors import UnsupportedError
from ...lang import Array, Staged, stage
from ..compile import NUMPY, Program, Request, build
from .arguments import FLOATS, ActivityError, Call, Leaf, direction, direction_leaf, mapped, native_array, not_differentiable, type_of

Argnums = int | tuple[int, ...] | None
NAME = "target"                                 # of the function in its module


def place_of(f: Any) -> str:
    """A function's name and where it is defined."""
    code = getattr(f, "__code__", None)
    return f"`{getattr(f, '__name__', f)}`" + (f" at {code.co_filename}:{code.co_firstlineno}" if code else "")


def chosen(argnums: Argnums, count: int) -> tuple[int, ...]:
    """Positions of the differentiated arguments among `count`."""
    wanted = range(count) if argnums is None else (argnums,) if isinstance(argnums, int) else argnums
    for k in wanted:
        if not -count <= k < count:
            raise ActivityError(f"argnums={argnums}, but there {f'are {count} positional arguments' if count != 1 else 'is one positional argument'}")
    return tuple(k % count for k in wanted)


class Plan:
    """One function at one combination of argument types, and the programs made of it so far."""

    def __init__(self, f: Callable[..., Any], call: Call, argnums: Argnums, engine: str, type_: Callable[[Any], Array] = type_of):
        self.f, self.engine, self.names, self.argnums = f, engine, call.names, argnums
        self.chosen = chosen(argnums, len(call.args))
        leaves = call.leaves
        self.dtypes = [type_(leaf.value).dtype for leaf in leaves]
        self.active = [k for k, (leaf, dtype) in enumerate(zip(leaves, self.dtypes, strict=True)) if dtype in FLOATS and leaf.argument in self.chosen]
        for k in self.chosen if argnums is not None else ():
            if not any(leaves[i].argument == k for i in self.active):
                raise not_differentiable(call.args[k], call.names[k])
        self.staged: Staged = stage(f, mapped(call.args, type_), mapped(call.kwargs, type_), name=NAME)
        self.programs: dict[Any, Program] = {}
        self._lock = threading.Lock()

    def program(self, *steps: tuple[Any, ...]) -> Program:
        """Machine code of the function after these steps. UnsupportedError names the function: its lines are not known in a derivative."""
        with self._lock:
            if steps not in self.programs:
                try:
                    self.programs[steps] = build(self.staged.text, self.staged.name, Request(steps, self.engine))
                except UnsupportedError as e:
                    raise UnsupportedError(f"{e.message}\n  in the derivative of {place_of(self.f)}", hint=e.hint) from None
            return self.programs[steps]

    # -- arrays by the names of parameters
    def inputs(self, leaves: list[Leaf]) -> dict[str, np.ndarray]:
        """All inputs, constants included."""
        out = {f"%in{k}": native_array(leaf, dtype) for k, (leaf, dtype) in enumerate(zip(leaves, self.dtypes, strict=True))}
        return out | {f"%const{k}": np.ascontiguousarray(c) for k, c in enumerate(self.staged.constants)}

    def outputs(self) -> dict[str, np.ndarray]:
        return {} if self.staged.by_value else {f"%out{k}": np.zeros(leaf.shape, NUMPY[leaf.dtype]) for k, leaf in enumerate(self.staged.outputs)}

    def shadows(self, suffix: str = "_d", of: str = "in") -> dict[str, np.ndarray]:
        """Zeros like the differentiated inputs, or the float outputs."""
        leaves = [(k, self.staged.inputs[k]) for k in self.active] if of == "in" else [(k, self.staged.outputs[k]) for k in self.float_outputs()]
        return {f"%{of}{k}{suffix}": np.zeros(leaf.shape, NUMPY[leaf.dtype]) for k, leaf in leaves}

    def float_outputs(self) -> list[int]:
        """Outputs that come through pointers and have derivatives."""
        return [] if self.staged.by_value else [k for k, leaf in enumerate(self.staged.outputs) if leaf.dtype in FLOATS]

    def parameters(self, *suffixes: str) -> tuple[str, ...]:
        """Names of the differentiated inputs, once with each suffix."""
        return tuple(f"%in{k}{s}" for s in suffixes for k in self.active)

    def reverse(self) -> tuple[Any, ...]:
        return ("reverse", (*self.parameters(""), *(f"%out{k}" for k in self.float_outputs())))

    def forward(self, width: int) -> tuple[Any, ...]:
        return ("forward", (*self.parameters(""), *(f"%out{k}" for k in self.float_outputs())), width)

    # -- structures
    def result(self, ret: Any, arrays: dict[str, np.ndarray], suffix: str = "") -> Any:
        """What the Python function returns, or a tangent of it: zeros beside whole numbers."""
        if self.staged.by_value:
            return self.staged.rebuild([float(ret)])
        outs = [arrays[f"%out{k}{suffix}"] if f"%out{k}{suffix}" in arrays else np.zeros(leaf.shape) for k, leaf in enumerate(self.staged.outputs)]
        return self.staged.rebuild([o if o.shape else o.item() for o in outs])

    def gradients(self, call: Call, arrays: dict[int, Any]) -> Any:
        """Arrays by the number of their leaf, in the structure of the differentiated arguments."""
        leaves = iter(range(len(self.dtypes)))

        def fill(a: Any) -> Any:
            k = next(leaves)
            g = arrays.get(k)
            g = np.zeros(np.shape(a)) if g is None else g
            return float(g) if isinstance(g, np.ndarray) and g.shape == () else g
        filled = [mapped(a, fill) for a in call.args]
        picked = tuple(filled[k] for k in self.chosen)
        return picked[0] if isinstance(self.argnums, int) or self.argnums is None and len(picked) == 1 else picked

    def directions(self, call: Call, v: Any, what: str = "tangent", leaf: Callable[..., Any] = direction_leaf) -> dict[int, Any]:
        """The leaves of a direction that is structured like the differentiated arguments."""
        single = isinstance(self.argnums, int) or len(self.chosen) == 1 and self.argnums is None
        given = (v,) if single else v
        if not isinstance(given, (tuple, list)) or len(given) != len(self.chosen):
            raise ActivityError(f"give the {what}s of the {len(self.chosen)} arguments as a tuple")
        found: dict[int, list[Any]] = {k: direction(x, call.args[k], call.names[k], what, leaf) for k, x in zip(self.chosen, given, strict=True)}
        flat = {k: iter(x) for k, x in found.items()}
        out = {k: next(flat[x.argument]) for k, x in enumerate(call.leaves) if x.argument in flat}
        return {k: t for k, t in out.items() if t is not None}

    def split(self, flat: np.ndarray) -> dict[int, np.ndarray]:
        """A vector over all differentiated inputs, cut into their shapes."""
        out, at = {}, 0
        for k in self.active:
            leaf = self.staged.inputs[k]
            n = int(np.prod(leaf.shape))
            out[k], at = flat[at:at + n].reshape(leaf.shape).astype(NUMPY[leaf.dtype]), at + n
        return out

    @property
    def size(self) -> int:
        """Numbers in all differentiated inputs."""
        return sum(int(np.prod(self.staged.inputs[k].shape)) for k in self.active)


def one_float(p: Plan, what: str) -> None:
    """ActivityError unless the function returns a single float."""
    leaves = p.staged.outputs
    if len(leaves) == 1 and leaves[0].shape == () and leaves[0].dtype in FLOATS and p.staged.rebuild([0.0]) == 0.0:
        return
    found = "several values" if len(leaves) != 1 else f"an array of shape {leaves[0].shape}" if leaves[0].shape else "no float"
    if len(leaves) == 1 and leaves[0].shape == () and leaves[0].dtype in FLOATS:
        found = "a float inside a container"
    raise ActivityError(f"{what} needs a function that returns one float, this one returns {found}", hint="use `vjp` or `jacobian`")


# -- sweeps: machine code on arrays
def evaluated(p: Plan, call: Call) -> Any:
    arrays = p.inputs(call.leaves) | p.outputs()
    ret = p.program().run(arrays, p.staged.reasons)
    return p.result(ret[0] if p.staged.by_value else None, arrays)


def gradient(p: Plan, call: Call) -> tuple[float, dict[int, np.ndarray]]:
    """Value and adjoints of a function that returns one float."""
    shadows, outs = p.shadows(), p.outputs()
    seeds = {name + "_d": np.ones_like(out) for name, out in outs.items()}
    ret = p.program(p.reverse()).run(p.inputs(call.leaves) | shadows | outs | seeds, p.staged.reasons)
    return float(ret[0]) if p.staged.by_value else outs["%out0"].item(), {k: shadows[f"%in{k}_d"] for k in p.active}


def tangents(p: Plan, call: Call, lanes: list[dict[int, np.ndarray]]) -> tuple[Any, list[list[np.ndarray]]]:
    """One forward sweep: the value, and for each direction the tangents of the outputs."""
    arrays = p.inputs(call.leaves) | p.outputs()
    for k, lane in enumerate(lanes):
        arrays |= p.shadows(f"_d{k}") | {f"%in{i}_d{k}": t for i, t in lane.items()} | p.shadows(f"_d{k}", "out")
    ret = p.program(p.forward(len(lanes))).run(arrays, p.staged.reasons)
    if p.staged.by_value:
        return p.result(ret[0], {}), [[r] for r in ret[1:1 + len(lanes)].copy()]
    zeros = [np.zeros(leaf.shape) for leaf in p.staged.outputs]
    return p.result(None, arrays), [[arrays.get(f"%out{i}_d{k}", z) for i, z in enumerate(zeros)] for k in range(len(lanes))]


def products(p: Plan, call: Call, lanes: list[dict[int, np.ndarray]]) -> list[dict[int, np.ndarray]]:
    """For each direction the product of the Hessian with it, by forward over reverse."""
    outs = p.outputs()
    arrays = p.inputs(call.leaves) | p.shadows() | outs | {name + "_d": np.ones_like(out) for name, out in outs.items()}
    found = [p.shadows(f"_d_d{k}") for k in range(len(lanes))]
    for k, lane in enumerate(lanes):
        arrays |= p.shadows(f"_d{k}") | {f"%in{i}_d{k}": t for i, t in lane.items()} | found[k]
    p.program(p.reverse(), ("forward", p.parameters("", "_d"), len(lanes))).run(arrays, p.staged.reasons)
    return [{i: f[f"%in{i}_d_d{k}"] for i in p.active} for k, f in enumerate(found)]


def matrix(columns: list[Any], shape: tuple[int, ...], dtype: str = "f8") -> np.ndarray:
    """Columns of one shape, stacked on a new last axis."""
    return np.stack([np.asarray(x) for x in columns], axis=-1) if columns else np.zeros((*shape, 0), NUMPY[dtype])


def cut(p: Plan, block: np.ndarray) -> dict[int, np.ndarray]:
    """The last axis, which runs over all differentiated inputs, cut into their shapes."""
    out, at = {}, 0
    for k in p.active:
        shape = p.staged.inputs[k].shape
        n = int(np.prod(shape))
        out[k], at = block[..., at:at + n].reshape((*block.shape[:-1], *shape)), at + n
    return out


def output_types(staged: Staged) -> Any:
    """The result's structure with the type of each array in it."""
    return staged.rebuild([Array(leaf.dtype, leaf.shape) for leaf in staged.outputs])


def tangent(p: Plan, leaves: list[Any]) -> Any:
    """Tangents of the outputs in the structure of the result."""
    return p.staged.rebuild([t if np.ndim(t) else float(t) for t in leaves])


def split_last(args: Any, what: str) -> tuple[tuple[Any, ...], Any]:
    """The function's arguments, and the last: the direction."""
    if len(args) < 2:
        raise ActivityError(f"give the arguments of the function and then the {what}")
    return tuple(args[:-1]), args[-1]
