"""Slices whose lengths are known at run time only meet element by element where they are equally long, as in Stan: none is stretched."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes import stan
from llbayes.ir.errors import LlbayesError

PROGRAM = """data {{ int n; array[4] int at; vector[n] y; matrix[n, n] m; }}
parameters {{ vector[n] x; }}
model {{
  for (k in 1:2) {{
    int a = at[k], b = at[k + 1], c = at[4];
    {} ;
  }}
}}
"""
SUMS = {                                        # statements of slices from a to b and from 1 to c: what they are in NumPy
    "sum": ("target += sum(x[a:b] + y[1:c])", lambda x, y, m: x + y),
    "product": ("target += sum(x[a:b] .* y[1:c])", lambda x, y, m: x * y),
    "of_one": ("target += sum(x[a:b] - y[2:2])", lambda x, y, m: x - y),
    "matrices": ("target += sum(m[a:b, 1] + x[1:c])", lambda x, y, m: m[:, 0] + x),
    "dot": ("target += dot_product(x[a:b], y[1:c])", lambda x, y, m: x * y),
    "power": ("target += sum(exp(x[a:b]) ^ y[1:c])", lambda x, y, m: np.exp(x) ** y),
}


def bound(statement: str, at: list[int]):
    rng = np.random.default_rng(1)
    return stan.model(text=PROGRAM.format(statement)).bind(n=4, at=at, y=rng.normal(size=4), m=rng.normal(size=(4, 4)))


@pytest.mark.parametrize("name", [name for name in SUMS if name != "of_one"])
def test_slices_of_one_length_meet(name):
    statement, value = SUMS[name]
    posterior, z = bound(statement, [1, 2, 3, 2]), np.linspace(-1.0, 1.0, 4)
    rng = np.random.default_rng(1)
    y, m = rng.normal(size=4), rng.normal(size=(4, 4))
    wanted = 0.0
    for k in (0, 1):
        rows, first = slice(k, k + 2), slice(0, 2)
        wanted += np.sum(value(z[first], y[first], m[rows]) if name == "matrices" else value(z[rows], y[first], m))
    assert posterior.log_density(z) == pytest.approx(wanted, rel=1e-13)


OTHER = [(name, at) for name in SUMS for at in ([1, 3, 4, 2], [2, 2, 2, 3], [1, 2, 3, 1]) if (name, at[1]) != ("of_one", 2) or at[0] == 1]


@pytest.mark.parametrize("name, at", OTHER)
def test_slices_of_other_lengths_are_refused(name, at):
    with pytest.raises(LlbayesError) as caught:
        bound(SUMS[name][0], at)
    assert caught.value.position.line == 6
