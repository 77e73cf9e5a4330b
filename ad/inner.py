"""Derivatives inside compiled code: a call of `ad.grad(f)` (or of any other) in a staged function stages and differentiates f, and inlines
the result, so that it can be differentiated again. Failures in f (an index, an `assert`) are reported like those of the enclosing function.
"""
from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from ..ir.lang import Array, Staged, arrays, storage
from ..ir.lang.dtypes import CODES, TYPES
from ..ir.lang.values import ARRAYS, Closure, Masked, Scalar, View, type_of
from ..ir.records import Function
from ..ir.text import read
from ..ir.text_write import write_function
from .arguments import FLOATS, ActivityError, Call, direction, dtype_of, native_array
from .captured import CAPTURED, Lifted
from .compile import Request, Symbolic, differentiated, symbolic
from .lanes import WIDTH
from .partials import RULES, rule_name
from .plan import NAME, Plan, one_float, output_types, split_last


def staged_call(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    """The call of a derivative (`api.Compiled`) with staged arguments."""
    if it.outliner is not None:
        raise it.error(f"`ad.{c.kind}` is not part of sampler code", "pass the sampler a target: its gradient comes with it")
    try:
        return KINDS[c.kind](c, it, args, kw)
    except TypeError as e:
        raise it.error(*_message_and_hint(e)) from None


def _message_and_hint(e: Exception) -> tuple[str, str]:
    message, _, hint = str(e).partition("\nhint: ")
    return message, hint


class Inner:
    """One call of c.f inside compiled code: its plan, and its inputs in memory of the enclosing function."""

    def __init__(self, c: Any, it: Any, args: Any, kw: dict[str, Any]):
        self.it = it
        f: Any = c.f
        if isinstance(f, (Closure, type(c))):
            f = Lifted(it, f)
            kw = kw | {CAPTURED: tuple(f.values)} if f.values else kw
        self.call: Call = c.signature.bind(tuple(args), kw)
        self.plan = Plan(f, self.call, c.argnums, c.engine, type_of_leaf)
        self.staged: Staged = self.plan.staged
        self.inputs = [self._input(leaf, like.dtype) for leaf, like in zip(self.call.leaves, self.staged.inputs, strict=True)]

    def _input(self, leaf: Any, dtype: str) -> View:
        v = leaf.value
        if isinstance(v, np.ndarray):
            v = self.it.keep(native_array(leaf, dtype))
        v = storage.force(self.it, v)
        return v if isinstance(v, View) and v.contiguous() else self.memory(np.shape(v), dtype, v)

    def memory(self, shape: tuple[int, ...], dtype: str, value: Any = 0.0) -> View:
        """A new array, filled."""
        out = arrays.new_array(self.it, shape, TYPES[dtype])
        storage.fill(self.it, out, value)
        out.buf.stage = 2
        return out

    def like_inputs(self) -> dict[int, View]:
        return {k: self.memory(self.staged.inputs[k].shape, self.staged.inputs[k].dtype) for k in self.plan.active}

    def like_outputs(self) -> list[View]:
        return [] if self.staged.by_value else [self.memory(leaf.shape, leaf.dtype) for leaf in self.staged.outputs]

    def seeds(self) -> list[View]:
        """What the reverse of a function that returns one float begins with, where that goes through memory."""
        return [self.memory(leaf.shape, leaf.dtype, 1.0) for leaf in ([] if self.staged.by_value else self.staged.outputs)]

    def emit(self, steps: tuple[Any, ...], memory: dict[str, View]) -> list[Scalar]:
        """A call of the derivative by `steps`; `memory` by names of parameters. The numbers that come back by value."""
        it, engine = self.it, self.plan.engine
        f = inlined(it, differentiated(symbolic(self.staged.text, self.staged.name), Request(steps, engine)))
        memory = memory | {f"%in{k}": v for k, v in enumerate(self.inputs)} | {f"%const{k}": it.constant(a) for k, a in enumerate(self.staged.constants)}
        status = it.b.alloca("i64", 1)
        it.b.do(f"store i64 0, ptr {status}, align 8")
        refs = {p: address(it, v) for p, v in memory.items()} | {"%arena": "%arena", "%status": status}
        call = f"call {f.type} @{f.name}({', '.join(f'ptr {refs[p]}' for p in f.params)})"
        returned = [] if f.type == "void" else [it.b.emit(call)]
        if f.type == "void":
            it.b.do(call)
        elif f.type != "double":
            returned = [it.b.emit(f"extractvalue {f.type} {returned[0]}, {k}") for k in range(f.type.count("double"))]
        if self.staged.reasons:
            it.b.report(it.b.emit(f"load i64, ptr {status}, align 8"), self.staged.reasons)
        return [Scalar("double", r) for r in returned]

    def value(self, v: View) -> Any:
        """An array as the language sees it: a number when it has no axes."""
        return v if v.shape else self.it.element(v, ())

    def structured(self, arrays_: dict[int, View]) -> Any:
        """In the structure of the differentiated arguments."""
        return self.plan.gradients(self.call, {k: self.value(v) for k, v in arrays_.items()})

    def result(self, returned: list[Scalar], outs: list[View]) -> Any:
        return self.staged.rebuild(returned[:1] if self.staged.by_value else [self.value(o) for o in outs])


def address(it: Any, v: View) -> str:
    return it.b.address(v, (0,) * len(v.shape))


def type_of_leaf(v: Any) -> Array:
    """The type of a leaf of staged code; integers keep the interval they are known to lie in."""
    if isinstance(v, Masked):
        raise ActivityError("an argument is read through a mask, so that its shape depends on data\nhint: use np.where with the mask")
    if isinstance(v, (Scalar, *ARRAYS)):
        return Array(CODES[type_of(v)], tuple(v.shape), v.rng if isinstance(v, Scalar) else v.buf.rng if isinstance(v, View) else None)
    return Array(dtype_of(v) or "", np.shape(v))


def named(prefix: str, views: Any, suffix: str = "") -> dict[str, View]:
    """Views by names of parameters, from a list or a dict by number."""
    pairs = views.items() if isinstance(views, dict) else enumerate(views)
    return {f"%{prefix}{k}{suffix}": v for k, v in pairs}


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
    given = direction(w, output_types(n.staged), "the result", "cotangent", lambda v, like, *where: _staged_direction(n, v, like, *where))
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
    tangents = n.plan.directions(n.call, v, leaf=lambda v, like, *where: _staged_direction(n, v, like, *where))
    outs = n.like_outputs()
    slopes = n.like_outputs()
    returned = n.emit((n.plan.forward(1),), named("in", tangents, "_d0") | named("out", outs) | named("out", slopes, "_d0"))
    return n.result(returned, outs), n.result(returned[1:], [s if CODES[s.dtype] in FLOATS else n.memory(s.shape, "f8") for s in slopes])


def _hvp(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    primal, v = split_last(args, "direction")
    n = Inner(c, it, primal, kw)
    one_float(n.plan, "`ad.hvp`")
    tangents = n.plan.directions(n.call, v, leaf=lambda v, like, *where: _staged_direction(n, v, like, *where))
    found = n.like_inputs()
    _products(n, [tangents], [found])
    return n.structured(found)


def _products(n: Inner, tangents: list[dict[int, View]], found: list[dict[int, View]]) -> None:
    """Adds the products of the Hessian with some directions to the arrays of `found`."""
    memory = named("in", n.like_inputs(), "_d") | named("out", n.like_outputs()) | named("out", n.seeds(), "_d")
    for k, (t, f) in enumerate(zip(tangents, found, strict=True)):
        memory |= named("in", t, f"_d{k}") | named("in", f, f"_d_d{k}")
    n.emit((n.plan.reverse(), ("forward", n.plan.parameters("", "_d"), len(tangents))), memory)


def _staged_direction(n: Inner, value: Any, like: Any, label: str, what: str) -> View | None:
    """A leaf of a tangent or cotangent in memory of its own (the reverse clears its seeds)."""
    type_ = like if isinstance(like, Array) else type_of_leaf(like)
    if type_.dtype not in FLOATS:
        return None
    v = arrays.lift(n.it, value)
    shape = arrays.shape_of(n.it, v)
    if tuple(shape) != tuple(type_.shape):
        raise ActivityError(f"the {what} of `{label}` has shape {tuple(shape)}, `{label}` has shape {tuple(type_.shape)}")
    return n.memory(type_.shape, type_.dtype, v)


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


# -- the derivative's module into the one that is being staged
class Callee:
    """A function that can be called now: its name, type and our names of its parameters."""

    def __init__(self, name: str, type_: str, params: list[str]):
        self.name, self.type, self.params = name, type_, params


def inlined(it: Any, f: Symbolic) -> Callee:
    """Adds the functions of f's module, to be inlined, under names of their own (by content: the same in every process)."""
    mark = hashlib.sha256(f.text.encode()).hexdigest()[:12]
    text = re.sub(rf"@{NAME}(\w*)\(", rf"@{NAME}\1.{mark}(", f.text)
    module = read(text)
    for g in module.functions.values():
        if g.blocks:
            it.b.extra[g.name] = write_function(_to_inline(g))
        else:
            pure = "memory(none)" in g.suffix or rule_name(g.name) in RULES
            it.b.declare(f"{g.type} @{g.name}({', '.join(p.type for p in g.params)})", pure=pure)
    name = f"{f.name}.{mark}"
    return Callee(name, module.functions[name].type, f.params)


def _to_inline(f: Function) -> Function:
    for b in f.blocks:
        for i in b.insts:
            i.metadata, i.attrs = (), "" if i.op == "call" else i.attrs
    for p in f.params:
        p.attrs = "noalias" if p.type == "ptr" and not f.name.startswith("llb.") else ""
    return Function(f.name, f.type, f.params, f.blocks, "internal", "alwaysinline nounwind")
