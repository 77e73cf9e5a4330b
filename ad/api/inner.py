"""One derivative inside compiled code: the function staged and differentiated, its inputs and outputs in memory of the enclosing function, the
call inlined so that it can be differentiated again. Which derivative: `inner_kinds.py`.
"""
from __future__ import annotations

import functools
import hashlib
import re
from typing import Any

import numpy as np

from ...ir.records import Function
from ...ir.text import read
from ...ir.text.writer import write_function
from ...lang import Array, Staged
from ...lang.arrays import making as arrays
from ...lang.arrays import storage
from ...lang.values.dtypes import CODES, TYPES
from ...lang.values.sizes import Shape
from ...lang.values.values import ARRAYS, Closure, Masked, Scalar, View, type_of
from ..compile import Request, Symbolic, differentiated, symbolic
from ..rules.partials import RULES, rule_name
from .arguments import FLOATS, ActivityError, Call, dtype_of, native_array
from .captured import CAPTURED, Lifted
from .plan import NAME, Plan


class Inner:
    """One call of c.f inside compiled code: its plan, and its inputs in memory of the enclosing function."""

    def __init__(self, c: Any, it: Any, args: Any, kw: dict[str, Any]):
        self.it = it
        f: Any = c.f
        if isinstance(f, (Closure, type(c))):
            f = Lifted(f)
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
        return v if isinstance(v, View) and v.contiguous() else self.memory(arrays.shape_of(self.it, v), dtype, v)

    def memory(self, shape: Shape, dtype: str, value: Any = 0) -> View:
        """A new array, filled."""
        out = arrays.new_array(self.it, shape, TYPES[dtype])
        storage.fill(self.it, out, value)
        out.buf.level = 2
        return out

    def like_inputs(self) -> dict[int, View]:
        return {k: self.memory(self.staged.inputs[k].shape, self.staged.inputs[k].dtype) for k in self.plan.active}

    def like_outputs(self) -> list[View]:
        return [] if self.staged.by_value else [self.memory(leaf.shape, leaf.dtype) for leaf in self.staged.outputs]

    def seeds(self) -> list[View]:
        """What the reverse of a function that returns one float begins with, where that goes through memory."""
        return [self.memory(leaf.shape, leaf.dtype, 1) for leaf in ([] if self.staged.by_value else self.staged.outputs)]

    def emit(self, steps: tuple[Any, ...], memory: dict[str, View]) -> list[Scalar]:
        """A call of the derivative by `steps`; `memory` by names of parameters. The numbers that come back by value."""
        it = self.it
        f = inlined(it, derivative(self.staged.text, steps, self.plan.engine))
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

    def direction(self, value: Any, like: Any, label: str, what: str) -> View | None:
        """A leaf of a tangent or cotangent in memory of its own (the reverse clears its seeds)."""
        type_ = like if isinstance(like, Array) else type_of_leaf(like)
        if type_.dtype not in FLOATS:
            return None
        v = arrays.lift(self.it, value)
        shape = tuple(arrays.shape_of(self.it, v))
        if shape != tuple(type_.shape):
            raise ActivityError(f"the {what} of `{label}` has shape {shape}, `{label}` has shape {tuple(type_.shape)}")
        return self.memory(type_.shape, type_.dtype, v)

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
        raise ActivityError("an argument is read through a mask, so that its shape depends on data", hint="use np.where with the mask")
    if isinstance(v, (Scalar, *ARRAYS)):
        rng = v.rng if isinstance(v, Scalar) else v.buf.rng if isinstance(v, View) else None
        return Array(CODES[type_of(v)], v.shape, rng)                           # type: ignore[arg-type]  # no axis of run-time length gets here
    return Array(dtype_of(v) or "", np.shape(v))


def named(prefix: str, views: Any, suffix: str = "") -> dict[str, View]:
    """Views by names of parameters, from a list or a dict by number."""
    pairs = views.items() if isinstance(views, dict) else enumerate(views)
    return {f"%{prefix}{k}{suffix}": v for k, v in pairs}


# -- the derivative's module into the one that is being staged
@functools.lru_cache(maxsize=64)                # the enclosing function is staged several times
def derivative(text: str, steps: tuple[Any, ...], engine: str) -> Symbolic:
    """A staged function after all steps."""
    return differentiated(symbolic(text, NAME), Request(steps, engine))


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
