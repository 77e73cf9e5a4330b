"""Values of R's dump files (`rdump.py` reads those): the text of a number, or a call's name and arguments in; rows of numbers with their shapes out."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

WHOLE = re.compile(r"(?:0[xX][0-9a-fA-F]+|\d+)")
WORDS: dict[str, int | float] = {"Inf": np.inf, "Infinity": np.inf, "NaN": np.nan, "inf": np.inf, "nan": np.nan, "TRUE": 1, "FALSE": 0, "T": 1, "F": 0}
MISSING = ("NA", "NA_integer_", "NA_real_")
Named = list[tuple[str, Any]]


class Vector(NamedTuple):
    """Numbers of R in one row, with the shape that they have as an array; None where they have none. `single`: one number by itself, not `c(1)`.
    `parts`: of a list."""

    values: np.ndarray
    shape: tuple[int, ...] | None = None
    single: bool = False
    parts: dict[str, Any] | None = None

    @property
    def value(self) -> Any:
        """The number or array, or what a list holds by name or number. R's arrays are stored column by column."""
        if self.parts is not None:
            return self.parts
        if self.shape is None:
            return self.values[0] if self.single else self.values
        return self.values.reshape(self.shape, order="F")


def number(text: str) -> Vector:
    """A number as Stan reads it: whole where there is neither point nor exponent, or an `L` behind it."""
    digits = text.rstrip("Ll")
    if WHOLE.fullmatch(digits):
        return Vector(np.array([int(digits, 0) if "x" in digits.lower() else int(digits)]), single=True)
    value = float(digits)
    return Vector(np.array([int(value) if digits != text and value.is_integer() else value]), single=True)


def numbers(text: str) -> Vector | None:
    """Numbers with commas between them; None where it is something else."""
    parts = text.replace("L", "").split(",") if text.strip() else []
    try:
        return Vector(np.array(list(map(float if set(text) & set(".eE") else int, parts)), None if parts else np.int64))
    except ValueError:
        return None


def word(text: str) -> Vector | None:
    """A number that has a name; None for another name."""
    if text in MISSING:
        return Vector(np.ma.masked_all(1), single=True)
    return Vector(np.array([WORDS[text]]), single=True) if text in WORDS else None


# -- calls
LABELS = (".Dimnames", "dimnames", "names", ".Names", "class", "levels", "row.names")
PARAMETERS = {                                                     # names of arguments, in their order
    "structure": (".Data", ".Dim"), "array": ("data", "dim"), "matrix": ("data", "nrow", "ncol", "byrow"), "integer": ("length",), "double": ("length",),
    "numeric": ("length",), "logical": ("length",), "rep": ("x", "times"), "seq": ("from", "to", "by"), "seq_len": ("length.out",),
    "as.vector": ("x", "mode"),
}  # fmt: skip
SAME = {"dim": ".Dim"}                                             # in `structure`


def called(name: str, given: Named) -> Vector:
    """What a function of FUNCTIONS makes of its arguments. ValueError, TypeError and IndexError for those that do not fit together."""
    return listed(given) if name == "list" else CALLS[name](*bound(given, PARAMETERS.get(name, ())))


def bound(given: Named, parameters: tuple[str, ...]) -> list[Any]:
    """The arguments of a call in the order of the parameters, None where one is not given; those of `c` as they come."""
    if not parameters:
        return [value for _, value in given if value is not None]
    found: dict[str, Any] = {name if name in parameters else SAME.get(name, name): value for name, value in given if name}
    free = [p for p in parameters if p not in found]
    places = [value for name, value in given if not name]
    if len(places) > len(free):
        raise TypeError
    found |= dict(zip(free, places, strict=False))
    return [found.get(p) for p in parameters]


def combined(*parts: Vector) -> Vector:
    """`c(…)`: reals where one of them is real."""
    if not parts:
        return Vector(np.zeros(0, np.int64))
    join = np.ma.concatenate if masked(parts) else np.concatenate
    return Vector(join([p.values for p in parts]))


def listed(given: Named) -> Vector:
    """`list(…)`: its parts by name, or by number from 1."""
    return Vector(np.zeros(0), parts={name or str(k): part.value for k, (name, part) in enumerate(given, 1) if part is not None})


def masked(parts: tuple[Vector, ...]) -> bool:
    return any(isinstance(p.values, np.ma.MaskedArray) for p in parts)


def shaped(data: Vector, dim: Vector | None) -> Vector:
    """`structure(data, .Dim = dim)`."""
    if dim is None:
        return data._replace(single=False)
    shape = tuple(int(n) for n in dim.values)
    if np.prod(shape) != data.values.size:
        raise ValueError(f"{data.values.size} numbers, and dimensions {' × '.join(map(str, shape))}")
    return Vector(data.values, shape)


def filled(data: Vector, dim: Vector | None) -> Vector:
    """`array(data, dim = dim)`: the data again and again."""
    shape = tuple(int(n) for n in dim.values) if dim is not None else (data.values.size,)
    return Vector(np.resize(data.values, int(np.prod(shape))), shape)


def in_rows(data: Vector, nrow: Vector | None, ncol: Vector | None, byrow: Vector | None) -> Vector:
    """`matrix(data, nrow, ncol, byrow)`."""
    size = data.values.size
    rows = int(nrow.values[0]) if nrow is not None else -(-size // int(ncol.values[0])) if ncol is not None else size
    columns = int(ncol.values[0]) if ncol is not None else -(-size // max(rows, 1))
    values = np.resize(data.values, rows * columns)
    across = byrow is not None and bool(byrow.values[0])
    return Vector(values.reshape(rows, columns).ravel(order="F") if across else values, (rows, columns))


def zeros(kind: type) -> Callable[[Vector | None], Vector]:
    """`integer(n)`, `double(n)`: zeros."""
    return lambda length: Vector(np.zeros(int(length.values[0]) if length is not None else 0, kind))


def repeated(x: Vector, times: Vector) -> Vector:
    """`rep(x, times)`: all of x again and again, or each as often as `times` says of it."""
    counts = times.values.astype(int)
    return Vector(np.tile(x.values, counts[0]) if counts.size == 1 else np.repeat(x.values, counts))


def stepped(start: Vector, stop: Vector, by: Vector | None) -> Vector:
    """`seq(from, to, by)`."""
    step = by.values[0] if by is not None else 1
    steps = int(np.floor((stop.values[0] - start.values[0]) / step + 1e-10))
    return Vector(start.values[0] + step * np.arange(steps + 1))


CALLS: Mapping[str, Callable[..., Vector]] = {
    "c": combined, "structure": shaped, "array": filled, "matrix": in_rows, "integer": zeros(np.int64), "double": zeros(np.float64),
    "numeric": zeros(np.float64), "logical": zeros(np.int64), "rep": repeated, "seq": stepped,
    "seq_len": lambda n: Vector(np.arange(1, int(n.values[0]) + 1)), "as.integer": lambda x: x._replace(values=x.values.astype(np.int64)),
    "as.vector": lambda x, mode: x._replace(shape=None, single=False), "as.numeric": lambda x: x._replace(values=x.values.astype(float)),
    "as.array": lambda x: x._replace(single=False),
}  # fmt: skip
FUNCTIONS = frozenset({*CALLS, "list"})
