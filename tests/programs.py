"""Small programs `f(z, …data) -> float`, each one language feature × differentiation situation, that mean the same in CPython and compiled.

`PROGRAMS` is the table. `expect` is "value" (the same number), "refused" (a compile error at the user's line; CPython may accept or raise),
"nan" (CPython's math raises, compiled gives nan) or "either" (the same number or refused, never another number).
"""
from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import scipy.linalg
from scipy import special


class Program(NamedTuple):
    """A function, its arguments (the parameters first) and what is expected."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    expect: str = "value"


PROGRAMS: dict[str, Program] = {}
R = np.random.default_rng(3)
Y40 = R.normal(size=40)
Y6 = np.array([1.0, -2.0, 3.0, -4.0, 5.0, 6.0])
IDX = R.integers(0, 10, 40)
X = R.normal(size=(12, 3))


def program(n, *data, expect="value"):
    """Register a program with n standard normal parameters and its data."""
    def add(f):
        z = np.random.default_rng(len(PROGRAMS) + 11).normal(size=n)
        PROGRAMS[f.__name__] = Program(f, (z, *data), expect)
        return f
    return add


# -- views and aliases
@program(4)
def view_alias(z):
    a = np.zeros(4)
    b = a[1:3]
    b[0] = z[0]
    a[2] = z[1]
    return a[1] * 10 + b[1]


@program(3)
def lazy_then_write(z):
    a = z * 2.0
    a[0] += 0.0
    w = a * 3.0
    a[0] = 100.0
    return np.sum(w)


@program(3)
def augmented_through_alias(z):
    a = z * 1.0
    b = a
    a += 5.0
    return np.sum(b * b)


@program(3)
def augmented_number(z):
    a = z[0]
    b = a
    a += 5.0
    return b


@program(3)
def rebound_is_no_alias(z):
    a = z * 1.0
    b = a
    a = a + 5.0
    return np.sum(b)


@program(4)
def swap_carried(z):
    a = z[:2] * 1.0
    b = z[2:] * 2.0
    for _ in range(21):
        a, b = b, a + 0.1 * b
    return np.sum(a) - 3 * np.sum(b)


@program(3)
def array_outlives_iteration(z):
    prev = np.zeros(3)
    s = 0.0
    for t in range(30):
        cur = np.zeros(3)
        for k in range(3):
            cur[k] = prev[k] * 0.5 + z[k] + t
        s += prev[0] * cur[1]
        prev = cur
    return s


@program(2, expect="either")
def carried_and_written(z):
    y0 = z * 1.0
    y = y0
    for _ in range(20):
        y = y * 0.9
        y[0] += 1.0
    return np.sum(y) + 100 * np.sum(y0)


@program(2, expect="either")
def written_then_carried(z):
    y0 = z * 1.0
    y = y0
    for _ in range(20):
        y[0] += 1.0
        y = y * 0.9
    return np.sum(y) + 100 * np.sum(y0)


@program(3)
def merged_arrays(z):
    if z[0] > 0:
        w = z * 2.0
    else:
        w = z - 1.0
    return np.sum(w * w)


@program(3, expect="either")
def merged_alias_written(z):
    a = z * 1.0
    b = z * 2.0
    if z[0] > 0:
        w = a
    else:
        w = b
    w[0] = 50.0
    return np.sum(a) + 7 * np.sum(b)


@program(20)
def overlapping_assignment(z):
    a = z * 1.0
    a[1:] = a[:-1]
    return np.sum(a * np.arange(20))


@program(3)
def augmented_in_branch(z):
    a = z * 1.0
    b = a
    if z[0] > 0:
        a += 1.0
    return np.sum(b) + 3 * np.sum(a)


@program(3)
def lazy_source_written_in_loop(z):
    a = z * 1.0
    a[0] = 2.0
    w = a * 2.0
    s = 0.0
    for _ in range(20):
        a[0] = a[0] + 1.0
        s += w[0] + a[0]
    return s * z[1]


@program(30, expect="either")
def carried_row_view(z):
    row = z[0:3]
    s = 0.0
    a = np.zeros((10, 3))
    for t in range(10):
        a[t] = row * 2.0 + t
        row = a[t]
        s += row[1]
    return s + np.sum(row)


@program(3)
def carried_row_written(z):
    a = np.zeros((20, 3))
    row = a[0]
    for t in range(20):
        row[0] = z[0] + t
        row = a[t]
    return np.sum(a)


@program(3)
def callee_writes_argument(z):
    a = z * 1.0

    def bump(v, k):
        v[k] += 10.0 * z[1]
    for _ in range(20):
        if z[0] > -9:
            bump(a, 1)
    return np.sum(a)


@program(4, expect="either")
def view_of_lazy(z):
    a = z * 2.0
    b = a[1:3]
    a[1] = 9.0
    return b[0] + b[1]


@program(6)
def row_views(z):
    a = np.zeros((3, 2))
    for k in range(3):
        a[k] = z[2 * k:2 * k + 2]
    r = a[1]
    a[1, 0] = 4.0
    return r[0] + np.sum(a)


@program(3)
def number_is_a_copy(z):
    a = z * 1.0
    v = a[0]
    a[0] = 9.0
    return v * a[1]


@program(3)
def list_alias(z):
    a = [z[0], z[1]]
    b = a
    b[0] = 5.0
    return a[0] + a[1]


@program(3)
def returned_array_is_written(z):
    def g(v):
        if v[0] > 0:
            return v * 2
        w = v.copy()
        w[0] = 1.0
        return w
    u = g(z)
    u[1] += 3.0
    return np.sum(u * u)


# -- numbers
@program(20)
def integer_becomes_float(z):
    s = 0
    for t in range(20):
        s += z[t]
    return s


@program(20)
def counting(z):
    n = 0
    for t in range(20):
        if z[t] > 0:
            n += 1
    return n / 3 + n // 3 + n % 3 + z[0]


@program(1)
def floor_division(z):
    s = 0
    for t in range(20):
        k = t - 10
        s += k // 3 * 100 + k % 3 + (k // -3) * 7 + k % -3
    return s + z[0]


@program(2)
def float_floor_division(z):
    return z[0] // 0.3 + z[1] % 0.4 + (-z[0]) % 0.7


@program(2)
def powers(z):
    return z[0] ** 2 + abs(z[1]) ** 0.5 + z[0] ** 3 + 2 ** z[1] + z[0] ** -2 + abs(z[0]) ** z[1]


@program(2)
def python_max_order(z):
    return max(z[0], 0.0) + min(z[1], z[0], 3)


@program(2)
def max_ignores_late_nan(z):
    n = np.log(z[0] - 100.0)
    return 1.0 if math.isnan(max(1.0, n)) else 2.0


@program(3)
def chained_comparison(z):
    return 1.0 if -0.5 < z[0] < 0.5 < 1 else 2.0 * z[1]


@program(3, expect="either")
def boolean_arithmetic(z):
    b = z[0] > 0
    c = z[1] > 0
    return int(b) + int(c) + 2 * int(b) + int(not b) + z[2]


@program(2, expect="nan")
def math_domain(z):
    return math.log(z[0] - 100.0)


@program(40)
def nested_retype(z):
    a = 0
    b = 0
    c = 0
    for i in range(20):
        for _ in range(5):
            for _ in range(5):
                a += z[i]
                b += a
                c += 1
    return a + b + c


@program(2, expect="value")
def nan_meets_a_constant(z):
    def f(x):
        return 1.0 if x > 100.0 else math.nan
    return 3.0 + z[0] if math.isnan(f(z[0])) else z[1]


@program(60)
def kahan(z):
    s = 1e16
    c = 0.0
    for t in range(60):
        y = z[t] * 1.5 - c
        tt = s + y
        c = (tt - s) - y
        s = tt
    return s - 1e16 + 1e3 * c


@program(1)
def logaddexp_from_minus_infinity(z):
    m = -math.inf
    for t in range(20):
        m = np.logaddexp(m, z[0] * t)
    return m


@program(2)
def logaddexp_infinite_arrays(z):
    v = np.array([z[0], -math.inf])
    return np.logaddexp(v[0], v[1]) + np.sum(np.exp(np.logaddexp(v, -math.inf)))


@program(1)
def integer_guarded_division(z):
    k = 0
    for t in range(20):
        k += 7 // (t - 30)
    return k + z[0]


# -- control flow
@program(20)
def early_return_in_loop(z):
    def first(x):
        for t in range(20):
            if x[t] > 0.3:
                return x[t] * 2 + t
        return -1.0
    return first(z)


@program(2)
def return_in_if(z):
    def g(x):
        if x < 0:
            return -x
        y = x * x
        if y > 0.5:
            return y
        return y + 1
    return g(z[0]) + g(z[1])


@program(30)
def break_and_continue(z):
    s = 0.0
    for t in range(30):
        if z[t] < -0.2:
            continue
        if z[t] > 1.6:
            break
        s += z[t] * t
    return s


@program(30)
def loop_names_after(z):
    for t in range(30):
        v = z[t] * 2
    return v + t


@program(1)
def while_newton(z):
    x = 1.0
    n = 0
    a = 2.5 + z[0] * 0.1
    while abs(x * x - a) > 1e-13 and n < 50:
        x = x - (x * x - a) / (2 * x)
        n += 1
    return x


@program(3)
def short_circuit(z):
    n = 3
    s = 0.0
    k = 0
    while k < n and z[k] > -100:
        s += z[k]
        k += 1
    return s


@program(3)
def zero_trips(z):
    s = 5.0
    for t in range(0):
        s = z[t]
    return s + z[0]


@program(6, Y6)
def trips_from_data(z, y):
    n = 0
    s = 0.0
    for t in range(len(y)):
        if y[t] > 0:
            n += 1
    for t in range(n):
        s += z[t] * (t + 1)
    return s


@program(2)
def while_on_array(z):
    y = z * 1.0
    n = 0
    while np.sum(y * y) > 1e-3 and n < 40:
        y = y * 0.7
        n += 1
    return np.sum(y) + n


@program(40, expect="refused")
def loop_else(z):
    s = 0.0
    for i in range(20):
        for j in range(20):
            if z[i] * z[j] > 1.0:
                break
            s += z[j]
        else:
            s += 100.0
    return s


# -- functions, records, compile-time structure
@program(2)
def closure_sees_latest(z):
    c = 1.0

    def g(x):
        return x * c
    c = z[1]
    return g(z[0])


@program(3)
def lambda_defaults(z):
    fs = [lambda x, k=k: x * k for k in range(3)]
    return fs[0](z[0]) + fs[1](z[1]) + fs[2](z[2])


class Pair(NamedTuple):
    a: float
    b: float


@dataclass(frozen=True)
class Scaled:
    a: float
    w: Any

    def scaled(self, k):
        return Scaled(self.a * k, self.w)


@program(4)
def records(z):
    p = Pair(z[0], 2.0)
    q = Scaled(z[1], z).scaled(3.0)
    for _ in range(20):
        p = Pair(p.b * 0.5, p.a + 1.0)
    return p.a + 10 * p.b + q.a + np.sum(q.w)


@program(2)
def list_grows_at_compile_time(z):
    a = []
    for k in range(5):
        a.append(z[0] * k)
    return a[3] + len(a)


@program(2)
def tuple_swap(z):
    a, b = 0.0, 1.0
    for _ in range(20):
        a, b = b, a * 0.5 + z[0]
    return a + 3 * b


@program(25)
def enumerate_and_zip(z):
    s = 0.0
    for i, v in enumerate(z):
        s += i * v
    for a, b in zip(z, z * 2.0):
        s += a * b
    return s


@program(3)
def dictionary(z):
    d = {"a": z[0], "b": z[1:] * 2.0}
    return d["a"] * np.sum(d["b"])


@program(3, expect="either")
def nonlocal_write(z):
    c = 0.0

    def add(v):
        nonlocal c
        c += v
    add(z[0])
    add(z[1])
    return c


@program(3)
def recursion_of_known_depth(z):
    def f(n, x):
        return x if n == 0 else f(n - 1, np.sin(x) + z[n])
    return f(2, z[0])


# -- indexing
@program(5, np.array([0, 3, 1, 4, 2]))
def gather(z, i):
    return np.sum(z[i] * np.arange(5)) + z[-1] * 3


@program(10, Y40, IDX)
def nested_gather(z, y, idx):
    t = np.arange(10)[::-1]
    return np.sum(z[t[idx]] * y)


@program(12, IDX % 4, IDX % 3)
def two_index_arrays(z, i, j):
    a = z.reshape(4, 3)
    return np.sum(a[i, j] ** 2)


@program(6, Y6)
def boolean_mask_read(z, y):
    return np.sum(z[y > 0] * 1.0) + np.sum((z * z)[z > 0])


@program(6, Y6)
def boolean_mask_write(z, y):
    a = z * 1.0
    a[y > 0] = 0.5
    a[a < 0] *= 2.0
    return np.sum(a * y)


@program(6)
def index_array_write(z):
    a = np.zeros(8)
    a[np.array([1, 3, 5])] = z[:3]
    a[np.array([1, 2, 6])] += z[3:]
    return np.sum(a * a * np.arange(8))


@program(6)
def negative_step(z):
    r = z[::-1]
    return np.sum(r[:3] * np.array([1.0, 10.0, 100.0])) + np.sum(z[4::-2])


@program(6)
def broadcasting_with_none(z):
    d = z[:, None] - z[None, :]
    return np.sum(np.exp(-0.5 * d * d) * np.arange(6)[None, :])


@program(12)
def transposed_view(z):
    a = z.reshape(3, 4) * 1.0
    b = a.T
    b[1, 2] = 7.0
    return a[2, 1] + np.sum(b[0] * np.arange(3))


@program(3)
def empty_sum(z):
    return np.sum(z[0:0]) + z[0]


@program(1, Y40, IDX)
def scatter_add(z, y, idx):
    a = np.zeros(10)
    for i in range(40):
        a[idx[i]] += z[0] * z[0] * y[i]
    return np.sum(a * a)


# -- NumPy
@program(6)
def reductions_with_axis(z):
    a = z.reshape(2, 3)
    return np.sum(np.exp(a.sum(axis=1))) + np.sum(a.max(axis=0)) + np.mean(a) + np.sum(np.mean(a, axis=0) ** 2) + np.prod(a, axis=1)[0]


@program(8)
def variance_and_friends(z):
    return np.var(z) + np.std(z, ddof=1) + z.min() + np.argmax(z) + np.sum(np.var(z.reshape(2, 4), axis=1))


@program(2)
def literal_of_run_time_numbers(z):
    a = np.array([[z[0], 1.0], [z[1] * z[0], z[1]]])
    return np.sum(a @ a) + np.linalg.det(a)


@program(6)
def where_and_clip(z):
    return np.sum(np.where(z > 0, z * z, -2.0 * z)) + np.sum(np.clip(z, -0.5, 0.5) * z) + np.sum(z > 0)


@program(6)
def matrix_products(z):
    a = z.reshape(2, 3)
    return np.sum(a @ a.T) + np.dot(z, z) + np.sum(np.outer(z[:2], z[2:])) + np.sum(a.T @ z[:2])


@program(7)
def running_sums(z):
    return np.sum(np.cumsum(z) ** 2) + np.sum(np.diff(z) ** 2) + np.sum(np.diff(z, n=2)) + np.sum(np.cumprod(1.0 + 0.1 * z))


@program(5)
def joined_arrays(z):
    a = np.concatenate([z[:2], z[2:] * 2.0, np.ones(2)])
    b = np.stack([z, z * z], axis=1)
    c = np.append(z, z[0] * 3.0)
    return np.sum(a * np.arange(7)) + np.sum(b[1:, 1]) + np.sum(c * c)


@program(6)
def more_array_functions(z):
    s = np.sum(np.tile(z, 2) * np.arange(12)) + np.sum(np.repeat(z, 2) * np.arange(12)) + np.sum(np.roll(z, 1) * np.arange(6)) + np.median(z)
    s += np.sum(np.convolve(z, z[:3])) + np.linalg.norm(z) + np.sum(np.tril(np.outer(z, z))) + np.sum(np.triu(np.outer(z, z), 1))
    return s + np.cumsum(z > 0)[-1] + np.sum(z[np.concatenate([np.array([0, 1]), np.array([2])])])


@program(4)
def creation(z):
    a = np.full(4, 2.0) + np.ones_like(z) * z + np.zeros(4) + np.linspace(0.0, 1.0, 4) + np.arange(4)
    return np.sum(np.eye(4) @ a) + np.sum(np.diag(z) @ a) + np.sum(np.diag(np.outer(a, z)))


@program(5)
def rounding_functions(z):
    return np.sum(np.floor(z)) + np.sum(np.sign(z)) + np.sum(np.abs(z)) + np.sum(np.square(z)) + np.sum(np.power(np.abs(z), 1.5))


@program(6)
def all_and_any(z):
    return (1.0 if np.all(z > -10) else 2.0) + (3.0 if np.any(z > 100) else z[0])


@program(6)
def flip_and_reshape(z):
    return np.sum(np.flip(z) * np.arange(6)) + np.sum(z.reshape(3, 2).T[1]) + z.reshape(-1, 2)[2, 0]


@program(6)
def sorted_values(z):
    s = np.sort(z)
    return s[0] + 10 * s[2] + 100 * s[5]


@program(8, np.linspace(-2, 2, 9), R.normal(size=9))
def linear_interpolation(z, xp, fp):
    return np.sum(np.interp(z, xp, fp) * z)


@program(3)
def maxima(z):
    return np.sum(np.maximum(z, 0.2) * z) + np.sum(np.minimum(z, 0.1)) + np.max(z) - np.min(z)


@program(3, np.array([0.5, 1.5, 2.5], dtype=np.float32))
def single_precision_data(z, x):
    return np.sum(z * x)


# -- special functions
@program(4)
def special_functions(z):
    p = special.expit(z)
    s = np.sum(special.log_expit(z)) + np.sum(special.logit(p)) + np.sum(special.log1p(p)) + np.sum(special.expm1(z))
    s += np.sum(special.gammaln(p + 1.0)) + np.sum(special.digamma(p + 1.0)) + np.sum(special.erf(z)) + np.sum(special.erfc(z))
    s += np.sum(special.ndtr(z)) + np.sum(special.log_ndtr(z)) + np.sum(special.xlogy(p, p)) + np.sum(special.xlog1py(p, p))
    return s + np.sum(special.betaln(p + 1.0, 2.0)) + np.sum(special.ndtri(p))


@program(5)
def log_sum_exp(z):
    return special.logsumexp(z) + special.logsumexp(z + 1000.0) + np.sum(special.softmax(z) ** 2) + special.log_softmax(z)[1]


@program(6)
def log_sum_exp_rows(z):
    return np.sum(special.logsumexp(z.reshape(2, 3), axis=1) ** 2)


@program(1)
def all_of_math(z):
    x = 0.3 + 0.01 * z[0]
    s = math.sin(x) + math.cos(x) + math.tan(x) + math.asin(x) + math.acos(x) + math.atan(x) + math.atan2(x, 2.0)
    s += math.sinh(x) + math.cosh(x) + math.tanh(x) + math.asinh(x) + math.acosh(1.0 + x) + math.atanh(x)
    s += math.exp(x) + math.expm1(x) + math.log(x) + math.log1p(x) + math.log2(x) + math.log10(x) + math.sqrt(x) + math.hypot(x, 1.0)
    return s + math.erf(x) + math.erfc(x) + math.lgamma(x) + math.gamma(x) + math.pow(x, 1.5) + math.copysign(x, -1.0) + math.fabs(-x) + math.pi


# -- linear algebra
@program(6)
def cholesky_density(z):
    a = np.outer(z[:3], z[:3]) + 3.0 * np.eye(3)
    c = np.linalg.cholesky(a)
    w = scipy.linalg.solve_triangular(c, z[3:], lower=True)
    return -0.5 * np.sum(w * w) - np.sum(np.log(np.diag(c)))


@program(6)
def solving(z):
    a = np.outer(z[:3], z[3:]) + 4.0 * np.eye(3)
    sign, logdet = np.linalg.slogdet(a)
    return sign * logdet + np.sum(np.linalg.solve(a, z[:3])) + np.sum(np.linalg.inv(a) ** 2) + np.linalg.det(a)


@program(3)
def cholesky_solution(z):
    a = np.outer(z, z) + 2.0 * np.eye(3)
    c = np.linalg.cholesky(a)
    return np.dot(z, scipy.linalg.cho_solve((c, True), z)) + np.trace(a)


# -- algorithms
@program(4, Y40)
def garch(z, y):
    mu, w, a, b = z[0], np.exp(z[1]), special.expit(z[2]), special.expit(z[3])
    v = 1.0
    s = 0.0
    for t in range(1, 40):
        v = w + a * (y[t - 1] - mu) ** 2 + b * v
        s += -0.5 * np.log(v) - 0.5 * (y[t] - mu) ** 2 / v
    return s


@program(4, Y40)
def hmm_forward(z, y):
    a = np.array([np.log(0.3), np.log(0.7)])
    p = special.log_expit(z[0])
    q = special.log_expit(-z[0])
    trans = np.array([[p, q], [q, p]])
    new = np.zeros(2)
    for t in range(40):
        for k in range(2):
            new[k] = np.logaddexp(a[0] + trans[0, k], a[1] + trans[1, k]) - 0.5 * (y[t] - z[1 + k]) ** 2
        a = new.copy()
    return np.logaddexp(a[0], a[1])


@program(40)
def kalman(z):
    f = np.array([[1.0, 0.1], [0.0, 1.0]])
    m = np.zeros(2)
    p = np.ones((2, 2))
    ll = 0.0
    for t in range(40):
        mp = f @ m
        s = p[0, 0] + 1.0
        r = z[t] - mp[0]
        k = np.array([p[0, 0] / s, p[1, 0] / s])
        m = mp + k * r
        p = p * 0.99 + 0.01
        ll += -0.5 * r * r / s - 0.5 * np.log(s)
    return ll


@program(4)
def runge_kutta(z):
    th = np.exp(0.3 * z)

    def f(y):
        return np.array([(th[0] - th[1] * y[1]) * y[0], (-th[2] + th[3] * y[0]) * y[1]])
    y = np.array([1.0, 1.5])
    for _ in range(40):
        k1 = f(y)
        k2 = f(y + 0.05 * k1)
        k3 = f(y + 0.05 * k2)
        k4 = f(y + 0.1 * k3)
        y = y + 0.1 / 6.0 * (k1 + 2 * k2 + 2 * k3 + k4)
    return np.sum(y)


@program(40, Y40)
def random_walk(z, y):
    x = np.cumsum(0.3 * z)
    return -0.5 * np.sum((y - x) ** 2) - 0.5 * np.sum(z * z)


@program(3, Y40)
def mixture(z, y):
    p = special.expit(z[0])
    return np.sum(np.logaddexp(np.log(p) - 0.5 * (y - z[1]) ** 2, np.log1p(-p) - 0.5 * (y - z[2]) ** 2))


@program(2, np.linspace(0, 1, 8), Y40[:8])
def gaussian_process(z, x, y):
    ls, amp = np.exp(z[0]), np.exp(z[1])
    k = amp * np.exp(-0.5 * ((x[:, None] - x[None, :]) / ls) ** 2) + 0.1 * np.eye(8)
    c = np.linalg.cholesky(k)
    w = scipy.linalg.solve_triangular(c, y, lower=True)
    return -0.5 * np.dot(w, w) - np.sum(np.log(np.diag(c)))


@program(3, X, Y40[:12])
def regression(z, x, y):
    r = y - x @ z
    return -0.5 * np.sum(r * r)


@program(10, Y40, IDX)
def hierarchical(z, y, idx):
    return -0.5 * np.sum((y - z[idx]) ** 2) - 0.5 * np.sum((z - np.mean(z)) ** 2)


@program(4, np.linspace(0.05, 0.95, 9))
def spline_basis(z, x):
    s = 0.0
    for k in range(4):
        s += np.sum(z[k] * np.maximum(x - 0.25 * k, 0.0) ** 3)
    return s


@program(1)
def bisection(z):
    lo, hi = 0.0, 4.0
    a = 2.0 + 0.1 * z[0]
    for _ in range(60):
        mid = 0.5 * (lo + hi)
        if mid * mid > a:
            hi = mid
        else:
            lo = mid
    for _ in range(2):                                         # bisection alone has no derivatives, two Newton steps give two
        mid = mid - (mid * mid - a) / (2.0 * mid)
    return mid * z[0]


@program(4)
def matrix_exponential(z):
    a = 0.3 * z.reshape(2, 2)
    term = np.eye(2)
    s = np.eye(2)
    for k in range(1, 15):
        term = term @ a / k
        s = s + term
    return np.sum(s)


@program(10, Y6)
def convolution(z, w):
    out = np.zeros(15)
    for i in range(10):
        for j in range(6):
            out[i + j] += z[i] * w[j]
    return np.sum(out * out)


@program(20)
def insertion_sort(z):
    a = z * 1.0
    for i in range(1, 20):
        v = a[i]
        j = i - 1
        while j >= 0 and a[j] > v:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = v
    return a[0] + 10 * a[10] + 100 * a[19]


@program(64)
def heat_equation(z):
    u = z * 1.0
    for _ in range(50):
        u[1:-1] = u[1:-1] + 0.2 * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum(u * u)


# -- situations that differentiation easily gets wrong
@program(1, Y40)
def product_carry(z, y):
    s = 1.0
    for i in range(40):
        s = s * (1 + 0.01 * z[0] * y[i])
    return math.log(s)


@program(1, Y40)
def sum_of_one_conditional(z, y):
    s = 0.0
    for i in range(40):
        s = s + z[0] * y[i] if y[i] > -1 else 0.0
    return s


@program(40, Y40)
def anti_dependence(z, y):
    a = np.zeros(40)
    s = 0.0
    for i in range(40):
        a[i] = z[i] * y[i]
    for i in range(39):
        s += a[i + 1] * a[i] * a[i]
        a[i] = 2 * a[i]
    return s + np.sum(a * a)


@program(40, Y40)
def overwritten_in_place(z, y):
    a = z + y
    for _ in range(3):
        for i in range(1, 39):
            a[i] = 0.3 * a[i - 1] * a[i] + a[i + 1]
    return np.sum(a * a)


@program(40, Y40)
def moved_memory(z, y):
    a = z * y
    for _ in range(5):
        a[1:] = a[:-1]
        a[0] = a[3] * a[7] * 0.1
    return np.sum(a * a * y)


@program(1, Y40)
def carry_one_behind(z, y):
    s = 0.0
    p = 0.0
    for i in range(40):
        p = s
        s += z[0] * z[0] * y[i]
    return s + 2 * p


@program(12, Y40)
def triangular_nest(z, y):
    a = np.zeros(12)
    for i in range(12):
        s = z[i]
        for j in range(i):
            s -= 0.1 * a[j] * z[j]
        a[i] = math.exp(0.1 * s)
    return np.sum(a * y[0:12])


@program(1, Y40)
def branch_on_parameter(z, y):
    x = z[0]
    s = 0.0
    for i in range(40):
        if x > 0.2:
            x = math.exp(-x) * y[i]
        else:
            x = x * x / (1.0 + x * x) + 0.1 * y[i]
        s += x * x
    return s


# -- records that are carried by loops
class Step(NamedTuple):
    """A state of an integrator with step control."""

    t: Any
    y: Any
    h: Any


def embedded(field, s, end):
    """Heun's step, its error by the Euler step inside it, and the next step size."""
    h = min(s.h, end - s.t)
    k1 = field(s.y)
    k2 = field(s.y + h * k1)
    error = np.sqrt(np.sum((0.5 * h * (k2 - k1)) ** 2)) / 1e-3
    factor = min(3.0, max(0.3, 0.9 / np.sqrt(error + 1e-30)))
    if error < 1.0:
        return Step(s.t + h, s.y + 0.5 * h * (k1 + k2), h * factor)
    return Step(s.t, s.y, h * factor)


@program(4)
def adaptive_step_ode(z):
    a = np.exp(0.3 * z)

    def field(y):
        return np.array([(a[0] - a[1] * y[1]) * y[0], (-a[2] + a[3] * y[0]) * y[1]])
    s = Step(0.0, np.array([1.0, 1.5]), 0.1)
    while s.t < 2.0 - 1e-9:
        s = embedded(field, s, 2.0)
    return s.y[0] + 2.0 * s.y[1]


class Phase(NamedTuple):
    """Position and momentum."""

    q: Any
    p: Any


def leapfrog_step(s, step, force):
    half = s.p + 0.5 * step * force(s.q)
    q = s.q + step * half
    return Phase(q, half + 0.5 * step * force(q))


@program(12)
def hamiltonian_path(z):
    s = Phase(z[:6] * 1.0, z[6:] * 1.0)
    lowest = np.inf
    for _ in range(15):
        s = leapfrog_step(s, 0.1, lambda q: -q - 0.2 * q**3)
        lowest = min(lowest, 0.5 * np.sum(s.p**2) + np.sum(0.5 * s.q**2 + 0.05 * s.q**4))
    return lowest + np.sum(s.q)


# -- refused
@program(2, expect="refused")
def name_unset_on_a_path(z):
    if z[0] > 0:
        v = 1.0
    return v


@program(2, expect="refused")
def list_grows_on_a_path(z):
    a = []
    if z[0] > 0:
        a.append(1.0)
    return len(a) + z[1]


@program(3, expect="refused")
def truth_of_array(z):
    if z > 0:
        return 1.0
    return 0.0


@program(1, Y6, expect="refused")
def write_to_data(z, y):
    y = y
    y[0] = 3.0
    return np.sum(y) * z[0]
