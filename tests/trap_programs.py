"""Functions on which a reverse mode easily goes wrong, `f(z, y) -> float`; `y` has 40 elements. Not tests themselves."""
import math

import numpy as np


def invariant(z, y):
    s = 0.0
    for i in range(len(y)):
        s += y[i] - math.log(1.0 + z[0] * z[0])
    return s


def condterm(z, y):
    s = 0.0
    for i in range(len(y)):
        t = z[0] * y[i] * z[0]
        if y[i] > 0:
            s += math.exp(t)
        if y[i] > 1:
            s += t
    return s


def condloop(z, y):
    s, t = 0.0, z[0] * z[0]
    for i in range(len(y)):
        if y[i] > 0:
            s += t
    return s


def selreset(z, y):
    s = 0.0
    for i in range(len(y)):
        s = s + z[0] * y[i] if y[i] > -1 else 0.0
    return s


def selkeep(z, y):
    s = 0.0
    for i in range(len(y)):
        s = s + z[0] * z[0] * y[i] if y[i] > 0 else s
    return s


def antidep(z, y):
    a = np.zeros(40)
    s = 0.0
    for i in range(40):
        a[i] = z[i] * y[i]
    for i in range(39):
        s += a[i + 1] * a[i] * a[i]
        a[i] = 2 * a[i]
    for i in range(40):
        s += math.exp(a[i]) if y[i] > 9 else a[i] * a[i]
    return s


def inplace(z, y):
    a = np.zeros(40)
    for i in range(40):
        a[i] = z[i] + y[i]
    for _t in range(3):
        for i in range(1, 39):
            a[i] = 0.3 * a[i - 1] * a[i] + a[i + 1]
    return np.sum(a * a)


def prod(z, y):
    s = 1.0
    for i in range(len(y)):
        s = s * (1 + 0.01 * z[0] * y[i])
    return math.log(s)


def lse(z, y):
    s = 0.0
    for i in range(len(y)):
        s += math.exp(z[0] * y[i])
    return -math.log(s)


def newton(z, y):
    x = 2.0 + z[0] * z[0]
    k = 0
    while abs(x * x - 3.0 - z[0]) > 1e-10 and k < 60:
        x = x - (x * x - 3.0 - z[0]) / (2 * x)
        k += 1
    return x * z[0] + 0.0 * y[0]


def breaks(z, y):
    s = 0.0
    for i in range(len(y)):
        if s > 3.0:
            break
        s += z[0] * z[0] * abs(y[i]) + 0.01
    return s * s


def nested(z, y):
    s = 0.0
    for i in range(20):
        for j in range(20):
            s += math.exp(z[0] * y[i]) * y[j]
    return 0.01 * s


def swap(z, y):
    a = z[0:20] * 1.0
    b = np.zeros(20)
    for _t in range(6):
        for i in range(20):
            b[i] = 0.5 * a[i] + 0.1 * a[(i + 1) % 20] * a[i]
        a, b = b, a
    return np.sum(a * y[0:20])


def maxi(z, y):
    return np.sum(np.maximum(z, y) * z) + np.sum(np.minimum(z, 0.1)) + np.max(z) + np.sum(np.abs(z - y))


def scatter(z, y):
    a = np.zeros(10)
    for i in range(40):
        a[(i * 7) % 10] += z[0] * z[i] * y[i]
    return np.sum(a * a)


def twoouts(z, y):
    s = 0.0
    q = 0.0
    for i in range(len(y)):
        s += z[0] * y[i]
        q += z[0] * z[0]
    return s * q * 0.01


def cumsum(z, y):
    a = np.zeros(40)
    c = 0.0
    for i in range(40):
        c += z[i]
        a[i] = c
    return -np.sum((a - y) * (a - y))


def lastuse(z, y):
    s = 0.0
    t = 0.0
    for i in range(len(y)):
        t = math.exp(z[0] * y[i])
        s += t
    return s + t * t


def previous(z, y):
    s = 0.0
    p = 0.0
    for i in range(len(y)):
        p = s
        s += z[0] * z[0] * y[i]
    return s + 2 * p


def runsum(z, y):
    b = np.zeros(40)
    s = 0.0
    for i in range(40):
        s += z[i] * z[i]
        b[i] = s
    t = 0.0
    for i in range(40):
        t += b[i] * y[i]
    return s + 0.1 * t


def memmove(z, y):
    a = z * y
    for _t in range(5):
        a[1:] = a[:-1]
        a[0] = a[3] * a[7] * 0.1
    return np.sum(a * a * y)


def branchact(z, y):
    x = z[0] + 0.0
    s = 0.0
    for i in range(len(y)):
        if x > 0.2:
            x = math.exp(-x) * y[i]
        else:
            x = x * x + 0.1 * y[i] + math.log(1.0 + x * x)
        s += x * x
    return s


def triangular(z, y):
    a = np.zeros(12)
    for i in range(12):
        s = z[i] * 1.0
        for j in range(i):
            s -= 0.1 * a[j] * z[j]
        a[i] = math.exp(0.1 * s)
    return np.sum(a * y[0:12])


def overwrite(z, y):
    a = np.zeros(40)
    s = 0.0
    for i in range(40):
        a[i] = z[i] * y[i]
    for i in range(40):
        s += a[i] * a[i] * a[i]
    for i in range(40):
        a[i] = math.exp(0.1 * z[i])
    for i in range(40):
        s += a[i] * a[i]
    return s


def chosen(z, y):
    s = 0.0
    for i in range(40):
        s += (z[i] if y[i] > 0 else y[i]) * z[0]
    return s


def functions(z, y):
    return np.sum(np.sin(z) * np.cos(y) + np.log1p(z * z) * np.tanh(z) + np.exp(0.1 * z) / (1.0 + z * z) + np.sqrt(1.0 + z * z))


def whileloops(z, y):
    s = 0.0
    for i in range(10):
        x = z[i] * z[i] + 1.0
        k = 0
        while x < 20.0:
            x = x * (1.5 + 0.1 * z[i])
            k += 1
            if k > 5 and y[i] > 0:
                break
        s += x * y[i]
    return s


def crossing(z, y):
    """The false arm of a branch is entered from its true arm, too."""
    a, t = np.zeros(6), 0.3
    for i in range(6):
        if (a[2] if z[0] > 0.1 else 0.2) > -0.3:
            a[i] = max(-z[i], z[0])
        if a[i] > -0.2:
            t -= z[3]
            a[5] += 0.5
    return t * z[1]


PROGRAMS = (crossing, invariant, condterm, condloop, selreset, selkeep, antidep, inplace, prod, lse, newton, breaks, nested, swap, maxi, scatter,
            twoouts, cumsum, lastuse, previous, runsum, memmove, branchact, triangular, overwrite, chosen, functions, whileloops)


def tie_where(z, y):
    return np.sum(np.where(z > 0, np.log(z) * 2.0, z)) + 0.0 * y[0]


def tie_if(z, y):
    s = 0.0
    for i in range(len(y)):
        if z[0] * y[i] != 0:
            s += y[i] / (z[0] * y[i])
    return s


def tie_sqrt(z, y):
    s = 0.0
    for i in range(len(y)):
        if z[0] > 0:
            s += math.sqrt(z[0]) * y[i]
    return s


def tie_nested(z, y):
    s = 0.0
    for i in range(len(y)):
        if z[0] > 0.0:  # noqa: SIM102
            if y[i] > 0.0:
                s += math.log(z[0]) * y[i]
    return s


def tie_two_conditions(z, y):
    return np.sum(np.where(y > 0.0, np.where(z[0] > 0.0, np.log(z[0]) * y, 1.0), z[0] * y))


def tie_before_the_loop(z, y):
    ok, s = z[0] > 0.0, 0.0
    for i in range(20):
        t = np.log(z[0] * y[i % 4]) if i == 3 else 2.0
        s += t * y[i % 4] if ok else 0.0
    return s


TIES = ((tie_where, [-1.0, 2.0], [1.0, 1.0]), (tie_where, [0.0, 1.0], [1.0, 2.0]), (tie_if, [0.0], [0.0]), (tie_if, [0.7], [-3 / 0.49]),
        (tie_sqrt, [0.0], [0.0]), (tie_sqrt, [-1.0], [0.0]), (tie_nested, [0.0], [0.0]), (tie_nested, [-1.0], [0.0]), (tie_nested, [0.5], [3.0]),
        (tie_before_the_loop, [0.0], [0.0]), (tie_before_the_loop, [0.5], [1.0]), (tie_two_conditions, [0.0], [-2.0]), (tie_two_conditions, [0.5], [1.0]))
