"""The notation of types and arguments in the lines of `signatures.py`, which says what it means."""
from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from .types import INT, MATRIX, REAL, ROW, VECTOR, Type

SETS: dict[str, tuple[Type, ...]] = {
    "reals": (REAL, REAL.array(), VECTOR, ROW),
    "ints": (INT, INT.array()),
    "vectors": (VECTOR, ROW, VECTOR.array(), ROW.array()),
    "containers": (REAL.array(), VECTOR, ROW, MATRIX),
    "flat": (REAL.array(), VECTOR, ROW),
    "ordered": (INT.array(), REAL.array(), VECTOR, ROW),
    "ints_nested": tuple(map(INT.array, range(1, 11))),
    "reals_nested": tuple(map(REAL.array, range(1, 11))),
    "vectors_nested": tuple(map(VECTOR.array, range(1, 9))),
    "rows_nested": tuple(map(ROW.array, range(1, 9))),
}
LETTERS = "RMZVA"


class Argument(NamedTuple):
    """What one argument may be: one of some types, or a letter with arrays around it."""

    types: tuple[Type, ...]
    letter: str = ""
    dims: int = 0
    data: bool = False

    def __str__(self) -> str:
        what = self.letter and Type(WORDS[self.letter], self.dims)
        return ("data " if self.data else "") + (str(what) if what else " | ".join(map(str, self.types)))


WORDS = {"R": "reals of any shape", "M": "real, vector or matrix", "Z": "ints of any shape", "V": "vector or row_vector", "A": "numbers of any shape"}


def split(text: str) -> list[str]:
    """The arguments of a signature, apart."""
    parts, depth, start = [], 0, 0
    for k, character in enumerate(text):
        depth += (character in "[(") - (character in "])")
        if character == "," and depth == 0:
            parts.append(text[start:k])
            start = k + 1
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


@cache
def argument(text: str) -> Argument:
    """One argument from its notation."""
    data = text.startswith("data ")
    word, dims = around(text.removeprefix("data "))
    if word in LETTERS:
        return Argument((), word, dims, data)
    return Argument(tuple(t for part in text.removeprefix("data ").split("|") for t in types_of(part.strip())), data=data)


def types_of(text: str) -> tuple[Type, ...]:
    """A type, or all types of a set, from the notation."""
    word, dims = around(text)
    return tuple(t.array(dims) for t in SETS.get(word) or (plain(word),))


def plain(word: str) -> Type:
    """A type that is no array, from the notation."""
    if not word.startswith("tuple("):
        return Type(word)
    return Type("tuple", 0, tuple(t for part in split(word[len("tuple("):-1]) for t in types_of(part)))


def around_of(dims: int) -> str:
    """What stands before the type in an array of so many dimensions."""
    return f"array[{',' * (dims - 1)}] " if dims else ""


def around(text: str) -> tuple[str, int]:
    """What stands behind `array[,] `, and how many dimensions that has."""
    found = re.fullmatch(r"array\[(,*)\] (.+)", text)
    return (found[2], len(found[1]) + 1) if found else (text, 0)
