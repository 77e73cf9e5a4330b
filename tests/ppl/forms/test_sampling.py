"""`d.sample` outside of models: the same numbers from machine code and CPython, NumPy's seeds, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from form_examples import EXAMPLES

from llbayes import ad, ppl
from llbayes.ir.errors import LlbayesError, SettingsError
from llbayes.ppl import Binomial, Custom, Gamma, Mixture, MultivariateNormal, Normal, Poisson
from llbayes.ppl.base.member import make
from llbayes.ppl.distributions import FAMILIES
from llbayes.ppl.forms import sampling

SOME = {
    "numbers": Normal(3.0, 2.0),
    "a batch": Gamma(np.array([[0.5], [2.0]]), np.array([1.0, 2.0, 3.0])),
    "counts of data": Binomial(np.array([3, 40]), 0.3),
    "vectors": MultivariateNormal(np.zeros(2), np.array([[1.0, 0.3], [0.3, 1.0]])),
    "a mixture": Mixture([0.3, 0.7], [Normal(0.0, 1.0), Gamma(2.0, 1.0)]),
    "cut counts": Poisson(2.0).truncated(1),
    "a custom one": Custom(2.0, logpdf=lambda x, m: -x / m - np.log(m), sample=lambda rng, m: rng.exponential(m)),
}
EVERY = {f"{f.name}-{f.params[-1].name}": make(f, *f.examples[0]) for f in FAMILIES} | {n: e.make(np.array(e.t)) for n, e in EXAMPLES.items()}


def assert_same_numbers(d):
    one = sampling.shape_of_one(d)
    block = sampling.block_of(d, one)
    assert block is not None, "it is in the language"
    np.testing.assert_allclose(
        block.draws(d, 30, np.random.default_rng(5).bit_generator), sampling.interpreted(d, 30, one, np.random.default_rng(5).bit_generator), rtol=1e-12
    )


@pytest.mark.parametrize("name", SOME)
def test_machine_code_draws_the_same(name):
    assert_same_numbers(SOME[name])


@pytest.mark.sweep
@pytest.mark.parametrize("name", EVERY)
def test_machine_code_draws_the_same_of_every_distribution(name):
    assert_same_numbers(EVERY[name])


def test_one_program_draws_from_all_that_are_made_alike():
    Normal(0.0, 1.0).sample(5000, seed=1)
    before = len(sampling.KEPT)
    x = Normal(100.0, 0.1).sample((50, 100), seed=1)
    assert len(sampling.KEPT) == before and x.shape == (50, 100) and abs(x.mean() - 100) < 0.1


def test_a_generator_goes_on():
    rng = np.random.default_rng(3)
    parts = [Normal(0.0, 1.0).sample(n, seed=rng) for n in (5, 9000, 7)]
    np.testing.assert_allclose(np.concatenate(parts), Normal(0.0, 1.0).sample(9012, seed=3), rtol=1e-12)


def test_shapes():
    assert isinstance(float(Normal(0, 1).sample(seed=1)), float) and Normal(0, 1).sample(seed=1).shape == ()
    assert SOME["a batch"].sample(4, seed=1).shape == (4, 2, 3) and SOME["vectors"].sample((2, 5), seed=1).shape == (2, 5, 2)
    assert Poisson(2.0).sample(3, seed=1).dtype.kind == "i" and Normal(0, 1).sample(0).shape == (0,)


@pytest.mark.parametrize(("call", "words"), [
    (lambda: Normal(0, 1).sample(-1), "shape"), (lambda: Normal(0, 1).sample(3, seed="x"), "seed"), (lambda: Normal(0, 1).sample(3, seed=-1), "seed"),
    (lambda: Normal(np.zeros(2), np.ones(3)).sample(3), "do not fit"), (lambda: Normal(0, np.float64(-1)).sample(3), "outside of its domain"),
])  # fmt: skip
def test_what_is_no_shape_and_no_seed(call, words):
    with pytest.raises(SettingsError, match=words):
        call()


def test_compiled_code_and_models_do_not_draw():
    @ppl.model
    def m():
        return Normal(ppl.sample("a", Normal(0, 1)), 1).sample(3)

    for call in (lambda: ad.evaluate(lambda x: x + Normal(0.0, 1.0).sample(seed=1))(1.0), m.bind):
        with pytest.raises(LlbayesError, match="outside of models") as caught:
            call()
        assert "ppl.generate" in caught.value.hint and caught.value.position.file == __file__
