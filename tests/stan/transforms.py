"""Declarations of parameters, one program each: every transform of Stan's, with bounds of every kind, as arrays, at sizes from nothing up.

`program` gives the program of a name; what Stan gives at `POINTS` points is stored in `stored/transforms.json`.
"""
from __future__ import annotations

import numpy as np

DATA = """transformed data {
  vector[3] low = [-1.5, 0, 2]', high = [0.5, 0.25, 7]';
  matrix[2, 3] least = [[-1, 0, 1], [2, 3, 4]];
  array[2] real from = {-2, 5};
}"""
DECLARATIONS = {
    "plain": "real x;", "plain_containers": "vector[2] x; row_vector[2] r; matrix[2, 3] m; array[2, 2] real a;",
    "lower": "real<lower=0> x;", "lower_elsewhere": "real<lower=-3.5> x;", "upper": "real<upper=2.5> x;", "interval": "real<lower=0, upper=1> x;",
    "interval_elsewhere": "real<lower=-4, upper=9.5> x;", "no_bounds": "real<lower=negative_infinity(), upper=positive_infinity()> x;",
    "open_below": "real<lower=negative_infinity(), upper=1> x;", "open_above": "real<lower=1, upper=positive_infinity()> x;",
    "vector_lower": "vector<lower=0.5>[3] x;", "vector_lowers": "vector<lower=low>[3] x;", "vector_uppers": "vector<upper=high>[3] x;",
    "vector_intervals": "vector<lower=low, upper=high>[3] x;", "vector_half": "vector<lower=-2, upper=high>[3] x;",
    "row_intervals": "row_vector<lower=low', upper=high'>[3] x;", "matrix_lower": "matrix<lower=0>[2, 3] x;", "matrix_lowers": "matrix<lower=least>[2, 3] x;",
    "matrix_intervals": "matrix<lower=least, upper=10>[2, 3] x;", "array_interval": "array[2, 3] real<lower=-1, upper=2> x;", "array_lowers": "array[2] real<lower=from> x;",
    "array_of_vectors": "array[2] vector<lower=-0.5>[3] x;", "array_of_matrices": "array[2] matrix<upper=0>[2, 2] x;",
    "bound_is_parameter": "real a; real<lower=a> b; real<lower=a, upper=b> x;", "bounds_of_parameters": "vector[2] a; vector<lower=a, upper=a + 1.5>[2] x;",
    "bound_is_function": "real<lower=0> s; vector<upper=log(s)>[2] x;",
    "offset": "real<offset=2.5> x;", "multiplier": "real<multiplier=3> x;", "affine": "real<offset=-1, multiplier=0.5> x;",
    "vector_affine": "vector<offset=low, multiplier=2>[3] x;", "vector_scales": "vector<multiplier=high>[3] x;", "matrix_affine": "matrix<offset=1, multiplier=4>[2, 2] x;",
    "affine_of_parameters": "real mu; real<lower=0> tau; vector<offset=mu, multiplier=tau>[3] x; array[2] real<multiplier=tau> y;",
    "ordered": "ordered[4] x;", "ordered_one": "ordered[1] x;", "array_ordered": "array[2] ordered[3] x;",
    "positive_ordered": "positive_ordered[4] x;", "array_positive_ordered": "array[2, 2] positive_ordered[2] x;",
    "simplex": "simplex[4] x;", "simplex_two": "simplex[2] x;", "simplex_one": "simplex[1] x; real y;", "array_simplex": "array[3] simplex[3] x;",
    "unit_vector": "unit_vector[3] x;", "unit_vector_two": "unit_vector[2] x;", "array_unit_vector": "array[2] unit_vector[4] x;",
    "cholesky_corr": "cholesky_factor_corr[4] x;", "cholesky_corr_two": "cholesky_factor_corr[2] x;", "cholesky_corr_one": "cholesky_factor_corr[1] x; real y;",
    "array_cholesky_corr": "array[2] cholesky_factor_corr[3] x;",
    "cholesky_cov": "cholesky_factor_cov[3] x;", "cholesky_cov_tall": "cholesky_factor_cov[4, 2] x;", "cholesky_cov_one": "cholesky_factor_cov[1] x;",
    "array_cholesky_cov": "array[2] cholesky_factor_cov[3, 2] x;",
    "cov": "cov_matrix[3] x;", "cov_one": "cov_matrix[1] x;", "cov_four": "cov_matrix[4] x;", "array_cov": "array[2] cov_matrix[2] x;",
    "corr": "corr_matrix[3] x;", "corr_two": "corr_matrix[2] x;", "corr_four": "corr_matrix[4] x;", "array_corr": "array[2] corr_matrix[3] x;",
    "nothing": "vector[0] x; array[0] real y; array[0] ordered[3] s; matrix[0, 2] m; real z;",
    "tuples": "tuple(real<lower=0>, simplex[3], array[2] real<lower=-1, upper=1>) x;", "tuple_in_tuple": "tuple(tuple(real, positive_ordered[2]), matrix<upper=1>[2, 2]) x; real<lower=x.1.1> y;",
}  # fmt: skip
NEW = {        # the language since 2.36
    "sum_to_zero": "sum_to_zero_vector[4] x;", "sum_to_zero_two": "sum_to_zero_vector[2] x;", "sum_to_zero_one": "sum_to_zero_vector[1] x; real y;",
    "array_sum_to_zero": "array[2] sum_to_zero_vector[3] x;", "sum_to_zero_matrix": "sum_to_zero_matrix[3, 4] x;", "sum_to_zero_matrix_wide": "sum_to_zero_matrix[2, 5] x;",
    "array_sum_to_zero_matrix": "array[2] sum_to_zero_matrix[3, 2] x;",
}  # fmt: skip
STOCHASTIC = {       # simplexes of Stan 2.35 in place of matrices: declaration, its twin, where the indices of the twin's free values stand
    "row_stochastic": ("row_stochastic_matrix[3, 4] x;", "array[3] simplex[4] x;", (0, 1)), "column_stochastic": ("column_stochastic_matrix[4, 2] x;", "array[2] simplex[4] x;", (1, 0)),
    "array_row_stochastic": ("array[2] row_stochastic_matrix[2, 2] x;", "array[2, 2] simplex[2] x;", (0, 1, 2)),
    "array_column_stochastic": ("array[2] column_stochastic_matrix[3, 2] x;", "array[2, 2] simplex[3] x;", (0, 2, 1)),
}  # fmt: skip
POINTS = 20


def program(declaration: str) -> str:
    """A program of parameters alone."""
    return f"{DATA}\nparameters {{\n  {declaration}\n}}\nmodel {{ }}\n"


def points(dim: int) -> list[list[float]]:
    """Where each transform is compared: near the middle and far from it."""
    return [(scale * np.random.default_rng(seed).standard_normal(dim)).tolist() for seed, scale in enumerate(np.geomspace(0.01, 4, POINTS))]
