"""The examples of forms (`form_examples.py`) in mpmath: of their parameters t, the law."""

from __future__ import annotations

import mpmath as mp

from .exact_laws import (
    INF,
    censored,
    cut,
    gamma,
    geometric,
    half_normal,
    hurdle,
    laplace,
    mixture,
    negative_binomial,
    normal,
    poisson,
    rising,
    student,
    transformed,
    uniform,
    zero_inflated,
)


def two(w, one, other):
    return mixture([w, 1 - w], [one, other])


def logit(y, low, high):
    return mp.log((y - low) / (high - y))


HALF = mp.mpf(1) / 2
TENTH = mp.mpf(0.1)


def f(x):
    """A number as the doubles have it."""
    return mp.mpf(float(x))


EXACT_FORMS = {
    "mixture of normals": lambda t: two(t[0], normal(t[1], t[2]), normal(2, HALF)),
    "mixture of rows": lambda t: mixture(t[:3], [normal(m, t[6]) for m in t[3:6]]),
    "mixture of supports": lambda t: mixture([f(0.25), t[0], f(0.75) - t[0]], [gamma(t[1]), normal(t[2], f(0.6)), uniform(-3, -2)]),
    "mixture of positive": lambda t: two(t[0], gamma(t[1]), half_normal(t[2])),
    "mixture of truncated": lambda t: mixture([f(0.4), f(0.6)], [cut(normal(t[0], 1), -1, 2), cut(student(4, t[1], 1), HALF)]),
    "truncated mixture": lambda t: cut(two(t[0], normal(0, 1), normal(t[1], HALF)), -HALF, t[2]),
    "truncated normal": lambda t: cut(normal(t[0], t[1]), HALF),
    "truncated far in a tail": lambda t: cut(normal(t[0], 1), 9, f(9.5)),
    "mixture in a mixture": lambda t: two(t[0], mixture([HALF, HALF], [normal(m, f(0.4)) for m in t[1:3]]), normal(0, t[3])),
    "mixture of counts": lambda t: two(t[0], poisson(t[1]), negative_binomial(t[2], 3)),
    "mixture of rows of counts": lambda t: mixture(t[:2], [poisson(r) for r in t[2:4]]),
    "zero-inflated Poisson": lambda t: zero_inflated(t[0], poisson(t[1])),
    "zero-inflated negative binomial": lambda t: zero_inflated(t[0], negative_binomial(t[1], t[2])),
    "zero-inflated mixture": lambda t: zero_inflated(t[0], mixture([HALF, HALF], [poisson(r) for r in t[1:3]])),
    "hurdle Poisson": lambda t: hurdle(t[0], poisson(t[1])),
    "hurdle gamma": lambda t: hurdle(t[0], gamma(t[1], t[2])),
    "hurdle normal": lambda t: hurdle(t[0], normal(t[1], 1)),
    "hurdle mixture": lambda t: hurdle(t[0], mixture([f(0.4), f(0.6)], [poisson(r) for r in t[1:3]])),
    "hurdle custom": lambda t: hurdle(t[0], geometric(t[1])),
    "truncated Poisson": lambda t: cut(poisson(t[0]), 2),
    "Poisson between bounds": lambda t: cut(poisson(t[0]), 2, 7),
    "Poisson far between bounds": lambda t: cut(poisson(t[0]), 40, 90),
    "truncated negative binomial": lambda t: cut(negative_binomial(t[0], t[1]), -INF, 12),
    "truncated zero-inflated": lambda t: cut(zero_inflated(t[0], poisson(t[1])), 0, 5),
    "truncated mixture of counts": lambda t: cut(mixture(t[:2], [poisson(r) for r in t[2:4]]), 1),
    "censored normal": lambda t: censored(normal(t[0], t[1]), -HALF, f(1.5)),
    "censored on the right": lambda t: censored(gamma(t[0]), -INF, f(2.5)),
    "censored mixture": lambda t: censored(two(t[0], normal(0, 1), normal(t[1], HALF)), -1),
    "censored counts": lambda t: censored(poisson(t[0]), 1, 6),
    "counts lifted to a bound": lambda t: censored(poisson(t[0]), 2),
    "log-Student-t": lambda t: transformed(student(t[0], t[1], f(0.2)), mp.log, lambda y: 1 / y, 0),
    "shifted log-normal": lambda t: transformed(normal(t[0], t[1]), lambda y: mp.log(y - t[2]), lambda y: 1 / (y - t[2]), t[2]),
    "log of a gamma": lambda t: transformed(gamma(t[0], t[1]), mp.exp, mp.exp),
    "moved and scaled": lambda t: transformed(gamma(t[0]), lambda y: (y - t[1]) / t[2], lambda y: 1 / t[2], t[1]),
    "turned round": lambda t: transformed(gamma(t[0]), lambda y: -y, lambda y: 1, -INF, 0, False),
    "between bounds": lambda t: transformed(normal(t[0], 1), lambda y: logit(y, -1, 2), lambda y: 1 / (y + 1) + 1 / (2 - y), -1, 2),
    "below a bound": lambda t: transformed(normal(t[0], f(0.6)), lambda y: mp.log(1 - y), lambda y: 1 / (1 - y), -INF, 1, False),
    "tanh of a mixture": lambda t: transformed(two(t[0], normal(0, HALF), normal(1, HALF)), mp.atanh, lambda y: 1 / (1 - y * y), -1, 1),
    "a transform of one's own": lambda t: transformed(normal(t[0], f(0.4)), lambda y: mp.sign(y) * mp.cbrt(abs(y)), lambda y: 1 / (3 * mp.cbrt(y * y))),
    "custom": lambda t: laplace(t[0], t[1]),
    "custom, truncated": lambda t: cut(laplace(t[0], t[1]), -1, t[2]),
    "custom of a cdf alone": lambda t: rising(t[0]),
    "custom counts": lambda t: geometric(t[0]),
    "mixture of custom": lambda t: two(t[0], laplace(t[1], HALF), normal(1, 1)),
    "zero-inflated custom": lambda t: zero_inflated(t[0], geometric(t[1])),
}
