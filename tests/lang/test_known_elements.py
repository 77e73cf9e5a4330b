"""An element of an array that was made of known whole numbers is known, until the array is written: it may be a length."""

from __future__ import annotations

import numpy as np

from llbayes import ad


def lengths(x):
    sizes = np.array([*np.shape(x), 1], int)
    out = np.zeros(sizes[0])
    for i in range(sizes[0]):
        out[i] = x[i, 0]
    return np.ones((2, 3)) @ (out * np.ones(3))


def written(x):
    counts, more = np.array([0, 2, 1]), np.array([3, 4])
    total = 0.0
    for _ in range(50):
        total = total + counts[1] * x
        counts[1] = counts[1] + 1
    more[0] += 2
    return total + counts[0] + more[0] / 2


def test_it_is_a_length():
    np.testing.assert_array_equal(ad.evaluate(lengths)(np.ones((3, 2))), lengths(np.ones((3, 2))))


def test_what_is_written_is_read_at_run_time():
    assert ad.evaluate(written)(2.0) == written(2.0)
    assert ad.grad(written)(2.0) == 1325.0
