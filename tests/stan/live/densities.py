"""Calls of distributions as a program of Stan 2.35: its lines are functions with kinds of arguments, of which data choose one, and its parameters are the numbers.

`program(kinds)` gives the text, one `KIND` a line; `question(call, kinds)` data and point of a call; `slopes(call, gradient)` the derivatives in each real argument.
"""
from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from laws.points import Call, base

HEADER = """functions {
  array[] vector vectors(vector x, int rows, int columns) {
    array[rows] vector[columns] out;
    for (i in 1 : rows) out[i] = segment(x, (i - 1) * columns + 1, columns);
    return out;
  }
}
data {
  int which, size, count, arguments;
  array[count] int k;
  array[arguments] int at, rows, columns;
}
parameters {
  vector[size] z;
}
model {
"""
# the part of the parameters `z`, or of the whole numbers `k`, that the i-th argument is
PARTS = {
    "real": "z[at[{0}]]", "vector": "segment(z, at[{0}], columns[{0}])", "int": "k[at[{0}]]", "array[] int": "segment(k, at[{0}], columns[{0}])",
    "matrix": "to_matrix(segment(z, at[{0}], rows[{0}] * columns[{0}]), rows[{0}], columns[{0}], 0)",
    "array[] vector": "vectors(segment(z, at[{0}], rows[{0}] * columns[{0}]), rows[{0}], columns[{0}])",
}  # fmt: skip


class Kind(NamedTuple):
    """A function and the types of its arguments."""

    function: str
    bases: tuple[str, ...]


def kind(call: Call) -> Kind:
    """The kind of a call."""
    return Kind(call.function, tuple(map(base, call.arguments)))


def program(kinds: Sequence[Kind]) -> str:
    """The program, whose last lines are those of the kinds and the bracket that closes it."""
    return HEADER + "".join(f"  if (which == {n}) target += {called(one)};\n" for n, one in enumerate(kinds)) + "}\n"


def called(one: Kind) -> str:
    """The call of a function with its arguments out of the parameters and data."""
    first, *rest = (PARTS[b].format(i + 1) for i, b in enumerate(one.bases))
    return f"{one.function}({first} | {', '.join(rest)})"


def question(call: Call, kinds: Sequence[Kind]) -> tuple[str, list[float]]:
    """The data that choose a call in the program of some kinds, and its numbers; arrays one row after the other."""
    numbers: dict[bool, list[float]] = {False: [], True: []}
    places = []
    for argument in call.arguments:
        own, shape = numbers["int" in base(argument)], (1, 1, *np.shape(argument))[-2:]
        places.append((len(own) + 1, *shape))
        own += np.ravel(argument).tolist()
    at, rows, columns = zip(*places, strict=True)
    sizes = {"size": len(numbers[False]), "count": len(numbers[True]), "arguments": len(places)}
    return json.dumps({"which": kinds.index(kind(call)), **sizes, "k": numbers[True], "at": at, "rows": rows, "columns": columns}), numbers[False]


def slopes(call: Call, gradient: Sequence[float]) -> list[list[float]]:
    """The gradient of the program in parts, one a real argument."""
    sizes = [np.size(a) for a in call.arguments if "int" not in base(a)]
    ends = np.cumsum([0, *sizes]).tolist()
    return [list(gradient[start:end]) for start, end in zip(ends, ends[1:], strict=False)]
