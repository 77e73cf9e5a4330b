"""Polynomial chaos: closed forms of coefficients, indices of test functions, chaospy's numbers."""
from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import special, stats

from llbayes import ad, uq
from llbayes.ir.errors import LlbayesError
from llbayes.models import uq as problems
from llbayes.ppl import Beta, Exponential, Gamma, Gumbel, LogNormal, Normal, Triangular, Uniform, Weibull
from llbayes.uq.chaos import polynomials
from llbayes.uq.chaos.axes import axes_of, placed, quadrature
from llbayes.uq.chaos.indices import shares
from llbayes.uq.chaos.regression import Asked, Runs, of_degree
from llbayes.uq.chaos.terms import count, hyperbolic


def opaque(x):
    return float(str(float(x)))


def by_order(r):
    """Coefficients of one input by their order."""
    orders = r.array("multi_index")[:, 0].astype(int)
    found = np.zeros(orders.max() + 1)
    found[orders] = r.array("coefficients")
    return found


# -- polynomials
@pytest.mark.parametrize("recurrence, rule", [
    (polynomials.hermite(8), special.roots_hermitenorm(12)),
    (polynomials.legendre(8), special.roots_legendre(12)),
    (polynomials.jacobi(8, 2.5, 0.7), special.roots_jacobi(12, 0.7 - 1.0, 2.5 - 1.0)),
    (polynomials.jacobi(8, 0.5, 0.5), special.roots_jacobi(12, -0.5, -0.5)),
    (polynomials.laguerre(8, 1.0), special.roots_genlaguerre(12, 0.0)),
    (polynomials.laguerre(8, 3.3), special.roots_genlaguerre(12, 2.3)),
], ids=["hermite", "legendre", "jacobi", "chebyshev", "laguerre", "gamma"])
def test_polynomials_are_orthonormal_and_their_derivatives_are_theirs(recurrence, rule):
    t, w = rule
    P, D = recurrence.values(t)
    assert (P * w / w.sum()) @ P.T == pytest.approx(np.eye(9), abs=1e-9)
    h = 1e-5
    differences = (recurrence.values(t + h)[0] - recurrence.values(t - h)[0]) / (2 * h)
    assert pytest.approx(differences, rel=1e-5, abs=1e-5 * np.abs(D).max()) == D


@pytest.mark.parametrize("law, expected", [(Exponential(1.0), polynomials.laguerre(10, 1.0)), (Uniform(-1.0, 1.0), polynomials.legendre(10)),
                                           (Normal(0.0, 1.0), polynomials.hermite(10)), (Beta(2.0, 3.0), polynomials.jacobi(10, 2.0, 3.0)),
                                           (Gamma(2.5, 1.0), polynomials.laguerre(10, 2.5))], ids=lambda x: type(x).__name__)
def test_a_quadrature_of_quantiles_has_the_recurrence_of_the_law(law, expected):
    x, w = quadrature(uq.Inputs(a=law), 0)
    x = 2.0 * x - 1.0 if isinstance(law, type(Beta(2.0, 3.0))) and "Beta" in str(law) else x
    found = polynomials.of_quadrature(10, x, w)
    assert found.a == pytest.approx(expected.a, rel=1e-9, abs=1e-9)
    assert found.b[1:] == pytest.approx(expected.b[1:], rel=1e-9)


def test_heavy_tails_are_expanded_in_normal_scores_and_light_ones_in_the_input():
    laws = {"gumbel": Gumbel(0, 1), "weibull": Weibull(2.0, 1.0), "triangular": Triangular(0, 1, 3), "lognormal": LogNormal(0, 1), "heavy": stats.t(3),
            "stretched": Weibull(0.5, 1.0), "cut": Normal(0, 1).truncated(-1, 2)}
    found = {name: axis.normal for name, axis in zip(laws, axes_of(uq.Inputs(laws), 4), strict=True)}
    assert found == {"gumbel": False, "weibull": False, "triangular": False, "lognormal": True, "heavy": True, "stretched": True, "cut": False}


def test_index_sets_have_their_sizes():
    assert len(hyperbolic(30, 3)) == count(30, 3) == math.comb(33, 3)
    assert len(hyperbolic(4, 6, 0.7)) == count(4, 6, 0.7)
    brute = [a for a in np.ndindex(*[7] * 4) if sum(x**0.7 for x in a) <= 6**0.7 * (1 + 1e-12)]
    assert {tuple(a) for a in hyperbolic(4, 6, 0.7).tolist()} == set(brute)


# -- closed forms
@pytest.mark.parametrize("how", [None, "looped"])
def test_exponential_of_a_normal(how):
    s = 0.6
    r = uq.pce(lambda x: np.exp(s * x[0]), uq.Inputs(z=Normal(0, 1)), n=40, degree=12, sparse=False, seed=1, how=how)
    n = np.arange(9)
    assert by_order(r)[:9] == pytest.approx(math.exp(s * s / 2) * s**n / np.sqrt(special.factorial(n)), abs=2e-6)
    assert float(r.mean) == pytest.approx(math.exp(s * s / 2), abs=1e-6)
    assert float(r.variance) == pytest.approx(math.exp(s * s) * math.expm1(s * s), abs=1e-5)


def test_a_pole_beside_an_interval():
    """1 / (c - x) = Σ (2n + 1) Q_n(c) P_n(x), with Legendre's functions of the second kind."""
    c = 3.0
    r = uq.pce(lambda x: 1.0 / (c - x[0]), uq.Inputs(x=Uniform(-1, 1)), n=32, degree=14, sparse=False, seed=1)
    n = np.arange(10)
    assert by_order(r)[:10] == pytest.approx(np.sqrt(2 * n + 1) * special.lqn(9, c)[0], abs=1e-8)


@pytest.mark.parametrize("law", [Exponential(2.0), Gamma(3.0, 2.0), Beta(2.0, 5.0), Gumbel(1.0, 2.0), Weibull(2.0, 3.0), Triangular(0.0, 1.0, 3.0), stats.rice(1.5),
                                 LogNormal(0.0, 0.3)], ids=lambda law: getattr(getattr(law, "dist", None), "name", str(law)))
def test_mean_and_variance_of_an_input_are_those_of_its_law(law):
    inputs = uq.Inputs(a=law, b=Normal(0, 1))
    r = uq.pce(lambda x: x[0] * (1.0 + 0.0 * x[1]), inputs, n=32, seed=1)
    tolerance = 1e-4 if "LogNormal" in str(law) else 1e-6
    assert float(r.mean) == pytest.approx(inputs.mean[0], rel=tolerance)
    assert float(r.variance) == pytest.approx(inputs.covariance[0, 0], rel=tolerance)
    assert r.ST.values == pytest.approx([1, 0], abs=1e-6)


@pytest.mark.parametrize("name, most, tolerance", [("ishigami", 40, 1e-4), ("product_and_sum", 16, 1e-12), ("rosenbrock", 16, 1e-9), ("exponential_ridge", 24, 3e-3)])
def test_indices_of_test_functions(name, most, tolerance):
    p = problems.get(name)
    r = uq.pce(p.function, uq.Inputs(p.laws), seed=1)
    assert r.n <= most and float(r.Q2) >= 0.99
    for field in ("S1", "ST"):
        assert np.abs(r.array(field) - p.answers[field]).max() <= tolerance, field
    assert float(r.variance) == pytest.approx(p.answers["variance"], rel=20 * tolerance)


CHAOSPY = {                          # 4.3.21: generate_expansion(2, J(Normal(1, .5), Uniform(-1, 3), Gamma(2.5, .5), Beta(2, 3)), normed=True), fit_regression
    (0, 0, 0, 0): 2.5817969226615407, (0, 0, 0, 1): 0.1380012108844992, (0, 0, 1, 0): 0.15719660928252757, (0, 1, 0, 0): 0.4704949975097187,
    (1, 0, 0, 0): 0.23769933622655331, (0, 0, 0, 2): -0.00059034949900034, (0, 0, 2, 0): -0.023588607331888747, (0, 0, 1, 1): 0.10455573068838464,
    (0, 1, 0, 1): 0.0014044861576017384, (0, 1, 1, 0): -0.00504997368907624, (0, 2, 0, 0): -0.04268106811277427, (1, 0, 0, 1): -0.029940296201748193,
    (1, 0, 1, 0): -0.06852779606123345, (1, 1, 0, 0): 0.06828495889699851, (2, 0, 0, 0): 0.04232971905426477,
}
SENS_M, SENS_T = [0.16798754, 0.64317865, 0.07281475, 0.05488277], [0.19754121, 0.65669514, 0.11792474, 0.0889752]


def test_coefficients_are_those_of_chaospy_on_the_same_design():
    k = np.arange(1, 41)
    u = np.array([(k * np.sqrt(p)) % 1.0 for p in (2.0, 3.0, 5.0, 7.0)]).T
    inputs = uq.Inputs(a=Normal(1.0, 0.5), b=Uniform(-1.0, 3.0), c=Gamma(2.5, 2.0), d=Beta(2.0, 3.0))
    x = inputs.from_unit(u)
    y = np.exp(0.3 * x[:, 0]) * np.sqrt(x[:, 1] + 2.0) + x[:, 2] * x[:, 3] / (1.0 + x[:, 0] ** 2)
    axes = axes_of(inputs, 2)
    fit = of_degree(axes, Runs(placed(axes, inputs, x, special.ndtri(u), None)[0], y, None), 2, Asked(2, 1.0, False))
    terms = hyperbolic(4, 2)[fit.columns]
    found = dict(zip(map(tuple, terms.tolist()), fit.coefficients, strict=True))
    assert max(abs(found[orders] - c) for orders, c in CHAOSPY.items()) <= 1e-10 and len(found) == len(CHAOSPY)
    s = shares(terms, fit.coefficients[:, None])
    assert s["S1"][:, 0] == pytest.approx(SENS_M, abs=1e-8) and s["ST"][:, 0] == pytest.approx(SENS_T, abs=1e-8)


def test_several_outputs_have_their_own_coefficients():
    r = uq.pce(lambda x: np.array([x[0], x[0] * x[1], 3.0 * x[1] ** 2]), uq.Inputs(a=Normal(1, 2), b=Uniform(-1, 1)), n=24, seed=1)
    assert r.mean.values == pytest.approx([1.0, 0.0, 1.0]) and r.variance.values == pytest.approx([4.0, 5.0 / 3.0, 0.8])
    assert r.ST.values == pytest.approx(np.array([[1, 0.8, 0], [0, 1.0, 1]]), abs=1e-9)
    assert r.S2.values[0, 1] == pytest.approx([0.0, 0.8, 0.0], abs=1e-9)


def test_dependent_inputs_have_moments_and_no_indices():
    inputs = uq.GaussianInputs(("a", "b"), [1.0, 2.0], [[1.0, 0.5], [0.5, 2.0]])
    r = uq.pce(lambda x: x[0] * x[1], inputs, n=24, seed=1)
    assert float(r.mean) == pytest.approx(2.5) and float(r.variance) == pytest.approx(1 * 2 + 4 * 1 + 2 * 2 * 0.5 + 2 + 0.25)
    assert "ST" not in r.values


def test_runs_are_added_until_the_target_is_reached_or_they_end():
    f = problems.get("ishigami")
    few = uq.pce(f.function, uq.Inputs(f.laws), max_runs=20, seed=1)
    assert few.n == 20 and any("not reached" in note for note in few.notes)
    assert uq.pce(f.function, uq.Inputs(f.laws), target_q2=0.9999, seed=1).n > 20


def test_derivatives_that_lie_are_refused_and_values_alone_are_taken():
    p = problems.get("dirichlet_product")
    with pytest.raises(LlbayesError, match="it jumps"):
        uq.pce(p.function, uq.Inputs(p.laws), n=32, seed=1)
    assert uq.pce(p.function, uq.Inputs(p.laws), n=64, seed=1, gradients=False).n_gradients == 0


@pytest.mark.parametrize("settings, message", [
    ({"n": 2}, "`n` must be a whole number from 4"), ({"degree": 0}, "`degree`"), ({"degree": 99}, "above 24"), ({"q": 1.5}, "`q`"), ({"q": 0.0}, "`q`"),
    ({"sparse": False}, "`degree` is None"), ({"sparse": "yes"}, "`sparse`"), ({"gradients": "no"}, "`gradients`"), ({"target_q2": 1.0}, "`target_q2`"),
    ({"max_runs": 1}, "`max_runs`"), ({"n": 4, "degree": 8, "sparse": False, "gradients": False}, "equations for"), ({"seed": "a"}, "seed"),
    ({"how": "looped", "gradients": True}, "no derivatives"),
])
def test_what_cannot_be_done_is_said(settings, message):
    with pytest.raises(LlbayesError, match=message):
        uq.pce(lambda x: x[0] * x[1], uq.Inputs(a=Normal(0, 1), b=Uniform(0, 1)), **settings)


# -- surrogates
def test_a_surrogate_is_a_model_for_every_other_method():
    inputs = uq.Inputs(load=Normal(10, 2), length=Uniform(1, 2), k=LogNormal(0, 0.3), shape=Beta(2.0, 3.0))

    def model(x):
        return np.array([x[0] * x[1] ** 2 + x[3] * np.log(x[2]), x[3] ** 2])

    r = uq.pce(model, inputs, seed=1)
    f, x = uq.surrogate(r, inputs), inputs.sample(50, seed=2)
    assert ad.batch(f)(x) == pytest.approx(np.array([model(row) for row in x]), rel=1e-8, abs=1e-8)
    assert ad.jacobian(f)(x[0]) == pytest.approx(ad.jacobian(model)(x[0]), rel=1e-7, abs=1e-7)
    assert uq.sobol(f, inputs, n=4096, seed=1).ST.values == pytest.approx(r.ST.values, abs=0.03)


REFERENCE = {0.5: ([0.59, 0.0119, 0.3643, 0.008, 0.0233, 0.0045], 0.030674), 1.0: ([0.5837, 0.0422, 0.3388, 0.0311, 0.0394, 0.0166], 0.082936)}


@pytest.mark.parametrize("sd, most, of_sd", [(0.5, 0.0075, 0.01), (1.0, 0.03, 0.08)])
def test_thirty_inputs_from_gradients(sd, most, of_sd):
    """Reference: Jansen's estimator with n = 2^16, ± 0.0005 and ± 0.0018. The logarithm of the conductivity has that standard deviation."""
    p = problems.get("diffusion")
    r = uq.pce(p.function, uq.Inputs({name: Normal(0, sd) for name in p.laws}), n=48, degree=3, seed=2)
    assert np.abs(r.ST.values[:6] - REFERENCE[sd][0]).max() <= most and r.ST.values[6:].max() <= 0.02
    assert float(r.sd) == pytest.approx(REFERENCE[sd][1], rel=of_sd)
