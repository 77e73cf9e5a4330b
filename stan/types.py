"""Stan's types: a base, how many array dimensions stand around it, the parts of a tuple. Sizes and constraints are no part of them (reference manual,
Types)."""
from __future__ import annotations

from typing import NamedTuple

RANK = {"vector": 1, "row_vector": 1, "matrix": 2, "complex_vector": 1, "complex_row_vector": 1, "complex_matrix": 2}

# what a declaration says -> the type of its values
PLAIN = {
    "simplex": "vector", "ordered": "vector", "positive_ordered": "vector", "unit_vector": "vector", "sum_to_zero_vector": "vector",
    "sum_to_zero_matrix": "matrix", "cholesky_factor_corr": "matrix", "cholesky_factor_cov": "matrix", "corr_matrix": "matrix", "cov_matrix": "matrix",
    "column_stochastic_matrix": "matrix", "row_stochastic_matrix": "matrix",
}  # fmt: skip


class Type(NamedTuple):
    """A type without sizes: `Type("vector", 2)` is `array[,] vector`."""

    base: str
    dims: int = 0
    parts: tuple[Type, ...] = ()

    @property
    def rank(self) -> int:
        """How many indices lead to a number."""
        return self.dims + RANK.get(self.base, 0)

    @property
    def scalar(self) -> bool:
        """A number, or a tuple."""
        return self.rank == 0

    @property
    def numeric(self) -> bool:
        """Numbers all through."""
        return self.base not in ("tuple", "void", "string", "function")

    @property
    def element(self) -> Type:
        """What one index of an array gives."""
        return self._replace(dims=self.dims - 1)

    def array(self, dims: int = 1) -> Type:
        """An array of these."""
        return self._replace(dims=self.dims + dims)

    def __str__(self) -> str:
        inner = f"tuple({', '.join(map(str, self.parts))})" if self.base == "tuple" else self.base
        return f"array[{',' * (self.dims - 1)}] {inner}" if self.dims else inner


INT, REAL, COMPLEX, VECTOR, ROW, MATRIX = (Type(base) for base in ("int", "real", "complex", "vector", "row_vector", "matrix"))
VOID, STRING, FUNCTION = Type("void"), Type("string"), Type("function")


def promotions(given: Type, wanted: Type) -> int | None:
    """How many promotions (int to real) make `given` a `wanted`: 0 where they are the same, None where nothing does."""
    if given == wanted:
        return 0
    if given.dims != wanted.dims:
        return None
    if given.base == wanted.base == "tuple" and len(given.parts) == len(wanted.parts):
        each = [promotions(g, w) for g, w in zip(given.parts, wanted.parts, strict=True)]
        return None if None in each else sum(n or 0 for n in each)
    return {("int", "real"): 1, ("int", "complex"): 2, ("real", "complex"): 1}.get((given.base, wanted.base))


def common(one: Type, other: Type) -> Type | None:
    """The least type that both can be promoted to, tuples part by part; None where there is none."""
    if one.base == other.base == "tuple" and one.dims == other.dims and len(one.parts) == len(other.parts):
        parts = [common(a, b) for a, b in zip(one.parts, other.parts, strict=True)]
        return None if None in parts else one._replace(parts=tuple(part for part in parts if part))
    if promotions(one, other) is not None:
        return other
    return one if promotions(other, one) is not None else None
