"""Derivatives inside compiled code: a call of `ad.grad(f)` in a staged function stages and differentiates f, and inlines the result, so that
it can be differentiated again."""
from __future__ import annotations

import itertools
from typing import Any

from ..ir.lang import Array, arrays, stage, storage
from ..ir.lang.dtypes import CODES
from ..ir.lang.frame import Frame
from ..ir.lang.values import Closure, Poison, Scalar, type_of
from ..ir.lang.values import staged as staged_value
from ..ir.records import Function
from ..ir.text import read
from ..ir.text_write import write_function
from .compile import Request, differentiated, symbolic

_number = itertools.count()


def stage_gradient(c: Any, it: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    """(value, gradients) of c.f at staged arguments."""
    if kw:
        raise it.error("a derivative takes positional arguments only")
    values = [a if _static(a) else storage.force(it, a) for a in args]
    specs = tuple(v if _static(v) else Array(CODES[type_of(v)], tuple(v.shape), v.buf.rng if hasattr(v, "buf") else v.rng) for v in values)
    f: Any = _detached(c.f) if isinstance(c.f, Closure) else c.f
    staged = stage(f, specs, name=f"inner{next(_number)}")
    if not staged.by_value:
        raise it.error(f"`{c.kind}` needs a function that returns one float")
    run_time = [v for v in values if not _static(v)]
    positions = [k for k, v in enumerate(values) if not _static(v)]
    active = [positions.index(k % len(args)) for k in c.argnums]
    gradient = differentiated(symbolic(staged.text, staged.name), Request((("reverse", tuple(f"%in{k}" for k in active)),), c.engine))
    add_functions(it, gradient.text)
    inputs = [_stored(it, v) for v in run_time]
    shadows = {k: _zeros(it, inputs[k]) for k in active}
    refs = {f"%in{k}": _start(it, v) for k, v in enumerate(inputs)} | {f"%in{k}_d": _start(it, s) for k, s in shadows.items()}
    refs |= {f"%const{k}": _start(it, it.constant(a)) for k, a in enumerate(staged.constants)}
    refs |= {"%arena": "%arena", "%status": _status(it)}
    value = Scalar("double", it.b.emit(f"call double @{gradient.name}({', '.join(f'ptr {refs[p]}' for p in gradient.params)})"))
    gradients = tuple(it.element(shadows[k], ()) if isinstance(run_time[k], Scalar) else shadows[k] for k in active)
    return value, gradients[0] if c.single else gradients


OUTER = "`{}` is a run-time value of the enclosing function; pass it to the differentiated function"


def _detached(f: Closure) -> Closure:
    """A function defined in staged code, without the run-time values around it: they belong to another function."""
    found: dict[str, Any] = {}
    fr = f.frame
    while fr is not None and not isinstance(fr, dict):
        for k, v in fr.env.items():
            found.setdefault(k, Poison(OUTER.format(k)) if staged_value(v) else v)
        fr = fr.cells
    for k, v in (fr or {}).items():
        found.setdefault(k, v)
    return Closure(f.node, Frame(found, f.frame.glb, {}, f.frame.src, f.name, (), None), f.name, f.defaults, f.kwdefaults)


def _static(v: Any) -> bool:
    return not isinstance(v, Scalar) and not hasattr(v, "shape") or (isinstance(v, int) and not isinstance(v, bool))


def _stored(it: Any, v: Any) -> Any:
    if not isinstance(v, Scalar):
        return v if v.contiguous() else storage.copy(it, v)
    out = arrays.new_array(it, (), v.ty)
    storage.fill(it, out, v)
    return out


def _zeros(it: Any, v: Any) -> Any:
    out = arrays.new_array(it, v.shape, v.dtype)
    storage.fill(it, out, 0.0)
    out.buf.stage = 2
    return out


def _start(it: Any, v: Any) -> str:
    return it.b.address(v, (0,) * len(v.shape))


def _status(it: Any) -> str:
    """The inner function's own status word: its checks guard memory all the same."""
    slot = it.b.alloca("i64", 1)
    it.b.allocas.append(f"  store i64 0, ptr {slot}, align 8")
    return slot


def add_functions(it: Any, text: str) -> None:
    """The functions of a derivative's module into the module that is being staged, to be inlined."""
    for f in read(text).functions.values():
        if f.blocks:
            it.b.extra[f.name] = write_function(_inlined(f))
        else:
            it.b.declare(f"{f.type} @{f.name}({', '.join(p.type for p in f.params)})", pure="memory(none)" in f.suffix)


def _inlined(f: Function) -> Function:
    for b in f.blocks:
        for i in b.insts:
            i.metadata, i.attrs = (), "" if i.op == "call" else i.attrs
    for p in f.params:
        p.attrs = "noalias" if p.type == "ptr" and not f.name.startswith("llb.") else ""
    return Function(f.name, f.type, f.params, f.blocks, "internal", "alwaysinline nounwind")

