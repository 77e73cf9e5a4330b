"""Calls that Python makes itself while the function is staged: of functions of known values, constructors of records, methods of lists and dicts.

What is computed here is computed once and stays in the compiled code, so functions that may give something else the next time are refused.
"""
from __future__ import annotations

import functools
import sys
import types
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ...ir.errors import CompileError, LlbayesError
from ...ir.ours import is_ours, is_users
from ..arrays.ownership import is_reached, made, may_change, own
from ..arrays.sequences import members
from ..lists.grown import is_noted
from ..values.services import Interpreter
from ..values.unrolling import ask
from ..values.values import Closure, Method, Poison, RunRange, Value, Zip, contents, holds_run_time
from . import contents as held
from .elsewhere.naming import dotted
from .elsewhere.ways import way

IMPURE = frozenset({"random", "os", "posix", "time", "io", "sys", "socket", "datetime", "secrets", "uuid", "subprocess", "pathlib"})
SHOWN = IMPURE | {"numpy", "scipy", "math"}     # modules by whose name the user knows a function
MUTATING = frozenset({"append", "extend", "insert", "pop", "clear", "remove", "sort", "reverse", "update", "setdefault", "popitem"})
GROWING = frozenset({"append", "extend"})
COMPARING = frozenset({"count", "index", "remove"})
BY_KEY = frozenset({"get", "pop", "setdefault", "fromkeys"})        # of a dict: the first argument is a key
HANDING_OUT = frozenset({"get", "pop", "popitem", "setdefault"})    # what they give may be a list that others hold
DICT_VIEWS = frozenset({"keys", "values", "items"})


def known(args: Sequence[Value], kw: dict[str, Value]) -> bool:
    """Are all arguments known when the function is staged?"""
    return not holds_run_time(args) and not holds_run_time(kw)


def sees_staged(values: Iterable[Value]) -> bool:
    """Is one of these a function that is defined in compiled code, or what else Python could do nothing with?"""
    return any(isinstance(value, (Closure, Method, Partial, Poison, RunRange, Zip)) or sees_staged(contents(value) or ()) for value in values)


def static(it: Interpreter, f: Callable[..., Any], args: Sequence[Value], kw: dict[str, Value], new: bool = True) -> Value:
    """Python makes the call; `new` says that a list or dict it gives is a new one."""
    if is_impure(f):
        raise it.error(f"`{name_of(f)}` does not always give the same result; compiled code would keep the one it gave when it was compiled",
                       "call it outside and pass the result as an argument (in a model: ppl.once)")
    it.facts.outside.by_python(f, (*args, *kw.values()))
    try:
        result = f(*args, **kw)
    except CompileError:
        raise
    except LlbayesError as failure:
        raise it.error(failure.message, failure.hint) from None
    except Exception as failure:
        raise it.error(f"{type(failure).__name__} at compile time: {failure}") from None
    if isinstance(result, (list, dict)):
        return own(it, result) if new and id(result) not in it.born else result
    return made(it, result, *args, getattr(f, "__self__", None))


# -- lists and dicts
def container_method(it: Interpreter, f: types.BuiltinMethodType, args: Sequence[Value], kw: dict[str, Value]) -> Value:
    """A method of a compile-time list or dict; `keys`, `values` and `items` give lists, `extend` takes what can be gone through."""
    name, owner = f.__name__, f.__self__
    if name in GROWING and isinstance(owner, list) and not is_reached(it, owner) and is_noted(it, owner, added(it, name, args)):
        owner.extend(added(it, name, args))
        return None
    if name in MUTATING:
        may_change(it, owner)
    if name in COMPARING and (holds_run_time(args) or holds_run_time(owner)):
        raise it.error(f"`.{name}` of run-time values is not part of the language", "compare them in a loop")
    if name in BY_KEY and isinstance(owner, dict) and holds_run_time(args[:1]):
        ask(it)
        raise it.error("a dict is indexed by a run-time value", "use an array")
    if name == "extend":
        args = [members(it, more) for more in args]
    result: Any = static(it, f, args, kw, new=name not in HANDING_OUT)
    return own(it, list(result)) if name in DICT_VIEWS and isinstance(owner, dict) else result


def added(it: Interpreter, name: str, args: Sequence[Value]) -> list[Value]:
    """The items that a call of `append` or `extend` adds to a list."""
    return list(args) if name == "append" else [item for more in args for item in members(it, more)]


# -- records
class Partial:
    """`functools.partial` of a staged function or of run-time values."""

    def __init__(self, func: Value, *args: Value, **keywords: Value):
        self.func, self.args, self.keywords = func, args, keywords


def construct(it: Interpreter, cls: type, args: Sequence[Value], kw: dict[str, Value]) -> Value:
    """An object of a class: NamedTuples and frozen dataclasses are compile-time structure, which may hold run-time values."""
    if cls is functools.partial:
        return Partial(*args, **kw)
    if not is_record(cls):
        args, kw = held.known(it, list(args)), held.known(it, kw)
    if not issubclass(cls, BaseException):
        check_record(it, cls, args, kw)
    return static(it, cls, args, kw)


def is_record(cls: type) -> bool:
    """A NamedTuple or a dataclass."""
    return getattr(cls, "__dataclass_params__", None) is not None or (issubclass(cls, tuple) and getattr(cls, "_fields", None) is not None)


def check_record(it: Interpreter, cls: type, args: Sequence[Value], kw: dict[str, Value]) -> None:
    """Run-time values are held by records only, which cannot change."""
    dataclass = getattr(cls, "__dataclass_params__", None)
    if not is_record(cls) and (not known(args, kw) or sees_staged((*args, *kw.values()))):
        if remedy := way(dotted(cls)):
            raise it.error(f"`{name_of(cls)}` is not in the language for run-time values", remedy)
        raise it.error(f"`{cls.__name__}` cannot hold run-time values", "use a NamedTuple or a frozen dataclass")
    if dataclass is not None and not dataclass.frozen and holds_run_time(args):
        raise it.error(f"the dataclass `{cls.__name__}` is not frozen", "declare it with @dataclass(frozen=True)")


# -- what a function is
def is_impure(f: Callable[..., Any]) -> bool:
    """A function of the standard library or NumPy whose result is not a function of its arguments."""
    owner = getattr(f, "__self__", None)
    module = module_of(f) or (type(owner).__module__ if owner is not None else "")
    return module.split(".")[0] in IMPURE or is_random(f) or f in (open, input)


def is_random(f: Callable[..., Any]) -> bool:
    """A function of `numpy.random`, or a method of one of its generators."""
    return module_of(f).startswith("numpy.random") or type(getattr(f, "__self__", None)).__module__.startswith("numpy.random")


def module_of(f: Callable[..., Any]) -> str:
    """The dotted name of the module that defines a function; "" where it has none."""
    return getattr(f, "__module__", None) or ""


def name_of(f: Callable[..., Any]) -> str:
    """A function by the name that the user knows."""
    if is_random(f):
        return f"numpy.random.{f.__name__}"
    root, _, rest = dotted(f).partition(".")
    root = {"posix": "os"}.get(root, root)
    return f"{root}.{rest}" if root in SHOWN or is_installed(root) else getattr(f, "__qualname__", getattr(f, "__name__", type(f).__name__))


def is_installed(root: str) -> bool:
    """Is it a package that is installed, or of the standard library, but not of Python's own functions?"""
    file = getattr(sys.modules.get(root), "__file__", None) or ""
    return root != "builtins" and (root in sys.stdlib_module_names or file != "" and not is_ours(file) and not is_users(file))


def is_pythons(f: Any) -> bool:
    """May Python call it, for good? What need not give the same each time may be called by nobody, and what our functions mean in a model is for us to say."""
    return not is_impure(f) and module_of(getattr(f, "__func__", f)).partition(".")[0] != "llbayes"


def is_change(f: Any) -> bool:
    """Is it a method that changes a list, a dict or a set?"""
    return isinstance(getattr(f, "__self__", None), (list, dict, set)) and f.__name__ in MUTATING | {"add", "discard"}
