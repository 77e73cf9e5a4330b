"""Transforms as functions (functions reference 2.36, Variable transformation functions): free values to constrained ones, with the log Jacobian added to the
density or without, and back. They are the transforms of parameters."""
from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..signatures import declare

CHAPTER = "Transforms"


class Transform(NamedTuple):
    """A transform: the notation of what is free and of what lies in the set, of one value; further arguments of the way there, and of the way back; the
    Python of the set of these, `_1`, `_2` …, and what gives free values of `_0`."""

    name: str
    free: str
    value: str
    further: tuple[str, ...]
    set: str
    back: str
    further_back: tuple[str, ...] = ()


def of_set(name: str, of: str, python: str, check: str) -> Transform:
    """The transform of a set that is the same for all sizes."""
    return Transform(name, of, of, (), python, f"st.unconstrained(_0, {python}, st.{check})")


def of_matrices(name: str, sizes: int, python: str) -> Transform:
    """The transform of a set of matrices, whose sizes are given with the vector of free values."""
    return Transform(name, "vector", "matrix", ("int",) * sizes, python, f"st.{name}_unconstrain(_0)")


def of_bounds(name: str, count: int, python: str) -> Iterator[Transform]:
    """The transform of numbers by bounds, each of which is a number, or one for each."""
    for of in ("real", "vector", "row_vector", "matrix"):
        bounds = (f"real | array[...] {of}",) * count
        yield Transform(name, of, of, bounds, python, f"st.unconstrained(_0, {python})", bounds)


TRANSFORMS = (
    *of_bounds("lower_bound", 1, "st.between(_1, np.inf)"),
    *of_bounds("upper_bound", 1, "st.between(-np.inf, _1)"),
    *of_bounds("lower_upper_bound", 2, "st.bounded(_1, _2)"),
    *of_bounds("offset_multiplier", 2, "st.affine(_1, _2)"),
    of_set("ordered", "vector", "ppl.ordered", "is_ordered"),
    of_set("positive_ordered", "vector", "ppl.positive_ordered", "is_positive_ordered"),
    of_set("simplex", "vector", "ppl.simplex", "is_simplex"),
    of_set("sum_to_zero", "vector", "ppl.sum_to_zero", "sums_to_zero"),
    of_set("sum_to_zero", "matrix", "ppl.sum_to_zero_matrix", "sums_to_zero_both_ways"),
    of_set("unit_vector", "vector", "ppl.unit_vector", "is_unit_vector"),
    of_set("stochastic_column", "matrix", "ppl.stochastic_columns", "has_simplex_columns"),
    of_set("stochastic_row", "matrix", "ppl.stochastic_rows", "has_simplex_rows"),
    of_matrices("cholesky_factor_corr", 1, "ppl.cholesky_corr(_1)"),
    of_matrices("cholesky_factor_cov", 2, "ppl.cholesky_cov(_1, _2)"),
    of_matrices("corr_matrix", 1, "ppl.corr_matrix(_1)"),
    of_matrices("cov_matrix", 1, "ppl.cov_matrix(_1)"),
)


def lines(t: Transform) -> Iterator[str]:
    """The functions of a transform. What adds to the density is told the name of what it adds, behind its arguments."""
    free, value = (f"array[...] {of}" for of in (t.free, t.value))
    taken, name = ", ".join((free, *t.further)), f"_{1 + len(t.further)}"
    yield f"{value} {t.name}_constrain({taken}) = st.constrained(_0, {t.set})"
    yield f"{value} {t.name}_jacobian({taken}) = st.constrained_and_scored(_0, {t.set}, {name})"
    yield f"{free} {t.name}_unconstrain({', '.join((value, *t.further_back))}) = {t.back}"


for transform in TRANSFORMS:
    declare("\n".join(lines(transform)), CHAPTER)
