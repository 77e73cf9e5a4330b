"""Dims of declared names: an axis whose size is a variable of the data has its name, so that `coords={"J": names}` labels what is declared `vector[J]`."""
from __future__ import annotations

import ast
from collections.abc import Iterable

from ...nodes import Declared, Expr, Name
from ...types import INT
from ...written import text_of
from ..context import Body
from ..templates import constant, display

RESULTS = ("chain", "draw", "sample")                        # dims of results themselves


def labelled(body: Body, one: Declared) -> dict[str, ast.expr]:
    """`dims="J"` or `dims=("J", "K")` where every axis has a name and no two the same; else nothing."""
    names = axes(one)
    if not names:
        return {}
    place = body.place(one)
    words: list[ast.expr] = [constant(name, place) for name in names]
    return {"dims": words[0] if len(words) == 1 else display(ast.Tuple, words, place)}


def axes(one: Declared) -> list[str]:
    """The names of all axes; empty where one has none, or two have the same."""
    if one.type.base == "tuple":
        return []
    names = [axis(size) for size in one.sized.axes]
    return names if all(names) and len({*names}) == len(names) else []


def axis(size: Expr) -> str:
    """The variable that a size is, if it is one of the data."""
    return size.id if isinstance(size, Name) and size.block == "data" and size.type == INT and size.id not in RESULTS else ""


def differ(containers: Iterable[Expr]) -> bool:
    """Are variables among these declared with different lengths? A site looks at its value's length alone, and NumPy stretches a single element."""
    lengths = {size_of(one.declared) for one in containers if isinstance(one, Name) and isinstance(one.declared, Declared)}
    return len(lengths) > 1


def size_of(one: Declared) -> str:
    """The first size of a container, as it is declared."""
    return text_of(one.sized.axes[0])
