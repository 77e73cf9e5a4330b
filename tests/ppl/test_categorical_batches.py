"""Categorical: the batch axes of p and logits broadcast to the shape of the observations, compiled and in CPython alike."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import log_softmax, softmax

from llbayes import ppl
from llbayes.ir.errors import DataError
from llbayes.ppl import Categorical, Normal

K = 4


@ppl.model
def by_logits(x, W):
    a = ppl.sample("a", Normal(0, 1), shape=K)
    ppl.sample("x", Categorical(logits=W + a), obs=x)


@ppl.model
def by_probabilities(x, W):
    b = ppl.sample("b", ppl.Beta(2, 2))
    ppl.sample("x", Categorical(b * W + (1 - b) / K), obs=x)


SHAPES = [
    ((), ()), ((), (5,)), ((), (2, 3)), ((5,), (5,)), ((1,), (5,)), ((3,), (2, 3)), ((2, 3), (2, 3)), ((2, 1), (2, 3)), ((1, 3), (2, 3)),
    ((4, 2, 3), (4, 2, 3)), ((2, 1, 1), (2, 3, 2)),
]  # fmt: skip


def data(batch, shape):
    rng = np.random.default_rng(1)
    x = rng.integers(0, K, shape)
    return x if shape else int(x), rng.normal(size=(*batch, K)), rng.normal(size=K)


def picked(log_p, x):
    """Sum of log_p[..., x]."""
    x = np.asarray(x)
    return np.take_along_axis(np.broadcast_to(log_p, (*x.shape, K)), x[..., None], -1).sum()


@pytest.mark.parametrize(("batch", "shape"), SHAPES)
def test_logits(batch, shape):
    x, W, z = data(batch, shape)
    posterior = by_logits.bind(x=x, W=W)
    expected = picked(log_softmax(W + z, axis=-1), x) + np.sum(-0.5 * z**2 - 0.5 * np.log(2 * np.pi))
    value, gradient = posterior.value_and_grad(z)
    assert value == pytest.approx(expected, rel=1e-12)
    assert posterior.interpreted_log_density(z) == pytest.approx(expected, rel=1e-12)
    counts = np.bincount(np.ravel(x), minlength=K)
    chances = np.broadcast_to(softmax(W + z, axis=-1), (*np.shape(x), K)).reshape(-1, K).sum(axis=0)
    np.testing.assert_allclose(gradient, counts - chances - z, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize(("batch", "shape"), SHAPES)
def test_probabilities(batch, shape):
    x, W, _ = data(batch, shape)
    p = softmax(W, axis=-1)
    posterior = by_probabilities.bind(x=x, W=p)
    b = posterior.constrain(np.array([0.3]))["b"]
    pointwise = posterior.interpret(np.array([0.3])).sites["x"].log_density
    assert pointwise == pytest.approx(picked(np.log(b * p + (1 - b) / K), x), rel=1e-12)
    assert posterior.log_density(np.array([0.3])) == pytest.approx(posterior.interpreted_log_density(np.array([0.3])), rel=1e-12)


def test_a_batch_that_does_not_fit_is_refused():
    x, _, _ = data((), (2, 3))
    with pytest.raises(DataError, match=r"`x` has shape \(2, 3\)"):
        by_logits.bind(x=x, W=np.zeros((2, K)))
