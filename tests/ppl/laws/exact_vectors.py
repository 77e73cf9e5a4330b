"""Log densities of one value of each family of vectors, matrices and categories in mpmath, written after their definitions; matrices are mpmath's."""

from __future__ import annotations

import mpmath as mp


def column(v):
    return mp.matrix(list(v))


def gram(root):
    return root * root.T


def log_det(m):
    return mp.log(mp.det(m))


def form(m, r):
    """r' m⁻¹ r"""
    return (r.T * mp.lu_solve(m, r))[0]


def trace(m):
    return mp.fsum(m[k, k] for k in range(m.rows))


def diagonal(m):
    return [m[k, k] for k in range(m.rows)]


def log_multigamma(a, n):
    return mp.mpf(n * (n - 1)) / 4 * mp.log(mp.pi) + mp.fsum(mp.loggamma(a - mp.mpf(k) / 2) for k in range(n))


def normal(x, mean, cov):
    return -(form(cov, column(x) - column(mean)) + log_det(cov) + len(x) * mp.log(2 * mp.pi)) / 2


def student(x, df, loc, scale):
    n = len(x)
    norm = mp.loggamma((df + n) / 2) - mp.loggamma(df / 2) - mp.mpf(n) / 2 * mp.log(df * mp.pi) - log_det(scale) / 2
    return norm - (df + n) / 2 * mp.log1p(form(scale, column(x) - column(loc)) / df)


def matrix_normal(x, mean, rows, columns):
    r, m, n = x - mean, x.rows, x.cols
    inner = trace(mp.inverse(columns) * r.T * mp.inverse(rows) * r)
    return -(inner + m * n * mp.log(2 * mp.pi) + m * log_det(columns) + n * log_det(rows)) / 2


def wishart(x, df, scale):
    n = x.rows
    return (df - n - 1) / 2 * log_det(x) - trace(mp.inverse(scale) * x) / 2 - df * n / 2 * mp.log(2) - df / 2 * log_det(scale) - log_multigamma(df / 2, n)


def inverse_wishart(x, df, scale):
    n = x.rows
    return df / 2 * log_det(scale) - (df + n + 1) / 2 * log_det(x) - trace(scale * mp.inverse(x)) / 2 - df * n / 2 * mp.log(2) - log_multigamma(df / 2, n)


def log_volume(factor):
    """log |d(L L') / dL|"""
    n = factor.rows
    return n * mp.log(2) + mp.fsum((n - k) * mp.log(v) for k, v in enumerate(diagonal(factor)))


def log_lkj_norm(n, eta):
    """Of factors with density proportional to the product of diag[k]^(n - 1 - k + 2 eta - 2)."""
    each = [mp.mpf(k) / 2 * mp.log(mp.pi) + mp.loggamma(eta + mp.mpf(n - 1 - k) / 2) - mp.loggamma(eta + mp.mpf(n - 1) / 2) for k in range(1, int(n))]
    return mp.fsum(each)


def lkj_cholesky(x, n, eta):
    return mp.fsum((n - 1 - k + 2 * (eta - 1)) * mp.log(v) for k, v in enumerate(diagonal(x)) if k) - log_lkj_norm(n, eta)


def dirichlet(x, a):
    return mp.loggamma(mp.fsum(a)) + mp.fsum((b - 1) * mp.log(v) - mp.loggamma(b) for v, b in zip(x, a, strict=True))


def sticks(x, alpha, n):
    left, total = mp.mpf(1), mp.mpf(0)
    for v in list(x)[:-1]:
        total += mp.log(alpha) + (alpha - 1) * mp.log1p(-v / left) - mp.log(left)
        left -= v
    return total


def zero_sum(x, scale, *sizes):
    free = mp.mpf(1)
    for n in sizes:
        free *= n - 1
    return -mp.fsum(v * v for v in x) / (2 * scale**2) - free * (mp.log(scale) + mp.log(2 * mp.pi) / 2)


def von_mises_fisher(x, mu, kappa):
    p = mp.mpf(len(x))
    norm = (p / 2 - 1) * mp.log(kappa) - p / 2 * mp.log(2 * mp.pi) - mp.log(mp.besseli(p / 2 - 1, kappa))
    return norm + kappa * mp.fsum(a * b for a, b in zip(x, mu, strict=True))


def softmax(t):
    total = mp.log(mp.fsum(mp.exp(v) for v in t))
    return [mp.exp(v - total) for v in t]


def log_choices(x):
    return mp.loggamma(mp.fsum(x) + 1) - mp.fsum(mp.loggamma(k + 1) for k in x)


def multinomial(x, p):
    return log_choices(x) + mp.fsum(k * mp.log(q) for k, q in zip(x, p, strict=True))


def dirichlet_multinomial(x, n, a):
    total = mp.fsum(a)
    return log_choices(x) + mp.loggamma(total) - mp.loggamma(n + total) + mp.fsum(mp.loggamma(k + b) - mp.loggamma(b) for k, b in zip(x, a, strict=True))


def ordered(cdf):
    def of(x, eta, cutpoints):
        ends = [-mp.inf, *cutpoints, mp.inf]
        return mp.log(cdf(ends[int(x) + 1] - eta) - cdf(ends[int(x)] - eta))

    return of


def expit(z):
    return mp.mpf(0) if z == -mp.inf else 1 / (1 + mp.exp(-z))


def by(law, *roots):
    """With the parameters at these places given by their triangular factors."""
    return lambda x, *p: law(x, *[gram(v) if k in roots else v for k, v in enumerate(p)])


EXACT = {  # by the name of the family and its parameters that are no sizes
    "Categorical p": lambda x, p: mp.log(p[int(x)]),
    "Categorical logits": lambda x, t: mp.log(softmax(t)[int(x)]),
    "OrderedLogistic eta cutpoints": ordered(expit),
    "OrderedProbit eta cutpoints": ordered(mp.ncdf),
    "Multinomial n p": lambda x, n, p: multinomial(x, p),
    "Multinomial n logits": lambda x, n, t: multinomial(x, softmax(t)),
    "DirichletMultinomial n concentration": dirichlet_multinomial,
    "Dirichlet concentration": dirichlet,
    "StickBreaking alpha K": sticks,
    "MultivariateNormal mean cov": normal,
    "MultivariateNormal mean cholesky": by(normal, 1),
    "MultivariateNormal mean precision": lambda x, m, p: normal(x, m, mp.inverse(p)),
    "MultivariateStudentT df loc scale": student,
    "MultivariateStudentT df loc cholesky": by(student, 2),
    "MatrixNormal mean rowcov colcov": matrix_normal,
    "MatrixNormal mean rowchol colchol": by(matrix_normal, 1, 2),
    "MatrixNormal mean rowcov colchol": by(matrix_normal, 2),
    "MatrixNormal mean rowchol colcov": by(matrix_normal, 1),
    "ZeroSumNormal scale n": zero_sum,
    "ZeroSumNormal scale rows columns": zero_sum,
    "VonMisesFisher mu kappa": von_mises_fisher,
    "LKJCholesky dim eta": lkj_cholesky,
    "LKJ dim eta": lambda x, n, eta: (eta - 1) * log_det(x) - log_lkj_norm(n, eta),
    "Wishart df scale": wishart,
    "Wishart df cholesky": by(wishart, 1),
    "WishartCholesky df cholesky": lambda x, df, root: wishart(gram(x), df, gram(root)) + log_volume(x),
    "InverseWishart df scale": inverse_wishart,
    "InverseWishart df cholesky": by(inverse_wishart, 1),
    "InverseWishartCholesky df cholesky": lambda x, df, root: inverse_wishart(gram(x), df, gram(root)) + log_volume(x),
}
