"""Derivatives of Python functions. Each takes a function and returns a compiled callable on NumPy arrays; inputs are never modified.

Arguments that are floats or float arrays (or tuples and records of them) can be differentiated; the others are data or configuration. New
shapes compile anew, new contents do not. A run-time error (an index out of range, an `assert`) is raised with the user's line.
"""
from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

from ..ir.lang import Array, Staged, compile_time, flatten, spec_of, stage
from ..ir.lang.values import assemble, parts
from .compile import NUMPY, Program, Request, build

WIDTH = 8                                       # tangents in one forward sweep, unless there are fewer inputs


class Compiled:
    """A derivative of f; compiled for each combination of argument types when first called."""

    def __init__(self, f: Callable[..., Any], kind: str, argnums: tuple[int, ...], engine: str, single: bool, run: Callable[..., Any]):
        self.f, self.kind, self.argnums, self.engine, self.single, self._run = f, kind, argnums, engine, single, run
        self._plans: dict[Any, Plan] = {}
        self.__name__, self.__doc__ = getattr(f, "__name__", None) or getattr(f, "name", kind), getattr(f, "__doc__", None)

    def __call__(self, *args: Any) -> Any:
        return self._run(self, *args)

    def plan(self, args: tuple[Any, ...]) -> Plan:
        specs = tuple(spec_of(a) for a in args)
        key = _key(specs)                       # an id in it stays taken: the plan keeps its specs
        if key not in self._plans:
            self._plans[key] = Plan(self.f, specs, self.argnums, self.engine)
        return self._plans[key]

    def __llbayes_stage__(self, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
        """A call of the derivative inside compiled code."""
        if self.kind not in ("grad", "value_and_grad"):
            raise it.error(f"`ad.{self.kind}` inside compiled code is not part of this version", "use ad.grad or ad.value_and_grad")
        from .inner import stage_gradient
        value, gradient = stage_gradient(self, it, args, kw)
        return gradient if self.kind == "grad" else (value, gradient)

    def __repr__(self) -> str:
        return f"<{self.kind} of {getattr(self.f, '__name__', self.f)}>"


def _key(spec: Any) -> Any:
    """What two calls must have in common to share a plan: types and shapes of arrays, values of everything else."""
    members = parts(spec)
    if isinstance(spec, Array) or members is None:
        return type(spec), spec if isinstance(spec, Hashable) else id(spec)
    return type(spec), tuple(spec) if type(spec) is dict else None, tuple(map(_key, members))


class Plan:
    """One function at one combination of argument types, and the programs made of it so far."""

    def __init__(self, f: Callable[..., Any], specs: tuple[Any, ...], argnums: tuple[int, ...], engine: str):
        self.staged: Staged = stage(f, specs)
        self.engine = engine
        self.specs = specs
        counts = [len(flatten(s)) for s in specs]
        starts = np.cumsum([0, *counts])
        for k in argnums:
            if not -len(specs) <= k < len(specs):
                raise ValueError(f"argnums={k}, but there are {len(specs)} arguments")
            if not counts[k]:
                raise TypeError(f"argument {k} is not an array or float: it cannot be differentiated")
        self.active = [i for k in argnums for i in range(int(starts[k]), int(starts[k] + counts[k])) if self.staged.inputs[i].dtype in ("f8", "f4")]
        self.programs: dict[Any, Program] = {}

    def program(self, *steps: tuple[Any, ...]) -> Program:
        if steps not in self.programs:
            self.programs[steps] = build(self.staged.text, self.staged.name, Request(steps, self.engine))
        return self.programs[steps]

    def inputs(self, args: tuple[Any, ...]) -> dict[str, np.ndarray]:
        """The arrays of all inputs by parameter name; constants included."""
        values = [v for a in args for v in flatten(a)]
        out = {f"%in{k}": np.array(v, NUMPY[leaf.dtype], order="C", copy=None) for k, (v, leaf) in enumerate(zip(values, self.staged.inputs, strict=True))}
        return out | {f"%const{k}": np.ascontiguousarray(c, c.dtype if c.dtype != np.uint8 else np.int64) for k, c in enumerate(self.staged.constants)}

    def outputs(self) -> dict[str, np.ndarray]:
        return {} if self.staged.by_value else {f"%out{k}": np.zeros(leaf.shape, NUMPY[leaf.dtype]) for k, leaf in enumerate(self.staged.outputs)}

    def result(self, ret: Any, arrays: dict[str, np.ndarray], suffix: str = "") -> Any:
        """What the Python function returns."""
        if self.staged.by_value:
            return self.staged.rebuild([float(ret)])
        outs = [arrays[f"%out{k}{suffix}"] for k in range(len(self.staged.outputs))]
        return self.staged.rebuild([o if o.shape else o.item() for o in outs])

    def names(self, prefix: str = "in") -> tuple[str, ...]:
        return tuple(f"%in{k}" for k in self.active)

    def float_outputs(self) -> tuple[str, ...]:
        return () if self.staged.by_value else tuple(f"%out{k}" for k, leaf in enumerate(self.staged.outputs) if leaf.dtype in ("f8", "f4"))


def _argnums(argnums: Any) -> tuple[tuple[int, ...], bool]:
    return ((argnums,), True) if isinstance(argnums, int) else (tuple(argnums), False)


def _structured(c: Compiled, args: tuple[Any, ...], leaves: dict[int, np.ndarray]) -> Any:
    """Gradients in the structure of the differentiated arguments."""
    position = 0
    out: dict[int, Any] = {}

    def fill(a: Any) -> Any:
        nonlocal position
        if isinstance(a, (np.ndarray, float, np.floating)):
            g = leaves.get(position, np.zeros(np.shape(a)))
            position += 1
            return g if np.ndim(a) else float(g)
        inner = parts(a)
        return assemble(a, [fill(x) for x in inner]) if inner is not None else a
    for k, a in enumerate(args):
        out[k] = fill(a)
    picked = tuple(out[k % len(args)] for k in c.argnums)
    return picked[0] if c.single else picked


def _scalar_valued(p: Plan, what: str) -> None:
    if not p.staged.by_value:
        raise TypeError(f"{what} needs a function that returns one float, this one returns {len(p.staged.outputs)} arrays or more\n"
                        "hint: use `vjp` or `jacobian`")


def _gradient(c: Compiled, args: tuple[Any, ...]) -> tuple[float, Any]:
    p = c.plan(args)
    _scalar_valued(p, c.kind)
    program = p.program(("reverse", p.names()))
    arrays = p.inputs(args)
    shadows = {k: np.zeros(arrays[f"%in{k}"].shape, arrays[f"%in{k}"].dtype) for k in p.active}
    ret = program.run(arrays | {f"%in{k}_d": s for k, s in shadows.items()}, p.staged.reasons)
    return float(ret[0]), _structured(c, args, shadows)


def _tangents(p: Plan, args: tuple[Any, ...], tangents: dict[int, np.ndarray], width: int) -> tuple[Any, list[Any]]:
    """One forward sweep: tangents[k] has shape (width, *input shape). Gives the value and `width` output tangents."""
    program = p.program(("forward", (*p.names(), *p.float_outputs()), width))
    arrays = p.inputs(args) | p.outputs()
    for k, t in tangents.items():
        for lane in range(width):
            arrays[f"%in{k}_d{lane}"] = np.ascontiguousarray(t[lane], NUMPY[p.staged.inputs[k].dtype])
    for k, leaf in enumerate(p.staged.outputs):
        if not p.staged.by_value and leaf.dtype in ("f8", "f4"):
            for lane in range(width):
                arrays[f"%out{k}_d{lane}"] = np.zeros(leaf.shape, NUMPY[leaf.dtype])
    ret = program.run(arrays, p.staged.reasons)
    if p.staged.by_value:
        return float(ret[0]), [float(r) for r in ret[1:1 + width]]
    for k, leaf in enumerate(p.staged.outputs):
        if leaf.dtype not in ("f8", "f4"):
            for lane in range(width):
                arrays[f"%out{k}_d{lane}"] = np.zeros(leaf.shape)
    return p.result(None, arrays), [p.result(None, arrays, f"_d{lane}") for lane in range(width)]


@compile_time
def evaluate(f: Callable[..., Any]) -> Compiled:
    """f itself, compiled: the same arguments and results."""
    def run(c: Compiled, *args: Any) -> Any:
        p = c.plan(args)
        arrays = p.inputs(args) | p.outputs()
        ret = p.program().run(arrays, p.staged.reasons)
        return p.result(ret[0] if p.staged.by_value else None, arrays)
    return Compiled(f, "compiled form", (), "default", True, run)


@compile_time
def value_and_grad(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, engine: str = "default") -> Compiled:
    """`value_and_grad(f)(x)` → (float, gradient with respect to argument(s) `argnums`), by one reverse sweep."""
    nums, single = _argnums(argnums)
    return Compiled(f, "value_and_grad", nums, engine, single, lambda c, *args: _gradient(c, args))


@compile_time
def grad(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, engine: str = "default") -> Compiled:
    """`grad(f)(x)` → the gradient of a function that returns one float."""
    nums, single = _argnums(argnums)
    return Compiled(f, "grad", nums, engine, single, lambda c, *args: _gradient(c, args)[1])


@compile_time
def jvp(f: Callable[..., Any]) -> Callable[..., Any]:
    """`jvp(f)(x, v)` → (value, tangent): the directional derivative along v, which has the shape of x (a tuple for several arguments)."""
    def run(c: Compiled, *args: Any) -> Any:
        primal, v = _split(args)
        c.argnums = tuple(range(len(primal)))
        p = c.plan(primal)
        flat = [np.asarray(t) for a in (v if isinstance(v, tuple) and len(primal) > 1 else (v,)) for t in (flatten(a) or [a])]
        value, out = _tangents(p, primal, {k: t[None] for k, t in zip(p.active, flat, strict=True)}, 1)
        return value, out[0]
    return Compiled(f, "jvp", (0,), "default", True, run)


def _split(args: tuple[Any, ...]) -> tuple[tuple[Any, ...], Any]:
    if len(args) < 2:
        raise TypeError("give the arguments of the function and then the direction")
    return args[:-1], args[-1]


@compile_time
def vjp(f: Callable[..., Any], argnums: int | tuple[int, ...] = 0, engine: str = "default") -> Compiled:
    """`vjp(f)(x, w)` → (value, Jᵀw), where w has the shape of the result."""
    nums, single = _argnums(argnums)

    def run(c: Compiled, *args: Any) -> Any:
        primal, w = _split(args)
        p = c.plan(primal)
        arrays = p.inputs(primal) | p.outputs()
        shadows = {k: np.zeros(arrays[f"%in{k}"].shape, arrays[f"%in{k}"].dtype) for k in p.active}
        arrays |= {f"%in{k}_d": s for k, s in shadows.items()}
        if p.staged.by_value:
            ret = p.program(("reverse", p.names())).run(arrays, p.staged.reasons)
            return float(ret[0]), _structured(c, primal, {k: float(w) * s for k, s in shadows.items()})
        seeds = [np.asarray(x) for x in (w if isinstance(w, (tuple, list)) else (w,))]
        for k, (leaf, s) in enumerate(zip(p.staged.outputs, seeds, strict=True)):
            if s.shape != leaf.shape:
                raise ValueError(f"the cotangent of output {k} has shape {s.shape}, the output {leaf.shape}")
            arrays[f"%out{k}_d"] = np.array(s, NUMPY[leaf.dtype])
        p.program(("reverse", (*p.names(), *p.float_outputs()))).run(arrays, p.staged.reasons)
        return p.result(None, arrays), _structured(c, primal, shadows)
    return Compiled(f, "vjp", nums, engine, single, run)


@compile_time
def jacobian(f: Callable[..., Any], width: int | None = None) -> Compiled:
    """`jacobian(f)(x, …)` → array (*shape of the result, *shape of x), by forward sweeps of `width` tangents each."""
    def run(c: Compiled, *args: Any) -> np.ndarray:
        p = c.plan(args)
        if len(p.active) != 1 or len(p.staged.outputs) != 1:
            raise TypeError("jacobian takes a function whose first argument is one array and that returns one array or float")
        k, leaf = p.active[0], p.staged.inputs[p.active[0]]
        n = int(np.prod(leaf.shape))
        w = min(width or WIDTH, n)
        columns: list[Any] = []
        for first in range(0, n, w):
            lanes = np.zeros((w, n))
            lanes[np.arange(w), np.minimum(first + np.arange(w), n - 1)] = 1.0
            columns += _tangents(p, args, {k: lanes.reshape(w, *leaf.shape)}, w)[1][:n - first]
        return np.stack([np.asarray(x) for x in columns], axis=-1).reshape(*np.shape(columns[0]), *leaf.shape)
    return Compiled(f, "jacobian", (0,), "default", True, run)


def _hessian_products(c: Compiled, args: tuple[Any, ...], directions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gradient and H v for each row of directions (width, n), by forward over reverse."""
    p = c.plan(args)
    _scalar_valued(p, c.kind)
    if len(p.active) != 1:
        raise TypeError(f"{c.kind} takes a function whose differentiated argument is one array")
    k, w = p.active[0], len(directions)
    name = f"%in{k}"
    program = p.program(("reverse", (name,)), ("forward", (name, name + "_d"), w))
    arrays = p.inputs(args)
    shape = arrays[name].shape
    arrays[name + "_d"] = np.zeros(shape)
    products = np.zeros((w, *shape))
    for lane in range(w):
        arrays[f"{name}_d{lane}"] = np.ascontiguousarray(directions[lane].reshape(shape))
        arrays[f"{name}_d_d{lane}"] = products[lane]
    program.run(arrays, p.staged.reasons)
    return arrays[name + "_d"], products


@compile_time
def hvp(f: Callable[..., Any], argnums: int = 0) -> Callable[..., Any]:
    """`hvp(f)(x, v)` → H v, the product of the Hessian with v, exact: forward mode over reverse mode. `v` comes last."""
    def run(c: Compiled, *args: Any) -> np.ndarray:
        primal, v = _split(args)
        return _hessian_products(c, primal, np.asarray(v, float)[None])[1][0]
    return Compiled(f, "hvp", (argnums,), "default", True, run)


@compile_time
def hessian(f: Callable[..., Any], width: int | None = None) -> Compiled:
    """`hessian(f)(x)` → array (*shape of x, *shape of x), `width` columns in each sweep."""
    def run(c: Compiled, *args: Any) -> np.ndarray:
        x = np.asarray(args[0], float)
        n = x.size
        w = min(width or WIDTH, n)
        rows: list[np.ndarray] = []
        for first in range(0, n, w):
            lanes = np.zeros((w, n))
            lanes[np.arange(w), np.minimum(first + np.arange(w), n - 1)] = 1.0
            rows += list(_hessian_products(c, args, lanes)[1][:n - first])
        return np.stack(rows).reshape(*x.shape, *x.shape)
    return Compiled(f, "hessian", (0,), "default", True, run)
