"""Transforms: the inverse undoes forward, the log Jacobian is that of numerical differentiation, values lie in their set."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes.ppl import cholesky_corr, interval, lower, ordered, positive, positive_ordered, real, simplex, unit, upper
from llbayes.ppl.base.constraints import violations

CASES = [
    (real, (3,)),
    (positive, ()),
    (positive, (2, 3)),
    (lower(-2.0), (3,)),
    (upper(1.5), (2,)),
    (interval(-1.0, 4.0), (3,)),
    (unit, (2,)),
    (ordered, (4,)),
    (ordered, (2, 3)),
    (positive_ordered, (3,)),
    (simplex, (4,)),
    (simplex, (2, 3)),
    (cholesky_corr(4), (4, 4)),
    (cholesky_corr(3), (2, 3, 3)),
]


def point(constraint, shape):
    free = constraint.kind.free(shape, *constraint.params)
    return np.random.default_rng(3).normal(size=free)


def independent_entries(constraint, x):
    """The entries of a value that its coordinates move freely."""
    if constraint.kind.name == "simplex":
        return x[..., :-1]
    if constraint.kind.name == "cholesky_corr":
        return x[(..., *np.tril_indices(x.shape[-1], -1))]
    return x


@pytest.mark.parametrize(("constraint", "shape"), CASES, ids=str)
def test_transform(constraint, shape):
    u = point(constraint, shape)
    x, jacobian, _ = constraint.forward(u)
    assert np.shape(x) == shape
    assert not np.any(violations(constraint, np.asarray(x)))
    np.testing.assert_allclose(constraint.inverse(np.asarray(x)), u, atol=1e-9)
    flat = np.ravel(u)
    columns = []
    for k in range(flat.size):
        h = np.zeros(flat.size)
        h[k] = 1e-6
        plus, minus = (np.asarray(constraint.forward((flat + s * h).reshape(u.shape))[0]) for s in (1, -1))
        columns.append(np.ravel(independent_entries(constraint, plus - minus)) / 2e-6)
    assert np.sum(jacobian) == pytest.approx(np.linalg.slogdet(np.array(columns))[1], abs=1e-6)
