"""Every method at the rate that theory has: of those that sample, true errors over seeds and standard errors, which are of one size; intervals cover.

Independent draws have n^-1/2. Scrambled nets never do much worse, and have n^-3/2 up to logarithms where what is averaged is smooth (Owen 1997), reached at sizes
that grow with the number of inputs; n^(-1/2 - 1/(2 d)) where it jumps along a surface in d dimensions (He & Wang 2015).
"""
from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest
from limit_states import inputs_of
from scipy import special, stats

from llbayes import ppl, uq
from llbayes.models import uq as problems
from llbayes.ppl import Exponential, Normal, Poisson, Uniform

ISHIGAMI = problems.get("ishigami")
ANGLES = uq.Inputs(dict(ISHIGAMI.laws))
RP22 = problems.get("rp22")
DESIGN = uq.form(RP22.function, inputs_of(RP22))


class Beside(NamedTuple):
    """What a method says of a number, and the number."""

    value: np.ndarray
    se: np.ndarray
    low: np.ndarray
    high: np.ndarray
    truth: np.ndarray


Found = dict[str, Beside]


def beside(r, truths) -> Found:
    return {name: Beside(*(r.array(f"{name}{end}") for end in ("", "_se", "_ci_low", "_ci_high")), np.asarray(truth)) for name, truth in truths.items()}


# -- a product of two smooth factors of mean 1: indices are those of its factors' variances
PLACES = uq.Inputs(a=Uniform(0, 1), b=Uniform(0, 1))
GROWTH = np.e - 1.0
PARTS = np.array([1.0 / 3.0, 0.5 * (np.e**2 - 1.0) / GROWTH**2 - 1.0])
VARIANCE = np.prod(1.0 + PARTS) - 1.0
FIRST, TOTAL = PARTS / VARIANCE, PARTS * (1.0 + PARTS[::-1]) / VARIANCE
SLOPES = np.array([4.0, 1.0 + PARTS[1]]) * (1.0 + PARTS[::-1])


def product(x):
    return 2.0 * x[0] * np.exp(x[1]) / GROWTH


# -- others whose answers are closed forms
GAUSSIAN = uq.Inputs(a=Normal(1, 1), b=Normal(2, 1))
LAW = stats.norm(3.0, np.sqrt(2.0))
SUM = {"quantile": LAW.ppf([0.25, 0.5, 0.75]), "exceedance": [LAW.sf(4.0)], "cvar": [3.0 + np.sqrt(2.0) * stats.norm.pdf(0.0) / 0.5]}
SCORES = uq.Inputs({f"x{k}": Normal(0, 1) for k in range(3)})
CORRELATED = uq.GaussianInputs(("a", "b"), [0, 0], [[1, 0.6], [0.6, 1]])
ALONE = np.array([1.0 + 2.0 * 0.6, 2.0 + 0.6]) ** 2 / (5.0 + 4.0 * 0.6)
LEVELS = np.array([0.05, 0.35, 0.65, 0.95])
RISES = 2.0 / GROWTH * np.array([np.exp(LEVELS), np.resize((np.exp(LEVELS[2:]) - np.exp(LEVELS[:2])) / 0.6, 4)])      # of the product, over the other factor
OTHERS = np.array([np.ones(4), LEVELS])


def total(x):
    return x[0] + x[1]


def weighed(x):
    return x[0] + 2.0 * x[1]


def growing(x):
    return np.exp(0.3 * x[0] + 0.2 * x[1])


def square(x):
    return 0.5 * (x[0] + 2.0 * x[1] - x[2]) ** 2


def of_sobol(n, seed):
    return beside(uq.sobol(product, PLACES, n=n, replicates=8, seed=seed), {"S1": FIRST, "ST": TOTAL})


def of_ishigami(n, seed):
    return beside(uq.sobol(ISHIGAMI.function, ANGLES, n=n, replicates=8, seed=seed), {name: ISHIGAMI.answers[name] for name in ("S1", "ST")})


def of_ishigamis_moments(n, seed):
    return beside(uq.propagate(ISHIGAMI.function, ANGLES, n=n, replicates=8, seed=seed), {"mean": 3.5, "sd": np.sqrt(13.844587940719254)})


def of_moments(n, seed):
    return beside(uq.propagate(product, PLACES, n=n, replicates=8, seed=seed), {"mean": 1.0, "sd": np.sqrt(VARIANCE)})


def of_quantiles(n, seed):
    return beside(uq.propagate(total, GAUSSIAN, n=n, replicates=8, seed=seed, probabilities=(0.25, 0.5, 0.75), thresholds=[4.0], cvar=[0.5]), SUM)


def of_taylor_control(n, seed):
    scale = np.exp(0.5 * 0.13)
    return beside(uq.taylor_control(growing, SCORES, order=1, n=n, replicates=8, seed=seed), {"mean": scale, "sd": scale * np.sqrt(np.expm1(0.13))})


def of_dgsm(n, seed):
    return beside(uq.dgsm(product, PLACES, n=n, seed=seed), {"nu": SLOPES, "ST_bound": SLOPES / VARIANCE / np.pi**2})


def of_active_subspace(n, seed):
    found = beside(uq.active_subspace(square, SCORES, n=n, seed=seed), {"eigenvalues": np.array([36.0, 0.0, 0.0])})
    return {"eigenvalues": Beside(*(a[:1] for a in found["eigenvalues"]))}


def of_morris(n, seed, design="trajectories"):
    mean, square = (np.mean(RISES**k, axis=1) * np.mean(OTHERS**k, axis=1) for k in (1, 2))
    return beside(uq.morris(product, PLACES, n=n, design=design, seed=seed), {"mu_star": mean, "mu": mean, "sigma": np.sqrt(square - mean**2)})


def of_radial(n, seed):
    return of_morris(n, seed, "radial")


def of_given_data(n, seed):
    x = np.random.default_rng(seed).uniform(size=(n, 2))
    return beside(uq.given_data(x, product(x.T), seed=1), {"S1": FIRST})


def of_sets(n, seed):
    return beside(uq.shapley(product, PLACES, n=n, replicates=8, seed=seed), {"shapley": 0.5 * (FIRST + TOTAL), "S1": FIRST, "ST": TOTAL})


def of_orders(n, seed):
    return beside(uq.shapley(product, PLACES, n=n, replicates=8, by="orders", seed=seed), {"shapley": 0.5 * (FIRST + TOTAL)})


def of_dependent_sets(n, seed):
    return beside(uq.shapley(weighed, CORRELATED, n=n, replicates=8, seed=seed), {"shapley": 0.5 * (1.0 + ALONE - ALONE[::-1])})


def of_dependent_orders(n, seed):
    return beside(uq.shapley(weighed, CORRELATED, n=n, replicates=8, by="orders", seed=seed), {"shapley": 0.5 * (1.0 + ALONE - ALONE[::-1])})


def of_importance(n, seed):
    return beside(uq.importance(RP22.function, inputs_of(RP22), at=DESIGN, n=n, replicates=8, seed=seed), {"P_f": RP22.answers["P_f"]})


def of_line_sampling(n, seed):
    return beside(uq.line_sampling(RP22.function, inputs_of(RP22), at=DESIGN, n=n, replicates=8, seed=seed), {"P_f": RP22.answers["P_f"]})


def of_subset(n, seed):
    return beside(uq.subset(RP22.function, inputs_of(RP22), n=n, replicates=8, seed=seed), {"P_f": RP22.answers["P_f"]})


class Row(NamedTuple):
    """A method, its sizes, and between which exponents of n errors fall."""

    call: Callable[[int, int], Found]
    sizes: tuple[int, int, int]
    steepest: float
    flattest: float
    seeds: int = 16


DRAWN = (-0.65, -0.35)                           # n^-1/2
SMOOTH = (-1.9, -0.8)                            # n^-3/2 less logarithms; n^-1 at least where it has begun
NETS = (64, 256, 1024)
PATHS = (32, 256, 2048)


def jumps(d: int) -> tuple[float, float]:
    """n^(-1/2 - 1/(2 d))"""
    return -0.65 - 0.5 / d, -0.35 - 0.5 / d


RATES = {
    "sobol": Row(of_sobol, NETS, *SMOOTH), "propagate's moments": Row(of_moments, NETS, *SMOOTH), "propagate's quantiles": Row(of_quantiles, NETS, -1.2, -0.6),
    "taylor_control": Row(of_taylor_control, NETS, *SMOOTH), "dgsm": Row(of_dgsm, NETS, *SMOOTH), "active_subspace": Row(of_active_subspace, NETS, *SMOOTH),
    "morris": Row(of_morris, PATHS, *DRAWN, 32), "morris, radial": Row(of_radial, PATHS, *DRAWN), "given_data": Row(of_given_data, (128, 1024, 8192), *DRAWN),
    "shapley by sets": Row(of_sets, NETS, *SMOOTH), "shapley by orders": Row(of_orders, (512, 2048, 8192), *DRAWN), "shapley of dependent inputs": Row(of_dependent_sets, NETS, *SMOOTH),
    "shapley of dependent inputs by orders": Row(of_dependent_orders, NETS, *DRAWN), "importance": Row(of_importance, NETS, *jumps(2)),
    "line_sampling": Row(of_line_sampling, (16, 64, 256), *SMOOTH), "subset": Row(of_subset, (100, 400, 1600), *DRAWN, 24),
}


@pytest.mark.parametrize("name", RATES)
def test_errors_fall_at_their_rate(name):
    """True errors, over seeds, and standard errors, which are as large as those."""
    row = RATES[name]
    found = [[row.call(n, seed) for seed in range(row.seeds)] for n in row.sizes]
    for field in found[0][0]:
        errors = np.array([size([run[field].value - run[field].truth for run in runs]) for runs in found])
        said = np.array([size([run[field].se for run in runs]) for runs in found])
        for a in (errors, said):
            fall = np.polyfit(np.log(row.sizes), np.log(a).mean(axis=1), 1)[0]
            assert row.steepest <= fall <= row.flattest, (field, fall)
        assert np.all(np.abs(np.log(errors / said)) < np.log(2.0)), (field, errors / said)


def size(a):
    """Root mean squares over seeds, of each entry."""
    return np.sqrt(np.mean(np.square(a), axis=0)).reshape(-1)


def test_every_method_with_standard_errors_has_a_row():
    with_errors = {m.name for m in uq.METHODS.values() if "level" in inspect.signature(m.call).parameters}
    assert {name.split(",")[0].split("'")[0].split(" ")[0] for name in RATES} == with_errors


# -- methods without standard errors, whose rates are of something else than the number of runs
def pole(x):
    return 1.0 / (3.0 - x[0])


@pytest.mark.parametrize("gradients, most", [(False, 1.1), (True, 3.5)])
def test_polynomial_chaos_leaves_the_tail_of_its_series(gradients, most):
    """1 / (c - x) = Σ (2n + 1) Q_n(c) P_n(x): of its variance degree p leaves (c + √(c² - 1))^-2p, and Q², of fits to fewer runs, says some more. With slopes
    the fit is the best in the norm with the Poincaré constant times the squared slope, which leaves 2.5 times the tail."""
    inputs, x, w = uq.Inputs(x=Uniform(-1, 1)), *np.polynomial.legendre.leggauss(40)
    squares = (2.0 * np.arange(40) + 1.0) * special.lqn(39, 3.0)[0] ** 2
    for degree in (1, 2, 4, 6):
        r = uq.pce(pole, inputs, n=64, degree=degree, sparse=False, gradients=gradients, seed=2)
        found = uq.surrogate(r, inputs)
        left = 0.5 * w @ np.array([found(np.array([at])) - pole([at]) for at in x]) ** 2
        tail = squares[degree + 1:].sum()
        said = (1.0 - float(r.Q2)) * squares[1:].sum()
        assert tail <= left <= most * tail and 0.5 * left < said < 5.0 * left, (left / tail, said / left)


def test_the_delta_method_is_right_to_the_order_that_it_has():
    """Of exp(x), x normal with sd s: the mean is out by s² / 2 at first order and s⁴ / 8 at second, the variance by 3 s⁴ / 2 and s⁴."""
    for order, power, share, of_variance in ((1, 2, 1.0 / 2.0, 3.0 / 2.0), (2, 4, 1.0 / 8.0, 1.0)):
        for s in (0.1, 0.05, 0.025):
            r = uq.delta_method(lambda x: np.exp(x[0]), uq.Inputs(x=Normal(0, s)), order=order)
            assert np.exp(0.5 * s * s) - r.mean.item() == pytest.approx(share * s**power, rel=0.02)
            assert np.exp(s * s) * np.expm1(s * s) - r.covariance.item() == pytest.approx(of_variance * s**4, rel=0.04)


@ppl.model
def count(y):
    rate = ppl.sample("rate", Exponential(1.0))
    ppl.sample("y", Poisson(rate), obs=y)


@ppl.model
def flat_topped(y):
    z = ppl.sample("z", Normal(0.0, 1.0))
    ppl.sample("y", Normal(z * z, 1.0), obs=y)


def test_laplaces_evidence_is_right_to_the_first_order_in_the_data():
    """∫ exp(-2 r) r^k / k! dr = 2^-(k + 1): Stirling's series in log(rate), out by 1 / (12 (k + 1))."""
    for k in (10, 40, 160):
        found = uq.laplace(count.bind(y=k), seed=1).log_evidence
        assert -(k + 1) * np.log(2.0) - found == pytest.approx(1.0 / (12.0 * (k + 1)), rel=0.01)


def test_laplaces_efficiency_is_that_of_the_weights():
    """exp(-z²/2 - z⁴/2) under draws of exp(-z²/2); with draws n^-1/2."""
    t = np.linspace(-12.0, 12.0, 4001)
    q, w = np.exp(-0.5 * t * t) / np.exp(-0.5 * t * t).sum(), np.exp(-0.5 * t**4)
    truth, posterior, sizes = (w @ q) ** 2 / (w * w @ q), flat_topped.bind(y=0.0), (100, 800, 6400)
    errors = [size([uq.laplace(posterior, draws=n, seed=s).efficiency - truth for s in range(16)]) for n in sizes]
    assert -0.7 < np.polyfit(np.log(sizes), np.log(errors), 1)[0][0] < -0.35


COVERED = {"sobol": of_ishigami, "propagate's moments": of_ishigamis_moments, "propagate's quantiles": of_quantiles}


@pytest.mark.slow
@pytest.mark.parametrize("name", COVERED)
def test_intervals_cover(name):
    """At 0.95, over 200 seeds; each field's entries together."""
    found = [COVERED[name](512, seed) for seed in range(200)]
    shares = {field: float(np.mean([(run[field].low <= run[field].truth) & (run[field].truth <= run[field].high) for run in found])) for field in found[0]}
    assert all(0.90 <= share <= 0.995 for share in shares.values()), shares
