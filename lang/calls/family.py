"""What is known of a recognised function, and the functions of one file under their dotted public names."""
from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import NamedTuple, TypeAlias, TypeVar

from ..values.services import Interpreter
from ..values.values import Value

Emit: TypeAlias = Callable[..., Value]          # (interpreter, arguments) -> value
Given = TypeVar("Given", bound=Emit)


class Handler(NamedTuple):
    """`always`: staged even when all arguments are known (creation functions: their arrays may be written later)."""

    emit: Emit
    doc: str
    always: bool

    @property
    def signature(self) -> inspect.Signature:
        """Of emit: most are never asked for, and all of them take 10 ms."""
        return inspect.signature(self.emit)


def refuse_out(it: Interpreter, out: Value) -> None:
    """NumPy's `out=` is an assignment in disguise: the error that says so."""
    if out is not None:
        raise it.error("`out=` is not part of the language", "assign the result: `out[...] = …`")


def handler(emit: Emit, always: bool = False) -> Handler:
    """A handler documented by the first line of emit's docstring; emit takes the interpreter first."""
    return Handler(emit, (emit.__doc__ or "").strip().split("\n")[0], always)


class Family:
    """Functions by dotted name and array methods by name. An instance is the decorator that adds to it."""

    def __init__(self) -> None:
        self.functions: dict[str, Handler] = {}
        self.methods: dict[str, Handler] = {}

    def __call__(self, *names: str, always: bool = False, methods: tuple[str, ...] = ()) -> Callable[[Given], Given]:
        def add(emit: Given) -> Given:
            found = handler(emit, always)
            self.functions |= dict.fromkeys(names, found)
            self.methods |= dict.fromkeys(methods, found)
            return emit
        return add
