"""Index arrays together with slices, numbers and masks: read and written as NumPy does, or refused."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes.ad import evaluate, value_and_grad
from llbayes.ir.errors import CompileError

X = np.arange(60.0).reshape(3, 4, 5) + 0.5
I, J = np.array([2, 0, 2]), np.array([1, -1, 3])


def slices_before(x, i, j):
    return x[1:, i]


def slices_behind(x, i, j):
    return x[i, ::-1, 1:4]


def slices_around(x, i, j):
    return x[:2, j, -2:]


def two_index_arrays(x, i, j):
    return x[i, j, 1:]


def a_number_beside(x, i, j):
    return x[1, j, 2:]


def of_a_lazy_array(x, i, j):
    return (x * x)[1:, i, 1:]


READ = [slices_before, slices_behind, slices_around, two_index_arrays, a_number_beside, of_a_lazy_array]


@pytest.mark.parametrize("f", READ)
def test_read(f):
    assert np.array_equal(evaluate(f)(X, I, J), f(X, I, J))


def write_before(x, i, j):
    x = x.copy()
    x[1:, i] = 7.0
    return x


def write_behind(x, i, j):
    x = x.copy()
    x[i, ::-1, 1:4] = x[0, :, :3]
    return x


def write_around(x, i, j):
    x = x.copy()
    x[:2, j, -2:] = np.array([1.0, 2.0])
    return x


def write_beside_a_number(x, i, j):
    x = x.copy()
    x[1, j, 2:] = x[0, :3, 1:4]
    return x


def write_a_part_at_run_time(x, i, j):
    x = x.copy()
    x[i[1] + 1:, i[1], j] = 3.0
    return x


def add(x, i, j):
    x = x.copy()
    x[1:, np.array([0, 3])] += 1.0
    return x


@pytest.mark.parametrize("f", [write_before, write_behind, write_around, write_beside_a_number, write_a_part_at_run_time, add])
def test_written(f):
    assert np.array_equal(evaluate(f)(X, I, J), f(X, I, J))


def test_derivative_of_a_written_part():
    def f(z, i, j):
        x = np.zeros((3, 4))
        x[1:, i] = z
        return np.sum(x * x)

    value, slope = value_and_grad(f)(np.array([1.0, 2.0]), np.array([3, 0]), J)
    assert value == 10.0
    assert np.array_equal(slope, [4.0, 8.0])


@pytest.mark.parametrize("f", [lambda x, i, j: np.sum(x[i, x[0, 0] > 2.0]), lambda x, i, j: np.sum(x[x[:, 0, 0] > 2.0, 1])])
def test_a_mask_beside_other_indices_is_refused(f):
    with pytest.raises(CompileError, match="a mask together with other indices"):
        evaluate(f)(X, I, J)


def test_an_element_for_element_of_an_array_with_two_run_time_axes():
    def f(x, i, j):
        n = i[0]
        return np.sum((x[0, :n, :n] * 2.0)[np.array([0, 1]), np.array([1, 1])])

    assert evaluate(f)(X, I, J) == f(X, I, J)
