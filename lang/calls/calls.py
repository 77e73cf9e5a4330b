"""Calls: user functions are followed and inlined, recognised functions looked up in one table, compile-time calls made by Python itself."""
from __future__ import annotations

import ast
import functools
import inspect
import sys
import sysconfig
import types
from typing import Any

import numpy as np

from ..arrays.ownership import made, may_change, own
from ..arrays.sequences import members
from ..python.merging import join
from ..values.dtypes import I64
from ..values.records import replaced
from ..values.scalar import DATA
from ..values.services import Interpreter
from ..values.sizes import Size
from ..values.source import function_node
from ..values.unrolling import ask
from ..values.values import STAGED, Closure, Exit, Frame, Method, Poison, Scalar, describe, holds_run_time, level_of
from .recognition import METHODS, recognised

DEPTH = 60                                      # calls within calls before we speak of recursion
MUTATING = {"append", "extend", "insert", "pop", "clear", "remove", "sort", "reverse", "update", "setdefault", "popitem"}
_STDLIB = tuple({sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})


def call(it: Interpreter, f: Any, args: list[Any], kw: dict[str, Any], node: Any) -> Any:
    """The value of f(*args, **kw)."""
    if isinstance(f, Closure):
        return inline(it, f.node, f.frame.glb, f.frame, f.frame.src, f.name, args, kw, f.defaults, f.kwdefaults, node)
    if isinstance(f, Method):
        return method(it, f, args, kw)
    if isinstance(f, Poison):
        raise it.error(f.why)
    if isinstance(f, STAGED):
        raise it.error(f"{describe(f)} is not a function")
    for a in (*args, *kw.values()):
        if isinstance(a, Poison):
            raise it.error(a.why)
    if isinstance(f, types.MethodType):
        if f.__name__ == "_replace" and hasattr(f.__self__, "_fields"):
            return replaced(it, f.__self__, kw)
        return call(it, f.__func__, [f.__self__, *args], kw, node)
    if isinstance(f, Partial):
        return call(it, f.f, [*f.args, *args], f.kw | kw, node)
    if isinstance(f, functools.partial):
        return call(it, f.func, [*f.args, *args], f.keywords | kw, node)
    marks = getattr(f, "__dict__", None) or {}
    if "__llbayes_primitive__" in marks:
        return primitive(it, f, args, kw)
    if "__llbayes_compile_time__" in marks:
        return static(it, f, args, kw)
    if "__llbayes_outlined__" in marks and it.outliner is not None:
        return it.outliner.call(it, f, args, kw)
    stage_itself = getattr(type(f), "__llbayes_stage__", None)
    if stage_itself is not None:
        return stage_itself(f, it, args, kw)
    return python_call(it, f, args, kw, node)


def python_call(it: Interpreter, f: Any, args: list[Any], kw: dict[str, Any], node: Any) -> Any:
    """A call of an ordinary Python object: recognised, followed, or made by Python when all is known."""
    handler = recognised(f)
    if handler is not None and not handler.always and any(isinstance(a, Size) for a in args):
        args = [Scalar(I64, str(a)) if isinstance(a, Size) else a for a in args]      # the run-time dimension as a number
    if handler is not None:
        return handle(it, handler, f, args, kw) if handler.always or holds_run_time(args) or holds_run_time(kw) else static(it, f, args, kw)
    if isinstance(f, types.BuiltinMethodType) and isinstance(f.__self__, np.ndarray) and f.__name__ in METHODS and (holds_run_time(args) or holds_run_time(kw)):
        return method(it, Method(f.__self__, f.__name__), args, kw)
    if isinstance(f, types.BuiltinMethodType) and isinstance(getattr(f, "__self__", None), (list, dict)):
        return container_method(it, f, args, kw)
    if isinstance(f, types.FunctionType) and not external(f):
        return inline_function(it, f, args, kw, node)
    if isinstance(f, type):
        return construct(it, f, args, kw)
    own_call = inspect.getattr_static(type(f), "__call__", None)
    if isinstance(own_call, types.FunctionType):                                # an object of a class of the user's own
        return call(it, own_call, [f, *args], kw, node)
    if holds_run_time(args) or holds_run_time(kw):
        if all(isinstance(a, Scalar) and a.ty == I64 for a in (*args, *kw.values()) if holds_run_time(a)):
            ask(it)                                                             # the index of a loop is known once that is unrolled
        raise it.error(f"`{name_of(f)}` is not in the language for run-time values", way_out(it, f, [*args, *kw.values()]))
    return static(it, f, args, kw)


def way_out(it: Interpreter, f: Any, args: list[Any]) -> str:
    """What to write instead of a call of a function that is not in the language."""
    if it.interpretation is not None and max(map(level_of, args)) <= DATA:
        return f"its arguments are data: `ppl.once({getattr(f, '__name__', 'f')}, …)` calls it once, when data are bound"
    if (getattr(f, "__module__", None) or "").startswith("scipy.stats"):
        return "distributions of ppl have `logpdf`, `cdf`, …: ppl.Normal(0, 1).logpdf(x)"
    return "see the language page for the functions that are"


def handle(it: Interpreter, handler: Any, f: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    """A call of a recognised function; arguments that its handler does not take are an error at the call."""
    try:
        handler.signature.bind(None, *args, **kw)
    except TypeError as e:
        raise it.error(f"`{name_of(f)}`: {e}", "the language page lists the arguments that are supported") from None
    return handler.emit(it, *args, **kw)


def method(it: Interpreter, m: Method, args: list[Any], kw: dict[str, Any]) -> Any:
    """A call of an array's method."""
    handler = METHODS.get(m.name)
    if handler is None:
        raise it.error(f"the array method `.{m.name}` is not part of the language")
    try:
        handler.signature.bind(None, m.obj, *args, **kw)
    except TypeError as e:
        raise it.error(f"`.{m.name}`: {e}") from None
    return handler.emit(it, m.obj, *args, **kw)


def primitive(it: Interpreter, f: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    """A call of a function marked @primitive: the interpretation says what it means."""
    kind = f.__llbayes_primitive__
    action = getattr(it.interpretation, kind, None) if it.interpretation is not None else None
    if action is None:
        raise it.error(f"`{name_of(f)}` has no meaning here: it belongs into a model", "decorate the function with @ppl.model and bind it to data")
    return action(it, *args, **kw)


def static(it: Interpreter, f: Any, args: list[Any], kw: dict[str, Any], new: bool = True) -> Any:
    """Python makes the call itself; `new` says that a list or dict it gives is a new one."""
    if impure(f):
        raise it.error(f"`{name_of(f)}` does not always give the same result; compiled code would keep the one it gave when it was compiled",
                       "call it outside and pass the result as an argument (in a model: ppl.once)")
    try:
        r = f(*args, **kw)
    except Exception as e:
        if isinstance(e, it.passing):
            raise
        raise it.error(f"{type(e).__name__} at compile time: {e}") from None
    if isinstance(r, (list, dict)):
        return own(it, r) if new and id(r) not in it.born else r
    return made(it, r, *args, getattr(f, "__self__", None))


def container_method(it: Interpreter, f: Any, args: list[Any], kw: dict[str, Any]) -> Any:
    """A method of a compile-time list or dict; `keys`, `values` and `items` give lists, `extend` and `update` take what can be gone through."""
    if f.__name__ in MUTATING:
        may_change(it, f.__self__)
    if f.__name__ in ("count", "index", "remove") and (holds_run_time(args) or holds_run_time(f.__self__)):
        raise it.error(f"`.{f.__name__}` of run-time values is not part of the language", "compare them in a loop")
    if f.__name__ == "extend":
        args = [members(it, a) for a in args]
    if f.__name__ in ("get", "pop", "popitem", "setdefault"):                    # what they give may be a list that others hold
        return static(it, f, args, kw, new=False)
    r = static(it, f, args, kw)
    return own(it, list(r)) if isinstance(f.__self__, dict) and f.__name__ in ("keys", "values", "items") else r


class Partial:
    """`functools.partial` of a staged function or of run-time values."""

    def __init__(self, f: Any, *args: Any, **kw: Any):
        self.f, self.args, self.kw = f, args, kw


def construct(it: Interpreter, cls: type, args: list[Any], kw: dict[str, Any]) -> Any:
    """NamedTuples and frozen dataclasses are compile-time structure."""
    if issubclass(cls, BaseException):
        return static(it, cls, args, kw)
    if cls is functools.partial:
        return Partial(*args, **kw)
    record = (issubclass(cls, tuple) and hasattr(cls, "_fields")) or hasattr(cls, "__dataclass_fields__")
    if not record and (holds_run_time(args) or holds_run_time(kw)):
        raise it.error(f"`{cls.__name__}` cannot hold run-time values", "use a NamedTuple or a frozen dataclass")
    if hasattr(cls, "__dataclass_fields__") and not cls.__dataclass_params__.frozen and holds_run_time(args):        # type: ignore[attr-defined]
        raise it.error(f"the dataclass `{cls.__name__}` is not frozen", "declare it with @dataclass(frozen=True)")
    return static(it, cls, args, kw)


IMPURE = frozenset({"random", "os", "posix", "time", "io", "sys", "socket", "datetime", "secrets", "uuid", "subprocess", "pathlib"})


def impure(f: Any) -> bool:
    """A function of the standard library or NumPy whose result is not a function of its arguments."""
    owner = getattr(f, "__self__", None)
    module = getattr(f, "__module__", None) or (type(owner).__module__ if owner is not None else "")
    return module.split(".")[0] in IMPURE or random_numbers(f) or f in (open, input)


def random_numbers(f: Any) -> bool:
    """A function of `numpy.random`, or a method of one of its generators."""
    places = (getattr(f, "__module__", None) or "", type(getattr(f, "__self__", None)).__module__)
    return any(p.startswith("numpy.random") for p in places)


def external(f: types.FunctionType) -> bool:
    """A function of the standard library or an installed package: called by Python, never followed."""
    root = (f.__module__ or "").split(".")[0]
    if root == "llbayes":
        return False
    path = f.__code__.co_filename
    return root in sys.stdlib_module_names or path.startswith(_STDLIB) or path.startswith("<__array_function__")


def inline_function(it: Interpreter, f: types.FunctionType, args: list[Any], kw: dict[str, Any], node: Any) -> Any:
    """Stage the body of a Python function in place of its call, by its source."""
    try:
        tree = function_node(f)
    except it.passing as e:
        raise it.error(e.message, e.hint) from None
    cells: dict[str, Any] = {}
    for k, c in zip(f.__code__.co_freevars, f.__closure__ or (), strict=True):
        try:
            cells[k] = c.cell_contents
        except ValueError:
            continue                                         # not set yet: an error when it is read
    kwdefaults = f.__kwdefaults__ or {}
    return inline(it, tree, f.__globals__, cells, f.__code__.co_filename, f.__name__, args, kw, list(f.__defaults__ or ()), kwdefaults, node)


def inline(it: Interpreter, tree: Any, glb: Any, cells: Any, src: str, name: str, args: list[Any], kw: dict[str, Any], defaults: list[Any],
           kwdefaults: dict[str, Any], node: Any) -> Any:
    """Stage the body of a function in place of its call."""
    if sum(1 for _ in it.frames()) > DEPTH:
        raise it.error(f"recursion in `{name}` is not part of the language", "write a loop")
    env = bind(it, tree.args, name, args, kw, defaults, kwdefaults)
    up = it.frame
    # a call by Python's own code, as of a distribution's function, is told apart by where the user's code has got to
    here = (id(node),) if node is not None else (id(up.node) if up else 0, id(tree))
    path = (*(up.path if up else ()), *here)
    fr = Frame(env, glb, cells, src, name, path, up)
    fr.node = tree if up is None else tree.body if isinstance(tree, ast.Lambda) else tree.body[0]
    it.frame = fr
    if up is None:
        it.root = fr
    if isinstance(tree, ast.Lambda):
        r = it.eval(tree.body)
    else:
        since, outer = it.b.count, it.region
        it.run(tree.body)
        if it.b.block is not None:
            fr.returns.append(Exit(it.b.block, {}, None))
        it.region = outer
        _, r = join(it, fr.returns, since)
    it.frame, fr.done = up, True
    return r


def bind(it: Interpreter, a: Any, name: str, args: list[Any], kw: dict[str, Any], defaults: list[Any], kwdefaults: dict[str, Any]) -> dict[str, Any]:
    """Python's binding of arguments to parameters."""
    positional = [x.arg for x in (*a.posonlyargs, *a.args)]
    keyword = [x.arg for x in a.kwonlyargs]
    if len(args) > len(positional) and not a.vararg:
        raise it.error(f"{name}() takes {len(positional)} positional arguments but {len(args)} were given")
    env: dict[str, Any] = dict(zip(positional, args, strict=False))
    if a.vararg:
        env[a.vararg.arg] = tuple(args[len(positional):])
    rest = _by_keyword(it, name, env, kw, positional, keyword)
    if rest and not a.kwarg:
        raise it.error(f"{name}() got an unexpected keyword argument `{next(iter(rest))}`")
    if a.kwarg:
        env[a.kwarg.arg] = own(it, rest)
    for k, v in zip(positional[len(positional) - len(defaults):], defaults, strict=True):
        env.setdefault(k, v)
    for k, v in kwdefaults.items():
        env.setdefault(k, v)
    missing = [k for k in (*positional, *keyword) if k not in env]
    if missing:
        raise it.error(f"{name}() misses the arguments {', '.join(f'`{k}`' for k in missing)}")
    return env


def _by_keyword(it: Interpreter, name: str, env: dict[str, Any], kw: dict[str, Any], positional: list[str], keyword: list[str]) -> dict[str, Any]:
    """Keyword arguments go to the parameters of their names; gives those that have none."""
    rest = {}
    for k, v in kw.items():
        if k in env and k in positional:
            raise it.error(f"{name}() got multiple values for argument `{k}`")
        (env if k in positional or k in keyword else rest)[k] = v
    return rest


def name_of(f: Any) -> str:
    """A function by the name that the user knows."""
    if random_numbers(f):
        return f"numpy.random.{f.__name__}"
    module = {"posix": "os"}.get(getattr(f, "__module__", "") or "", getattr(f, "__module__", "") or "")
    label = getattr(f, "__qualname__", getattr(f, "__name__", type(f).__name__))
    known = module.split(".")[0]
    return f"{known}.{label}" if known in ("numpy", "scipy", "math") or known in IMPURE else label
