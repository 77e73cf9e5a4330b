"""Inputs of other tools: SALib's problems, OpenTURNS' distributions (by an object that answers as one does), draws; SciPy's laws as `ppl`'s."""
from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from llbayes import uq
from llbayes.ir.errors import SettingsError
from llbayes.ppl import Normal, Uniform
from llbayes.uq.inputs.laws.scipy_laws import MADE

PROBLEM = {"num_vars": 6, "names": ["a", "b", "c", "d", "e", "f"], "dists": ["unif", "norm", "triang", "truncnorm", "lognorm", "logunif"],
           "bounds": [[0, 2], [10, 2], [1, 3, 0.5], [-1, 1, 0, 1], [0.1, 0.2], [1, 10]], "groups": ["g", "g", "h", "h", "k", "k"]}
P = np.array([0.01, 0.3, 0.5, 0.9])


def test_salib():
    inputs = uq.from_salib(PROBLEM)
    assert inputs.groups == {"g": ("a", "b"), "h": ("c", "d"), "k": ("e", "f")} and inputs.independent
    expected = np.stack([stats.uniform(0, 2).ppf(P), stats.norm(10, 2).ppf(P), stats.triang(0.5, 1, 2).ppf(P), stats.truncnorm(-1, 1).ppf(P),
                         stats.lognorm(0.2, scale=np.exp(0.1)).ppf(P), stats.loguniform(1, 10).ppf(P)], axis=1)
    np.testing.assert_allclose(inputs.from_unit(P[:, None] * np.ones(6)), expected, rtol=1e-9)


SHAPES = {"beta": (2.0, 3.0), "chi2": (4.0,), "erlang": (3,), "fisk": (3.0,), "gamma": (2.5,), "genextreme": (0.2,), "genpareto": (0.2,), "invgamma": (3.0,),
          "invgauss": (0.7,), "invweibull": (3.0,), "johnsonsb": (0.5, 1.5), "johnsonsu": (0.5, 1.5), "laplace_asymmetric": (1.5,), "lognorm": (0.4,), "lomax": (3.0,),
          "loguniform": (0.5, 3.0), "pareto": (3.0,), "powerlaw": (2.0,), "reciprocal": (0.5, 3.0), "t": (4.0,), "triang": (0.3,), "truncexpon": (2.0,), "truncnorm": (-1.0, 2.0),
          "weibull_max": (1.5,), "weibull_min": (1.5,)}


@pytest.mark.parametrize("name", sorted(MADE))
def test_scipys_laws_are_ours(name):
    """By quantiles at construction: with all of their parameters, one is as it is and not moved."""
    from llbayes.uq.inputs.laws.law import law_of

    for loc, scale in ((0.0, 1.0), (1.5, 2.5)):
        law = getattr(stats, name)(*SHAPES.get(name, ()), loc=loc, scale=scale)
        placed = law_of("x", law).placed
        assert placed is not None
        np.testing.assert_allclose(placed.logcdf(law.ppf(P)), np.log(P), rtol=1e-7)


def test_laws_of_scipy_that_are_not_ours_stay_scipys():
    inputs = uq.Inputs(a=stats.burr12(2.0, 3.0), b=Normal(0, 1), c=stats.make_distribution(stats.gamma)(a=2.0))
    assert "not compiled, by SciPy: `a`" in repr(inputs) and "burr12(2, 3)" in repr(inputs) and inputs.in_language("unit") is None
    assert inputs.mean[2] == pytest.approx(2.0) and inputs.marginal("c").ppf(0.5) == pytest.approx(stats.gamma(2.0).median())


class Turned:
    """A distribution that answers as OpenTURNS' do."""

    def __init__(self, name, parameter, law, sides=(), copula=None):
        self.name, self.parameter, self.law, self.sides, self.copula = name, parameter, law, sides, copula

    def getClassName(self):
        return self.name

    def getParameter(self):
        return self.parameter

    def getDimension(self):
        return max(1, len(self.sides))

    def getDescription(self):
        return [f"X{k}" for k in range(self.getDimension())]

    def getMarginal(self, k):
        return self.sides[k]

    def isDiscrete(self):
        return False

    def hasIndependentCopula(self):
        return self.copula is None

    def getCopula(self):
        return self.copula

    def getKendallTau(self):
        return np.array(self.parameter)

    def computeQuantile(self, p, tail=False):
        return [self.law.isf(p) if tail else self.law.ppf(p)]

    def computeCDF(self, x):
        return self.law.cdf(x)

    def computeComplementaryCDF(self, x):
        return self.law.sf(x)

    def computeLogPDF(self, x):
        return self.law.logpdf(x)

    def getMean(self):
        return [self.law.mean()]

    def getStandardDeviation(self):
        return [self.law.std()]


LOAD = Turned("Normal", [10.0, 2.0], stats.norm(10.0, 2.0))
WEAR = Turned("WeibullMin", [2.0, 1.5, 0.5], stats.weibull_min(1.5, loc=0.5, scale=2.0))
ODD = Turned("Frobnicate", [1.0], stats.burr12(2.0, 3.0))


def test_openturns():
    inputs = uq.Inputs(load=LOAD, wear=WEAR, odd=ODD)
    assert [law is None for law in inputs.placed] == [False, False, True]
    np.testing.assert_allclose(inputs.from_unit(np.array([[0.3, 0.3, 0.3]]))[0], [d.law.ppf(0.3) for d in (LOAD, WEAR, ODD)], rtol=1e-12)
    assert inputs.mean[0] == 10.0 and inputs.mean[2] == pytest.approx(stats.burr12(2.0, 3.0).mean())
    joint = uq.from_openturns(Turned("JointDistribution", [], None, (LOAD, WEAR)))
    assert joint.names == ("X0", "X1") and joint.independent and uq.from_openturns(LOAD).dim == 1
    normal = uq.from_openturns(Turned("JointDistribution", [], None, (LOAD, WEAR), Turned("NormalCopula", [[1.0, 1.0 / 3.0], [1.0 / 3.0, 1.0]], None)))
    np.testing.assert_allclose(normal.dependence.place(np.array([1.0, 0.0])), [1.0, 0.5])
    assert not uq.from_openturns(Turned("JointDistribution", [], None, (LOAD, WEAR), Turned("ClaytonCopula", [2.0], None))).independent


def rows():
    rng = np.random.default_rng(1)
    theta = rng.normal(size=(500, 2))
    return {"mu": rng.normal(size=500) + theta[:, 0], "theta": theta}


def test_draws():
    given = rows()
    draws = uq.Draws(given)
    assert draws.names == ("mu", "theta[0]", "theta[1]") and not draws.independent and "500 draws" in repr(draws)
    np.testing.assert_allclose(draws.mean, np.concatenate([[given["mu"].mean()], given["theta"].mean(axis=0)]))
    x = draws.from_unit(np.array([[0.0, 0.9, 0.9], [0.999999, 0.1, 0.1], [1.0, 0.0, 0.0]]))
    assert np.array_equal(x, draws.rows[[0, 499, 499]]) and draws.in_language("normal") is None
    assert draws.marginal("mu").ppf(0.5) == pytest.approx(np.median(given["mu"]))
    found = uq.propagate(lambda x: x[0] * x[1], draws, n=1024, seed=1)
    assert found.mean == pytest.approx(np.mean(given["mu"] * given["theta"][:, 0]), abs=float(5.0 * found.mean_se))
    assert uq.Draws(given, names="theta").names == ("theta[0]", "theta[1]")
    with pytest.raises(SettingsError, match="independent"):
        uq.sobol(lambda x: x[0], draws, n=64)


def test_draws_of_datasets_and_tables():
    import pandas
    import xarray

    data = xarray.Dataset({"theta": (("chain", "draw", "school"), np.arange(24.0).reshape(2, 6, 2)), "mu": (("chain", "draw"), np.arange(12.0).reshape(2, 6))},
                          coords={"school": ["Choate", "Andover"]})
    draws = uq.Draws(data)
    assert draws.names == ("theta[Choate]", "theta[Andover]", "mu") and np.array_equal(draws.rows[7], [14.0, 15.0, 7.0])
    assert np.array_equal(uq.Draws(xarray.DataTree.from_dict({"posterior": data})).rows, draws.rows)
    assert uq.Draws(pandas.DataFrame({"a": [1.0, 2.0, 4.0], "b": [0.0, 1.0, 0.5]})).mean[1] == 0.5


@pytest.mark.parametrize("make, message", [
    (lambda: uq.from_salib({"names": ["a"]}), "has `bounds`"),
    (lambda: uq.from_salib({"names": ["a", "b"], "bounds": [[0, 1]]}), "disagrees"),
    (lambda: uq.from_salib({"names": ["a"], "bounds": [[0, 1]], "dists": ["weibull"]}), "`weibull`; SALib has"),
    (lambda: uq.from_salib({"names": ["a"], "bounds": [[0, 1, 2]]}), "2 numbers: low, high"),
    (lambda: uq.from_salib({"names": ["a"], "bounds": [[1, 0]]}), "make no `unif`"),
    (lambda: uq.from_salib(3), "`problem`"),
    (lambda: uq.from_openturns(stats.norm()), "distribution of OpenTURNS"),
    (lambda: uq.from_openturns(Turned("Joint", [], None, (LOAD, WEAR), Turned("PlackettCopula", [2.0], None))), "`PlackettCopula`"),
    (lambda: uq.Inputs(a=Normal(0, 1), b=Uniform(0, 1), groups={"g": ("a", "c")}), "group `g`"),
    (lambda: uq.Inputs(a=Normal(0, 1), b=Uniform(0, 1), groups={"g": ("a", "b"), "h": "a"}), "two groups"),
    (lambda: uq.Draws(3.0), "draws are a tree"),
    (lambda: uq.Draws({"a": np.zeros(3), "b": np.zeros(4)}), "different numbers of rows"),
    (lambda: uq.Draws({"a": np.array([1.0, np.nan])}), "`a` are not finite"),
    (lambda: uq.Draws({"a": 1.0}), "one number"),
    (lambda: uq.Draws(rows(), names="nu"), "`names` must be one of"),
    (lambda: uq.Draws(rows()).logpdf(np.zeros((1, 3))), "have not a density"),
    (lambda: uq.Draws(rows()).pullback(np.zeros((1, 3)), np.zeros((1, 3))), "derivatives"),
    (lambda: uq.propagate(uq.Inputs(a=1.0), lambda x: x[0]), "second argument.*model comes first"),
    (lambda: uq.propagate(lambda x: x[0], Normal(0, 1)), "an input has a name"),
    (lambda: uq.propagate(lambda x: x[0], {"a": Normal(0, 1)}), "of this dict"),
])
def test_what_is_refused(make, message):
    with pytest.raises(SettingsError, match=f"(?s){message}"):
        make()
