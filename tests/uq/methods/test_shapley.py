"""Shapley effects against closed forms: Ishigami's function, and linear functions of Gaussians by algebra."""
from __future__ import annotations

from itertools import permutations

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from scipy.special import ndtr

from llbayes import ad, ppl, uq
from llbayes.ir.errors import DataError, LlbayesError, SettingsError
from llbayes.ppl import LogNormal, Normal, Uniform
from llbayes.uq.shares.lattice import members, of_sets, walsh, weights

matplotlib.use("Agg")
ANGLES = uq.Inputs({f"x{k}": Uniform(-np.pi, np.pi) for k in (1, 2, 3)})
ISHIGAMI = np.array([0.435747023178885, 0.442411144790041, 0.121841832031074])
C = np.array([[1.0, 0.5, 0.0], [0.5, 2.0, -0.3], [0.0, -0.3, 0.5]])
GAUSSIAN = uq.GaussianInputs(("a", "b", "c"), [0.0, 1.0, 2.0], C)
SLOPES = np.array([1.0, -1.0, 2.0])


def ishigami(x):
    return np.sin(x[0]) + 7.0 * np.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * np.sin(x[0])


def linear(x):
    return x[0] - x[1] + 2.0 * x[2]


def left(s, slopes=SLOPES, covariance=C):
    """E Var[b x | all but s] of Gaussians."""
    s, o = list(s), [k for k in range(len(slopes)) if k not in s]
    A = covariance
    inside = A[np.ix_(s, s)] - (A[np.ix_(s, o)] @ np.linalg.solve(A[np.ix_(o, o)], A[np.ix_(o, s)]) if o else 0.0)
    return float(slopes[s] @ inside @ slopes[s]) if s else 0.0


EXACT = of_sets(np.array([left(s) for s in members(3)]), 3)


def test_weights_are_means_over_orders():
    c = np.random.default_rng(1).normal(size=16)
    found = np.zeros(4)
    for order in permutations(range(4)):
        for k, i in enumerate(order):
            before = sum(1 << j for j in order[:k])
            found[i] += (c[before | 1 << i] - c[before]) / 24
    assert weights(4) @ c == pytest.approx(found) and weights(1).tolist() == [[-1.0, 1.0]]


def test_walshs_transform_pairs_all_sets():
    f = np.random.default_rng(2).normal(size=8)
    joint = walsh(walsh(f) ** 2) / 64
    assert joint == pytest.approx([np.mean([f[v] * f[v ^ s] for v in range(8)]) for s in range(8)])


@pytest.mark.parametrize("by", ["sets", "orders"])
def test_ishigami(by):
    r = uq.shapley(ishigami, ANGLES, n=2048, by=by, seed=1)
    assert np.all(np.abs(r.array("shapley") - ISHIGAMI) <= 4 * r.array("shapley_se")) and r.array("shapley_se").max() < 0.03
    assert r.array("shapley").sum() == pytest.approx(1.0, abs=1e-12) and r.n_evaluations == 2048 * {"sets": 8, "orders": 4}[by]
    if by == "sets":
        for name, exact in (("S1", [0.313905191147811, 0.442411144790041, 0.0]), ("ST", [0.557588855209959, 0.442411144790041, 0.243683664062148])):
            assert np.all(np.abs(r.array(name) - exact) <= 4 * r.array(f"{name}_se"))


@pytest.mark.parametrize("by", ["sets", "orders"])
def test_linear_functions_of_dependent_gaussians_by_algebra(by):
    r = uq.shapley(linear, GAUSSIAN, n=2048, by=by, seed=2)
    for name in ("shapley", "S1", "ST") if by == "sets" else ("shapley",):
        assert np.all(np.abs(r.array(name) - EXACT[name]) <= 4 * r.array(f"{name}_se")), name
    assert r.array("shapley").sum() == pytest.approx(1.0, abs=1e-12)


def test_an_input_that_does_nothing_shares_in_what_it_depends_on():
    inputs = uq.GaussianInputs(("a", "b"), [0, 0], [[1.0, 0.8], [0.8, 1.0]])
    r = uq.shapley(lambda x: x[0], inputs, n=1024, seed=3)
    assert np.all(np.abs(r.array("shapley") - [1 - 0.32, 0.32]) <= 4 * r.array("shapley_se"))      # ρ² / 2 (Owen & Prieur 2017)
    assert r.array("ST")[1] == 0.0 and abs(r.array("S1")[1] - 0.64) <= 4 * r.array("S1_se")[1]


def test_a_singular_covariance():
    singular = uq.GaussianInputs(("a", "b", "c"), [0, 0, 5], [[1.0, 1.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    r = uq.shapley(lambda x: x[0] + x[2], singular, n=256, seed=3)
    assert r.array("shapley") == pytest.approx([0.5, 0.5, 0.0], abs=1e-6)


@pytest.mark.parametrize("by", ["sets", "orders"])
def test_a_gaussian_copula_of_other_laws(by):
    normal, log = Normal(1.0, 2.0), LogNormal(0.0, 0.3)
    R = np.array([[1.0, 0.5, 0.0], [0.5, 1.0, -0.3], [0.0, -0.3, 1.0]])
    inputs = uq.Inputs(a=normal, b=log, c=normal, copula=uq.GaussianCopula(R, of="normal"))
    r = uq.shapley(lambda x: x[0] - 2.0 * np.log(x[1]) + x[2], inputs, n=2048, by=by, seed=2)
    slopes = np.array([2.0, -0.6, 2.0])
    exact = of_sets(np.array([left(s, slopes, R) for s in members(3)]), 3)
    for name in ("shapley", "S1", "ST") if by == "sets" else ("shapley",):
        assert np.all(np.abs(r.array(name) - exact[name]) <= 4 * r.array(f"{name}_se")), name


STUDENT = np.array([[1.0, 0.6, -0.3], [0.6, 1.0, 0.2], [-0.3, 0.2, 1.0]])
JOINED = {"clayton": (uq.ClaytonCopula(2.0), 3, 1024), "student": (uq.StudentCopula(STUDENT, 4.0), 3, 128), "frank": (uq.FrankCopula(6.0), 2, 1024),
          "turned": (uq.FrankCopula(-6.0), 2, 1024), "gumbel": (uq.GumbelCopula(2.5), 2, 1024)}


def bent(x):
    return x[0] - 2.0 * x[1] ** 2 + x[0] * x[-1]


def by_quadrature(inputs):
    """What every set of inputs in (0, 1) leaves of the variance, by sums over a grid of normal numbers."""
    d, step = inputs.dim, 0.35 if inputs.dim == 3 else 0.1
    z = np.stack(np.meshgrid(*[np.arange(-7.0, 7.0 + step, step)] * d, indexing="ij"))
    log = ad.batch(inputs.dependence.log_density)(np.ascontiguousarray(z.reshape(d, -1).T)).reshape(z.shape[1:])
    w = np.exp(log - 0.5 * (z * z).sum(axis=0))
    w /= w.sum()
    f = bent(ndtr(z))

    def of(s):
        mean = (w * f).sum(axis=s) / w.sum(axis=s)
        return (w * f * f).sum() - (w.sum(axis=s) * mean * mean).sum()
    return of_sets(np.array([of(s) if s else 0.0 for s in members(d)]), d)


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow) if name == "student" else name for name in JOINED])
def test_other_copulas(name):
    """Each set is drawn given the others by the copula's own map in another order."""
    copula, d, n = JOINED[name]
    inputs = uq.Inputs({f"x{k}": Uniform(0.0, 1.0) for k in range(d)}, copula=copula)
    exact = by_quadrature(inputs)
    for by in ("sets", "orders"):
        r = uq.shapley(bent, inputs, n=n if by == "sets" else n // 4, by=by, seed=2)
        for what in ("shapley", "S1", "ST") if by == "sets" else ("shapley",):
            assert np.all(np.abs(r.array(what) - exact[what]) <= 4 * r.array(f"{what}_se") + 1e-4), (by, what)
        assert by == "orders" or r.array("shapley_se").max() < 1.3 / np.sqrt(n)


def test_many_inputs_are_taken_in_orders():
    inputs = uq.Inputs({f"x{k}": Uniform(0.0, 1.0) for k in range(14)})
    r = uq.shapley(lambda x: np.sum(x) + x[0], inputs, n=1024, seed=1)
    exact = np.where(np.arange(14) == 0, 4.0, 1.0) / 17.0
    assert r.settings["by"] == "orders" and np.all(np.abs(r.array("shapley") - exact) <= 4 * r.array("shapley_se")) and "S1" not in r.values


def test_many_dependent_inputs():
    d = 12
    A = np.random.default_rng(4).normal(size=(d, d + 3))
    covariance = A @ A.T
    inputs = uq.GaussianInputs(tuple(f"x{k}" for k in range(d)), np.zeros(d), covariance)
    r = uq.shapley(lambda x: np.sum(x), inputs, n=2048, seed=1)
    exact = of_sets(np.array([left(s, np.ones(d), covariance) for s in members(d)]), d)["shapley"]
    assert np.all(np.abs(r.array("shapley") - exact) <= 4.5 * r.array("shapley_se"))


@pytest.mark.slow
@pytest.mark.parametrize(("model", "inputs", "exact"), [(ishigami, ANGLES, ISHIGAMI), (linear, GAUSSIAN, EXACT["shapley"])], ids=["ishigami", "dependent"])
@pytest.mark.parametrize("by", ["sets", "orders"])
def test_intervals_cover(model, inputs, exact, by):
    found = (uq.shapley(model, inputs, n=256, by=by, seed=s) for s in range(200))
    covered = np.mean([(r.array("shapley_ci_low") <= exact) & (r.array("shapley_ci_high") >= exact) for r in found], axis=0)
    assert 0.9 <= covered.mean() <= 0.99 and covered.min() >= 0.87


def test_several_outputs_tables_and_pictures():
    r = uq.shapley(lambda x: np.array([linear(x), x[0] * x[2]]), GAUSSIAN, n=128, seed=1)
    assert r.shapley.dims == ("input", "output") and r.array("shapley").sum(axis=0) == pytest.approx([1.0, 1.0])
    assert "± se" in r.table(0) and "largest effect" in r.table()
    for ax in (r.plot(), r.plot(output=1), uq.shapley(linear, GAUSSIAN, n=64, by="orders", seed=1).plot()):
        assert "share of the variance" in ax.get_ylabel()
    plt.close("all")


@ppl.model
def loads():
    wind = ppl.sample("wind", Normal(10.0, 2.0))
    ppl.sample("wave", Normal(0.1 * wind, 0.3))


TWELVE = uq.Inputs({f"x{k}": Uniform(0.0, 1.0) for k in range(12)})
WRONG = {
    "a joint law": (lambda: uq.shapley(linear, uq.inputs_of(loads.bind())), SettingsError, "depend on each other in a way in which(.|\n)*given_data"),
    "draws": (lambda: uq.shapley(linear, uq.Draws({"a": np.arange(9.0), "b": np.arange(9.0) ** 2, "c": np.ones(9)})), SettingsError, "depend on each other in a way"),
    "all sets of many": (lambda: uq.shapley(linear, TWELVE, by="sets"), SettingsError, r"12 inputs have 4.1e\+03 sets(.|\n)*orders"),
    "by": (lambda: uq.shapley(linear, GAUSSIAN, by="permutations"), SettingsError, "`by` must be one of `sets`, `orders` or None"),
    "no power of two": (lambda: uq.shapley(linear, GAUSSIAN, n=1000), SettingsError, "`n` is 1000; .* 1024"),
    "too many replicates": (lambda: uq.shapley(linear, GAUSSIAN, n=16, replicates=16), SettingsError, "at most 8 sequences"),
    "a constant": (lambda: uq.shapley(lambda x: 3.0 + 0.0 * x[0], GAUSSIAN, n=64), DataError, "does not vary with the inputs"),
    "swapped": (lambda: uq.shapley(GAUSSIAN, linear), SettingsError, "the model comes first, then its inputs"),
    "data": (lambda: uq.shapley(linear, np.zeros((10, 3))), SettingsError, "`inputs`, the second argument, must be `uq.Inputs`"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_done_is_said(name):
    make, error, message = WRONG[name]
    with pytest.raises(LlbayesError, match=message) as said:
        make()
    assert isinstance(said.value, error)
