"""Laws of counts by mpmath: log probabilities and both log tails at points of the support, points of parameter space, and what other tools call parameters."""

from __future__ import annotations

import mpmath as mp
from exact_tails import beta, gamma

INF = float("inf")


# -- log probabilities, for values of the support
def densities(mp):
    """By the name of the family and of its last parameter."""
    def log_choices(n, x):
        return mp.re(mp.loggamma(n + 1) - mp.loggamma(x + 1) - mp.loggamma(n - x + 1))

    def log_beta(a, b):
        return mp.re(mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b))

    def xlogy(x, y):
        return mp.mpf(0) if x == 0 else x * mp.log(y) if y > 0 else -mp.inf

    def log_sigmoid(t):
        return mp.mpf(0) if t == mp.inf else -mp.inf if t == -mp.inf else -mp.log1p(mp.exp(-t))

    def weibull(x, q, beta):
        with mp.workdps(120):
            low, high = x**beta * mp.log(q), (x + 1) ** beta * mp.log(q)
            return low + (mp.log(-mp.expm1(high - low)) if high - low > -10**6 else 0)

    def by_log_mean(x, size, t):
        if t == mp.inf:
            return -mp.inf
        shape = mp.loggamma(x + size) - mp.loggamma(size) - mp.loggamma(x + 1)
        if t == -mp.inf:
            return mp.mpf(0) if x == 0 else -mp.inf
        with mp.workdps(500):
            odds = t - mp.log(size)
            return shape - size * mp.log1p(mp.exp(odds)) - x * mp.log1p(mp.exp(-odds))

    def yule_simon(x, a):
        with mp.workdps(300):
            return mp.log(a) + log_beta(x, a + 1)

    def by_trials(x, n, p):
        if p == 0:
            return -mp.inf
        return mp.loggamma(x + n) - mp.loggamma(n) - mp.loggamma(x + 1) + n * mp.log(p) + xlogy(x, 1 - p)

    return {
        ("BetaBinomial", "b"): lambda x, n, a, b: log_choices(n, x) + log_beta(x + a, n - x + b) - log_beta(a, b),
        ("BetaNegativeBinomial", "b"): lambda x, n, a, b: beta_negative(mp, x, n, a, b),
        ("DiscreteUniform", "high"): lambda x, low, high: -mp.log(high - low + 1),
        ("DiscreteWeibull", "beta"): weibull,
        ("Geometric", "p"): lambda x, p: -mp.inf if p == 0 else mp.log(p) + xlogy(x - 1, 1 - p),
        ("Geometric", "logits"): lambda x, t: log_sigmoid(t) + (0 if x == 1 else (x - 1) * log_sigmoid(-t)),
        ("HyperGeometric", "n"): lambda x, N, k, n: log_choices(k, x) + log_choices(N - k, n - x) - log_choices(N, n),
        ("NegativeBinomial", "log_mean"): by_log_mean,
        ("NegativeBinomial", "beta"): lambda x, a, b: mp.loggamma(x + a) - mp.loggamma(a) - mp.loggamma(x + 1) - a * mp.log1p(1 / b) - x * mp.log1p(b),
        ("NegativeBinomial", "p"): by_trials,
        ("YuleSimon", "alpha"): yule_simon,
        ("Zipf", "a"): lambda x, a: -a * mp.log(x) - mp.log(mp.zeta(a)),
    }


def beta_negative(mp, x, n, a, b):
    with mp.workdps(300):
        return mp.re(sum(mp.loggamma(v) for v in (n + x, a + n, b + x, a + b)) - sum(mp.loggamma(v) for v in (x + 1, n, a, b, a + b + n + x)))


VALUES = {  # of parameters, by name where that says more than the domain
    "above 1": (1.0 + 1e-8, 1.5, 2.5, 7.0, 60.0, 1e4, 1e16),
    "above 0, at most 1": (0.0, 1e-14, 0.3, 1.0 - 1e-9, 1.0),
    "log_mean": (-INF, -150.0, -30.0, 0.3, 8.0, 34.0, 150.0, INF),
    ("HyperGeometric", "N"): (0.0, 1.0, 30.0, 1e6, 1e12, 1e15),
    ("HyperGeometric", "k"): (0.0, 1.0, 10.0, 3e5, 4e11),
    ("DiscreteUniform", "low"): (0.0, 1.0, -3e8),
    ("NegativeBinomial", "alpha"): (0.7, 3.0, 1e4, 1e8, 1e12, 1e16),      # a slope in it loses digits in proportion to x / alpha
    ("BetaNegativeBinomial", "n"): (1e-3, 0.7, 3.0, 1e4, 1e8),
    ("NegativeBinomial", "n"): (1e-8, 1e-3, 0.7, 3.0, 1e4, 1e8, 1e12, 1e16),
}


# -- tails
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


def rest(log_p):
    return mp.log1p(-mp.exp(log_p)) if log_p < -1 else mp.log(-mp.expm1(log_p))


def survival(log_sf):
    """Both tails by the upper one."""
    return lambda x, *p: (rest(log_sf(x, *p)), log_sf(x, *p))


def sums(log_p, low, high):
    """Both tails by sums over a finite support."""
    def of(x, *p):
        return tuple(mp.log(sum(mp.exp(log_p(mp.mpf(k), *p)) for k in part)) for part in (range(low(*p), int(x) + 1), range(int(x) + 1, high(*p) + 1)))
    return of


def beta_negative_tails(x, n, a, b):
    """The lower tail as a sum, by ratios of neighbours; the upper one is what is left."""
    with mp.workdps(80):
        term, total = mp.exp(beta_negative(mp, mp.mpf(0), n, a, b)), mp.mpf(0)
        for k in range(int(x) + 1):
            total += term
            term *= (n + k) * (b + k) / ((k + 1) * (a + b + n + k))
        return mp.log(total), mp.log(1 - total)


OF = densities(mp)
# by the name of the family and of its last parameter: (log P(X ≤ x), log P(X > x)) at whole x inside the support, below its upper end
TAILS = {
    ("Bernoulli", "p"): bernoulli,
    ("Bernoulli", "logits"): lambda x, t: (mp.log(sigmoid(-t)), mp.log(sigmoid(t))),
    ("Binomial", "p"): binomial,
    ("Binomial", "logits"): lambda x, n, t: binomial(x, n, sigmoid(t)),
    ("Poisson", "rate"): poisson,
    ("Poisson", "log_rate"): lambda x, t: poisson(x, mp.exp(t)),
    ("NegativeBinomial", "size"): negative_binomial,
    ("NegativeBinomial", "log_mean"): lambda x, size, t: negative_binomial(x, mp.exp(t), size),
    ("NegativeBinomial", "beta"): lambda x, a, b: negative_binomial(x, a / b, a),
    ("NegativeBinomial", "p"): lambda x, n, p: negative_binomial(x, n * (1 - p) / p, n),
    ("BetaBinomial", "b"): sums(OF["BetaBinomial", "b"], lambda n, a, b: 0, lambda n, a, b: int(n)),
    ("BetaNegativeBinomial", "b"): beta_negative_tails,
    ("DiscreteUniform", "high"): lambda x, low, high: (mp.log((x - low + 1) / (high - low + 1)), mp.log((high - x) / (high - low + 1))),
    ("DiscreteWeibull", "beta"): survival(lambda x, q, beta: (x + 1) ** beta * mp.log(q)),
    ("Geometric", "p"): survival(lambda x, p: x * mp.log1p(-p)),
    ("Geometric", "logits"): survival(lambda x, t: -x * mp.log1p(mp.exp(t))),
    ("HyperGeometric", "n"): sums(OF["HyperGeometric", "n"], lambda N, k, n: int(max(0, n + k - N)), lambda N, k, n: int(min(k, n))),
    ("YuleSimon", "alpha"): survival(lambda x, a: mp.log(x) + mp.re(mp.loggamma(x) + mp.loggamma(a + 1) - mp.loggamma(x + a + 1))),
    ("Zipf", "a"): survival(lambda x, a: mp.log(mp.zeta(a, x + 1)) - mp.log(mp.zeta(a))),
}
# parameters, and values inside
CASES = {
    ("Bernoulli", "p"): ((1e-300, (0,)), (0.3, (0,)), (1 - 1e-9, (0,))),
    ("Bernoulli", "logits"): ((-800.0, (0,)), (0.3, (0,)), (40.0, (0,))),
    ("Binomial", "p"): ((10.0, 0.3, (0, 3, 9)), (10.0, 1e-12, (0, 9)), (1e15, 1e-13, (0, 150)), (1e6, 0.999, (0, 990000, 999999)),
                        (1e12, 0.25, (2.5e11 - 2e6, 2.5e11 + 3e7))),
    ("Binomial", "logits"): ((10.0, -800.0, (0, 3)), (10.0, 800.0, (0, 3)), (10.0, 40.0, (0, 9)), (30.0, 0.3, (0, 17, 29)),
                             (1e12, -1.0986122886681098, (2.5e11 + 3e7,))),
    ("Poisson", "rate"): ((1e-8, (0, 1, 30)), (0.3, (0, 1, 170)), (30.0, (0, 31, 1e4)), (1e4, (0, 1, 9000, 10100)), (1e12, (1e12 - 1e7, 1e12)), (1e15, (1e15 - 2e8, 1e15 + 1e8))),
    ("Poisson", "log_rate"): ((-800.0, (0, 3)), (0.3, (0, 1, 170)), (8.0, (0, 2980, 1e4))),
    ("NegativeBinomial", "size"): ((4.0, 0.5, (0, 3, 100)), (30.0, 1e-8, (0, 30, 1e6)), (30.0, 1e16, (0, 29, 200)), (1e-8, 3.0, (0, 2)), (1e12, 0.7, (0, 1e6, 1e12, 1e14)),
                                   (300.0, 50.0, (0, 250)), (1e12, 1e10, (1e12 - 3e7, 1e12 + 6e7))),
    ("NegativeBinomial", "log_mean"): ((3.0, -800.0, (0, 4)), (0.5, 1.4, (3, 100)), (1e10, 3.0, (0, 19, 200))),
    ("NegativeBinomial", "beta"): ((3.0, 0.5, (4, 60)), (1e8, 1e7, (0, 90))),
    ("NegativeBinomial", "p"): ((3.0, 0.5, (4, 60)), (0.5, 1e-6, (0, 1e7)), (2.0, 1.0 - 1e-9, (0, 3))),
    ("BetaBinomial", "b"): ((10.0, 2.0, 5.0, (0, 3, 9)), (40.0, 1e-3, 1e-2, (0, 17, 39)), (40.0, 1e8, 1e9, (0, 3, 30)), (3.0, 1e-8, 3.0, (0, 2)), (60.0, 0.7, 40.0, (0, 59))),
    ("BetaNegativeBinomial", "b"): ((3.0, 2.5, 1.5, (0, 3, 60)), (0.7, 9.0, 30.0, (1, 20, 300)), (12.0, 0.3, 4.0, (0, 20, 300)), (5.0, 0.02, 3.0, (20, 100))),
    ("DiscreteUniform", "high"): ((0.0, 1.0, (0,)), (-3.0, 5.0, (-3, 4)), (-3e8, 1e8, (-3e8, 5.0, 1e8 - 1)), (0.0, 1e15, (0, 7e14, 1e15 - 1))),
    ("DiscreteWeibull", "beta"): ((0.5, 1.0, (0, 3, 1e5)), (0.3, 0.01, (0, 30, 1e8)), (0.99, 3.0, (0, 2, 80)), (1e-14, 0.7, (0, 1)), (1 - 1e-9, 0.3, (0, 1e15))),
    ("Geometric", "p"): ((0.3, (1, 5, 1e5)), (1e-14, (1, 1e9, 1e15)), (1 - 1e-9, (1, 4))),
    ("Geometric", "logits"): ((0.3, (1, 5, 1e5)), (-34.0, (1, 1e15)), (-800.0, (1, 1e9)), (40.0, (1, 4))),
    ("HyperGeometric", "n"): ((30.0, 10.0, 12.0, (0, 3, 9)), (30.0, 25.0, 20.0, (15, 17, 19)), (1e15, 4e14, 40.0, (0, 15, 39)), (1e6, 3.0, 1e5, (0, 2))),
    ("YuleSimon", "alpha"): ((1.5, (1, 30, 1e6)), (1e-8, (1, 30, 1e9)), (0.6, (2, 1e15)), (40.0, (1, 3, 300))),
    ("Zipf", "a"): ((1.5, (1, 30, 1e6)), (1.01, (1, 1e6)), (2.5, (1, 11, 1e15)), (60.0, (1, 2, 1e4))),
}  # fmt: skip


# -- keywords of PyMC, NumPyro, TFP, Pyro, Stan, NumPy and SciPy -> our parameters that the answer names
ELSEWHERE = {
    "NegativeBinomial": {"mu": "mean", "phi": "size", "total_count": "n", "concentration": "size", "probs": "mean=total_count", "logits": "mean=total_count",
                         "eta": "log_mean", "log_mu": "log_mean", "prob": "p"},
    "BetaBinomial": {"alpha": "a", "beta": "b", "concentration1": "a", "concentration0": "b", "total_count": "n", "N": "n"},
    "DiscreteUniform": {"lower": "low", "upper": "high", "minval": "low"},
    "DiscreteWeibull": {"p": "q"},
    "Geometric": {"probs": "p", "theta": "p", "logit_p": "logits"},
    "HyperGeometric": {"M": "N", "ngood": "k", "nsample": "n"},
    "OrderedLogistic": {"predictor": "eta", "c": "cutpoints", "mu": "eta", "kappa": "cutpoints", "cuts": "cutpoints"},
    "OrderedProbit": {"predictor": "eta", "c": "cutpoints", "mu": "eta", "thresholds": "cutpoints"},
    "BetaNegativeBinomial": {"r": "n", "alpha": "a", "beta": "b"},
    "YuleSimon": {"a": "alpha", "rho": "alpha"},
    "Zipf": {"alpha": "a", "s": "a"},
    "Multinomial": {"probs": "p", "total_count": "n", "theta": "p", "N": "n", "gamma": "logits"},
    "DirichletMultinomial": {"a": "concentration", "alpha": "concentration", "total_count": "n", "N": "n"},
}  # fmt: skip
