"""Transforms as functions: what they add to the density, and the way back, are those of the same declaration; where they may not be called."""
from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from llbayes import stan
from llbayes.ir.errors import LlbayesError
from llbayes.stan.functions.transforms import TRANSFORMS

DATA = "vector[3] low = [-1.5, 0, negative_infinity()]', high = [0.5, 0.25, 7]';"


class Case(NamedTuple):
    """A declaration of `x`, the declaration of free values `u`, and the further arguments of its functions, there and back."""

    declared: str
    free: str
    further: str = ""
    back: str = ""


CASES = {
    "lower_bound": [Case("vector<lower=low>[3]", "vector[3]", "low", "low"), Case("real<lower=-2>", "real", "-2", "-2")],
    "upper_bound": [Case("row_vector<upper=high'>[3]", "row_vector[3]", "high'", "high'"), Case("array[2] vector<upper=1>[2]", "array[2] vector[2]", "1", "1")],
    "lower_upper_bound": [Case("vector<lower=low, upper=9>[3]", "vector[3]", "low, 9", "low, 9"), Case("matrix<lower=-1, upper=2>[2, 3]", "matrix[2, 3]", "-1, 2", "-1, 2")],
    "offset_multiplier": [Case("vector<offset=high, multiplier=2.5>[3]", "vector[3]", "high, 2.5", "high, 2.5")],
    "ordered": [Case("ordered[3]", "vector[3]"), Case("array[2] ordered[3]", "array[2] vector[3]")],
    "positive_ordered": [Case("positive_ordered[3]", "vector[3]")],
    "simplex": [Case("simplex[4]", "vector[3]"), Case("array[2] simplex[3]", "array[2] vector[2]")],
    "sum_to_zero": [Case("sum_to_zero_vector[4]", "vector[3]"), Case("sum_to_zero_matrix[2, 4]", "matrix[1, 3]")],
    "unit_vector": [Case("unit_vector[3]", "vector[3]")],
    "stochastic_column": [Case("column_stochastic_matrix[3, 2]", "matrix[2, 2]")],
    "stochastic_row": [Case("row_stochastic_matrix[2, 3]", "matrix[2, 2]"), Case("array[2] row_stochastic_matrix[2, 2]", "array[2] matrix[2, 1]")],
    "cholesky_factor_corr": [Case("cholesky_factor_corr[4]", "vector[6]", "4"), Case("array[2] cholesky_factor_corr[3]", "array[2] vector[3]", "3")],
    "cholesky_factor_cov": [Case("cholesky_factor_cov[3]", "vector[6]", "3, 3"), Case("cholesky_factor_cov[3, 2]", "vector[5]", "3, 2")],
    "corr_matrix": [Case("corr_matrix[4]", "vector[6]", "4"), Case("array[2] corr_matrix[3]", "array[2] vector[3]", "3")],
    "cov_matrix": [Case("cov_matrix[3]", "vector[6]", "3")],
}


def test_every_transform_is_here():
    assert CASES.keys() == {transform.name for transform in TRANSFORMS}


def summed(declared: str, name: str) -> str:
    """Statements that add a curved sum of all numbers of a value to the density."""
    loop, one = ("for (k in 1:2) ", f"{name}[k]") if declared.startswith("array") else ("", name)
    if declared.removeprefix("array[2] ").startswith("real"):
        return f"{loop}target += 0.3 * square({one}) + {one};"
    return f"{loop}target += 0.3 * sum(square(to_vector({one}))) + sum({one});"


def called(name: str, how: str, *arguments: str) -> str:
    """A call of one of a transform's functions."""
    return f"{name}_{how}({', '.join(filter(None, arguments))})"


def plain(declared: str) -> str:
    """The declaration of a value without its constraint."""
    before, bracket, rest = declared.partition("<")
    return before + rest.partition(">")[2] if bracket else declared


@pytest.mark.parametrize("name, case", [pytest.param(name, case, id=f"{name}-{case.declared}") for name, cases in CASES.items() for case in cases])
def test_functions_are_those_of_the_declaration(name, case):
    declared = stan.model(text=f"transformed data {{ {DATA} }} parameters {{ {case.declared} x; }} model {{ {summed(case.declared, 'x')} }}").bind()
    there = stan.model(text=f"""
        transformed data {{ {DATA} }}
        parameters {{ {case.free} u; }}
        transformed parameters {{
          {plain(case.declared)} x = {called(name, 'jacobian', 'u', case.further)};
          {case.free} back = {called(name, 'unconstrain', called(name, 'constrain', 'u', case.further), case.back)};
        }}
        model {{ {summed(case.declared, 'x')} {summed(case.free, 'back')} }}""").bind()
    z = np.random.default_rng(3).normal(size=declared.dim)
    assert there.dim == declared.dim
    value, gradient = there.value_and_grad(z)
    found = there.constrain(z)
    length = np.linalg.norm(z) if name == "unit_vector" else 1.0             # of all coordinates of a unit vector the way back gives that of length 1
    back = z / length
    wanted, wanted_slopes = declared.value_and_grad(z)
    assert value == pytest.approx(wanted + np.sum(0.3 * back**2 + back), rel=1e-12)
    along = 0.6 * back + 1.0
    np.testing.assert_allclose(gradient, wanted_slopes + (along if length == 1.0 else (along - back * (back @ along)) / length), rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(found["x"], declared.constrain(z)["x"], rtol=1e-13)
    np.testing.assert_allclose(np.ravel(found["back"]), back, rtol=1e-11, atol=1e-13)


WRONG = [
    ("model { real y = lower_bound_jacobian(1, 0); }", 1, "called in transformed parameters"),
    ("functions {\n real f(real u) { return upper_bound_jacobian(u, 0); } }", 2, "called in transformed parameters"),
    ("transformed data {\n real y = lower_bound_constrain(1, [0, 1]'); }", 2, "`lower_bound_constrain` does not take"),
    ("transformed data {\n vector[2] y = simplex_constrain(1); }", 2, "`simplex_constrain` does not take"),
    ("transformed data {\n matrix[2, 2] y = cov_matrix_constrain([1, 2, 3]'); }", 2, "`cov_matrix_constrain` does not take"),
]
AT_BINDING = [
    ("transformed data {\n matrix[3, 3] y = cov_matrix_constrain([1, 2, 3]', 3); }", 2, "6 free values, and 3"),
    ("transformed data {\n vector[3] y = lower_bound_constrain([1, 2, 3]', [1, 2]'); }", 2, "3 and 2 elements"),
    ("transformed data {\n real y = lower_upper_bound_constrain(1, 3, 2); }", 2, "not below"),
    ("transformed data {\n vector[1] y = simplex_unconstrain([0.5, 0.6]'); }", 2, "no simplex"),
    ("transformed data {\n vector[2] y = offset_multiplier_constrain([0.5, 0.6]', 0, [1, -1]'); }", 2, "not positive"),
]


@pytest.mark.parametrize("text, line, said", WRONG + AT_BINDING)
def test_wrong_uses(text, line, said):
    with pytest.raises(LlbayesError, match=said) as caught:
        stan.model(text=text).bind()
    assert caught.value.position.line == line


def test_values_outside_of_a_set_are_rejected():
    posterior = stan.model(text="""
        parameters { real a; real b; }
        transformed parameters {
          vector[2] v = [0.25, a > 1 ? 0.5 : 0.75]';
          vector[1] u = simplex_unconstrain(v);
          real t = offset_multiplier_jacobian(0.5, 0, 1 - b);
        }
        model { target += sum(u) + t; }""").bind()
    assert posterior.log_density(np.array([0.0, 0.5])) == pytest.approx(np.log(1 / 3) + 0.25 + np.log(0.5))
    assert posterior.log_density(np.array([2.0, 0.5])) == -np.inf
    assert posterior.log_density(np.array([0.0, 1.5])) == -np.inf
