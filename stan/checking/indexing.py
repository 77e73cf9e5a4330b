"""The type that indices give: `x[i]`, `x[a:b]`, `x[ns]`, `x[i, :]` (reference manual, Expressions: Indexing)."""
from __future__ import annotations

from ..errors import error
from ..nodes import Expr, Slice
from ..source import Span
from ..types import INT, Type

ONE, MANY = "one", "many"

# type without arrays, indices -> type (one index takes a dimension away, many leave it)
CONTAINERS = {
    ("vector", (ONE,)): "real", ("vector", (MANY,)): "vector",
    ("row_vector", (ONE,)): "real", ("row_vector", (MANY,)): "row_vector",
    ("matrix", (ONE,)): "row_vector", ("matrix", (MANY,)): "matrix",
    ("matrix", (ONE, ONE)): "real", ("matrix", (ONE, MANY)): "row_vector", ("matrix", (MANY, ONE)): "vector", ("matrix", (MANY, MANY)): "matrix",
}  # fmt: skip


def kind(index: Expr | Slice) -> str:
    """Does an index pick one element or many?"""
    return MANY if isinstance(index, Slice) or index.type != INT else ONE


def indexed(base: Type, indices: list[Expr | Slice], span: Span) -> Type:
    """The type of a value of type `base` with these indices."""
    kinds = [kind(index) for index in indices]
    arrays = kinds[: base.dims]
    dims = base.dims - arrays.count(ONE)
    inner, left = base._replace(dims=dims), tuple(kinds[base.dims :])
    if not left:
        return inner
    word = CONTAINERS.get((base.base, left))
    if word is None:
        raise error(f"`{base}` takes at most {count(base.rank)}, got {len(indices)}", span, "count the dimensions of the declaration")
    return Type(word, dims)


def count(rank: int) -> str:
    """How many indices, in words."""
    return {0: "no index", 1: "one index"}.get(rank, f"{rank} indices")
