"""The Python of calls of distributions: in CPython, and as functions in a file, since compiled functions have a source."""
from __future__ import annotations

import importlib.util
from functools import cache

import numpy as np

from llbayes import ppl
from llbayes.stan import functions as _  # noqa: F401  (fills the table)
from llbayes.stan import library as st
from llbayes.stan.notation import types_of
from llbayes.stan.signatures import resolve
from llbayes.stan.types import MATRIX, REAL, VECTOR, Type

from .points import base

HEADER = "import numpy as np\n\nfrom llbayes import ppl\nfrom llbayes.stan import library as st\n"


class Line:
    """The Python of a call, a function of its arguments."""

    def __init__(self, python: str, count: int):
        names = ", ".join(f"_{k}" for k in range(count))
        self.text = f"({names}):\n    return {python}\n"
        self.function = eval(f"lambda {names}: {python}", {"np": np, "ppl": ppl, "st": st})

    def __call__(self, *arguments):
        return self.function(*arguments)

    @staticmethod
    def kind(argument) -> Type:
        """The type of a number or array; one of one axis is a vector, or an array of whole numbers."""
        array = np.asarray(argument)
        if array.dtype.kind in "iu":
            return Type("int", array.ndim)
        return (REAL, VECTOR, MATRIX)[array.ndim]


@cache
def line(function: str, *bases: str) -> Line:
    """The Python of a function for types of its arguments."""
    match = resolve(function, [types_of(b)[0] for b in bases])
    assert match is not None, (function, bases)
    return Line(match.signature.python, len(bases))


def python_of(call) -> Line:
    """The Python of a call."""
    return line(call.function, *map(base, call.arguments))


def value_of(argument):
    """An argument as programs have it."""
    return argument if isinstance(argument, (int, float)) else np.array(argument)


def functions(texts, folder):
    """Functions of a file in `folder`, from parameters and bodies."""
    path = folder / "lines_of_laws.py"
    path.write_text(HEADER + "".join(f"\n\ndef f{k}{text}" for k, text in enumerate(texts)))
    spec = importlib.util.spec_from_file_location("lines_of_laws", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return [getattr(module, f"f{k}") for k in range(len(texts))]


def applied(function, call, places):
    """A function of the arguments at some places, the others as they are in a call."""
    every = list(map(value_of, call.arguments))

    def call_of(*given):
        arguments = list(every)
        for k, value in zip(places, given, strict=True):
            arguments[k] = value
        return function(*arguments)
    return call_of
