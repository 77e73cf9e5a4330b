"""Parts of log densities that families share, accurate where counts, shapes and rates are large.

lgamma(x + 1) and x log(m) - m are each of the size x log(x), their difference of the size log(x): where x is large both are measured from their
common leading term x log(x) - x (Loader 2000, Fast and accurate computation of binomial probabilities).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ...lang.values.hooks import compile_time
from ..base.functions import below_peak, lgamma, lgamma_rest, log, log1p, log_betainc, log_betaincc, log_gammainc, log_gammaincc, where
from ..base.types import Truth, Value, is_plain

LEAST = 1e-300  # added to a probability or rate that may be 0, where the derivative of a logarithm would be nan
FAR = 600.0  # a log odds or rate beyond which a tail is its first probability
FEW = 50_000  # below, counts lose 1e-10 at most to cancellation


@compile_time
def known_few(x: Any) -> bool:
    """Are all of these known to be below FEW when the code is compiled?"""
    return known_below(x, FEW)


@compile_time
def known_below(x: Any, most: int) -> bool:
    """Are all of these known to be below a number when the code is compiled? Of run-time whole numbers the front end knows a range."""
    if is_plain(x) or isinstance(x, (np.ndarray, np.generic)):
        return bool(np.all(np.abs(x) < most))
    from ...lang.values.values import Scalar, View  # not for `import llbayes.ppl`

    interval = x.rng if isinstance(x, Scalar) else x.buf.rng if isinstance(x, View) else None
    return interval is not None and interval[1] < most


def few(x: Value) -> Truth:
    """Are all of these counts below FEW? Then sums of products and of data lose nothing, and take less time than what is right for all."""
    return True if known_few(x) else np.all(x < FEW)


def log_factorial_rest(x: Value) -> Value:
    """log(x!) less x log(x) - x; 0 at 0."""
    safe = where(x > 0, x, 1.0)
    return where(x > 0, lgamma_rest(safe) + log(safe), 0.0)


def count_term(x: Value, m: Value) -> Value:
    """x log(m / x) - (m - x) of a count and its mean, which may be 0."""
    safe = where(m > 0.0, m, 1.0)
    return where(m > 0.0, below_peak(x, safe, log(safe)), where(x == 0, -m, -math.inf))


def lgamma_step(x: Value, h: Value) -> Value:
    """lgamma(x + h) - lgamma(x)."""
    return lgamma_rest(x + h) - lgamma_rest(x) + (x + h) * log1p(h / x) + h * (log(x) - 1.0)


def log_ways(x: Value, n: Value) -> Value:
    """log of the number of ways to choose x of n."""
    return lgamma(n + 1.0) - lgamma(x + 1.0) - lgamma(n - x + 1.0)


def log_ways_rest(x: Value, n: Value) -> Value:
    """log_ways less its leading terms n log(n) - x log(x) - (n - x) log(n - x)."""
    return log_factorial_rest(n) - log_factorial_rest(x) - log_factorial_rest(n - x)


def shared_term(x: Value, a: Value, n: Value, total: Value) -> Value:
    """What a category of x among n, whose unknown share has the Dirichlet parameter a of a total, gives to their log probability; leading terms cancel
    between categories, and `shared_rest` is what they have together."""
    share = (x + a) / (n + total)
    ways = lgamma_rest(x + a) - lgamma_rest(a) - log_factorial_rest(x)
    return ways + count_term(x, n * share) + below_peak(a, total * share, log(total * share))


def shared_rest(n: Value, total: Value) -> Value:
    """What is left of log(n!) + lgamma(total) - lgamma(n + total)."""
    return log_factorial_rest(n) + lgamma_rest(total) - lgamma_rest(n + total)


def beta_tail(a: Value, b: Value, x: Value, y: Value) -> Value:
    """log of the regularised incomplete beta function at x = 1 - y, from the smaller of the two, whose complement may round to 1."""
    near = x < y
    lower = where(x > 0.0, log_betainc(a, b, where(near, x + LEAST, 0.5)), -math.inf)
    return where(near, lower, log_betaincc(b, a, where(near, 0.5, y + LEAST)))


def gamma_tails(a: Value, x: Value) -> tuple[Value, Value]:
    """log of the lower and of the upper regularised incomplete gamma function, x ≥ 0."""
    return where(x > 0.0, log_gammainc(a, x + LEAST), -math.inf), log_gammaincc(a, x + LEAST)


def at_end(inside: Truth, shape: Value) -> Value:
    """The logarithm of 0^(shape - 1) at points that are not inside, 0 at those that are."""
    return where(inside | (shape == 1.0), 0.0, where(shape > 1.0, -math.inf, math.inf))
