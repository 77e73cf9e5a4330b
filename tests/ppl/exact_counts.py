"""Laws of counts by mpmath: both log tails at points of the support, and points of parameter space for the law of tails (`test_counts.py`)."""

from __future__ import annotations

import mpmath as mp
from exact_tails import beta, gamma


def poisson(x, rate):
    return gamma(rate, x + 1, mp.mpf(1))[::-1]


def binomial(x, n, p):
    return beta(p, x + 1, n - x)[::-1]


def negative_binomial(x, mean, size):
    return beta(size / (size + mean), size, x + 1)


def sigmoid(t):
    return 1 / (1 + mp.exp(-t))


def bernoulli(x, p):
    return mp.log1p(-p), mp.log(p)


# by the name of the family and of its last parameter: (log P(X ≤ x), log P(X > x)) at whole x inside the support, below its upper end
TAILS = {
    ("Bernoulli", "p"): bernoulli,
    ("Bernoulli", "logits"): lambda x, t: (mp.log(sigmoid(-t)), mp.log(sigmoid(t))),
    ("Binomial", "p"): binomial,
    ("Binomial", "logits"): lambda x, n, t: binomial(x, n, sigmoid(t)),
    ("Poisson", "rate"): poisson,
    ("Poisson", "log_rate"): lambda x, t: poisson(x, mp.exp(t)),
    ("NegativeBinomial", "size"): negative_binomial,
}
# parameters, and values inside
CASES = {
    ("Bernoulli", "p"): ((1e-300, (0,)), (0.3, (0,)), (1 - 1e-9, (0,))),
    ("Bernoulli", "logits"): ((-800.0, (0,)), (0.3, (0,)), (40.0, (0,))),
    ("Binomial", "p"): ((10.0, 0.3, (0, 3, 9)), (10.0, 1e-12, (0, 9)), (1e15, 1e-13, (0, 150)), (1e6, 0.999, (0, 990000, 999999)),
                        (1e12, 0.25, (2.5e11 - 2e6, 2.5e11 + 1e5, 2.5e11 + 3e7))),
    ("Binomial", "logits"): ((10.0, -800.0, (0, 3)), (10.0, 800.0, (0, 3)), (10.0, 40.0, (0, 9)), (30.0, 0.3, (0, 17, 29)), (1e12, -1.0986122886681098, (2.5e11 + 3e7,))),
    ("Poisson", "rate"): ((1e-8, (0, 1, 30)), (0.3, (0, 1, 170)), (30.0, (0, 31, 1e4)), (1e4, (0, 1, 9000, 10100, 1e5)), (1e12, (1e12 - 1e7, 1e12)), (1e15, (1e15 - 2e8, 1e15 + 1e8))),
    ("Poisson", "log_rate"): ((-800.0, (0, 3)), (0.3, (0, 1, 170)), (8.0, (0, 2980, 1e4))),
    ("NegativeBinomial", "size"): ((4.0, 0.5, (0, 3, 400)), (30.0, 1e-8, (0, 30, 1e6)), (30.0, 1e16, (0, 29, 200)), (1e-8, 3.0, (0, 2)), (1e12, 0.7, (0, 1e6, 1e12, 1e14)),
                                   (300.0, 50.0, (0, 250, 2e4)), (1e12, 1e10, (1e12 - 3e7, 1e12 + 6e7))),
}  # fmt: skip
