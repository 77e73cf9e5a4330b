"""Log densities of one series in mpmath, written after the definitions of the processes: of the series and the parameters, lists of numbers of mpmath or numbers."""

from __future__ import annotations

import mpmath as mp


def several(p):
    return list(p) if hasattr(p, "__len__") else [p]


def each(p, n):
    """One for each step."""
    return list(p) if hasattr(p, "__len__") else [p] * n


def normal(x, loc, scale):
    return -(((x - loc) / scale) ** 2) / 2 - mp.log(scale) - mp.log(2 * mp.pi) / 2


def gaussian(x, mean, cov):
    """A normal vector of this covariance."""
    r = mp.matrix([a - b for a, b in zip(x, mean, strict=True)])
    return -((r.T * mp.lu_solve(cov, r))[0] + mp.log(mp.det(cov)) + len(x) * mp.log(2 * mp.pi)) / 2


def toeplitz(gamma, n):
    return mp.matrix([[gamma[abs(i - j)] if abs(i - j) < len(gamma) else 0 for j in range(n)] for i in range(n)])


def random_walk(x, scale, drift, loc):
    before = [loc, *x[:-1]]
    return sum(normal(v, b + d, s) for v, b, d, s in zip(x, before, each(drift, len(x)), each(scale, len(x)), strict=True))


def random_walk_after(x, scale, drift, loc, first):
    return normal(x[0], loc, first) + random_walk(x[1:], scale, drift, x[0])


def autocovariances(phi, n):
    """Of the stationary series of scale 1, by Yule and Walker's equations."""
    p = len(phi)
    a = mp.matrix(p + 1, p + 1)
    for k in range(p + 1):
        a[k, k] += 1
        for j, c in enumerate(phi, 1):
            a[k, abs(k - j)] -= c
    gamma = list(mp.lu_solve(a, mp.matrix([1] + [0] * p)))
    while len(gamma) < n:
        gamma.append(sum(c * gamma[len(gamma) - j] for j, c in enumerate(phi, 1)))
    return gamma


def ar(x, phi, scale, constant):
    phi, n = several(phi), len(x)
    return gaussian(x, [constant / (1 - sum(phi))] * n, scale**2 * toeplitz(autocovariances(phi, n), n))


def steps(x, phi, scale, constant, before):
    """Given the values before, the last of which is the nearest."""
    whole = [*before, *x]
    return sum(normal(v, constant + sum(c * whole[len(before) + t - 1 - k] for k, c in enumerate(phi)), scale) for t, v in enumerate(x))


def ar_behind(x, phi, scale, constant, initial):
    return steps(x, several(phi), scale, constant, several(initial))


def ar_from(x, phi, scale, constant, loc, first):
    p = len(several(phi))
    return sum(normal(v, loc, first) for v in x[:p]) + steps(x[p:], several(phi), scale, constant, x[:p])


def ma(x, theta, scale, loc):
    weights, n = [1, *several(theta)], len(x)
    gamma = [sum(a * b for a, b in zip(weights, weights[k:], strict=False)) for k in range(len(weights))]
    return gaussian(x, each(loc, n), scale**2 * toeplitz(gamma, n))


def garch(x, omega, alpha, beta, loc, first=None):
    alpha, beta, locs = several(alpha), several(beta), each(loc, len(x))
    first = omega / (1 - sum(alpha) - sum(beta)) if first is None else first
    h, squares = [first], [(v - m) ** 2 for v, m in zip(x, locs, strict=True)]
    for t in range(1, len(x)):
        past = sum(a * (squares[t - 1 - k] if t > k else first) for k, a in enumerate(alpha))
        h.append(omega + past + sum(b * (h[t - 1 - k] if t > k else first) for k, b in enumerate(beta)))
    return sum(normal(v, m, mp.sqrt(s)) for v, m, s in zip(x, locs, h, strict=True))


def hidden_markov(x, stay, leave, means, scale):
    """Two states, the first begun in with probability `stay`."""
    rows = [[stay, 1 - stay], [leave, 1 - leave]]
    forward = [p * mp.exp(normal(x[0], m, scale)) for p, m in zip((stay, 1 - stay), means, strict=True)]
    for v in x[1:]:
        forward = [sum(f * row[k] for f, row in zip(forward, rows, strict=True)) * mp.exp(normal(v, m, scale)) for k, m in enumerate(means)]
    return mp.log(sum(forward))


def level(x, phi, process, noise, first):
    """One state that follows phi, from a variance `first`, observed with noise."""
    n = len(x)
    variances = [first]
    for _ in range(n - 1):
        variances.append(phi**2 * variances[-1] + process)
    cov = mp.matrix([[variances[min(i, j)] * phi ** abs(i - j) + (noise if i == j else 0) for j in range(n)] for i in range(n)])
    return gaussian(x, [0] * n, cov)


def squared_exponential(x, at, length, amplitude, noise, mean):
    """A Gaussian process at points; its variances are raised by the 1e-8 that keep covariances positive definite."""
    n = len(x)
    cov = mp.matrix([[amplitude**2 * mp.exp(-(((at[i] - at[j]) / length) ** 2) / 2) for j in range(n)] for i in range(n)])
    return gaussian(x, [mean] * n, cov + mp.diag([noise**2 + amplitude**2 * mp.mpf(1e-8)] * n))


def field(x, edges, alpha, tau, loc):
    """Of precision tau (D - alpha W)."""
    n = len(x)
    precision = mp.matrix(n, n)
    for i, j in edges:
        precision[i, i] += tau
        precision[j, j] += tau
        precision[i, j] -= alpha * tau
        precision[j, i] -= alpha * tau
    return gaussian(x, each(loc, n), mp.inverse(precision))


FAMILIES = {  # by the name of the family and of the last parameter that is no length
    ("AR", "constant"): ar,
    ("AR", "initial"): ar_behind,
    ("AR", "init_scale"): ar_from,
    ("GARCH", "loc"): garch,
    ("GARCH", "initial"): garch,
    ("MA", "loc"): ma,
    ("RandomWalk", "init_loc"): random_walk,
    ("RandomWalk", "init_scale"): random_walk_after,
    ("StochasticVolatility", "mu"): lambda x, phi, sigma, mu: ar(x, phi, sigma, mu * (1 - phi)),
}
