"""What a module says of its own functions in globals of Enzyme's names: derivatives written by hand, what is inactive, what acts like a known function.

    void *__enzyme_register_gradient_f[3] = {f, augmented_f, reverse_f};          {f, forward_f} in …_derivative_f
    void *__enzyme_inactivefn_f[1] = {f};                                         __enzyme_inactive_global_x for a variable
    void *__enzyme_function_like_f[2] = {f, "log1p"};
    void *__enzyme_allocation_like_f[4] = {f, (void *)size_argument, "-1", free_f};
"""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from ....ir.errors import UnsupportedError
from ....ir.records import Module, Value
from ....ir.text.tokens import Tokens, tokenize
from .constants import Globals

_DEFINED = re.compile(r"(?:[a-z_]+(?:\([^)]*\))? )*?(?:global|constant) (.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\([0-9A-Fa-f]{2})")


class Allocation(NamedTuple):
    """Of a function that allocates: which argument is the size, what frees, and which argument of that is the memory, as the module writes it."""

    size: int
    free: str
    freed: str


@dataclass(frozen=True)
class Registered:
    """By the name of the function."""

    gradients: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])          # (augmented, reverse)
    derivatives: dict[str, str] = field(default_factory=dict[str, str])                                # forward
    inactive: set[str] = field(default_factory=set[str])
    inactive_globals: set[str] = field(default_factory=set[str])
    like: dict[str, str] = field(default_factory=dict[str, str])                                       # the known function
    allocations: dict[str, Allocation] = field(default_factory=dict[str, Allocation])


def registered(module: Module) -> Registered:
    """All that the module's globals say. UnsupportedError where one has another shape than its name promises."""
    known, found = Globals(module), Registered()
    for name, text in known.text.items():
        kind = next((kind for kind in _KINDS if kind in name), "")
        defined = _DEFINED.match(text) if kind else None
        if defined is not None:
            note, shape = _KINDS[kind]
            try:
                note(found, known, _elements(defined[1]))
            except (ValueError, IndexError):
                raise UnsupportedError(f"the global `{name.strip(chr(34))}` does not hold {shape}") from None
    return found


def _elements(text: str) -> list[Value]:
    """What an initialiser holds, in order; a single value alone."""
    tokens = Tokens(tokenize(text), text)
    type_ = tokens.type()
    if tokens.peek() not in ("[", "{", "<"):
        return [Value(type_, tokens.constant())]
    tokens.take()
    tokens.accept("{")
    found: list[Value] = []
    while tokens.peek() not in ("]", "}", ">", ""):
        kind = tokens.type()
        found.append(Value(kind, tokens.constant()))
        tokens.accept(",")
    return found


def _function(known: Globals, value: Value) -> str:
    """The name behind a pointer, a cast of one, or a structure that begins with one; ValueError for anything else."""
    found = re.search(r'@("[^"]*"|[-\w.$]+)', value.ref)
    if found is None:
        raise ValueError(value.ref)
    other = known.alias(found[1])
    return found[1] if other is None else _function(known, other)


def _string(known: Globals, value: Value) -> str:
    """The text of a constant that a pointer leads to."""
    held = known.constant(_function(known, value))
    if held is not None and held.ref == "zeroinitializer":
        return ""
    if held is None or not held.ref.startswith('c"'):
        raise ValueError(value.ref)
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), held.ref[2:-1]).rstrip("\0")


def _number(value: Value) -> int:
    """A constant, as it is or as a pointer."""
    if value.ref in ("null", "zeroinitializer"):
        return 0
    return int(re.sub(r"inttoptr ?\(i\d+ (-?\d+) to ptr\)", r"\1", value.ref))


def _gradient(found: Registered, known: Globals, held: list[Value]) -> None:
    function, augmented, reverse = (_function(known, value) for value in held)
    found.gradients[function] = augmented, reverse


def _derivative(found: Registered, known: Globals, held: list[Value]) -> None:
    function, forward = (_function(known, value) for value in held)
    found.derivatives[function] = forward


def _inactive(found: Registered, known: Globals, held: list[Value]) -> None:
    found.inactive.add(_function(known, held[0]))


def _inactive_global(found: Registered, known: Globals, held: list[Value]) -> None:
    found.inactive_globals.add(_function(known, held[0]))


def _like(found: Registered, known: Globals, held: list[Value]) -> None:
    found.like[_function(known, held[0])] = _string(known, held[1])


def _allocation(found: Registered, known: Globals, held: list[Value]) -> None:
    function, size, freed, free = held
    found.allocations[_function(known, function)] = Allocation(_number(size), _function(known, free), _string(known, freed))


def _refused(found: Registered, known: Globals, held: list[Value]) -> None:
    raise UnsupportedError(f"the derivative of `{_function(known, held[0])}` for the second half of a forward split is not supported",
                           hint="`__enzyme_register_derivative` serves forward mode, `__enzyme_register_gradient` reverse mode")


# what a name contains -> how it is noted, what it must hold
_KINDS: dict[str, tuple[Callable[[Registered, Globals, list[Value]], None], str]] = {
    "__enzyme_register_gradient": (_gradient, "three functions: itself, its augmented form, its reverse"),
    "__enzyme_register_derivative": (_derivative, "two functions: itself and its forward derivative"),
    "__enzyme_register_splitderivative": (_refused, "three functions"),
    "__enzyme_inactivefn": (_inactive, "a function"),
    "__enzyme_inactive_global": (_inactive_global, "the address of a variable"),
    "__enzyme_function_like": (_like, "a function and the name of a known one"),
    "__enzyme_allocation_like": (_allocation, "a function, the number of its size argument, a string with that of the argument that is freed, what frees"),
}
