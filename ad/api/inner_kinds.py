"""Derivatives inside compiled code: what a call of `ad.grad(f)`, or of any other derivative, means in a staged function.

Failures in f (an index, an `assert`) are reported like those of the enclosing function; matrices are made by a loop over groups of columns.
"""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...ir.errors import UnsupportedError
from ...lang.arrays import making as arrays
from ...lang.values.dtypes import CODES
from ...lang.values.values import View
from .arguments import FLOATS, ActivityError, direction
from .inner import Inner, named
from .lanes import WIDTH
from .plan import one_float, output_types, split_last


def staged_call(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    """The call of a derivative (`api.Compiled`) with staged arguments."""
    if it.outliner is not None:
        raise it.error(f"`ad.{c.kind}` is not part of sampler code", "pass the sampler a target: its gradient comes with it")
    try:
        return KINDS[c.kind](c, it, args, kw)
    except (ActivityError, UnsupportedError) as e:
        raise it.error(e.message, e.hint) from None
    except TypeError as e:
        raise it.error(str(e)) from None


# -- one kind of derivative each
def _evaluate(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    return it.call(c.f, *args, **kw)


def _value_and_grad(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    n = Inner(c, it, args, kw)
    one_float(n.plan, f"`ad.{c.kind}`")
    shadows, outs, seeds = n.like_inputs(), n.like_outputs(), n.seeds()
    returned = n.emit((n.plan.reverse(),), named("in", shadows, "_d") | named("out", outs) | named("out", seeds, "_d"))
    return n.result(returned, outs), n.structured(shadows)


def _vjp(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    primal, w = split_last(args, "cotangent")
    n = Inner(c, it, primal, kw)
    given = direction(w, output_types(n.staged), "the result", "cotangent", n.direction)
    shadows, outs = n.like_inputs(), n.like_outputs()
    seeds = {} if n.staged.by_value else {k: v for k, v in enumerate(given) if v is not None}
    returned = n.emit((n.plan.reverse(),), named("in", shadows, "_d") | named("out", outs) | named("out", seeds, "_d"))
    if n.staged.by_value:
        seed = it.element(given[0], ())
        shadows = {k: n.memory(s.shape, CODES[s.dtype], it.operate("*", seed, n.value(s))) for k, s in shadows.items()}
    return n.result(returned, outs), n.structured(shadows)


def _jvp(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    primal, v = split_last(args, "direction")
    n = Inner(c, it, primal, kw)
    tangents = n.plan.directions(n.call, v, leaf=n.direction)
    outs = n.like_outputs()
    slopes = n.like_outputs()
    returned = n.emit((n.plan.forward(1),), named("in", tangents, "_d0") | named("out", outs) | named("out", slopes, "_d0"))
    return n.result(returned, outs), n.result(returned[1:], [s if CODES[s.dtype] in FLOATS else n.memory(s.shape, "f8") for s in slopes])


def _hvp(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    primal, v = split_last(args, "direction")
    n = Inner(c, it, primal, kw)
    one_float(n.plan, "`ad.hvp`")
    tangents = n.plan.directions(n.call, v, leaf=n.direction)
    found = n.like_inputs()
    _products(n, [tangents], [found])
    return n.structured(found)


def _products(n: Inner, tangents: list[dict[int, View]], found: list[dict[int, View]]) -> None:
    """Adds the products of the Hessian with some directions to the arrays of `found`."""
    memory = named("in", n.like_inputs(), "_d") | named("out", n.like_outputs()) | named("out", n.seeds(), "_d")
    for k, (t, f) in enumerate(zip(tangents, found, strict=True)):
        memory |= named("in", t, f"_d{k}") | named("in", f, f"_d_d{k}")
    n.emit((n.plan.reverse(), ("forward", n.plan.parameters("", "_d"), len(tangents))), memory)


# -- matrices, by a loop over groups of columns
def _jacobian(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    n = Inner(c, it, args, kw)
    sizes = [int(np.prod(leaf.shape)) for leaf in n.staged.outputs]

    def sweep(lanes: list[View], found: list[View]) -> None:
        outs, tangents = n.like_outputs(), [_split(n, v) for v in lanes]
        slopes = [n.like_outputs() for _ in lanes]
        memory = named("out", outs)
        for k, (t, s) in enumerate(zip(tangents, slopes, strict=True)):
            memory |= named("in", t, f"_d{k}") | named("out", s, f"_d{k}")
        returned = n.emit((n.plan.forward(len(lanes)),), memory)
        for k, row in enumerate(found):
            _join(n, row, [returned[k + 1]] if n.staged.by_value else [s if CODES[s.dtype] in FLOATS else 0.0 for s in slopes[k]], sizes)
    whole = _columns(n, c.width, sum(sizes), sweep)
    blocks, at = [], 0
    for leaf, size in zip(n.staged.outputs, sizes, strict=True):
        blocks.append(_cut(n, whole, at, leaf.shape))
        at += size
    return n.staged.rebuild(blocks)


def _hessian(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    n = Inner(c, it, args, kw)
    one_float(n.plan, "`ad.hessian`")
    leaves = [n.staged.inputs[k] for k in n.plan.active]
    sizes = [int(np.prod(leaf.shape)) for leaf in leaves]

    def sweep(lanes: list[View], found: list[View]) -> None:
        rows = [n.like_inputs() for _ in lanes]
        _products(n, [_split(n, v) for v in lanes], rows)
        for k, row in enumerate(found):
            _join(n, row, list(rows[k].values()), sizes)
    whole = _columns(n, c.width, sum(sizes), sweep)
    blocks, at = {}, 0
    for k, leaf, size in zip(n.plan.active, leaves, sizes, strict=True):
        blocks[k] = _cut(n, whole, at, leaf.shape)
        at += size
    return n.plan.gradients(n.call, blocks)


class Sweep:
    """A function of the language, `sweep(lanes, found)`: derivatives along the rows of `lanes` into those of `found`."""

    def __init__(self, run: Callable[[list[View], list[View]], None]):
        self.run = run

    def __llbayes_stage__(self, it: Any, args: list[Any], kw: dict[str, Any]) -> None:
        lanes, found = args
        self.run([it.index(lanes, (k,)) for k in range(lanes.shape[0])], [it.index(found, (k,)) for k in range(found.shape[0])])


def columns(sweep, n, width, m):
    """The matrix (m, n) whose columns are the derivatives along the n unit vectors, `width` in each sweep."""
    out = np.zeros((m, n))
    for group in range((n + width - 1) // width):
        lanes = np.zeros((width, n))
        for k in range(width):
            if group * width + k < n:
                lanes[k, group * width + k] = 1.0
        found = np.zeros((width, m))
        sweep(lanes, found)
        for k in range(width):
            if group * width + k < n:
                out[:, group * width + k] = found[k]
    return out


def _columns(n: Inner, width: int | None, m: int, sweep: Callable[[list[View], list[View]], None]) -> Any:
    size = n.plan.size
    if width is not None and width < 1:
        raise n.it.error(f"width={width}; it is a number of directions, at least 1")
    return n.it.call(columns, Sweep(sweep), size, min(width or WIDTH, size), m) if size and m else np.zeros((m, size))


def _split(n: Inner, row: View) -> dict[int, View]:
    """A vector over all differentiated inputs, cut into arrays of their shapes and types."""
    out, at = {}, 0
    for k in n.plan.active:
        leaf = n.staged.inputs[k]
        size = int(np.prod(leaf.shape))
        part = n.it.reshape(n.it.index(row, (slice(at, at + size),)), leaf.shape) if leaf.shape else n.it.index(row, (at,))
        out[k], at = n.memory(leaf.shape, leaf.dtype, part), at + size
    return out


def _join(n: Inner, row: View, values: list[Any], sizes: list[int]) -> None:
    """The reverse of a split: arrays, flattened one behind the other into a vector."""
    at = 0
    for v, size in zip(values, sizes, strict=True):
        flat = n.it.reshape(v, (size,)) if isinstance(v, View) and v.shape else n.value(v) if isinstance(v, View) else v
        n.it.assign_item(row, (slice(at, at + size),), flat)
        at += size


def _cut(n: Inner, whole: Any, at: int, shape: tuple[int, ...]) -> Any:
    """Rows of one output (or input), in the structure of the differentiated arguments."""
    size, out, column = int(np.prod(shape)), {}, 0
    for k in n.plan.active:
        to = n.staged.inputs[k].shape
        width = int(np.prod(to))
        block = n.it.index(arrays.lift(n.it, whole), (slice(at, at + size), slice(column, column + width)))
        out[k] = n.it.reshape(block, (*shape, *to)) if (*shape, *to) else n.it.element(block, (0, 0))
        column += width
    return n.plan.gradients(n.call, out)


KINDS: dict[str, Callable[..., Any]] = {
    "compiled form": _evaluate,
    "grad": lambda c, it, args, kw: _value_and_grad(c, it, args, kw)[1],
    "value_and_grad": _value_and_grad,
    "vjp": _vjp,
    "jvp": _jvp,
    "jacobian": _jacobian,
    "hvp": _hvp,
    "hessian": _hessian,
}
