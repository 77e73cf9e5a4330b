"""Log densities of families of vectors and matrices by SciPy, or written after their definitions; by the name of the family and of its last parameter."""

from __future__ import annotations

import functools

import numpy as np
import scipy.stats as st


def each(reference):
    """A density of one value, at many."""
    return lambda x, *params: np.array([reference(v, *params) for v in x])


def gram(root):
    return root @ root.T


def log_volume(factor):
    """log |d(L Lᵀ) / dL|."""
    n = len(factor)
    return n * np.log(2) + np.sum(np.arange(n, 0, -1) * np.log(np.diag(factor)))


def lkj(x, n, eta):
    """By the density of partial correlations in the first row of what is left: Beta(b, b) on (-1, 1), b one half less in each row."""
    total, left = 0.0, x
    for k in range(n - 1):
        b = eta + 0.5 * (n - 2 - k)
        partial = left[1:, 0]
        sizes = np.sqrt(1 - partial**2)
        total += np.sum(st.beta(b, b).logpdf((partial + 1) / 2) - np.log(2)) - np.sum((n - 2 - k) * np.log(sizes))
        left = (left[1:, 1:] - np.outer(partial, partial)) / np.outer(sizes, sizes)
    return total


def lkj_cholesky(factor, n, eta):
    """Each correlation's derivative in the entry of the factor is the diagonal entry of its column."""
    return lkj(gram(factor), n, eta) + np.sum(np.arange(n - 1, -1, -1) * np.log(np.diag(factor)))


def sticks(x, alpha, n):
    left, total = 1.0, 0.0
    for v in x[:-1]:
        total += st.beta(1, alpha).logpdf(v / left) - np.log(left)
        left -= v
    return total


def centred(x, covariances):
    """A normal law on the plane where sums vanish, of so many axes."""
    return st.multivariate_normal(cov=functools.reduce(np.kron, covariances), allow_singular=True).logpdf(x.reshape(len(x), -1))


def matrix(x, mean, rows, columns):
    return st.matrix_normal(mean, rows, columns).logpdf(x)


REFERENCES = {
    ("Dirichlet", "concentration"): lambda x, a: st.dirichlet(a).logpdf(x.T),
    ("StickBreaking", "K"): each(sticks),
    ("MultivariateNormal", "cov"): lambda x, m, cov: st.multivariate_normal(m, cov).logpdf(x),
    ("MultivariateNormal", "cholesky"): lambda x, m, root: st.multivariate_normal(m, gram(root)).logpdf(x),
    ("MultivariateNormal", "precision"): lambda x, m, p: st.multivariate_normal(m, np.linalg.inv(p)).logpdf(x),
    ("MultivariateStudentT", "scale"): lambda x, df, m, s: st.multivariate_t(m, s, df).logpdf(x),
    ("MultivariateStudentT", "cholesky"): lambda x, df, m, root: st.multivariate_t(m, gram(root), df).logpdf(x),
    ("ZeroSumNormal", "n"): lambda x, s, n: centred(x, [s * s * (np.eye(n) - 1 / n)]),
    ("ZeroSumNormal", "columns"): lambda x, s, m, n: centred(x, [s * s * (np.eye(m) - 1 / m), np.eye(n) - 1 / n]),
    ("VonMisesFisher", "kappa"): lambda x, mu, kappa: st.vonmises_fisher(mu, kappa).logpdf(x),
    ("MatrixNormal", "colcov"): None,            # two forms of one name
    ("MatrixNormal", "colchol"): None,
    ("LKJ", "eta"): each(lkj),
    ("LKJCholesky", "eta"): each(lkj_cholesky),
    ("Wishart", "scale"): each(lambda x, df, s: st.wishart(df, s).logpdf(x)),
    ("Wishart", "cholesky"): each(lambda x, df, root: st.wishart(df, gram(root)).logpdf(x)),
    ("WishartCholesky", "cholesky"): each(lambda x, df, root: st.wishart(df, gram(root)).logpdf(gram(x)) + log_volume(x)),
    ("InverseWishartCholesky", "cholesky"): each(lambda x, df, root: st.invwishart(df, gram(root)).logpdf(gram(x)) + log_volume(x)),
    ("InverseWishart", "scale"): each(lambda x, df, s: st.invwishart(df, s).logpdf(x)),
    ("InverseWishart", "cholesky"): each(lambda x, df, root: st.invwishart(df, gram(root)).logpdf(x)),
}


def reference(family, x, params):
    """The log density of values stacked on a leading axis."""
    if family.name == "MatrixNormal":
        rows, columns = (gram(p) if spec.name.endswith("chol") else p for spec, p in zip(family.params[1:], params[1:], strict=True))
        return each(matrix)(x, params[0], rows, columns)
    return REFERENCES[family.name, family.params[-1].name](x, *params)
