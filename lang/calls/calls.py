"""What a call means: user functions are followed, recognised functions looked up in one table, compile-time calls made by Python itself."""
from __future__ import annotations

import ast
import functools
import inspect
import types
from collections.abc import Callable
from typing import Any

import numpy as np

from ..arrays.storage import copy
from ..lists import items
from ..python.texts import is_format, is_saying, text, unusable
from ..values.dtypes import I64
from ..values.scalar import DATA
from ..values.services import Interpreter
from ..values.sizes import Size
from ..values.unrolling import ask
from ..values.values import STAGED, Closure, Grown, Method, Poison, Scalar, Text, Value, View, describe, holds_run_time, level_of
from . import contents as held
from .by_python import Partial, construct, container_method, is_impure, is_random, known, name_of, sees_staged, static
from .elsewhere.naming import dotted
from .elsewhere.ways import way
from .family import Handler, refuse_out
from .inlining import inline_closure, inline_function, is_followed
from .laws.seen import is_stats
from .recognition import METHODS, recognised
from .records import replaced

OF_LISTS = frozenset({len, list, tuple, dict, bool, isinstance, callable, enumerate, zip, reversed, map, filter, sorted, print, functools.reduce})
Node = ast.Call | None                          # where the user's code makes the call; None where ours makes it
Staging = Callable[[Interpreter, Any, list[Value], dict[str, Value]], Value]


def call(it: Interpreter, f: Any, args: list[Value], kw: dict[str, Value], node: Node) -> Value:
    """The value of f(*args, **kw)."""
    if isinstance(f, Closure):
        return inline_closure(it, f, args, kw, node)
    if isinstance(f, Method) and isinstance(f.obj, Grown):
        return items.method(it, f.obj, f.name, args, kw)
    if isinstance(f, Method):
        return array_method(it, f, args, kw)
    check_usable(it, f, args, kw)
    if isinstance(f, types.MethodType):
        return bound_method(it, f, args, kw, node)
    if isinstance(f, (Partial, functools.partial)):
        if isinstance(f, functools.partial):
            it.facts.outside.take((f.args, f.keywords), "a `functools.partial`")
        return call(it, f.func, [*f.args, *args], {**f.keywords, **kw}, node)
    if is_format(f) and not known(args, kw):
        return text(it)
    marked = meaning_of_mark(it, f)
    if marked is not None:
        return marked(it, f, [items.as_array(it, value) for value in args], {name: items.as_array(it, value) for name, value in kw.items()})
    stage_itself = getattr(type(f), "__llbayes_stage__", None)
    return stage_itself(f, it, args, kw) if stage_itself is not None else python_call(it, f, args, kw, node)


def check_usable(it: Interpreter, f: Value, args: list[Value], kw: dict[str, Value]) -> None:
    """A name without a usable value is an error here, and so is a call of a number or an array."""
    if isinstance(f, Poison):
        raise it.error(f.why)
    if isinstance(f, STAGED):
        raise it.error(f"{describe(f)} is not a function")
    for value in (*args, *kw.values()):
        if isinstance(value, Text) and not takes_texts(it, f):
            raise unusable(it, value)
        if isinstance(value, Poison) and not isinstance(value, Text):
            raise it.error(value.why)


def takes_texts(it: Interpreter, f: Any) -> bool:
    """May a text of run-time values be handed on to this function: one of the user's own, which may say it, or one that makes another text?"""
    return is_format(f) or isinstance(f, types.FunctionType) and is_followed(f) and meaning_of_mark(it, f) is None and recognised(f) is None


def array_method(it: Interpreter, method: Method, args: list[Value], kw: dict[str, Value]) -> Value:
    """A call of an array's method, or of one of a text that is said."""
    handler = METHODS.get(method.name)
    if isinstance(method.obj, Text) or handler is None and is_saying(it):
        return text(it)
    if handler is None:
        raise it.error(f"the array method `.{method.name}` is not part of the language")
    try:
        refuse_out(it, handler.signature.bind(None, method.obj, *args, **kw).arguments.get("out"))
    except TypeError as failure:
        raise it.error(f"`.{method.name}`: {failure}") from None
    return handler.emit(it, method.obj, *args, **kw)


def bound_method(it: Interpreter, f: types.MethodType, args: list[Value], kw: dict[str, Value], node: Node) -> Value:
    """A method written in Python is a function of its object; `_replace` is that of NamedTuples."""
    if f.__name__ == "_replace" and getattr(f.__self__, "_fields", None) is not None:
        return replaced(it, f.__self__, kw)
    if is_stats(f.__self__):
        return python_call(it, f, args, kw, node)
    return call(it, getattr(f.__func__, "__llbayes_within__", f.__func__), [f.__self__, *args], kw, node)


# -- functions that are marked
def meaning_of_mark(it: Interpreter, f: Any) -> Staging | None:
    """How a function with a mark (`values/hooks.py`) is staged; None for one like any other."""
    marks = getattr(f, "__dict__", None) or ()
    if "__llbayes_primitive__" in marks:
        return primitive
    if "__llbayes_compile_time__" in marks:
        return static
    if "__llbayes_never__" in marks:
        return refused
    return it.outliner.call if "__llbayes_outlined__" in marks and it.outliner is not None else None


def primitive(it: Interpreter, f: Any, args: list[Value], kw: dict[str, Value]) -> Value:
    """A call of a function marked @primitive: the interpretation says what it means."""
    action = getattr(it.interpretation, f.__llbayes_primitive__, None) if it.interpretation is not None else None
    if action is None:
        raise it.error(f"`{name_of(f)}` has no meaning here: it belongs into a model", "decorate the function with @ppl.model and bind it to data")
    try:
        _signature(f).bind(*args, **kw)
    except TypeError:
        return static(it, f, args, kw)                                          # which says how it is called
    return action(it, *args, **kw)


@functools.cache
def _signature(f: Any) -> inspect.Signature:
    """Of a primitive: there are few, which are called often."""
    return inspect.signature(f)


def refused(it: Interpreter, f: Any, args: list[Value], kw: dict[str, Value]) -> Value:
    """A call of a function marked @never."""
    raise it.error(*f.__llbayes_never__)


# -- functions and objects of Python's
def python_call(it: Interpreter, f: Any, args: list[Value], kw: dict[str, Value], node: Node) -> Value:
    """A call of an ordinary Python object: recognised, followed, or made by Python when all is known."""
    handler = recognised(f)
    if handler is not None:
        return recognised_call(it, handler, f, args, kw)
    match f:
        case types.BuiltinMethodType():
            return builtin_call(it, f, args, kw)
        case types.FunctionType() if is_followed(f):
            return inline_function(it, getattr(f, "__llbayes_within__", f), args, kw, node)
        case type():
            return text(it) if is_saying(it) and not known(args, kw) else construct(it, f, args, kw)
    own_call = inspect.getattr_static(type(f), "__call__", None)
    if isinstance(own_call, types.FunctionType):                                # an object of a class of the user's own
        return call(it, own_call, [f, *args], kw, node)
    return call_of_known(it, f, args, kw)


def recognised_call(it: Interpreter, handler: Handler, f: Any, args: list[Value], kw: dict[str, Value]) -> Value:
    """A call of a recognised function; arguments that its handler does not take are an error at the call."""
    if not handler.always:
        args = [Scalar(I64, str(value)) if isinstance(value, Size) else value for value in args]      # the run-time dimension as a number
        if known(args, kw) and not sees_staged((*args, *kw.values())):
            return static(it, f, args, kw)
    try:
        refuse_out(it, handler.signature.bind(None, *args, **kw).arguments.get("out"))
    except TypeError as failure:
        if is_saying(it):
            return text(it)
        raise it.error(f"`{name_of(f)}`: {failure}", "the language page lists the arguments that are supported") from None
    if any(f is one for one in OF_LISTS):
        return handler.emit(it, *args, **kw)
    arrays = [items.as_array(it, value) for value in args]
    return apart(it, handler.emit(it, *arrays, **{name: items.as_array(it, value) for name, value in kw.items()}), args)


def apart(it: Interpreter, result: Value, args: list[Value]) -> Value:
    """What NumPy makes of a list is a new array: never a view of the list's own memory."""
    if not isinstance(result, View) or not any(isinstance(arg, Grown) and arg.base is not None and arg.base.buf is result.buf for arg in args):
        return result
    return copy(it, result)


def builtin_call(it: Interpreter, f: types.BuiltinMethodType, args: list[Value], kw: dict[str, Value]) -> Value:
    """A call of what is written in C: a method of an array or a container, or a function."""
    owner = f.__self__
    if isinstance(owner, np.ndarray) and f.__name__ in METHODS and not known(args, kw):
        return array_method(it, Method(owner, f.__name__), args, kw)
    if isinstance(owner, (list, dict)):
        return container_method(it, f, args, kw)
    return call_of_known(it, f, args, kw)


def call_of_known(it: Interpreter, f: Any, args: list[Value], kw: dict[str, Value]) -> Value:
    """A call of a function that is not in the language: made by Python, if all arguments are known."""
    args, kw = held.known(it, args), held.known(it, kw)
    values = [*args, *kw.values()]
    with_functions = sees_staged(values)
    if is_saying(it) and (is_impure(f) or with_functions or not known(args, kw)):
        return text(it)
    if known(args, kw) and not with_functions:
        return static(it, f, args, kw)
    if not with_functions and all(isinstance(value, Scalar) and value.ty == I64 for value in values if holds_run_time(value)):
        ask(it)                                                                 # the index of a loop is known once that is unrolled
    takes = "functions of compiled code" if with_functions else "run-time values"
    raise it.error(f"`{name_of(f)}` is not in the language for {takes}", way_out(it, f, values))


def way_out(it: Interpreter, f: Any, args: list[Value]) -> str:
    """What to write instead of a call of a function that is not in the language."""
    of_data = f"its arguments are data: `ppl.once({getattr(f, '__name__', 'f')}, …)` calls it once, when data are bound"
    if it.interpretation is not None and not sees_staged(args) and max(map(level_of, args), default=0) <= DATA:
        return of_data
    name = f"numpy.random.{f.__name__}" if is_random(f) else dotted(f)
    black_box = "in a model `ppl.once` calls it with data alone" if it.interpretation is not None else "`uq` takes such functions as they are, with `jacobian=`"
    return f"{way(name) or 'see the language page for the functions that are'}; {black_box}"
