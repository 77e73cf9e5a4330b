"""Transforms: the inverse undoes forward, the log Jacobian is that of numerical differentiation, values lie in their set."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes.ppl import (
    affine,
    cholesky_corr,
    cholesky_cov,
    corr_matrix,
    cov_matrix,
    interval,
    lower,
    ordered,
    positive,
    positive_ordered,
    real,
    simplex,
    stochastic_columns,
    stochastic_rows,
    sum_to_zero,
    sum_to_zero_matrix,
    unit,
    unit_vector,
    upper,
)
from llbayes.ppl.base.constraints import Constraint
from llbayes.ppl.spaces.outside import violations
from llbayes.ppl.spaces.zero_sum import KINDS

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
    (affine(1.5, 0.3), ()),
    (affine(np.array([1.0, -2.0, 0.0]), 2.0), (2, 3)),
    (affine(0.0, np.array([0.5, 3.0])), (2,)),
    (corr_matrix(4), (4, 4)),
    (corr_matrix(3), (2, 3, 3)),
    (corr_matrix(1), (1, 1)),
    (cov_matrix(3), (3, 3)),
    (cov_matrix(2), (2, 3, 2, 2)),
    (cholesky_cov(3), (3, 3)),
    (cholesky_cov(4, 2), (2, 4, 2)),
    (cholesky_cov(3, 1), (3, 1)),
    (unit_vector, (3,)),
    (unit_vector, (2, 4)),
    (sum_to_zero, (4,)),
    (sum_to_zero, (2, 3)),
    (Constraint(KINDS[2]), (3, 4)),
    (sum_to_zero_matrix, (2, 3, 4)),
    (Constraint(KINDS[3]), (2, 2, 3, 4)),
    (stochastic_rows, (2, 3)),
    (stochastic_columns, (2, 3, 4)),
]


def point(constraint, shape):
    free = constraint.kind.free(shape, *constraint.params)
    return np.random.default_rng(3).normal(size=free)


def independent_entries(constraint, x):
    """The entries of a value that its coordinates move freely."""
    if constraint.kind.name in ("simplex", "stochastic_rows"):
        return x[..., :-1]
    if constraint.kind.name == "stochastic_columns":
        return x[..., :-1, :]
    if constraint.kind.name in ("cholesky_corr", "corr_matrix"):
        return x[(..., *np.tril_indices(x.shape[-1], -1))]
    if constraint.kind.name in ("cholesky_cov", "cov_matrix"):
        return x[(..., *np.tril_indices(x.shape[-2], 0, x.shape[-1]))]
    return x


@pytest.mark.parametrize(("constraint", "shape"), CASES, ids=str)
def test_transform(constraint, shape):
    u = point(constraint, shape)
    x, jacobian, _ = constraint.forward(u)
    assert np.shape(x) == shape
    assert not np.any(violations(constraint, np.asarray(x)))
    if constraint is unit_vector:                # of all coordinates that stand for a value, the way back finds some
        np.testing.assert_allclose(constraint.forward(constraint.inverse(np.asarray(x)))[0], x, atol=1e-15)
        return
    np.testing.assert_allclose(constraint.inverse(np.asarray(x)), u, atol=1e-9)
    flat = np.ravel(u)
    columns = np.zeros((flat.size, np.size(independent_entries(constraint, x))))
    for k in range(flat.size):
        h = np.zeros(flat.size)
        h[k] = 1e-6
        plus, minus = (np.asarray(constraint.forward((flat + s * h).reshape(u.shape))[0]) for s in (1, -1))
        columns[k] = np.ravel(independent_entries(constraint, plus - minus)) / 2e-6
    assert np.sum(jacobian) == pytest.approx(0.5 * np.linalg.slogdet(columns @ columns.T)[1], abs=1e-6)
