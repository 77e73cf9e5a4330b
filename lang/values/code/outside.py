"""What compiled code has taken from around its function: globals, variables of enclosing functions, attributes, defaults, the contents of containers
and arrays. `changed` names the first that is another now: the code is then that of another function.

What is read is compared by identity, and where that fails by value: numbers and texts, containers and arrays of these. Contents of what may change in
place are noted when it is first met, to any depth. Our own code and that of installed packages is taken for fixed.
"""
from __future__ import annotations

import builtins
import functools
import inspect
import operator
import sys
import types
from collections.abc import Callable, Hashable, Iterable, Mapping, MutableSequence
from typing import Any, NamedTuple

import numpy as np

from ....ir.ours import is_users
from .sameness import MISSING, Array, array_differs, cell_of, is_fixed, members_differ, pairs_differ, record_members, same

FIXED = frozenset({"builtins", "numpy", "scipy", "llbayes"})      # packages whose objects keep their attributes
INSTALLED = FIXED | sys.stdlib_module_names                       # those whose modules and classes do
ATOMS = frozenset({int, float, bool, str, bytes, complex, type(None), type(Ellipsis), range, slice, np.float64, np.int64, np.bool_, types.ModuleType})


class Read(NamedTuple):
    """One thing that was read: `get(owner, key)` was `value`; `name` is for messages."""

    get: Callable[[Any, Any], Any]
    owner: Any
    key: Any
    value: Any
    name: str


class Held(NamedTuple):
    """What can be changed in place, and what it held: `differs(value, held)`."""

    value: Any
    held: Any
    differs: Callable[[Any, Any], bool]
    name: str


class Outside:
    """What was read, in order, each thing once."""

    def __init__(self) -> None:
        self.reads: dict[tuple[int, Hashable], Read] = {}
        self.contents: dict[int, Held | None] = {}
        self.kept: list[Any] = []               # what is known by its identity stays alive
        self.called: dict[int, Any] = {}        # functions that Python has called
        self.followed: set[int] = set()         # functions whose own facts have been noted
        self.walked: set[int] = set()           # and those whose code has been gone through

    def changed(self) -> str:
        """The name of the first thing that is another now; empty when all is as it was."""
        for get, owner, key, value, name in self.reads.values():
            now = get(owner, key)
            if now is not value and not same(value, now):
                return name
        for found in self.contents.values():
            if found is not None and found.differs(found.value, found.held):
                return f"the contents of {found.name}"
        return ""

    def add(self, other: Outside) -> None:
        """What a function that is staged apart has read, too."""
        self.reads |= {key: read for key, read in other.reads.items() if key not in self.reads}
        self.contents |= {key: held for key, held in other.contents.items() if key not in self.contents}
        self.kept.append(other)

    # -- what is read
    def global_(self, names: dict[str, Any], name: str) -> None:
        """A name of a module, or of Python's own that the module might still define."""
        if (id(names), name) not in self.reads:
            self._read(global_of, names, name, f"`{name}`")

    def function(self, f: types.FunctionType) -> None:
        """A function that is followed: its code, its defaults, the variables of enclosing functions."""
        if id(f) in self.followed or not is_users(f.__code__.co_filename):
            return
        self.followed.add(id(f))
        self.kept.append(f)
        for key in ("__code__", "__defaults__", "__kwdefaults__"):
            self._read(attribute_of, f, key, f"`{f.__name__}`")
        for name, cell in zip(f.__code__.co_freevars, f.__closure__ or (), strict=True):
            self._read(cell_of, cell, name, f"`{name}`, which `{f.__name__}` sees,")

    def attribute(self, owner: Any, name: str, value: Any) -> None:
        """`owner.name`. One that is made anew each time is no fact, and neither is what cannot change; a method is one of its class."""
        if (id(owner), name) in self.reads:
            return
        if isinstance(value, types.MethodType) and value.__self__ is owner and not isinstance(owner, type):
            self._read(attribute_of, type(owner), name, f"`{type(owner).__name__}.{name}`")
        if has_facts(owner) and same(value, attribute_of(owner, name)):
            self._read(attribute_of, owner, name, f"`{label(owner)}.{name}`", value)

    def by_python(self, f: Any, args: Iterable[Any]) -> None:
        """A call that Python makes itself: what the function's code names, and what the objects hold that it is given."""
        for value in args:
            self.instance(value)
        if id(f) not in self.called:
            self.called[id(f)] = f
            self.instance(f)
            self._code_of(f)

    def instance(self, value: Any) -> None:
        """An object of a class of the user's: what its attributes are."""
        if is_users_own(type(value)) and has_facts(value):
            self.take(attribute_of(value, "__dict__"), f"`{label(value)}`")

    def _read(self, get: Callable[[Any, Any], Any], owner: Any, key: str, name: str, value: Any = MISSING) -> None:
        if (id(owner), key) not in self.reads:
            value = get(owner, key) if value is MISSING else value
            self.reads[id(owner), key] = Read(get, owner, key, value, name)
            self.take(value, name)

    # -- what it holds
    def take(self, value: Any, name: str) -> None:
        """Note the contents of a value that may be changed in place, to any depth."""
        if type(value) in ATOMS or id(value) in self.contents:
            return
        self.contents[id(value)] = None
        self.kept.append(value)
        for part in self._contents(value, name):
            self.take(part, name)

    def _contents(self, value: Any, name: str) -> Iterable[Any]:
        """Its members, once they are noted."""
        match value:
            case np.ndarray():
                if not is_fixed(value):
                    self.contents[id(value)] = Held(value, Array.of(value), array_differs, name)
                return value.ravel().tolist() if value.dtype.kind == "O" else ()
            case list() | MutableSequence():
                held = list(value)
                self.contents[id(value)] = Held(value, held, members_differ, name)
                return held
            case dict() | Mapping():
                pairs = dict(value)
                self.contents[id(value)] = Held(value, pairs, pairs_differ, name)
                return list(pairs.values())
            case set():
                self.contents[id(value)] = Held(value, frozenset(value), operator.ne, name)
                return ()
            case tuple():
                return value
            case _:
                return record_members(value)

    def _code_of(self, f: Any) -> None:
        """What the code of a function of the user's, or of a class's constructor, can name."""
        f = inspect.unwrap(getattr(f, "__func__", f)) if callable(f) else f
        if isinstance(f, type):
            for name in ("__init__", "__new__", "__post_init__"):
                if isinstance(made := vars(f).get(name), types.FunctionType):
                    self._code_of(made)
        if not isinstance(f, types.FunctionType) or id(f) in self.walked or not is_users(f.__code__.co_filename):
            return
        self.walked.add(id(f))
        self.function(f)
        for name in names_in(f.__code__):
            if name in f.__globals__:
                self.global_(f.__globals__, name)
                self._code_of(f.__globals__[name])
                self.instance(f.__globals__[name])


# -- how things are read
def global_of(names: dict[str, Any], name: str) -> Any:
    """A name as a module's code sees it."""
    found = names.get(name, MISSING)
    return getattr(builtins, name, MISSING) if found is MISSING else found


def attribute_of(owner: Any, name: str) -> Any:
    """`owner.name`; MISSING where there is none (any more)."""
    try:
        return getattr(owner, name)
    except Exception:                                           # a property of the user's own may raise anything
        return MISSING


@functools.lru_cache(maxsize=1000)
def is_users_own(kind: type) -> bool:
    """Is it a class whose objects may have attributes that change?"""
    return not (issubclass(kind, (type, types.FunctionType, types.ModuleType, tuple)) or kind.__module__.split(".")[0] in FIXED)


def has_facts(owner: Any) -> bool:
    """May an attribute of this be another one later? Not of records, and not of what we, NumPy and SciPy have made."""
    match owner:
        case types.ModuleType():
            return owner.__name__.split(".")[0] not in INSTALLED
        case type():
            return owner.__module__.split(".")[0] not in INSTALLED
        case types.FunctionType():
            return is_users(owner.__code__.co_filename)
        case tuple():
            return False
    frozen = getattr(type(owner), "__dataclass_params__", None)
    return is_users_own(type(owner)) and not (frozen is not None and frozen.frozen)


def label(owner: Any) -> str:
    """An object in a message."""
    return owner.__name__ if isinstance(owner, (types.ModuleType, type, types.FunctionType)) else type(owner).__name__


def names_in(code: types.CodeType) -> set[str]:
    """Names that code, and functions inside of it, may look up in the module."""
    inside = [names_in(constant) for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return set(code.co_names).union(*inside)
