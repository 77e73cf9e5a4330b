"""From a Python function and the types of its arguments to LLVM IR text: the entry of the front end."""
from __future__ import annotations

import math
import types
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ..ir import names
from ..ir.collector import paused
from ..ir.errors import CompileError, Reason
from .arrays import making
from .calls.calls import call
from .calls.inlining import inline_function
from .numbers import scalars
from .python.outputs import hand_over
from .sampler.pointers import GeneratorValue
from .stager import Stager
from .values.builder import HEADER, view_of
from .values.dtypes import CODES, F64, TYPES, is_num
from .values.facts import Facts
from .values.scalar import DATA, PARAMETER
from .values.sizes import product
from .values.values import ARRAYS, STAGED, Buffer, Scalar, View, assemble, describe, parts, rebuild, record_members, type_of


class Array(NamedTuple):
    """The type of a run-time argument: dtype 'f8', 'f4', 'i8' or 'b1'; shape () is a number. `rng` is the interval that an integer array's
    values are promised to lie in; `parameter` tells parameters from data."""

    dtype: str = "f8"
    shape: tuple[int, ...] = ()
    rng: tuple[int, int] | None = None
    parameter: bool = True


class Leaf(NamedTuple):
    """One array that goes in or comes out."""

    name: str
    dtype: str
    shape: tuple[int, ...]


class Staged(NamedTuple):
    """A function in LLVM IR: `double @name(ptr %in0, …, ptr %const0, …, ptr %out0, …, ptr %arena, ptr %status)`, the result by value when it is
    one f64 number (`by_value`), else through the out pointers. `constants` are the hidden inputs behind the arguments. `rebuild` turns the
    list of output arrays into what the Python function returns. Status 0 is success, k > 0 is `reasons[k - 1]`."""

    name: str
    text: str
    inputs: tuple[Leaf, ...]
    constants: tuple[np.ndarray, ...]
    outputs: tuple[Leaf, ...]
    by_value: bool
    reasons: tuple[Reason, ...]
    rebuild: Callable[[list[Any]], Any]
    interpretation: Any = None


def spec_of(v: Any) -> Any:
    """The type of a Python argument: arrays and floats are run-time values, everything else is known at compile time."""
    if isinstance(v, np.ndarray):
        code = {"f": "f4" if v.dtype.itemsize == 4 else "f8", "b": "b1", "i": "i8", "u": "i8"}.get(v.dtype.kind)
        return Array(code, v.shape) if code else v
    if isinstance(v, (float, np.floating)):
        return Array("f8", ())
    members = parts(v)
    if members is not None and members:
        return assemble(v, [spec_of(x) for x in members])
    return v


def flatten(v: Any) -> list[Any]:
    """The run-time leaves of an argument, in the order of `Staged.inputs`."""
    if isinstance(v, (np.ndarray, float, np.floating, Array)):
        return [v]
    members = parts(v)
    return [x for m in members for x in flatten(m)] if members is not None else []


@paused()
def stage(f: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any] | None = None, *, name: str = "f", interpretation: Any = None,
          z: Array | None = None, generator: bool = False) -> Staged:
    """Stage f for arguments of the given types (`Array`, records of them, or compile-time values).

    `interpretation` is a callable that gives a fresh interpretation for each pass; `z` the parameter vector it reads; with `generator` the
    next input is a bit generator for what it draws (`random.generator_words`). Raises CompileError at the user's line.
    """
    facts, result = Facts(), None
    for _ in facts.passes():
        it = Stager(interpretation() if interpretation else None, facts)
        try:
            result = _pass(it, f, args, kwargs or {}, name, z, generator)
        except CompileError:
            if not facts.dirty:
                raise
    assert result is not None, "the last pass has a result"
    return result


def _pass(it: Stager, f: Any, args: tuple[Any, ...], kwargs: dict[str, Any], name: str, z: Array | None, generator: bool) -> Staged:
    inputs: list[Leaf] = []
    if z is not None:
        it.parameters = _input(it, z, "z", inputs, keep=True)
    if generator:
        words: View = _input(it, Array("i8", (3,)), "generator", inputs)
        it.generator = GeneratorValue([it.b.emit(f"inttoptr i64 {it.element(words, (k,)).ref} to ptr") for k in range(3)])
    values = [_argument(it, a, f"arg{k}", inputs) for k, a in enumerate(args)]
    keywords = {k: _argument(it, a, k, inputs) for k, a in kwargs.items()}
    r = inline_function(it, f, values, keywords, None) if isinstance(f, types.FunctionType) else call(it, f, values, keywords, None)
    if it.interpretation is not None:
        r = it.interpretation.finish(it, r)
    return _finish(it, r, name, inputs)


def _argument(it: Stager, a: Any, label: str, inputs: list[Leaf]) -> Any:
    if isinstance(a, Array):
        return _input(it, a, label, inputs)
    members = parts(a)
    if members is not None and flatten(a):
        return assemble(a, [_argument(it, x, f"{label}.{i}", inputs) for i, x in enumerate(members)])
    return a


def _input(it: Stager, a: Array, label: str, inputs: list[Leaf], keep: bool = False) -> Any:
    buf = Buffer(names.argument(len(inputs)), TYPES[a.dtype], product(a.shape), readonly=True, rng=a.rng, level=PARAMETER if a.parameter else DATA, name=label)
    inputs.append(Leaf(label, a.dtype, a.shape))
    v = view_of(buf, a.shape)
    return v if a.shape or keep else it.element(v, ())


def _finish(it: Stager, r: Any, name: str, inputs: list[Leaf]) -> Staged:
    b = it.b
    found: list[Any] = []
    template = _outputs(it, r, found)
    found += [v for _, v in it.outputs]
    labels = [f"out{k}" for k in range(len(found) - len(it.outputs))] + [n for n, _ in it.outputs]
    by_value = len(found) == 1 and isinstance(found[0], Scalar) and found[0].ty == F64 and not it.outputs
    outputs: list[Leaf] = []
    for k, v in enumerate(found):
        t = type_of(v)
        outputs.append(Leaf(labels[k], CODES[t], v.shape if isinstance(v, ARRAYS) else ()))            # type: ignore[arg-type]  # known lengths
        if not by_value:
            hand_over(it, v, names.result(k), outputs[-1].shape)
    if b.flag is not None:
        b.do(f"store i64 {b.emit(f'load i64, ptr {b.flag}, align 8')}, ptr {names.STATUS}, align 8")
    b.do(f"ret double {found[0].ref}" if by_value else "ret void")
    text = _text(it, name, inputs, None if by_value else len(found))
    n = len(found) - len(it.outputs)

    def again(values: list[Any]) -> Any:
        return _restore(template, iter(values[:n]))
    return Staged(name, text, tuple(inputs), tuple(a for _, a in it.constants.values()), tuple(outputs), by_value,
                  tuple(b.reasons), again, it.interpretation)


def _extent(leaf: Leaf) -> str:
    """How many bytes a pointer leads to, and their alignment: LLVM may then read before it knows that it must, and `ad/` knows the size."""
    item = int(leaf.dtype[1:])
    size = item * math.prod(leaf.shape)
    return f" align {item} dereferenceable({size})" if size else ""


def _text(it: Stager, name: str, inputs: list[Leaf], outputs: int | None) -> str:
    """The module of the function, with so many pointers in and out; outputs None: its result is returned by value."""
    params = [f"ptr noalias readonly{_extent(leaf)} {names.argument(k)}" for k, leaf in enumerate(inputs)]
    params += [f"ptr noalias readonly {names.constant(k)}" for k in range(len(it.constants))]
    params += [f"ptr noalias {name}" for name in (*map(names.result, range(outputs or 0)), names.ARENA, names.STATUS)]
    head = f"define {'double' if outputs is None else 'void'} @{name}({', '.join(params)}) #0 {{"
    return "\n".join([head, *it.b.body(), "}", *it.b.extra.values(), *it.b.declarations(), HEADER, ""])


class _Slot:
    """Where an output array goes in the returned structure."""


_SLOT = _Slot()


def _outputs(it: Stager, r: Any, found: list[Any]) -> Any:
    if isinstance(r, (*STAGED, np.ndarray)) or is_num(r):
        v = making.lift(it, r)
        v = scalars.scalar(it, v) if is_num(v) else v
        found.append(v)
        return _SLOT
    if isinstance(r, (list, tuple)) or record_members(r) is not None:
        members = list(r) if isinstance(r, list) else record_members(r)
        assert members is not None
        inner = [_outputs(it, x, found) for x in members]
        return inner if isinstance(r, list) else rebuild(r, inner)
    if isinstance(r, dict):
        return {k: _outputs(it, x, found) for k, x in r.items()}
    if r is None or isinstance(r, str):
        return r
    if hasattr(r, "why"):
        raise it.error(r.why)
    raise it.error(f"{describe(r)} cannot be returned from compiled code", "return numbers, arrays, or tuples and records of them")


def _restore(template: Any, values: Any) -> Any:
    if template is _SLOT:
        return next(values)
    if isinstance(template, list):
        return [_restore(t, values) for t in template]
    if isinstance(template, dict):
        return {k: _restore(t, values) for k, t in template.items()}
    members = record_members(template)
    return rebuild(template, [_restore(t, values) for t in members]) if members else template
