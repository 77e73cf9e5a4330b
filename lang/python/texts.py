"""Texts with run-time values in them: they may be said (print, a log, an assertion), which compiled code leaves out, and are nothing else."""
from __future__ import annotations

import ast
import sys
import types
from collections.abc import Callable, Iterable
from io import TextIOBase
from typing import Any

import numpy as np

from ...ir.errors import CompileError
from ..values.services import Interpreter
from ..values.unrolling import ask
from ..values.values import Text, Value, holds_run_time

SPOKEN = frozenset({"builtins.print", "builtins.breakpoint", "warnings.warn", "_warnings.warn", "pprint.pprint", "pprint.pp", "pdb.set_trace",
                    "sys.breakpointhook",
                    "rich.print", "IPython.core.display_functions.display"})
LOGGING = frozenset({"debug", "info", "warning", "warn", "error", "critical", "fatal", "exception", "log"})
TO_FILES = frozenset({"write", "writelines", "flush"})
FORMATS: tuple[Any, ...] = (str, repr, ascii, format, np.array2string, np.array_repr, np.array_str, np.format_float_positional, np.format_float_scientific)


def speaks(f: Any) -> bool:
    """Is it a function that only tells something to whoever watches? Compiled code leaves its calls out."""
    owner = getattr(f, "__self__", None)
    name, module = getattr(f, "__name__", ""), getattr(f, "__module__", None) or ""
    if name in LOGGING and (module == "logging" or type(owner).__module__ == "logging"):
        return True
    if name in TO_FILES and isinstance(owner, TextIOBase):
        return owner in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__)
    return f"{module}.{name}" in SPOKEN


def say(it: Interpreter, values: Callable[[], object]) -> None:
    """Evaluate what is said, for what that does besides: sites are made there, and lists changed. Texts of run-time values may be read."""
    outer, it.saying = it.saying, it.frame
    try:
        values()
    finally:
        it.saying = outer


def is_saying(it: Interpreter) -> bool:
    """Is this an argument of a call that is left out?"""
    return it.saying is not None and it.saying in (it.frame, it.frame.cells if it.frame.comprehension else None)


def text(it: Interpreter, node: ast.AST | None = None) -> Text:
    """A text that is not known before the run, made here."""
    if node is not None:
        it.frame.node = node                                                    # type: ignore[assignment]
    return Text(it.position())


def is_format(f: Any) -> bool:
    """Does it make a text: `str`, `repr`, a method of a text?"""
    return f in FORMATS if isinstance(f, type) or callable(f) and not isinstance(getattr(f, "__self__", None), str) else isinstance(f, types.BuiltinMethodType)


def is_text(values: Iterable[Value]) -> bool:
    """Is one of these a text, or a text with run-time values?"""
    return any(isinstance(value, (str, Text)) for value in values)


def formatted(op: str, left: Value, right: Value) -> bool:
    """Does the operation make a text of run-time values: `"%.2f" % x`, or a text beside one?"""
    if isinstance(left, (str, Text)) and op == "%":
        return holds_run_time(left) or holds_run_time(right)
    return op in ("+", "*") and (isinstance(left, Text) or isinstance(right, Text)) and is_text((left, right))


def unusable(it: Interpreter, value: Text) -> CompileError:
    """The error where such a text is used, at the place where it was made. The index of a loop is known once that is unrolled, from the next pass on:
    all loops around in a model, where names are those of sites."""
    if it.interpretation is not None:
        it.unroll_here()
    else:
        ask(it)
    return CompileError(value.why, value.position, value.remedy)
