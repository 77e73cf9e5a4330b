"""The law of functions that are expressions of others: their gradients and second derivatives by mpmath, at points inside their domains."""
from __future__ import annotations

import mpmath
import numpy as np
import pytest
import scalars
from sweeps import thinned

from llbayes import ad
from llbayes.lang.library.functions import UFUNCS

COMPOSED = {name: row for name, row in UFUNCS.items() if row.composed}


def moderate(domain):
    """The part of a domain where a function has slopes of moderate size; its middle for a probability."""
    if isinstance(domain, range):
        return domain
    low, high = domain
    return (0.05, 0.95) if high == 1.0 else (max(low, -6.0 if low < 0.0 else 0.1), min(high, 6.0))


def drawn(row, rng):
    """A point; whole numbers where the domain has them."""
    parts = [moderate(d) for d in scalars.domains(row)]
    return np.array([float(rng.choice(d)) if isinstance(d, range) else rng.uniform(*d) for d in parts])


def of_vector(row):
    """The function of a vector of its operands."""
    if row.arity == 1:
        return lambda v: row(v[0])
    return (lambda v: row(v[0], v[1])) if row.arity == 2 else lambda v: row(v[0], v[1], v[2])


def by_mpmath(row, point, smooth):
    """(gradient, second derivatives) in the operands that are no whole numbers."""
    f, at, n = scalars.exact(row), tuple(map(mpmath.mpf, point)), row.arity

    def slope(*which):
        return float(mpmath.diff(f, at, tuple(sum(k == w for w in which) for k in range(n))))
    return np.array([slope(k) for k in smooth]), np.array([[slope(*sorted((k, m))) for m in smooth] for k in smooth])


@pytest.mark.parametrize("name", thinned(sorted(COMPOSED), 6))
def test_derivatives_of_composed_functions(name):
    row, rng = COMPOSED[name], np.random.default_rng(sum(map(ord, name)))
    smooth = [k for k, d in enumerate(scalars.domains(row)) if not isinstance(d, range)]
    gradient, hessian = ad.grad(of_vector(row)), ad.hessian(of_vector(row))
    with mpmath.workdps(40):
        for _ in range(3):
            point = drawn(row, rng)
            first, second = by_mpmath(row, point, smooth)
            np.testing.assert_allclose(gradient(point)[smooth], first, rtol=1e-11, atol=1e-11 * np.max(np.abs(first)))
            np.testing.assert_allclose(hessian(point)[np.ix_(smooth, smooth)], second, rtol=1e-8, atol=1e-30 + 1e-9 * np.max(np.abs(second)))
