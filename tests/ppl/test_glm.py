"""Generalised linear models by Stan's words are the distributions that they stand for, in machine code and outside of models."""

from __future__ import annotations

import numpy as np
import pytest

from llbayes import ad, ppl

X = np.random.default_rng(1).normal(size=(6, 2))
B, C, W = np.array([0.4, -0.3]), np.array([-1.0, 0.5]), np.array([[0.4, -0.3, 0.0], [1.0, 0.2, -0.5]])
A = np.array([0.1, 0.2, 0.3])
PAIRS = {
    "NormalGLM": (lambda b: ppl.NormalGLM(X, 0.3, b, 1.5), lambda b: ppl.Normal(0.3 + X @ b, 1.5), B),
    "BernoulliGLM": (lambda b: ppl.BernoulliGLM(X, 0.3, b), lambda b: ppl.Bernoulli(logits=0.3 + X @ b), B),
    "PoissonGLM": (lambda b: ppl.PoissonGLM(X, 0.3, b), lambda b: ppl.Poisson(log_rate=0.3 + X @ b), B),
    "NegativeBinomialGLM": (lambda b: ppl.NegativeBinomialGLM(X, 0.3, b, 2.0), lambda b: ppl.NegativeBinomial(log_mean=0.3 + X @ b, size=2.0), B),
    "CategoricalGLM": (lambda b: ppl.CategoricalGLM(X, A, b), lambda b: ppl.Categorical(logits=A + X @ b), W),
    "OrderedLogisticGLM": (lambda b: ppl.OrderedLogisticGLM(X, b, C), lambda b: ppl.OrderedLogistic(X @ b, C), B),
}


@pytest.mark.parametrize("name", PAIRS)
def test_it_is_what_it_stands_for(name):
    word, written, beta = PAIRS[name]
    y = np.array([0, 1, 0, 1, 1, 0])
    np.testing.assert_array_equal(word(beta).logpdf(y), written(beta).logpdf(y))
    np.testing.assert_array_equal(word(beta).mean(), written(beta).mean())
    np.testing.assert_array_equal(word(beta).sample(3, seed=1), written(beta).sample(3, seed=1))
    got, want = (ad.value_and_grad(lambda b, made=made: np.sum(made(b).logpdf(y)))(beta) for made in (word, written))
    assert got[0] == want[0]
    np.testing.assert_array_equal(got[1], want[1])
