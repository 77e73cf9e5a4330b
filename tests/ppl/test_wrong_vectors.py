"""Wrong uses of families and sets of vectors and matrices: each is refused in words, at the user's line."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ppl
from llbayes.ir.errors import DataError, LlbayesError, ModelError

V = np.eye(2)
INDEFINITE = np.array([[1.0, 2.0], [2.0, 1.0]])


def site(make, **kw):
    def one():
        ppl.sample("x", make(), **kw)

    return lambda: ppl.model(one).bind()


def flat(make, **kw):
    def one():
        ppl.param("x", make(), **kw)

    return lambda: ppl.model(one).bind()


def seen(make, y):
    def one(y):
        ppl.sample("y", make(), obs=y)

    return lambda: ppl.model(one).bind(y=y)


def with_data(make, **data):
    def one(p):
        ppl.sample("x", make(p))

    return lambda: ppl.model(one).bind(**data)


WRONG = {
    "a number for a scale matrix": (site(lambda: ppl.Wishart(5, 2.0)), ModelError, "`scale` of Wishart is a matrix"),
    "a vector for a scale matrix": (site(lambda: ppl.InverseWishart(5, np.ones(2))), ModelError, r"n × n, not of shape \(2,\)"),
    "a scale that is not square": (site(lambda: ppl.Wishart(5, np.ones((2, 3)))), ModelError, r"n × n, not of shape \(2, 3\)"),
    "few degrees of freedom": (lambda: ppl.Wishart(1.0, np.eye(3)), ModelError, "df must be above n - 1 = 2"),
    "no scale": (lambda: ppl.Wishart(5), ModelError, "takes `df, scale` or `df, cholesky`"),
    "two scales": (lambda: ppl.InverseWishart(5, V, cholesky=V), ModelError, "takes `df, scale` or `df, cholesky`"),
    "covariance and precision": (lambda: ppl.MultivariateNormal(np.zeros(2), V, precision=V), ModelError, "`mean, precision`"),
    "one covariance of a matrix": (lambda: ppl.MatrixNormal(np.zeros((2, 2)), V), ModelError, "`mean, rowcov, colcov`"),
    "covariances that do not fit": (site(lambda: ppl.MatrixNormal(np.zeros((2, 3)), V, V)), ModelError, "m × n, m × m and n × n"),
    "a number for a vector": (site(lambda: ppl.MultivariateStudentT(5, 0.0, V)), ModelError, r"a loc of shape \(\)"),
    "a scale matrix that is indefinite": (with_data(lambda p: ppl.Wishart(5, p), p=INDEFINITE), DataError, "not symmetric, positive definite"),
    "a direction of another length": (with_data(lambda p: ppl.VonMisesFisher(p, 1.0), p=np.ones(2)), DataError, "are not unit_vector"),
    "a direction in one dimension": (site(lambda: ppl.VonMisesFisher(np.ones(1), 1.0)), ModelError, "two dimensions or more"),
    "half a dimension": (lambda: ppl.LKJ(2.5, 1.0), ModelError, "dim is a size"),
    "a matrix for a dimension": (lambda: ppl.LKJ(np.eye(2), 1.0), ModelError, "dim is a size"),
    "no weights": (lambda: ppl.StickBreaking(1.0, 0), ModelError, "K must be positive"),
    "a shape that does not fit": (site(lambda: ppl.Wishart(5, V), shape=(3, 3)), ModelError, r"has shape \(3, 3\)"),
    "sums along three axes": (lambda: ppl.ZeroSumNormal(1.0, axes=3), ModelError, "not axes=3"),
    "a vector of rows and columns": (lambda: ppl.ZeroSumNormal(1.0, 3, axes=2), ModelError, "rows="),
    "no length at all": (site(lambda: ppl.ZeroSumNormal(1.0)), ModelError, "nothing says"),
    "an observation that is no covariance": (seen(lambda: ppl.Wishart(5, V), INDEFINITE), DataError, "outside the support"),
    "an observation that is no correlation": (seen(lambda: ppl.LKJ(2, 1.0), 1.1 * V), DataError, "outside the support"),
    "an observation that does not sum to 0": (seen(lambda: ppl.ZeroSumNormal(1.0), np.ones(3)), DataError, "outside the support"),
    "a set of another size": (flat(lambda: ppl.corr_matrix(3), shape=(2, 2)), ModelError, r"values of corr_matrix\(3\) have \(3, 3\)"),
    "a set without its size": (flat(lambda: ppl.cov_matrix), ModelError, r"ppl.cov_matrix\(n\)"),
    "a set with a size": (flat(lambda: ppl.unit_vector(3)), ModelError, "without parentheses"),
    "a number on the sphere": (flat(lambda: ppl.unit_vector), ModelError, "rank 1 or more"),
    "a factor that is too wide": (flat(lambda: ppl.cholesky_cov(2, 3)), ModelError, "no more columns than rows"),
    "a negative scale": (flat(lambda: ppl.affine(0.0, -1.0)), ModelError, "scale must be positive"),
    "an affine scale that is missing": (flat(lambda: ppl.affine(0.0)), LlbayesError, "scale"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_uses_are_refused_at_the_users_line(name):
    run, kind, message = WRONG[name]
    with pytest.raises(kind, match=message) as caught:
        run()
    assert caught.value.position is not None and caught.value.position.file == __file__


PRIORS = {
    "corr_matrix": (ppl.corr_matrix(2), (2, 2), "LKJ"),
    "cov_matrix": (ppl.cov_matrix(2), (2, 2), "Wishart"),
    "unit_vector": (ppl.unit_vector, (3,), "VonMisesFisher"),
    "sum_to_zero": (ppl.sum_to_zero, (3,), "ZeroSumNormal"),
    "sum_to_zero_matrix": (ppl.sum_to_zero_matrix, (3, 2), "ZeroSumNormal"),
    "stochastic_rows": (ppl.stochastic_rows, (2, 3), "Dirichlet"),
}


@pytest.mark.parametrize("name", PRIORS)
def test_priors_whose_draws_never_lie_in_a_set_are_answered_with_one_whose_draws_do(name):
    constraint, shape, prior = PRIORS[name]

    @ppl.model
    def restricted():
        ppl.sample("x", ppl.Normal(0, 1), constraint=constraint, shape=shape)

    with pytest.raises(ModelError, match=f"never lie in the set(.|\n)*ppl.{prior}"):
        ppl.prior_predictive(restricted.bind(), draws=2)


@pytest.mark.parametrize(("name", "remedy"), [("OrderedTransform", "ppl.ordered"), ("StickBreakingTransform", "ppl.simplex"), ("positive_definite", "ppl.cov_matrix(n)"),
                                              ("corr_cholesky", "ppl.cholesky_corr(n)"), ("lower_cholesky", "ppl.cholesky_cov(n)"), ("sphere", "ppl.unit_vector"),
                                              ("zero_sum", "ppl.sum_to_zero"), ("LKJCorr", "ppl.LKJ(dim, eta)"), ("MvStudentT", "ppl.MultivariateStudentT"),
                                              ("inv_wishart", "ppl.InverseWishart"), ("StickBreakingWeights", "ppl.StickBreaking")])  # fmt: skip
def test_names_of_other_tools_lead_to_ours(name, remedy):
    with pytest.raises(LlbayesError) as caught:
        getattr(ppl, name)
    assert remedy in caught.value.hint
