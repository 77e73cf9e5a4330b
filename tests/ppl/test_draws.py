"""Draws: machine code and CPython make the same ones of the same bits, whatever the shapes; what cannot be drawn is an error."""

from __future__ import annotations

import numpy as np
import pytest
import scipy.stats as st

from llbayes import models, ppl, results
from llbayes.ad.compile import NUMPY, Request, build
from llbayes.ir.errors import CompileError, ModelError
from llbayes.lang import Array, stage
from llbayes.lang.library.random import Rng, generator_words
from llbayes.ppl import HalfNormal, Normal
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES
from llbayes.ppl.interpret.simulation import Draw
from llbayes.ppl.outputs import Outputs

pytestmark = pytest.mark.thinned(3)

CASES = [pytest.param(f, e, id=f"{f.name}-{f.params[-1].name}-{k}") for f in FAMILIES for k, e in enumerate(f.examples)]


def compiled(draw, seed):
    """draw(rng) in machine code."""
    staged = stage(lambda: None, (), interpretation=lambda: Direct(draw), z=Array("f8", (0,)), generator=True)
    program = build(staged.text, staged.name, Request(()))
    bits = np.random.PCG64(seed)
    words, out = generator_words(bits), np.zeros(staged.outputs[0].shape, NUMPY[staged.outputs[0].dtype])
    constants = {f"%const{k}": np.ascontiguousarray(c) for k, c in enumerate(staged.constants)}
    program.run({"%in0": np.zeros(0), "%in1": words, "%out0": out} | constants, staged.reasons)
    return out


class Direct:
    """An interpretation whose result is what `draw` draws."""

    def __init__(self, draw):
        self.draw = draw

    def finish(self, it, result):
        return it.call(self.draw, it.generator)


@pytest.mark.parametrize(("family", "params"), CASES)
def test_compiled_equals_interpreted(family, params):
    d = make(family, *params)
    shape = (5, *d.event(np.shape))
    expected = d.draw(Rng(np.random.PCG64(8)), shape)
    np.testing.assert_allclose(compiled(lambda rng: d.draw(rng, shape), 8), expected, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize(("low", "high"), [(1.0, 2.0), (3.0, None), (None, -1.0)])
def test_truncated(low, high):
    d = Normal(0.0, 1.0).truncated(low, high)
    expected = d.draw(Rng(np.random.PCG64(2)), (200,))
    np.testing.assert_allclose(compiled(lambda rng: d.draw(rng, (200,)), 2), expected, rtol=1e-12)
    assert st.kstest(expected, st.truncnorm(-np.inf if low is None else low, np.inf if high is None else high).cdf).pvalue > 1e-3


def test_parameters_broadcast_to_the_batch():
    d = Normal(np.array([0.0, 100.0]), np.array([[1.0], [1e-3]]))
    x = d.draw(Rng(np.random.PCG64(1)), (2, 2))
    assert abs(x[0, 1] - 100) < 10 and abs(x[1, 1] - 100) < 0.1
    m = ppl.MultivariateNormal(np.array([[0.0, 0.0], [50.0, 50.0]]), np.eye(2))
    x = m.draw(Rng(np.random.PCG64(1)), (2, 2))
    assert np.all(np.abs(x[0]) < 10) and np.all(np.abs(x[1] - 50) < 10)


@pytest.mark.parametrize("prior", [True, False])
@pytest.mark.parametrize("name", ["eight_schools-eight_schools_noncentered", "radon_mn-radon_hierarchical_intercept_noncentered"])
def test_models_are_simulated_alike(name, prior):
    p = models.posterior(name)
    rows = np.random.default_rng(0).normal(size=(4, p.dim))
    fast = Outputs(p.model, p.binding, lambda b: Draw(b, prior), True)(rows, np.random.PCG64(3))
    slow = p.programs.interpreted(lambda b: Draw(b, prior), rows, np.random.PCG64(3))
    assert list(fast) == list(slow)
    for n in fast:
        np.testing.assert_allclose(fast[n], slow[n], rtol=1e-10, atol=1e-12)


def test_restricted_priors_and_loops():
    @ppl.model
    def m(y):
        mu = ppl.sample("mu", Normal(0, 1), constraint=ppl.interval(-0.5, 2), shape=3)
        o = ppl.sample("o", Normal(0, 1), constraint=ppl.ordered, shape=2)
        x = 0.0
        for t in range(4):
            x = ppl.sample("y", Normal(0.5 * x + mu[0], 0.1), obs=y[t])
        ppl.deterministic("last", x)
        ppl.generate("g", ppl.Poisson(3.0), shape=2)
        return o
    p = m.bind(y=np.zeros(4))
    tree = ppl.prior_predictive(p, draws=200, seed=1)
    assert np.all(tree["prior"]["mu"].values > -0.5) and np.all(np.diff(tree["prior"]["o"].values, axis=-1) > 0)
    y = tree["prior_predictive"]["y"].values
    assert y.shape == (1, 200, 4) and np.array_equal(y[..., 3], tree["prior"]["last"].values)
    assert tree["prior_predictive"]["g"].values.dtype.kind == "i"


def test_what_cannot_be_simulated_is_named():
    @ppl.model
    def m(y):
        a = ppl.sample("a", Normal(0, 1000))
        ppl.sample("y", ppl.Poisson(np.exp(a)), obs=y)
    with pytest.raises(ModelError, match="`y` could not be simulated in .* of 100 draws.*not finite"):
        ppl.prior_predictive(m.bind(y=[1, 2]), draws=100, seed=1)

    @ppl.model
    def refuses(y):
        s = ppl.sample("s", HalfNormal(1))
        assert s < 1.5
        ppl.sample("y", Normal(0, s), obs=y)
    with pytest.raises(AssertionError, match=r"test_draws\.py:\d+"):
        ppl.prior_predictive(refuses.bind(y=[1.0]), draws=100, seed=1)


def test_flat_parameters_have_no_prior_draw():
    @ppl.model
    def m(y):
        a = ppl.param("a", ppl.real)
        ppl.sample("y", Normal(a, 1), obs=y)
    with pytest.raises((ModelError, CompileError), match="`a` has no prior to draw from"):
        ppl.prior_predictive(m.bind(y=[1.0]), draws=3)


def test_same_seed_same_predictions():
    p = models.posterior("kidiq-kidscore_momhs")
    trees = [results.from_groups({"posterior": p.constrain(np.zeros((1, 5, p.dim)))}) for _ in range(3)]
    a, b, c = (np.asarray(ppl.posterior_predictive(p, t, seed=s)["posterior_predictive"]["kid_score"]) for t, s in zip(trees, (4, 4, 5), strict=True))
    assert np.array_equal(a, b) and not np.array_equal(a, c)


@ppl.model
def restricted_number_and_array(y):
    a = ppl.sample("a", ppl.StudentT(3, 0, 1), constraint=ppl.positive)
    b = ppl.sample("b", ppl.StudentT(3, 0, 1), constraint=ppl.positive, shape=3)
    ppl.sample("y", ppl.Normal(a * b, 1), obs=y)


def test_restricted_priors_of_a_number_and_of_an_array_in_one_model():
    posterior = restricted_number_and_array.bind(y=np.zeros(3))
    tree = ppl.prior_predictive(posterior, draws=50, seed=1)
    assert (tree["prior"]["a"].values > 0).all() and (tree["prior"]["b"].values > 0).all()
    assert tree["prior"]["b"].shape == (1, 50, 3)
