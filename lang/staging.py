"""From a Python function and the types of its arguments to LLVM IR text: the entry of the front end."""
from __future__ import annotations

import math
import types
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np

from ..ir import names
from ..ir.collector import paused
from ..ir.errors import LlbayesError, Reason, SizeError
from .arrays import making
from .calls.calls import call
from .calls.inlining import inline_function
from .calls.recognition import recognised
from .following import Following
from .known import Known
from .lists.grown import give_up_all, rows
from .numbers import scalars
from .python.outputs import hand_over
from .sampler.pointers import GeneratorValue
from .stager import Stager
from .values.builder import HEADER, view_of
from .values.code.outside import Outside
from .values.dtypes import CODES, F64, TYPES, is_num, numpy_type
from .values.facts import Facts
from .values.scalar import DATA, PARAMETER
from .values.sizes import product
from .values.values import ARRAYS, STAGED, Buffer, Grown, Operand, Poison, Scalar, Value, View, assemble, describe, parts, rebuild, record_members, type_of


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
    list of output arrays into what the Python function returns. Status 0 is success, k > 0 is `reasons[k - 1]`. `outside` is what the function has
    taken from around it: once that changes, this is the code of another function. `known`: the data whose values the code holds, None for code of
    their types alone."""

    name: str
    text: str
    inputs: tuple[Leaf, ...]
    constants: tuple[np.ndarray, ...]
    outputs: tuple[Leaf, ...]
    by_value: bool
    reasons: tuple[Reason, ...]
    rebuild: Callable[[list[Any]], Any]
    outside: Outside
    interpretation: Any = None
    known: Known | None = None


def spec_of(value: Value) -> Any:
    """The type of a Python argument: arrays and floats are run-time values, everything else is known at compile time."""
    if isinstance(value, np.ndarray):
        dtype = numpy_type(value.dtype)
        return Array(CODES[dtype], value.shape) if dtype else value
    if isinstance(value, (float, np.floating)):
        return Array("f8", ())
    members = parts(value)
    return assemble(value, map(spec_of, members)) if members else value


def flatten(value: Value) -> list[Any]:
    """The run-time leaves of an argument, in the order of `Staged.inputs`."""
    if isinstance(value, (np.ndarray, float, np.floating, Array)):
        return [value]
    return [leaf for member in parts(value) or () for leaf in flatten(member)]


@paused()
def stage(f: Callable[..., Any], args: tuple[Value, ...], kwargs: dict[str, Value] | None = None, *, name: str = "f", interpretation: Any = None,
          z: Array | None = None, generator: bool = False, given: int = 0, known: Known | None = None) -> Staged:
    """Stage f for arguments of the given types (`Array`, records of them, or compile-time values).

    `interpretation` is a callable that gives a fresh interpretation for each pass; `z` the parameter vector it reads; with `generator` the
    next input is a bit generator for what it draws (`random.generator_words`), with `given` one of so many numbers that are given for
    draws. `known` are the data behind keyword arguments: what they alone decide may be any Python. Raises CompileError at the user's line.
    """
    facts, result = Facts(), None
    given_up: LlbayesError | None = None            # with lists that grow; what follows without them is an attempt
    as_usual: LlbayesError | None = None            # what stood against code of types alone
    for _ in facts.passes():
        it = _interpreter(interpretation, known, facts)
        try:
            result = _pass(it, f, args, kwargs or {}, name, z, generator, given)
        except SizeError:                               # nothing mends it
            if not facts.dirty:
                raise
        except LlbayesError as failure:                 # what a model says of itself may be due to what is not known yet, too
            if facts.dirty:
                continue
            given_up = given_up or failure
            if not give_up_all(it):
                if known is None or facts.following:
                    raise given_up from None
                facts.follow()
                as_usual, given_up = given_up, None
        except RecursionError:                          # values are followed by calls of their own, which endless recursion runs out of first
            if as_usual is None:
                raise
            raise as_usual from None
    assert result is not None, "the last pass has a result"
    return result._replace(known=known if facts.following else None)


def _interpreter(interpretation: Any, known: Known | None, facts: Facts) -> Stager:
    """The interpreter of one pass, which follows the data where code of types alone was given up."""
    meaning = interpretation() if interpretation else None
    return Following(known, meaning, facts) if known is not None and facts.following else Stager(meaning, facts)


def _pass(it: Stager, f: Callable[..., Any], args: tuple[Value, ...], kwargs: dict[str, Value], name: str, z: Array | None, generator: bool,
          given: int) -> Staged:
    """One pass over the function."""
    inputs: list[Leaf] = []
    if z is not None:
        it.parameters = _input(it, z, "z", inputs, keep=True)
    if generator:
        words: View = _input(it, Array("i8", (3,)), "generator", inputs)
        it.generator = GeneratorValue([it.b.emit(f"inttoptr i64 {it.element(words, (k,)).ref} to ptr") for k in range(3)])
    if given:
        numbers: View = _input(it, Array("f8", (given,)), "given", inputs, keep=True)
        it.given, numbers.buf.volatile = numbers, True  # each reading is a draw of its own: what rejects them until one fits is no endless loop
    values = [_argument(it, argument, f"arg{k}", inputs) for k, argument in enumerate(args)]
    keywords = {label: _argument(it, argument, label, inputs) for label, argument in kwargs.items()}
    if isinstance(it, Following):
        for label, value in keywords.items():
            it.know(value, it.known.data[label])
    followed = isinstance(f, types.FunctionType) and recognised(f) is None
    result = inline_function(it, f, values, keywords, None) if followed else call(it, f, values, keywords, None)
    if it.interpretation is not None:
        result = it.interpretation.finish(it, result)
    return _finish(it, result, name, inputs)


def _argument(it: Stager, argument: Value, label: str, inputs: list[Leaf]) -> Value:
    """The argument as the function sees it: its run-time leaves become inputs."""
    if isinstance(argument, Array):
        return _input(it, argument, label, inputs)
    members = parts(argument)
    if members is not None and flatten(argument):
        return assemble(argument, [_argument(it, member, f"{label}.{at}", inputs) for at, member in enumerate(members)])
    return argument


def _input(it: Stager, array: Array, label: str, inputs: list[Leaf], keep: bool = False) -> Any:
    """The next input; a number unless it has axes, or `keep` says that it is an array all the same."""
    level = PARAMETER if array.parameter else DATA
    buf = Buffer(names.argument(len(inputs)), TYPES[array.dtype], product(array.shape), readonly=True, rng=array.rng, level=level, name=label)
    inputs.append(Leaf(label, array.dtype, array.shape))
    view = view_of(buf, array.shape)
    return view if array.shape or keep else it.element(view, ())


def _finish(it: Stager, result: Value, name: str, inputs: list[Leaf]) -> Staged:
    """The end of the function, and what it is: what is returned, then what the interpretation has put out, goes through pointers or by value."""
    found: list[Any] = []
    template = _template(it, result, found)
    returned = len(found)
    found += [value for _, value in it.outputs]
    labels = [*(f"out{k}" for k in range(returned)), *(label for label, _ in it.outputs)]
    outputs = tuple(map(_leaf, labels, found))
    by_value = not it.outputs and _is_one_float(found)
    _leave(it, found, outputs, by_value)

    def again(values: list[Any]) -> Any:
        return _restore(template, iter(values[:returned]))
    return Staged(name, _text(it, name, inputs, None if by_value else len(found)), tuple(inputs), tuple(array for _, array in it.constants.values()),
                  outputs, by_value, tuple(it.b.reasons), again, it.facts.outside, it.interpretation)


def _is_one_float(found: list[Any]) -> bool:
    """Is it a single f64 number, which a function can return by value?"""
    return len(found) == 1 and isinstance(found[0], Scalar) and found[0].ty == F64


def _leaf(label: str, value: Value) -> Leaf:
    """What an output is."""
    return Leaf(label, CODES[type_of(value)], value.shape if isinstance(value, ARRAYS) else ())        # type: ignore[arg-type]  # known lengths


def _leave(it: Stager, found: list[Any], outputs: tuple[Leaf, ...], by_value: bool) -> None:
    """Hand over the outputs, store the status, return."""
    if not by_value:
        for k, (value, leaf) in enumerate(zip(found, outputs, strict=True)):
            hand_over(it, value, names.result(k), leaf.shape)
    b = it.b
    if b.flag is not None:
        b.do(f"store i64 {b.emit(f'load i64, ptr {b.flag}, align 8')}, ptr {names.STATUS}, align 8")
    b.do(f"ret double {found[0].ref}" if by_value else "ret void")


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


# -- the structure of what is returned
class _Slot:
    """Where an output array goes in the returned structure."""


class _Items(_Slot):
    """Where an output array goes as the list of its items."""


_SLOT, _ITEMS = _Slot(), _Items()


def _template(it: Stager, result: Value, found: list[Any]) -> Any:
    """The returned structure with a slot for each number and array; these are added to `found`, in order."""
    if isinstance(result, Grown):
        found.append(rows(it, result))
        return _ITEMS
    if isinstance(result, (*STAGED, np.ndarray)) or is_num(result):
        found.append(_output(it, result))
        return _SLOT
    match result:
        case list():
            return [_template(it, member, found) for member in result]
        case dict():
            return {key: _template(it, member, found) for key, member in result.items()}
        case None | str():
            return result
        case Poison():
            raise it.error(result.why)
    members = record_members(result)
    if members is None:
        raise it.error(f"{describe(result)} cannot be returned from compiled code", "return numbers, arrays, or tuples and records of them")
    return rebuild(result, [_template(it, member, found) for member in members])


def _output(it: Stager, value: Value) -> Operand:
    """A number or an array as a run-time value."""
    lifted = making.lift(it, value)
    return scalars.scalar(it, lifted) if is_num(lifted) else lifted


def _restore(template: Any, values: Iterator[Any]) -> Any:
    """The structure with values in its slots."""
    match template:
        case _Items():
            return list(next(values))
        case _Slot():
            return next(values)
        case list():
            return [_restore(member, values) for member in template]
        case dict():
            return {key: _restore(member, values) for key, member in template.items()}
    members = record_members(template)
    return rebuild(template, [_restore(member, values) for member in members]) if members else template
