"""Matrices of data with many rows are stored by columns at binding: the density has vectors of rows, with the values and derivatives of the product."""
import numpy as np
import pytest

from llbayes import ad, ppl
from llbayes.ppl import Normal

RNG = np.random.default_rng(3)


@ppl.model
def product(X, y, k):
    b, s = ppl.sample("b", Normal(0, 1), shape=k), ppl.sample("s", Normal(0, 1))
    ppl.sample("y", Normal(X @ b + X[:, 1] * s, 1.5), obs=y)


def by_hand(z, X, y):
    b, s = z[:-1], z[-1]
    rest = y - X @ b - X[:, 1] * s
    value = -0.5 * np.sum(z**2) - 0.5 * np.sum((rest / 1.5) ** 2) - 0.5 * len(z) * np.log(2 * np.pi) - len(y) * (np.log(1.5) + 0.5 * np.log(2 * np.pi))
    slope = np.append(X.T @ rest, X[:, 1] @ rest) / 1.5**2 - z
    wide = np.column_stack([X, X[:, 1]])
    return value, slope, -np.eye(len(z)) - wide.T @ wide / 1.5**2


@pytest.mark.parametrize("rows, columns", [(300, 2), (300, 24), (301, 32), (300, 33), (70, 5), (70, 17), (40, 24)])
def test_products_with_a_vector(rows, columns):
    X, y = RNG.normal(size=(rows, columns)), RNG.normal(size=rows)
    posterior = product.bind(X=X, y=y, k=columns)
    z = np.linspace(-0.5, 0.7, columns + 1)
    value, slope, bend = by_hand(z, X, y)
    found, gradient = posterior.value_and_grad(z)
    assert found == pytest.approx(value, rel=1e-12)
    assert np.allclose(gradient, slope, rtol=1e-11, atol=1e-11) and np.allclose(posterior.hessian(z), bend, rtol=1e-11, atol=1e-11)
    assert found == pytest.approx(posterior.interpreted_log_density(z), rel=1e-12)


@pytest.mark.parametrize("columns", [24, 35, 37])
def test_infinite_entries_count_once(columns):
    X = RNG.normal(size=(80, columns))
    X[3, -9] = np.inf
    f = lambda X, b: X @ b  # noqa: E731
    b = np.abs(RNG.normal(size=columns))
    found = ad.evaluate(f)(X, b)
    assert found[3] == np.inf and np.allclose(np.delete(found, 3), np.delete(X @ b, 3), rtol=1e-12)


def test_slots_are_those_of_the_matrix():
    tall, flat = (product.bind(X=RNG.normal(size=(n, 7)), y=RNG.normal(size=n), k=7).native().keep.data[-1].size for n in (400, 20))
    assert tall >= 7 * 400 and flat < 7 * 20


def test_other_data_of_one_shape_share_the_code():
    X, y = RNG.normal(size=(2, 300, 3)), RNG.normal(size=(2, 300))
    z = np.array([0.1, -0.4, 0.6, 0.2])
    for posterior, k in ((product.bind(X=X[0], y=y[0], k=3), 0), (product.bind(X=X[1], y=y[1], k=3), 1)):
        assert posterior.log_density(z) == pytest.approx(by_hand(z, X[k], y[k])[0], rel=1e-12)
