"""Laws in mpmath that others are made of, as forms make them: mixtures, cut, inflated, censored and transformed laws.

A law is three functions of a number of mpmath: log density or log probability, log P(X ≤ x) and log P(X > x), everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import exact_tails
import mpmath as mp

from ..exact_counts import TAILS as OF_COUNTS
from ..exact_densities import EXACT

INF = mp.inf


class Law(NamedTuple):
    density: Callable[[Any], Any]
    below: Callable[[Any], Any]
    above: Callable[[Any], Any]
    whole: bool = False


def number(v):
    """Of mpmath's usual context."""
    return mp.mpf(v)


def rest(v):
    """log(1 - exp(v))"""
    return -INF if v == 0 else mp.log(-mp.expm1(v)) if v > -1 else mp.log1p(-mp.exp(v))


def log_sum(*terms):
    return mp.log(mp.fsum(mp.exp(t) for t in terms))


def weighted(weights, terms):
    return mp.log(mp.fsum(w * mp.exp(t) for w, t in zip(weights, terms, strict=True)))


# -- of families
def dense(name, last, low, high, *params):
    """A law of a family by its own density and tails, with the ends of its support."""
    tails = exact_tails.TAILS[name]

    def side(x, k):
        return (-INF, mp.mpf(0))[k] if x <= low else (mp.mpf(0), -INF)[k] if x >= high else tails(x, *params)[k]

    return Law(lambda x: number(EXACT[name, last](x, *params)) if low <= x <= high else -INF, lambda x: side(x, 0), lambda x: side(x, 1))


def counted(name, last, *params):
    """A law of counts from 0 on."""
    def side(x, k):
        return (-INF, mp.mpf(0))[k] if x < 0 else OF_COUNTS[name, last](mp.floor(x), *params)[k]

    return Law(lambda x: number(EXACT[name, last](x, *params)) if x >= 0 and x == mp.floor(x) else -INF, lambda x: side(x, 0), lambda x: side(x, 1), True)


def normal(loc, scale):
    return dense("Normal", "scale", -INF, INF, mp.mpf(loc), mp.mpf(scale))


def student(df, loc, scale):
    return dense("StudentT", "scale", -INF, INF, mp.mpf(df), mp.mpf(loc), mp.mpf(scale))


def gamma(shape, rate=1):
    return dense("Gamma", "rate", 0, INF, mp.mpf(shape), mp.mpf(rate))


def half_normal(scale):
    return dense("HalfNormal", "scale", 0, INF, mp.mpf(scale))


def uniform(low, high):
    return dense("Uniform", "high", low, high, mp.mpf(low), mp.mpf(high))


def laplace(loc, scale):
    return dense("Laplace", "scale", -INF, INF, mp.mpf(loc), mp.mpf(scale))


def poisson(rate):
    return counted("Poisson", "rate", mp.mpf(rate))


def negative_binomial(mean, size):
    return counted("NegativeBinomial", "size", mp.mpf(mean), mp.mpf(size))


def geometric(p):
    """Failures before the first success."""
    tail = lambda x: (mp.floor(x) + 1) * mp.log1p(-p) if x >= 0 else mp.mpf(0)  # noqa: E731
    return Law(lambda x: x * mp.log1p(-p) + mp.log(p) if x >= 0 and x == mp.floor(x) else -INF, lambda x: rest(tail(x)), tail, True)


def rising(end):
    """Of density 2 x / end² up to end."""
    below = lambda x: -INF if x <= 0 else mp.mpf(0) if x >= end else 2 * mp.log(x / end)  # noqa: E731
    return Law(lambda x: mp.log(2 * x / end**2) if 0 < x <= end else -INF, below, lambda x: rest(below(x)))


# -- of other laws
def mixture(weights, laws):
    return Law(*[lambda x, k=k: weighted(weights, [law[k](x) for law in laws]) for k in range(3)], laws[0].whole)


def cut(law, low=-INF, high=INF):
    """On [low, high], renormalised."""
    first = low - 1 if law.whole else low

    def between(a, b):
        if not a < b:
            return -INF
        one, other = (law.below(a), law.above(a)) if a > -INF else (-INF, mp.mpf(0)), (law.below(b), law.above(b)) if b < INF else (mp.mpf(0), -INF)
        return exact_tails.between(None, one, other)

    mass = between(first, high)
    return Law(
        lambda x: law.density(x) - mass if low <= x <= high else -INF,
        lambda x: -INF if x < low else mp.mpf(0) if x >= high else between(first, x) - mass,
        lambda x: mp.mpf(0) if x < low else -INF if x >= high else between(x, high) - mass,
        law.whole,
    )


def zero_inflated(p, law):
    return mixture([p, 1 - p], [Law(lambda x: mp.mpf(0) if x == 0 else -INF, lambda x: mp.mpf(0) if x >= 0 else -INF, lambda x: -INF if x >= 0 else mp.mpf(0), law.whole), law])


def hurdle(p, law):
    """Zeros of its own, and none of the law's."""
    other = cut(law, 1) if law.whole else law._replace(density=lambda x: -INF if x == 0 else law.density(x))
    return zero_inflated(p, other)


def censored(law, low=-INF, high=INF):
    last = high - 1 if law.whole else high
    return Law(
        lambda x: law.below(low) if x <= low else law.above(last) if x >= high else law.density(x),
        lambda x: -INF if x < low else mp.mpf(0) if x >= high else law.below(x),
        lambda x: mp.mpf(0) if x < low else -INF if x >= high else law.above(x),
        law.whole,
    )


def transformed(law, origin, slope, low=-INF, high=INF, rising=True):
    """The law of f(X), where origin(y) is what f maps to y, and slope(y) the size of its derivative."""
    def side(y, k):
        if not low < y < high:
            return -INF if (y <= low) == (k == 1) else mp.mpf(0)
        return law[k if rising else 3 - k](origin(y))

    return Law(lambda y: law.density(origin(y)) + mp.log(slope(y)) if low < y < high else -INF, lambda y: side(y, 1), lambda y: side(y, 2))
