"""Inputs: names, moments and quantiles."""
from __future__ import annotations

import exact_circular
import exact_continuous
import exact_skewed
import numpy as np
import pytest
from scipy import integrate, stats

from llbayes import ppl, uq
from llbayes.ir.errors import SettingsError
from llbayes.ppl import (
    Beta,
    Cauchy,
    Exponential,
    Gamma,
    HalfCauchy,
    HalfNormal,
    HalfStudentT,
    InverseGamma,
    Laplace,
    Logistic,
    LogNormal,
    Normal,
    StudentT,
    Uniform,
)
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES

LAWS = [Normal(1.5, 2.0),
        LogNormal(0.3, 0.4), Exponential(2.5), Gamma(3.0, 2.0), Beta(2.0, 5.0), Uniform(-1.0, 3.0), StudentT(9.0, 1.0, 2.0)]


@pytest.mark.parametrize("law", LAWS)
def test_moments_are_those_of_the_quantile_function(law):
    inputs = uq.Inputs(x=law)
    x = inputs.from_unit((np.arange(200_000)[:, None] + 0.5) / 200_000)
    assert x.mean() == pytest.approx(inputs.mean[0], rel=1e-3)
    assert x.var() == pytest.approx(inputs.covariance[0, 0], rel=5e-3)
    third, fourth = np.mean((x - x.mean()) ** 3), np.mean((x - x.mean()) ** 4) - 3 * x.var() ** 2
    assert np.array([third, fourth]) == pytest.approx(inputs.cumulants[:, 0], rel=0.15, abs=2e-2 * x.var() ** 2)


def test_names_keep_their_order():
    inputs = uq.Inputs({"wall thickness": Uniform(1, 2)}, load=Normal(0, 1))
    assert inputs.names == ("wall thickness", "load")
    assert inputs.sample(5, seed=1).shape == (5, 2)


def test_gaussian_inputs_have_their_covariance():
    cov = np.array([[2.0, 0.8], [0.8, 1.0]])
    inputs = uq.GaussianInputs(("a", "b"), [1, 2], cov)
    assert np.cov(inputs.sample(200_000, seed=1).T) == pytest.approx(cov, abs=0.03)
    assert not inputs.independent


@pytest.mark.parametrize("make, message", [
    (lambda: uq.Inputs(), "no inputs"),
    (lambda: uq.Inputs(x="3.0"), "input `x` has the law `str`"),
    (lambda: uq.Inputs(x=Normal(np.zeros(3), 1.0)), "array parameters"),
    (lambda: uq.GaussianInputs(("a",), [0.0, 1.0], [[1.0]]), "do not fit"),
    (lambda: uq.GaussianInputs(("a", "b"), [0.0, 1.0], [[1.0, 2.0], [2.0, 1.0]]), "positive semi-definite"),
    (lambda: uq.GaussianInputs(("a", "b"), [np.nan, 0.0], np.eye(2)), "`mean` .* not finite"),
    (lambda: uq.GaussianInputs(("a", "b"), [0.0, 0.0], [[np.inf, 0.0], [0.0, 1.0]]), "`covariance` .* not finite"),
    (lambda: uq.GaussianInputs(("a", "b"), "mean", np.eye(2)), "`mean` must be an array of numbers"),
    (lambda: uq.GaussianInputs(("a", "a"), np.zeros(2), np.eye(2)), "the name `a`"),
    (lambda: uq.GaussianInputs("ab", np.zeros(2), np.eye(2)), "`names` is 'ab'"),
    (lambda: uq.GaussianInputs((), np.zeros(0), np.zeros((0, 0))), "no inputs"),
    (lambda: uq.Inputs({"x": Normal(0, 1)}, x=Normal(0, 2)), "the name `x`"),
    (lambda: uq.Inputs([Normal(0, 1)]), "every input has a name"),
    (lambda: uq.Inputs({1: Normal(0, 1)}), "are text, not 1"),
    (lambda: uq.Inputs(x=Normal), "input `x`"),
    (lambda: uq.Inputs(x=stats.gamma), "input `x` has the law `gamma`"),
    (lambda: uq.Inputs(x=stats.uniform(2, -1)), "input `x` has parameters outside"),
    (lambda: uq.Inputs(x=stats.norm(np.nan, 1)), "input `x` has parameters outside"),
    (lambda: uq.Inputs(x=stats.norm([0.0, 1.0], 1)), "input `x` has array parameters"),
])
def test_bad_inputs_are_refused(make, message):
    with pytest.raises(SettingsError, match=message):
        make()


def test_what_inputs_give_cannot_be_written_to():
    for inputs in (uq.Inputs(x=Normal(0, 1)), uq.GaussianInputs(("x",), [0.0], [[1.0]])):
        for a in (inputs.mean, inputs.covariance):
            assert not a.flags.writeable


@pytest.mark.parametrize(("law", "orders"), [
    (Normal(0, 1), 4), (LogNormal(0.0, 3.0), 4), (StudentT(3.5, 0.0, 1.0), 3), (StudentT(1.5, 2.0, 5.0), 1), (Cauchy(0.0, 1.0), 0),
    (InverseGamma(2.5, 1.0), 2), (stats.invweibull(1.5), 1), (stats.invweibull(0.8), 0), (stats.pareto(3.2), 3), (stats.f(3, 7), 3), (stats.levy(), 0),
    (stats.levy_stable(1.5, 0.0), 1),
])
def test_moments_that_do_not_exist_are_nan(law, orders):
    inputs = uq.Inputs(x=law)
    found = [inputs.mean[0], inputs.covariance[0, 0], *inputs.cumulants[:, 0]]
    assert np.isfinite(found).tolist() == [k < orders for k in range(4)]


@pytest.mark.parametrize("family", [f for f in FAMILIES if f.skewness is not None and f.cdf is not None], ids=lambda f: f"{f.name}-{f.params[-1].name}")
def test_cumulants_are_those_that_families_say(family):
    """Moved, stretched and turned round too; nan where families say so."""
    law = make(family, *family.examples[-1])
    sd = float(law.sd())
    third, fourth = float(law.skewness()) * sd**3, float(law.kurtosis()) * sd**4
    turned = ppl.Transformed(ppl.Transformed(law, ppl.affine(3.0, 2.0)), np.negative)
    found = uq.Inputs(law=law, turned=turned).cumulants
    np.testing.assert_allclose(found, [[third, -8.0 * third], [fourth, 16.0 * fourth]], rtol=1e-6, atol=1e-9 * sd**3)


def test_a_long_tail_that_the_points_do_not_reach_is_said():
    with pytest.warns(uq.UqWarning, match="`x` has a variance of which the points show less than 25%"):
        uq.propagate(lambda x: x[0], uq.Inputs(x=LogNormal(0.0, 6.0)), n=64, replicates=2, seed=1, how="looped")


def test_points_are_those_of_the_cube():
    for inputs in (uq.Inputs(x=Normal(0, 1)), uq.GaussianInputs(("x",), [0.0], [[1.0]])):
        for u in (np.zeros(3), np.full((2, 1), 1.5), np.full((2, 1), np.nan), np.zeros((2, 2)), "cube"):
            with pytest.raises(SettingsError, match="`u` must be points"):
                inputs.from_unit(u)


CUT = {"Beta": (Beta(2.0, 5.0), 0.3, 1.5), "Cauchy": (Cauchy(0.0, 1.0), -1.0, 30.0), "Exponential": (Exponential(2.5), -1.0, 0.4), "Gamma": (Gamma(0.3, 2.0), None, 1.0),
       "HalfCauchy": (HalfCauchy(1.0), 2.0, 9.0), "HalfNormal": (HalfNormal(1.0), 38.0, None), "HalfStudentT": (HalfStudentT(4.0, 1.0), 1.0, 5.0),
       "InverseGamma": (InverseGamma(9.0, 1.0), 0.1, None), "Laplace": (Laplace(0.0, 1.0), None, 2.0), "LogNormal": (LogNormal(0.3, 0.4), 1.0, None),
       "Logistic": (Logistic(0.0, 1.0), 40.0, None), "Normal": (Normal(0.0, 1.0), 0.0, None), "StudentT": (StudentT(12.0, 0.0, 1.0), 1.0, None),
       "Uniform": (Uniform(-1.0, 3.0), 0.5, 9.0),
       **{name: (getattr(ppl, name)(*params), low, high) for name, (params, low, high) in exact_skewed.CUT.items()}, **exact_continuous.CUT,
       **{name: (getattr(ppl, name)(*params), low, high) for name, (params, low, high) in exact_circular.CUT.items()}}


def test_there_is_a_cut_law_of_every_family_with_a_cdf():
    assert CUT.keys() == {f.name for f in FAMILIES if f.cdf is not None and not f.discrete}


@pytest.mark.parametrize("family", sorted(CUT))
def test_cut_laws_are_taken_as_cut(family):
    """Quantiles are those of the law, moments those of its density: of orders that exist, by quadrature between quantiles and to the ends."""
    law, low, high = CUT[family]
    law = law.truncated(low, high)
    inputs = uq.Inputs(x=law)
    p = np.array([1e-9, 0.1, 0.5, 0.9, 1 - 1e-9])
    x = inputs.from_unit(p[:, None])[:, 0]
    assert law.cdf(x) == pytest.approx(p, rel=1e-6, abs=1e-12)
    first, last = (np.inf * s if b is None else b for s, b in zip((-1, 1), law.ends))
    pieces = [first, *x, last]

    def moment(about, k):
        return sum(integrate.quad(lambda x: (x - about) ** k * np.exp(law.logpdf(x)), a, b, epsabs=0.0, epsrel=1e-10)[0] for a, b in zip(pieces, pieces[1:]))
    mean = moment(0.0, 1)
    assert inputs.mean[0] == pytest.approx(mean, rel=1e-7)
    assert inputs.covariance[0, 0] == pytest.approx(moment(mean, 2), rel=1e-6)
    assert inputs.cumulants[0, 0] == pytest.approx(moment(mean, 3), rel=1e-5)
