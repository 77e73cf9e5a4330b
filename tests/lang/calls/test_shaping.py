"""Functions that move, repeat and contract axes equal NumPy's on arrays of every rank, and so do their derivatives by finite differences."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes.ad import evaluate, grad

R = np.random.default_rng(4)
V, M, S, T = R.normal(size=6), R.normal(size=(3, 4)), R.normal(size=(3, 3)), R.normal(size=(2, 3, 4))



def added_at(a, index, b):
    out = 2.0 * a
    np.add.at(out, index, b)
    np.subtract.at(out, index[:1], 0.25)
    return out


CASES = {
    "outer": (lambda a: np.outer(a, a + 1.0), (V, M, T)),
    "inner": (lambda a: np.inner(a, 2.0 * a), (V, M, S)),
    "vdot": (lambda a: np.vdot(a, a + 1.0), (V, M, T)),
    "transpose": (lambda a: np.transpose(a), (V, M, T)),
    "transpose to an order": (lambda a: np.transpose(a, (2, 0, 1)), (T,)),
    "transpose method": (lambda a: a.transpose(1, 0, -1), (T,)),
    "swapaxes": (lambda a: np.swapaxes(a, 0, -1), (M, T)),
    "moveaxis": (lambda a: np.moveaxis(a, 0, -1), (M, T)),
    "moveaxis back": (lambda a: np.moveaxis(a, -1, 0), (M, T)),
    "take": (lambda a: np.take(a, np.array([1, 0, 1])), (V, M, T)),
    "take along": (lambda a: a.take(np.array([1, 0, 1]), axis=1), (M, T)),
    "tile": (lambda a: np.tile(a, (2, 3)), (V, M, T)),
    "repeat": (lambda a: np.repeat(a, 2, axis=-1), (V, M, T)),
    "repeat by counts": (lambda a: np.repeat(a, [2, 0, 1], axis=0), (M, S)),
    "roll": (lambda a: np.roll(a, 1), (V, M, T)),
    "running sums": (lambda a: np.cumsum(a, axis=-1), (V, M, T)),
    "running products": (lambda a: np.cumprod(a), (V, M)),
    "differences": (lambda a: np.diff(a), (V, M, T)),
    "concatenate": (lambda a: np.concatenate([a, 2.0 * a], axis=-1), (V, M, T)),
    "stack": (lambda a: np.stack([a, 2.0 * a], axis=1), (V, M, T)),
    "outer differences": (lambda a: np.subtract.outer(a, 2.0 * a[0]), (V, M)),
    "maximum along": (lambda a: np.maximum.reduce(a), (V, M, T)),
    "log of sums along": (lambda a: np.logaddexp.reduce(a, axis=-1), (V, M)),
    "running sums, first axis": (lambda a: np.add.accumulate(a), (V, M)),
    "sums by group": (lambda a: np.bincount(np.array([0, 2, 2, 1, 0, 2]), weights=a, minlength=4), (V,)),
    "scattered": (lambda a: added_at(a, np.array([1, 0, 1]), a[:3]), (V, M, S)),
    "scattered number": (lambda a: added_at(a, np.array([1, 1, 0]), 0.5), (V, T)),
    "sort": (lambda a: np.sort(a, axis=0), (V, M, T)),
    "triangles": (lambda a: np.tril(a) - np.triu(a, 1), (M, S, T)),
}


def test_a_group_out_of_range_is_an_error():
    for x in ([0, 5], [0, -1]):
        with pytest.raises(IndexError, match="test_shaping"):
            evaluate(lambda x: np.bincount(x, minlength=3))(np.array(x))


@pytest.mark.parametrize(("name", "k"), [(name, k) for name, (_, arrays) in CASES.items() for k in range(len(arrays))])
def test_value_and_gradient(name, k):
    f, arrays = CASES[name]
    a = arrays[k]
    want = f(a)
    weights = np.random.default_rng(5).normal(size=np.shape(want))
    got = evaluate(f)(a)
    assert np.shape(got) == np.shape(want)
    np.testing.assert_allclose(got, want, rtol=1e-13, atol=1e-14)
    slope = grad(lambda z: np.sum(weights * f(z.reshape(a.shape))))(a.ravel())
    steps = [(f(a + h.reshape(a.shape)), f(a - h.reshape(a.shape))) for h in 1e-6 * np.eye(a.size)]
    np.testing.assert_allclose(slope, [np.sum(weights * (up - down)) / 2e-6 for up, down in steps], rtol=1e-6, atol=1e-6)
