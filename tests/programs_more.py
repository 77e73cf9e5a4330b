"""More programs like those of `programs.py`, as statisticians and numerical analysts write them: whole algorithms, and what Python's lists, generators
and records mean together with arrays. `MORE` is the table.
"""
# ruff: noqa
from __future__ import annotations

import functools
import itertools
import math
from dataclasses import dataclass, replace
from math import exp, log
from typing import NamedTuple

import numpy as np
import scipy.linalg as sla
from programs import Program
from scipy import special
from scipy.special import expit

MORE: dict[str, Program] = {}
R = np.random.default_rng(42)
T20, Y20, Y30, Y12 = np.linspace(0.0, 4.0, 20), R.normal(size=20), R.normal(size=30), R.normal(size=12)
X, CNT, N10 = R.normal(size=(10, 3)), R.poisson(3.0, 15), R.integers(0, 5, 10)
TS, EV = R.exponential(2.0, 15) + 0.01, R.random(15) > 0.3
XG = np.sort(R.uniform(0, 5, 12))
YG = np.sin(XG)


def program(n, *data, expect="value"):
    """Register a program with n standard normal parameters and its data."""
    def add(f):
        MORE[f.__name__] = Program(f, (np.random.default_rng(len(MORE) + 101).normal(size=n), *data), expect)
        return f
    return add


@program(2)
def adaptive_heun(z):
    mu = 1.0 + z[0] ** 2
    t, x, v = 0.0, 1.0, z[1]
    h = 0.1
    n = 0
    while t < 2.0 and n < 500:
        h = min(h, 2.0 - t)
        k1x, k1v = v, mu * (1 - x * x) * v - x
        xe, ve = x + h * k1x, v + h * k1v
        k2x, k2v = ve, mu * (1 - xe * xe) * ve - xe
        err = 0.5 * h * abs(k2v - k1v) + 0.5 * h * abs(k2x - k1x)
        n += 1
        if err > 1e-2 and h > 1e-3:
            h *= 0.5
            continue
        t += h
        x += 0.5 * h * (k1x + k2x)
        v += 0.5 * h * (k1v + k2v)
        if err < 1e-3:
            h = h * 1.5
    return x * v + n * 0.0

@program(3)
def sir_euler(z):
    beta, gamma, i0 = expit(z[0]), expit(z[1]) * 0.5, expit(z[2]) * 0.01
    S, I, R_ = 1 - i0, i0, 0.0
    hist = []
    for day in range(30):
        new_inf = beta * S * I
        new_rec = gamma * I
        S, I, R_ = S - new_inf, I + new_inf - new_rec, R_ + new_rec
        hist.append(new_inf)
    return sum(log(h + 1e-9) for h in hist)

@program(2)
def verlet_alias_inplace(z):
    q = np.zeros(2)
    q[0] = 1.0
    p = np.empty(2)
    p[:] = z
    for _ in range(25):
        p -= 0.05 * q
        q += 0.1 * p
        p -= 0.05 * q
    return float(np.dot(p, p) + q.sum())

@program(3, Y20)
def viterbi_like(z, y):
    K = 3
    delta = np.zeros(K)
    back = np.zeros((len(y), K), dtype=int)
    stay = 0.7
    for t in range(len(y)):
        nd = np.zeros(K)
        for j in range(K):
            best = -np.inf
            arg = 0
            for i in range(K):
                c = delta[i] + (math.log(stay) if i == j else math.log((1 - stay) / (K - 1)))
                if c > best:
                    best, arg = c, i
            nd[j] = best - 0.5 * (y[t] - z[j]) ** 2
            back[t, j] = arg
        delta[:] = nd
    k = int(np.argmax(delta))
    path_sum = 0.0
    for t in range(len(y) - 1, -1, -1):
        path_sum += z[k]
        k = back[t, k]
    return delta.max() + 0.1 * path_sum

@program(3, R.normal(size=(12, 2)))
def kalman_missing(z, y):
    x = np.zeros(2)
    P = np.eye(2)
    q, r, rho = exp(z[0]), exp(z[1]), math.tanh(z[2])
    A = np.array([[rho, 0.1], [0.0, rho]])
    total = 0.0
    for t in range(y.shape[0]):
        x = A.dot(x)
        P = A.dot(P).dot(A.T) + q * np.eye(2)
        for j in range(y.shape[1]):
            if y[t, j] > 1.2:
                continue
            s = P[j, j] + r
            g = P[:, j] / s
            inn = y[t, j] - x[j]
            x = x + g * inn
            P = P - np.outer(g, P[j, :])
            total += -0.5 * (log(s) + inn ** 2 / s)
    return total

@program(3, XG, YG)
def gp_hand_cholesky(z, x, y):
    n = len(x)
    K = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            K[i, j] = exp(2 * z[0]) * exp(-abs(x[i] - x[j]) / exp(z[1]))
            K[j, i] = K[i, j]
        K[i, i] += exp(2 * z[2]) + 1e-8
    L = np.zeros_like(K)
    for j in range(n):
        s = K[j, j] - np.sum(L[j, :j] ** 2)
        L[j, j] = np.sqrt(s)
        for i in range(j + 1, n):
            L[i, j] = (K[i, j] - L[i, :j] @ L[j, :j]) / L[j, j]
    a = y.copy()
    for i in range(n):
        for k in range(i):
            a[i] -= L[i, k] * a[k]
        a[i] /= L[i, i]
    logdet = 2 * sum([math.log(L[i, i]) for i in range(n)])
    return -0.5 * (a @ a) - 0.5 * logdet

@program(3, XG, YG)
def gp_cho_solve(z, x, y):
    def kernel(r, ls):
        return (1 + np.sqrt(3) * r / ls) * np.exp(-np.sqrt(3) * r / ls)
    r = np.abs(x[:, np.newaxis] - x)
    K = np.exp(z[1]) * kernel(r, np.exp(z[0]))
    K[np.arange(len(x)), np.arange(len(x))] += np.exp(z[2]) + 1e-6
    c = np.linalg.cholesky(K)
    alpha = sla.cho_solve((c, True), y)
    return -0.5 * y.dot(alpha) - np.log(c.diagonal()).sum()

@program(3, TS, EV)
def piecewise_hazard(z, t, event):
    cuts = [0.0, 1.0, 2.5, 1e9]
    rates = np.exp(z)
    lp = 0.0
    for ti, di in zip(t, event):
        cum = 0.0
        r = 0.0
        for k in range(3):
            lo, hi = cuts[k], cuts[k + 1]
            if ti > lo:
                cum += rates[k] * (min(ti, hi) - lo)
            if lo < ti <= hi:
                r = rates[k]
        if di:
            lp += math.log(r)
        lp -= cum
    return lp

@program(7, T20, Y20)
def bspline_cox_de_boor(z, t, y):
    knots = np.array([0., 0., 0., 0., 1., 2., 3., 4.01, 4.01, 4.01, 4.01])
    deg = 3
    nb = len(knots) - deg - 1
    lp = 0.0
    for n in range(len(t)):
        x = t[n]
        B = np.zeros(len(knots) - 1)
        for i in range(len(knots) - 1):
            B[i] = 1.0 if knots[i] <= x < knots[i + 1] else 0.0
        for d in range(1, deg + 1):
            for i in range(len(knots) - d - 1):
                left = right = 0.0
                if knots[i + d] > knots[i]:
                    left = (x - knots[i]) / (knots[i + d] - knots[i]) * B[i]
                if knots[i + d + 1] > knots[i + 1]:
                    right = (knots[i + d + 1] - x) / (knots[i + d + 1] - knots[i + 1]) * B[i + 1]
                B[i] = left + right
        f = B[:nb] @ z
        lp -= 0.5 * (y[n] - f) ** 2
    return lp

@program(5, T20)
def natural_spline_tridiagonal(z, tq):
    xk = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    n = 5
    h = np.diff(xk)
    rhs = np.zeros(n); low = np.zeros(n); dia = np.ones(n); up = np.zeros(n)
    for i in range(1, n - 1):
        low[i] = h[i - 1]; dia[i] = 2 * (h[i - 1] + h[i]); up[i] = h[i]
        rhs[i] = 6 * ((z[i + 1] - z[i]) / h[i] - (z[i] - z[i - 1]) / h[i - 1])
    for i in range(1, n):
        w = low[i] / dia[i - 1]
        dia[i] -= w * up[i - 1]
        rhs[i] -= w * rhs[i - 1]
    M = np.zeros(n)
    M[-1] = rhs[-1] / dia[-1]
    for i in range(n - 2, -1, -1):
        M[i] = (rhs[i] - up[i] * M[i + 1]) / dia[i]
    s = 0.0
    for x in tq:
        k = min(int(x), n - 2)
        dx = x - xk[k]
        b = (z[k + 1] - z[k]) / h[k] - h[k] * (2 * M[k] + M[k + 1]) / 6
        s += z[k] + b * dx + 0.5 * M[k] * dx ** 2 + (M[k + 1] - M[k]) / (6 * h[k]) * dx ** 3
    return s

@program(4, T20, Y20)
def hinge_basis(z, t, y):
    knots = (1.0, 2.0, 3.0)
    f = z[0] + sum(c * np.maximum(t - k, 0) for c, k in zip(z[1:], knots))
    return -np.mean((y - f) ** 2)

@program(2, CNT)
def changepoint_cumsum(z, D):
    e, l = np.exp(z[0]), np.exp(z[1])
    lp_e = np.concatenate([[0.0], np.cumsum(D * np.log(e) - e)])
    lp_l = np.concatenate([[0.0], np.cumsum(D * np.log(l) - l)])
    lp = -np.log(len(D)) + lp_l[-1] + lp_e[:-1] - lp_l[:-1]
    return special.logsumexp(lp)

@program(3, Y20)
def holt_winters(z, y):
    alpha, beta, gamma = special.expit(z)
    season = 4
    level, trend = y[0], y[1] - y[0]
    seas = np.zeros(season)
    sse = 0.0
    for t in range(len(y)):
        s = seas[t % season]
        pred = level + trend + s
        e = y[t] - pred
        sse += e ** 2
        last = level
        level = alpha * (y[t] - s) + (1 - alpha) * (level + trend)
        trend = beta * (level - last) + (1 - beta) * trend
        seas[t % season] = gamma * (y[t] - level) + (1 - gamma) * s
    return -sse

@program(9)
def lu_pivoting(z):
    n = 3
    A = z.reshape(n, n).copy()
    b = np.array([1.0, 2.0, 3.0])
    sign = 1.0
    for k in range(n):
        p = k
        for i in range(k + 1, n):
            if abs(A[i, k]) > abs(A[p, k]):
                p = i
        if p != k:
            for j in range(n):
                A[k, j], A[p, j] = A[p, j], A[k, j]
            b[k], b[p] = b[p], b[k]
            sign = -sign
        for i in range(k + 1, n):
            m = A[i, k] / A[k, k]
            A[i, k:] -= m * A[k, k:]
            b[i] -= m * b[k]
    x = np.zeros(n)
    for i in reversed(range(n)):
        x[i] = (b[i] - A[i, i + 1:] @ x[i + 1:]) / A[i, i]
    return x.sum() + sign * A[0, 0] * A[1, 1] * A[2, 2]

@program(16)
def lu_pivot_row_swap(z):
    A = z.reshape(4, 4) + 0.0
    det = 1.0
    for k in range(4):
        p = k + int(np.argmax(np.abs(A[k:, k])))
        if p != k:
            A[[k, p]] = A[[p, k]]
            det *= -1
        det *= A[k, k]
        A[k + 1:, k:] -= np.outer(A[k + 1:, k] / A[k, k], A[k, k:])
    return det

@program(6)
def power_iteration_while(z):
    S = np.array([[2.0 + z[0], z[1], z[2]], [z[1], 3.0 + z[3], z[4]], [z[2], z[4], 7.0 + z[5]]])
    v = np.array([1.0, 0.5, 0.2])
    old = 0.0
    k = 0
    while True:
        w = S @ v
        v = w / np.sqrt((w ** 2).sum())
        lam = v @ S @ v
        k += 1
        if abs(lam - old) < 1e-13 or k == 200:
            break
        old = lam
    return lam

@program(4)
def expm_scaling_squaring(z):
    A = z.reshape((2, 2))
    s = 4
    B = A / 2 ** s
    E = np.eye(2) + B + B @ B / 2 + B @ B @ B / 6
    for _ in range(s):
        E = E @ E
    return float(E.trace())

@program(8)
def jacobi_sweep(z):
    D = np.array([4.0, 5.0, 6.0, 7.0])
    x = np.zeros(4)
    b = z[:4]
    off = 0.3 * z[4:]
    for it in range(12):
        xn = x.copy()
        for i in range(4):
            s = 0.0
            for j in range(4):
                if i == j: continue
                s += off[(i + j) % 4] * x[j]
            xn[i] = (b[i] - s) / D[i]
        x, xn = xn, x
    return x @ b

@program(8)
def conjugate_gradient(z):
    A = np.array([[4.0, 1, 0, 0], [1, 5, 1, 0], [0, 1, 6, 1], [0, 0, 1, 7]]) + np.diag(z[4:] ** 2)
    b = z[:4]
    x = np.zeros(4)
    r = b - A @ x
    p = r.copy()
    rs = r @ r
    for _ in range(4):
        Ap = A @ p
        alpha = rs / (p @ Ap)
        x += alpha * p
        r -= alpha * Ap
        new = r @ r
        p = r + (new / rs) * p
        rs = new
    return b @ x

@program(3)
def newton_return(z):
    def root(c):
        x = 1.0
        while True:
            dx = (x ** 2 - c) / (2 * x)
            x = x - dx
            if abs(dx) < 1e-15 * x + 1e-300:
                return x
    s = 0.0
    for v in z:
        s += root(v * v + 1)
    return s

@program(3)
def secant(z):
    x0, x1 = 0.0, 1.0
    g = lambda x: math.exp(-x) * (1 + z[0] ** 2) - x + 0.1 * z[1]
    n = 0
    while abs(x1 - x0) > 1e-13 and n < 30:
        f0 = g(x0); f1 = g(x1)
        if f1 == f0:
            break
        x0, x1 = x1, x1 - f1 * (x1 - x0) / (f1 - f0)
        n += 1
    return x1 * z[2]

@program(4)
def sorting_network(z):
    v = list(z)
    def cas(i, j):
        lo, hi = min(v[i], v[j]), max(v[i], v[j])
        v[i], v[j] = lo, hi
    for i, j in [(0, 1), (2, 3), (0, 2), (1, 3), (1, 2)]:
        cas(i, j)
    return v[0] + 2 * v[1] + 3 * v[2] + 4 * v[3]

@program(8)
def fft_butterfly(z):
    n = 8
    re, im = z.copy(), np.zeros(n)
    j = 0
    for i in range(1, n):
        bit = n >> 1
        while j & bit:
            j ^= bit
            bit >>= 1
        j |= bit
        if i < j:
            re[i], re[j] = re[j], re[i]
    length = 2
    while length <= n:
        half = length // 2
        for start in range(0, n, length):
            for k in range(half):
                ang = -2 * math.pi * k / length
                wr, wi = math.cos(ang), math.sin(ang)
                a, b = start + k, start + k + half
                tr = re[b] * wr - im[b] * wi
                ti = re[b] * wi + im[b] * wr
                re[b], im[b] = re[a] - tr, im[a] - ti
                re[a] += tr
                im[a] += ti
        length *= 2
    power = re ** 2 + im ** 2
    return np.sum(np.log1p(power))

@program(8)
def haar_wavelet(z):
    a = z.copy()
    n = 8
    while n > 1:
        h = n // 2
        s = (a[0:n:2] + a[1:n:2]) / math.sqrt(2)
        d = (a[0:n:2] - a[1:n:2]) / math.sqrt(2)
        a[:h] = s
        a[h:n] = d
        n = h
    return np.sum(np.abs(a) ** 1.5)

@program(10)
def burgers_sign(z):
    u = z + 0
    for n in range(4):
        f = 0.5 * u * u
        flux = np.where(u[:-1] + u[1:] > 0, f[:-1], f[1:])
        u[1:-1] -= 0.1 * (flux[1:] - flux[:-1])
    return (u ** 3).sum()

@program(8)
def hillis_steele_scan(z):
    a = z.copy()
    d = 1
    while d < 8:
        b = a.copy()
        b[d:] = a[d:] + a[:-d]
        a = b
        d <<= 1
    return np.prod(1 + 0.1 * a)

class Prior(NamedTuple):
    loc: float
    scale: float

@dataclass(frozen=True)
class Config:
    family: str = "normal"
    priors: tuple = (Prior(0.0, 1.0), Prior(1.0, 2.0))
    use_log: bool = True

@program(3, Y20, Config(), )
def config_dataclass(z, y, cfg):
    lp = 0.0
    for p, v in zip(cfg.priors, z):
        lp += -0.5 * ((v - p.loc) / p.scale) ** 2 - np.log(p.scale)
    s = np.exp(z[2]) if cfg.use_log else z[2]
    if cfg.family == "normal":
        lp += np.sum(-0.5 * ((y - z[0]) / s) ** 2 - np.log(s))
    elif cfg.family == "laplace":
        lp += np.sum(-np.abs(y - z[0]) / s)
    else:
        raise ValueError(f"unknown family {cfg.family}")
    return lp

@program(6)
def enumerate_zip_reversed(z):
    out = 0.0
    for i, (a, b) in enumerate(zip(z[:3], reversed(z[3:]))):
        out += (i + 1) * a * b
    for i in reversed(range(6)):
        out = out * 0.5 + z[i]
    return out

class State(NamedTuple):
    pos: np.ndarray
    vel: np.ndarray
    t: float

@program(4)
def namedtuple_replace(z):
    s = State(z[:2].copy(), z[2:].copy(), 0.0)
    while s.t < 1.0:
        s = s._replace(pos=s.pos + 0.25 * s.vel, t=s.t + 0.25)
        s = s._replace(vel=s.vel - 0.25 * s.pos ** 3)
    return float(np.sum(s.pos) * s.t + s.vel[0])

@program(5)
def where_singular(z):
    x = np.concatenate([z, [0.0]])
    s = np.where(x != 0, np.sin(x) / np.where(x == 0, 1.0, x), 1.0)
    r = np.sqrt(np.where(x > 0, x, 0.25))
    return s.sum() + r.sum()

@program(5)
def int_arith(z):
    s = 0.0
    for i in range(-7, 8):
        k = (i // 3) % 5
        j = (i ** 2 - 3 * i) % 4
        q = (i & 3) ^ (j | 1)
        s += z[k] * j + z[q % 5] * (-i % 3) + (i << 1) * 0.01 * z[0]
        s += z[abs(i) >> 1]
    return s

@program(4)
def str_dispatch(z):
    links = {"log": np.exp, "identity": lambda x: x, "logit": special.expit, "sq": np.square}
    r = 0.0
    for (name, fn), v in zip(sorted(links.items()), z):
        r += fn(v) * len(name)
    return r

@program(2)
def matrix_free_lanczos(z):
    n = 6
    alpha, beta = np.zeros(3), np.zeros(2)
    q = np.ones(n) / np.sqrt(n)
    qm = np.zeros(n)
    def op(v):
        out = (2 + z[0] ** 2) * v
        out[1:] -= v[:-1]
        out[:-1] -= z[1] * v[1:]
        return out
    b = 0.0
    for k in range(3):
        w = op(q) - b * qm
        alpha[k] = w @ q
        w -= alpha[k] * q
        b = np.sqrt(w @ w + 1e-12)
        if k < 2:
            beta[k] = b
        qm, q = q, w / b
    return alpha.sum() + np.prod(beta)

@program(4)
def chebyshev_clenshaw(z):
    def cheb(x):
        b1 = b2 = 0.0
        for c in z[:0:-1]:
            b1, b2 = 2 * x * b1 - b2 + c, b1
        return x * b1 - b2 + z[0]
    return sum([cheb(x) ** 2 for x in (-0.5, 0.1, 0.9)])

@program(3)
def min_max_builtin(z):
    a = max(z[0], z[1], z[2])
    b = min(z)
    c = max(abs(v) for v in z)
    d = np.clip(z, -0.5, 0.5)
    return a - b + c * d.sum() + np.maximum(z, 0).sum()

@program(3)
def dict_zip_names(z):
    p = dict(zip(["a", "b", "c"], z))
    return p["a"] * p["b"] + math.exp(p["c"])

@program(3)
def list_comprehension_array(z):
    w = np.array([v ** 2 + 1 for v in z])
    u = np.array([[a * b for b in z] for a in z])
    return w @ u @ w

@program(4)
def generator_sums(z):
    n = len(z)
    s = sum(z[i] * z[j] for i in range(n) for j in range(i))
    m = max(z[i] - i for i in range(n))
    return s + m + sum(v for v in z if v > 0)

@program(3, Y30)
def generator_sum_long(z, y):
    return sum(-0.5 * (yi - z[0]) ** 2 / math.exp(z[1]) - 0.5 * z[1] for yi in y) + sum(z[2] * y[t] * y[t - 1] for t in range(1, len(y)))

@program(3, Y30)
def generator_sum_zip_enumerate(z, y):
    return sum(a * b for a, b in zip(y[1:], y[:-1])) * z[0] + sum((i + 1) * v * z[1] for i, v in enumerate(y)) + z[2]

@program(10)
def triangular_dot_loops(z):
    n = 10
    A = np.outer(z, z) * 0.1 + np.eye(n) * 2
    L = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            s = sum(L[i, k] * L[j, k] for k in range(j))
            if i == j:
                L[i, j] = math.sqrt(A[i, i] - s)
            else:
                L[i, j] = (A[i, j] - s) / L[j, j]
    return sum(math.log(L[i, i]) for i in range(n))

@program(20)
def expanding_window_mean(z):
    s = 0.0
    for t in range(1, len(z)):
        s += (z[t] - np.mean(z[:t])) ** 2
    return s

@program(16)
def strided_halving(z):
    a = z.copy()
    h = 8
    while h >= 1:
        a[:h] = a[:h] + 0.5 * a[h:2 * h] ** 2
        h //= 2
    return a[0]

@program(3)
def append_long_loop(z):
    traj = [np.array([1.0, 0.0])]
    for k in range(40):
        x = traj[-1]
        traj.append(x + 0.05 * np.array([x[1], -z[0] ** 2 * x[0] - 0.1 * x[1]]))
    T = np.array(traj)
    return np.sum(T[:, 0] ** 2) + z[1] * z[2]

@program(5)
def list_indexed_by_loop(z):
    coef = [0.5, -1.0, 2.0, 0.3, 1.5]
    s = 0.0
    for rep in range(20):
        for k in range(5):
            s += coef[k] * math.sin(z[k] + rep * coef[(k + rep) % 5])
    return s

@program(5, N10)
def list_indexed_by_data(z, idx):
    table = [0.1, 0.2, 0.4, 0.8, 1.6]
    vals = [z[0], z[1] * z[2], z[3], math.exp(z[4]), 1.0]
    return sum(table[i] * vals[i] for i in idx)

@program(4)
def any_all_builtin(z):
    ok = all(v > -10 for v in z)
    some = any(v > 100 for v in z)
    return (1.0 if ok and not some else 2.0) * np.sum(z ** 2)

@program(3)
def functools_things(z):
    f = functools.partial(np.power, z ** 2 + 1)
    total = functools.reduce(lambda a, b: a * b, [z[0], z[1], z[2] + 3])
    return np.sum(f(1.5)) + total

@program(3)
def map_filter(z):
    return sum(map(lambda v: v * v, z)) + sum(map(math.exp, [z[0], z[1]]))

@program(4)
def itertools_things(z):
    s = 0.0
    for i, j in itertools.combinations(range(4), 2):
        s += z[i] * z[j]
    for a, b in itertools.product([0, 1], [2, 3]):
        s -= z[a] * z[b] ** 2
    for v in itertools.accumulate([1, 2, 3]):
        s += v
    return s

class Kernel(NamedTuple):
    name: str
    ls: float
    children: tuple = ()

    def __call__(self, d):
        return np.exp(-d ** 2 / self.ls) if self.name == "rbf" else np.exp(-np.abs(d) / self.ls)

    def scaled(self, s):
        return self._replace(ls=self.ls * s)

@program(4)
def method_of_namedtuple(z):
    k = Kernel("rbf", np.exp(z[0])).scaled(2.0)
    k2 = Kernel(name="ou", ls=1.5)
    return k(z[1] - z[2]) + k2(z[3]) + k.ls

@dataclass(frozen=True)
class Normal:
    mu: float
    sigma: float = 1.0

    def logpdf(self, x):
        return -0.5 * ((x - self.mu) / self.sigma) ** 2 - np.log(self.sigma) - 0.5 * np.log(2 * np.pi)

    @property
    def var(self):
        return self.sigma ** 2

    @staticmethod
    def std():
        return Normal(0.0)

    @classmethod
    def of(cls, z):
        return cls(z[0], np.exp(z[1]))

@program(4, Y30)
def dataclass_methods(z, y):
    d = Normal.of(z)
    return np.sum(d.logpdf(y)) + Normal.std().logpdf(z[2]) + d.var + replace(d, sigma=2.0).logpdf(z[3])

class Model:
    def __init__(self, X, y, scale=2.0):
        self.X, self.y, self.scale = X, y, scale

    def lp(self, b):
        r = self.y - self.X @ b
        return -0.5 * r @ r / self.scale - self.prior(b)

    def prior(self, b):
        return 0.5 * np.sum(b ** 2)

@program(3, Model(X, Y30[:10]))
def object_config(z, m):
    return m.lp(z)

@program(3)
def star_args_spread(z):
    def f(a, b=1.0, *rest, c=0.0, **kw):
        return a * b + sum(rest) + c * kw.get("d", 0.0)
    args = (z[0], z[1], z[2])
    opts = {"c": z[0], "d": 2.0}
    return f(*args, 3.0, **opts) + f(z[0])

@program(6)
def view_rows_update(z):
    M = z.reshape(2, 3).copy()
    for row in M:
        row -= row.mean()
        row /= np.sqrt((row ** 2).sum() + 1)
    return M[0] @ M[1] + M[0, 0]

@program(3)
def reversed_enumerate(z):
    s = 0.0
    for i, v in reversed(list(enumerate(z))):
        s = s * 0.3 + i * v
    for k, v in enumerate(z[::-1]):
        s += k * v
    for a, b in zip(z, z[1:]):
        s += a * b
    for i, (a, b) in enumerate(zip(z, z[::-1]), 1):
        s += i * a * b
    return s

@program(4)
def dict_of_dicts(z):
    cfg = {"prior": {"mu": (0.0, 1.0), "tau": (1.0, 2.0)}, "order": ["mu", "tau"]}
    lp = 0.0
    for i, k in enumerate(cfg["order"]):
        m, s = cfg["prior"][k]
        lp -= 0.5 * ((z[i] - m) / s) ** 2
    out = {k: z[i + 2] for i, k in enumerate(cfg["order"])}
    out["mu"] *= 2
    out.update(extra=z[0])
    return lp + sum(out.values()) + len(out) + out.get("nope", 0.5)

@program(3)
def lcg_monte_carlo(z):
    seed = 12345
    s = 0.0
    for i in range(50):
        seed = (1103515245 * seed + 12345) % 2147483648
        u = (seed + 0.5) / 2147483648
        s += math.exp(z[0] * u + z[1]) * math.cos(z[2] * u)
    return s / 50

@program(5)
def tuple_returns_from_branches(z):
    def f(x):
        if x > 0:
            return x, np.array([x, 1.0])
        return -x, np.array([0.0, x])
    a, u = f(z[0])
    b, v = f(z[1])
    return a * b + u @ v

@program(6)
def row_swap_views(z):
    A = z.reshape(2, 3).copy()
    A[0], A[1] = A[1], A[0]
    return A[0] @ np.arange(3.0) + A[1].sum()

@program(6)
def row_swap_index(z):
    A = z.reshape(3, 2).copy()
    for k in range(2):
        A[[k, k + 1]] = A[[k + 1, k]]
    return A[0] @ np.array([1.0, 2.0]) + A[2, 0]

@program(5)
def masked_value_is_a_copy(z):
    a = z.copy()
    m = a > 0
    v = a[m]
    a[:] = 5.0
    return v.sum() + a.sum()

@program(5)
def masked_value_elem_copy(z):
    a = z * 2.0
    v = a[a > 0]
    a[0] = 100.0
    return v.sum() + a.sum()

@program(3)
def expand_is_a_view(z):
    a = z * 2.0
    b = a[:, None]
    a[0] = 5.0
    return b[0, 0] + b.sum()

@program(3)
def broadcast_to_is_a_view(z):
    a = z.copy()
    b = np.broadcast_to(a, (2, 3))
    a[0] = 5.0
    return b.sum() + z[0]

@program(3)
def squeeze_view(z):
    a = np.zeros((1, 3))
    a[0] = z
    b = np.squeeze(a)
    a[0, 1] = 7.0
    return b @ np.arange(3.0) + z[1]

@program(4)
def diag_is_a_view(z):
    A = z.reshape(2, 2).copy()
    d = np.diag(A)
    A[0, 0] = 7.0
    return d[0] * z[1] + d[1]

@program(4)
def callable_test(z):
    f = lambda x: x ** 2
    g = f if callable(f) else None
    return g(z[0]) + (1.0 if g is not None else 0.0)

@program(3)
def and_or_values(z):
    v = (z[0] > 0 and z[1]) or z[2]
    return v * 2.0

@program(4)
def argmax_ties_nan(z):
    a = np.array([z[0], np.nan, z[1]])
    k = np.argmax(a)
    b = np.array([1.0, 1.0, 0.5])
    return float(k) + z[0] + np.argmax(b) + np.argmin(b) * 10

@program(4)
def one_minus_mask(z):
    m = z > 0
    return np.sum((1 - m) * z) + np.sum(m / 2) + np.sum(m * 3) + (m == True).sum() + np.mean(m) + sum(m) + np.sum(2.0 ** m)

@program(4)
def alias_through_dict(z):
    d = {"a": z.copy()}
    e = dict(d)
    e["a"][1] = 7.0
    d["b"] = d["a"]
    d["a"] = d["a"] * 2
    return d["a"].sum() + 3 * d["b"].sum() + e["a"][0]

@program(4)
def alias_through_list(z):
    rows = [np.zeros(2) for _ in range(3)]
    same = [np.zeros(2)] * 3
    for i in range(3):
        rows[i][0] = z[i]
        same[i][1] += z[i]
    return sum(r[0] for r in rows) + same[0][1] * 2

@program(5)
def static_array_written(z):
    w = np.linspace(0, 1, 5) ** 2
    w[0] = z[0]
    u = np.array([1.0, 2.0, 3.0]) * 2
    u[1] += z[1]
    return w @ np.arange(5.0) + w[0] ** 2 + u @ u

@program(5, None)
def static_copy_written(z, _):
    w = Y12.copy()
    w[0] = z[0]
    v = np.sort(Y12)
    v[-1] *= z[1]
    q = Y12 * 1.0
    q += z[2]
    p = np.zeros_like(Y12)
    p[:5] = z
    return w.sum() + v[-1] + q @ q + p[2]

@program(4)
def static_in_loop_written(z):
    s = 0.0
    for k in range(12):
        w = np.abs(Y12[:4])
        w[k % 4] = z[k % 4]
        s += w.sum()
    return s

@program(3)
def int_power_loop(z):
    s = 0.0
    for k in range(20):
        s += (-1) ** k * z[0] ** (2 * k + 1) / (2 * k + 1)
    for k in range(1, 10):
        s += z[1] / 2 ** k + z[2] * 3 ** (k % 4)
    return s

@program(3)
def int_power_run_time(z):
    n = 3 if z[0] > 0 else 2
    return 2 ** n + n ** 3 + n ** 10 + z[1] ** n + float(n) ** 0.5 + 7 ** (n + 15) % 1000

@program(3)
def factorial_comb(z):
    s = 0.0
    for k in range(12):
        s += z[0] ** k / math.factorial(k) + z[1] * math.comb(11, k)
    return s

@program(5)
def ping_pong_buffers(z):
    cur = z.copy()
    nxt = np.zeros(5)
    for t in range(9):
        for i in range(5):
            nxt[i] = 0.5 * cur[i] + 0.25 * cur[(i + 1) % 5]
        cur, nxt = nxt, cur
    return cur @ np.arange(5.0)

@program(4)
def history_aliased(z):
    hist = []
    a = z.copy()
    for k in range(3):
        a[0] += 1.0
        hist.append(a)
        hist.append(a.copy())
    return sum(h[0] for h in hist)

@program(4)
def cond_rebind_then_write(z):
    a = z.copy()
    if z[0] > 0:
        a = a * 2
    a[1] = 3.0
    return a.sum()

@program(4)
def early_return_array(z):
    def f(a):
        for i in range(4):
            if a[i] < 0:
                return a * i
        return a
    r = f(z)
    return r.sum() + r[0]

@program(4)
def nested_function_early_returns(z):
    def g(x):
        if x > 1:
            return x
        if x < -1:
            return -x * 2
        y = x * x
        return y if y > 0.5 else 0.5
    return sum(g(v) for v in z) + g(g(z[0]))

@program(8)
def break_in_nested_with_arrays(z):
    out = np.zeros(8)
    for i in range(8):
        for j in range(10):
            out[i] += z[i] * j
            if out[i] > 3.0 or out[i] < -3.0:
                break
        if i == 6:
            continue
        out[i] *= 2
    return out.sum()

@program(8)
def lazy_used_after_break(z):
    w = np.exp(z) + 1
    s = 0.0
    for i in range(20):
        u = w * (i + 1)
        if u.sum() > 30.0:
            break
        s += u[i % 8]
    return s + u.sum() + w[0]

@program(8)
def lazy_made_before_continue(z):
    s = 0.0
    for i in range(8):
        u = np.sin(z) * (i + 1)
        if z[i] < 0:
            continue
        s += u @ z
        v = u
        v[0] = 0.0
        s += v.sum()
    return s + u[1]

@program(4)
def state_machine(z):
    state, s = 0, 0.0
    for k in range(20):
        if state == 0:
            s += z[0]
            state = 1 if z[1] > 0 else 2
        elif state == 1:
            s *= 0.9
            state = 2
        else:
            s += z[2] * z[3]
            state = 0
    return s + state

@program(3)
def linspace_runtime(z):
    g = np.linspace(z[0], z[1] + 3, 5)
    return g[2] + (g ** 2).sum() + np.linspace(0, z[2], 4, endpoint=True)[1]

@program(4)
def string_switch_in_loop(z):
    kinds = ["lin", "quad", "exp", "lin"]
    s = 0.0
    for i, kind in enumerate(kinds):
        if kind == "lin":
            s += z[i]
        elif kind == "quad":
            s += z[i] ** 2
        else:
            s += math.exp(z[i])
    for i in range(4):
        s += {"lin": 1.0, "quad": 2.0}.get(kinds[i], 3.0) * z[i]
    return s

@program(4)
def long_loop_over_names(z):
    names = [f"x{i % 3}" for i in range(12)]
    table = {"x0": 0.5, "x1": 1.5, "x2": -1.0}
    s = 0.0
    for i in range(12):
        s += table[names[i]] * z[i % 4]
    for nm in names:
        s += table[nm]
    return s

@program(20)
def generator_nested_long(z):
    return sum(sum(z[i] * z[j] for j in range(i)) for i in range(20)) + max(sum(z[j] for j in range(i + 1)) for i in range(20))

@program(6)
def matrix_comprehension(z):
    K = np.array([[math.exp(-abs(i - j) * abs(z[0])) + (1.0 if i == j else 0.0) for j in range(4)] for i in range(4)])
    return np.linalg.slogdet(K)[1] + z[1]

@program(4)
def conditional_list(z):
    xs = [z[0], z[1]] if len(z) > 3 else []
    ys = xs + [z[2]]
    ys += [z[3]]
    ys.extend([z[0] * 2])
    ys.insert(0, z[1])
    last = ys.pop()
    ys[1] = 0.0
    return sum(ys) + last + len(ys) + sum(ys[::-1][:2]) + sum(ys[1:3])


# -- behind a conditional way out: what is stored, or changed, there does not happen on every path
@program(5)
def lazy_stored_behind_a_continue(z):
    a = np.exp(z) * 2
    for k in range(3):
        if z[k] > 0:
            continue
        b = a
        b[0] = 5.0
    return a[1] + a[0]


@program(5)
def lazy_stored_behind_a_break(z):
    a = np.exp(z) * 2
    for k in range(3):
        if z[k] > 0:
            break
        b = a
        b[0] = 5.0
    return a[1] + a[0]


@program(5)
def lazy_stored_behind_a_return(z):
    a = np.exp(z) * 2

    def first(u):
        if z[0] > 0:
            return 1.0
        u[1] = 3.0
        return 2.0
    return first(a) + a[0] + a[1] + a[2]


@program(5, expect="refused")
def list_grows_behind_a_break(z):
    xs = []
    for k in range(5):
        if z[k] > 1:
            break
        xs.append(z[k])
    return float(len(xs)) + z[0]


@program(5, expect="either")
def list_of_the_caller_grows_behind_a_return(z):
    def first(xs):
        if z[0] > 0:
            return 1.0
        xs.append(3.0)
        return 2.0
    xs = []
    return first(xs) + len(xs) + z[1]


@program(5)
def list_grows_behind_a_guard(z):
    xs = [z[1]]
    if z[0] > 50:
        return -1e6
    xs.append(z[2])
    return xs[0] * xs[1]


@program(3)
def list_changed_while_it_is_gone_through(z):
    xs = [z[0], z[1], z[2]]
    for i, x in enumerate(xs):
        if i + 1 < 3:
            xs[i + 1] = xs[i + 1] + x
    return xs[2] * xs[1]


@program(5)
def array_changed_while_it_is_gone_through(z):
    a, s = z.copy(), 0.0
    for v in a:
        s += v * v
        a[2] = 10.0
    return s


# -- who else holds a merged array
@program(5, expect="either")
def merged_while_a_lazy_view_looks(z):
    a = z * 2
    b = a[1:3]
    if z[0] > 0:
        a = a + 1
    a[1] = 9.0
    return b.sum()


@program(5, expect="either")
def merged_inside_a_list_gone_through(z):
    s = 0.0
    for r in [z.copy()] * 2:
        if z[0] > 5:
            r = r * 2
        s += r[0]
        r[0] = 1.0
    return s


@program(5, expect="either")
def merged_and_held_by_the_trip_before(z):
    a, b, s = z.copy(), z.copy(), 0.0
    for i in range(20):
        if z[i % 5] > 0.3:
            a = a * 1.1
        a[1] = a[1] + 1
        s += b[1]
        b = a
    return s + a.sum()


@program(5, expect="either")
def merged_and_held_by_a_default(z):
    a = z.copy()

    def h(w=a):
        return w[1]
    if z[0] > 0:
        a = a * 2
    a[1] = 3.0
    return a.sum() + h()


@program(5)
def merged_again_and_again(z):
    a = z.copy()
    if z[0] > 0:
        a = a * 2
    a[1] = 3.0
    if z[1] > 0:
        a = np.where(a > 0, a, 0)
    a[2] += 1.0
    return a.sum() + a @ a


# -- functions made of others
@program(4)
def small_functions(z):
    A = z.reshape(2, 2)
    s = np.select([z < -1, z < 1], [-z, z ** 2], default=z ** 3)
    return (A.trace() + A.diagonal()[0] + np.diagonal(A, 1).sum() + np.ptp(z) + s.sum() + np.kron(z[:2], z[2:]) @ np.arange(4.0)
            + np.kron(A, A)[1, 2] + np.linalg.matrix_power(A, 5)[0, 1] + np.linalg.matrix_power(A, 1)[1, 0])


@program(3)
def lists_are_joined(z):
    a = np.concatenate(([0.0], z, [1, 2]))
    b = np.hstack([[z[0]], z, np.zeros(2)])
    c = np.vstack([[1.0, 2.0, 3.0], z])
    d = np.stack(([1.0, z[1], 3.0], z), axis=1)
    return a @ np.arange(6.0) + b[0] * b[2] + (c * c).sum() + d[1] @ d[0] + np.append(z, [1.0, 2.0]).sum() + np.append([1.0], z)[1]


@program(5)
def methods_of_data(z):
    return Y12[:5].dot(z) + Y12[:5].dot(z * 2) + np.interp(0.3, [0.1, 0.5, 0.9], z[:3]) + special.logsumexp([z[0], z[1]])


class Particle(NamedTuple):
    x: float
    v: float
    alive: bool
    hits: int


@program(3)
def records_in_while(z):
    p = Particle(0.0, 1.0 + z[0] ** 2, True, 0)
    t = 0.0
    while p.alive and t < 5.0:
        x, v = p.x + 0.05 * p.v, p.v - 0.05 * (0.5 + z[1] ** 2)
        hits = p.hits
        if x < 0:
            x, v = -x, -0.8 * v
            hits += 1
        p = Particle(x, v, hits < 3, hits)
        t += 0.05
    return p.x + p.v * z[2] + p.hits


@program(10)
def union_find(z):
    parent = np.arange(10)
    for a, b in [(0, 1), (2, 3), (1, 3), (5, 6), (7, 8), (8, 9)]:
        ra, rb = a, b
        while parent[ra] != ra:
            ra = parent[ra]
        while parent[rb] != rb:
            rb = parent[rb]
        if ra != rb:
            parent[ra] = rb
    s = 0.0
    for i in range(10):
        r = i
        while parent[r] != r:
            r = parent[r]
        s += z[i] * z[r]
    return s


@program(3)
def romberg(z):
    f = lambda x: math.exp(-z[0] ** 2 * x) * math.cos(z[1] * x)
    T = np.zeros((5, 5))
    h = 1.0
    T[0, 0] = 0.5 * (f(0.0) + f(1.0))
    for i in range(1, 5):
        h /= 2
        T[i, 0] = 0.5 * T[i - 1, 0] + h * sum(f((2 * k - 1) * h) for k in range(1, 2 ** (i - 1) + 1))
        for j in range(1, i + 1):
            T[i, j] = T[i, j - 1] + (T[i, j - 1] - T[i - 1, j - 1]) / (4 ** j - 1)
    return T[4, 4] * z[2]
