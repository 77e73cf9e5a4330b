"""Sampler code: functions compiled once and called, for any dimension. One internal LLVM function for each (function, kinds of arguments).

The dimension is the run-time number `%n`, the first argument of every function; shapes are `Size`s. Numbers go by value, arrays by pointer,
results (numbers and records of numbers) come back by value. The density is a pointer to native code (see `Density`), random bits come from a
NumPy bit generator (see `Generator`).
"""
from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays.storage import force
from ..arrays.writing import READ_ONLY
from ..calls.calls import bind, inline_function
from ..numbers import scalars
from ..stager import Stager
from ..values.builder import view_of
from ..values.dtypes import I1, I64, literal, numpy_type
from ..values.facts import Facts
from ..values.services import Interpreter
from ..values.sizes import product
from ..values.source import function_node
from ..values.values import ARRAYS, STAGED, ArrayValue, Buffer, Elem, Scalar, View, rebuild, record_members
from .outline_text import finish, function_text
from .pointers import POINTERS, start


class Outliner:
    """Functions and constants of one module under construction."""

    def __init__(self) -> None:
        self.facts: dict[Any, Facts] = {}
        self.reset()

    def reset(self) -> None:
        """Forget the module's text; what has been learnt stays."""
        self.done: dict[Any, tuple[str, str, Any, list[int]]] = {}
        self.texts: list[str] = []
        self.constants: list[str] = []
        self.views: dict[int, tuple[View, np.ndarray]] = {}
        self.declared: dict[str, str] = {}

    def constant(self, a: np.ndarray) -> View:
        """A compile-time array as a constant of the module."""
        if id(a) not in self.views:
            t = numpy_type(a.dtype)
            assert t is not None, "tables of sampler code hold numbers"
            name = f"@table{len(self.constants)}"
            memory = "i8" if t == I1 else t
            items = ", ".join(f"{memory} {int(x) if t == I1 else literal(x, t)}" for x in np.ravel(a))
            self.constants.append(f"{name} = internal unnamed_addr constant [{a.size} x {memory}] [{items}], align 64")
            rng = (int(a.min()), int(a.max())) if t == I64 else None
            self.views[id(a)] = (view_of(Buffer(name, t, a.size, readonly=True, rng=rng, level=0), a.shape), a)
        return self.views[id(a)][0]

    def call(self, it: Interpreter, f: Any, args: list[Any], kw: dict[str, Any]) -> Any:
        """A staged call of a function marked @compiled."""
        tree = function_node(f)
        env = bind(it, tree.args, f.__name__, args, kw, list(f.__defaults__ or ()), f.__kwdefaults__ or {})
        names = [a.arg for a in (*tree.args.args, *tree.args.kwonlyargs)]
        args = [ready(it, env[k]) for k in names]
        ids: dict[int, int] = {}
        key = (f, tuple(kind(a, ids) for a in args))
        if key not in self.done:
            self.compile(it, f, key, names, args)
        name, ty, result, written = self.done[key]
        return self.emit_call(it, name, ty, result, written, args)

    def compile(self, it: Interpreter, f: Any, key: Any, names: list[str], args: list[Any]) -> None:
        """Stage f for these kinds of arguments until nothing new is learnt, and keep its text."""
        name = f"{f.__name__}.{len(self.done)}"
        self.done[key] = (name, "", None, [])
        facts = self.facts.setdefault(key, Facts())
        r: Any = None
        sub = t = None
        for _ in facts.passes():
            sub = module_stager(self, facts)
            t = Template(sub)
            r = inline_function(sub, f, [], dict(zip(names, [t.build(a) for a in args], strict=True)), None)
        assert sub is not None and t is not None, "there is always a pass"
        self.declared |= sub.b.declared
        outs = parts(r)
        if any(not isinstance(x, Scalar) for x in outs):
            raise it.error(f"`{f.__name__}` is compiled apart and may return numbers only", "write arrays in place")
        written = [k for k, (_, b, _) in enumerate(t.arrays) if any(w is b for w, _ in sub.writes)]
        ty = finish(sub.b, outs)
        self.texts.append(function_text(f"internal {ty}", name, t.parameters(written), sub.b))
        self.done[key] = (name, ty, r, written)

    def emit_call(self, it: Interpreter, name: str, ty: str, result: Any, written: list[int], args: list[Any]) -> Any:
        """The call of a compiled function, and its result in the caller's terms."""
        ins = ", ".join(["i64 %n", *passed(it, written, [x for a in args for x in parts(a)])])
        outs = parts(result)
        if not outs:
            it.b.do(f"call void @{name}({ins})")
            return result
        v = it.b.emit(f"call {ty} @{name}({ins})")
        refs = [v] if len(outs) == 1 else [it.b.emit(f"extractvalue {ty} {v}, {i}") for i in range(len(outs))]
        return replaced(result, iter([Scalar(x.ty, r, x.rng) for x, r in zip(outs, refs, strict=True)]))


def passed(it: Interpreter, written: list[int], values: list[Any]) -> list[str]:
    """The arguments of a call. `written` are the positions, among the arrays, of those that the function writes."""
    out, k = [], 0
    for x in values:
        if isinstance(x, Scalar):
            out.append(f"{x.ty} {x.ref}")
        elif isinstance(x, POINTERS):
            out += [f"ptr {r}" for r in x.refs]
        else:
            out.append(f"ptr {address(it, x, k in written)}")
            k += 1
    return out


def address(it: Interpreter, x: ArrayValue, write: bool) -> str:
    """Where the elements of an array are that a function reads or writes."""
    w = force(it, x)
    if write:
        if w.buf.readonly:
            raise it.error(READ_ONLY)
        it.before_write(w.buf, w)
    return start(it, w)


def module_stager(outliner: Outliner, facts: Facts) -> Stager:
    """A pass over one function of the module."""
    it = Stager(None, facts)
    it.outliner = outliner
    it.constant = outliner.constant                                                        # type: ignore[method-assign]
    return it


class Template:
    """Formal parameters for the kinds of the actual arguments."""

    def __init__(self, it: Interpreter):
        self.it, self.params, self.arrays = it, [], []

    def new(self, ty: str) -> str:
        """A new parameter of this type; gives its name."""
        self.params.append([ty, f"%a{len(self.params)}"])
        return self.params[-1][1]

    def build(self, v: Any) -> Any:
        """The formal value for an actual one."""
        if isinstance(v, Scalar):
            return Scalar(v.ty, self.new(v.ty), v.rng)
        if isinstance(v, View):
            b = Buffer(self.new("ptr"), v.dtype, product(v.shape), readonly=v.buf.readonly, rng=v.buf.rng if v.buf.readonly else None)
            b.serial, b.volatile = -1, v.buf.volatile
            self.arrays.append((len(self.params) - 1, b, v))
            return view_of(b, v.shape)
        if isinstance(v, POINTERS):
            return type(v)([self.new("ptr") for _ in v.refs])
        members = record_members(v)
        return rebuild(v, [self.build(x) for x in members]) if members is not None and parts(v) else v

    def parameters(self, written: list[int]) -> list[str]:
        """The parameter list; pointers that nothing else reaches are noalias."""
        buffers = [v.buf for _, _, v in self.arrays]
        busy = [buffers[k] for k in written]
        for k, (n, _, v) in enumerate(self.arrays):
            alone = sum(x is v.buf for x in buffers) == 1
            if alone or not any(v.buf is x for x in busy):
                self.params[n][0] += " noalias"
            if k not in written:
                self.params[n][0] += " readonly"
        return ["i64 %n", *(" ".join(p) for p in self.params)]


def ready(it: Interpreter, a: Any) -> Any:
    """An argument with its lazy arrays stored and floats made run-time, so that each literal does not compile a copy."""
    if isinstance(a, Elem):
        return force(it, a)
    if isinstance(a, float):
        return scalars.scalar(it, a)
    if isinstance(a, np.ndarray):
        return it.constant(a)
    members = record_members(a)
    return rebuild(a, [ready(it, x) for x in members]) if members is not None and parts(a) else a


def parts(v: Any) -> list[Any]:
    """Run-time leaves of an argument."""
    if isinstance(v, (*STAGED, *POINTERS)):
        return [v]
    members = record_members(v)
    return [x for m in members for x in parts(m)] if members is not None else []


def replaced(v: Any, values: Any) -> Any:
    """v with its run-time leaves taken from `values`."""
    if isinstance(v, STAGED):
        return next(values)
    members = record_members(v)
    return rebuild(v, [replaced(x, values) for x in members]) if members is not None and parts(v) else v


def kind(a: Any, ids: dict[int, int]) -> Any:
    """What distinguishes arguments for which a function is compiled apart; `ids` numbers the buffers, so that aliases show."""
    if isinstance(a, Scalar):
        return ("number", a.ty, a.rng if a.rng and a.rng[0] >= 0 else None)
    if isinstance(a, ARRAYS):
        assert isinstance(a, View), "arguments are stored before the call"
        return ("array", a.dtype, a.shape, a.buf.readonly, a.buf.volatile, ids.setdefault(id(a.buf), len(ids)))
    if isinstance(a, POINTERS):
        return (type(a).__name__,)
    members = record_members(a)
    if members is not None and parts(a):
        return (type(a), *(kind(x, ids) for x in members))
    return ("static", a if _hashable(a) else id(a))


def _hashable(a: Any) -> bool:
    try:
        hash(a)
    except TypeError:
        return False
    return True
