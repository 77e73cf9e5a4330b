"""Lists that grow are arrays: their code does not depend on how long they get, and what they cannot do is done by ordinary lists, or said."""
from __future__ import annotations

import numpy as np
import pytest

from llbayes.ad import evaluate, value_and_grad
from llbayes.ir.errors import CompileError
from llbayes.lang.staging import Array, stage

LENGTHS = 40, 100_000


def appended(z, n):
    xs = [z[0]]
    for i in range(1, n):
        xs.append(0.5 * xs[i - 1] + z[1])
    return sum(xs)


def compounded(z, n):
    return np.sum(np.array([z[0] * i + z[1] for i in range(n)]))


def assigned(z, n):
    xs = [0.0] * n
    for i in range(n):
        xs[i] = z[0] + z[1] * i
    return np.mean(xs)


def rows(z, n):
    xs = []
    for i in range(n):
        xs.append(z * i)
        xs.append(z)
    return np.sum(np.array(xs))


@pytest.mark.parametrize("f", [appended, compounded, assigned, rows], ids=lambda f: f.__name__)
def test_code_is_as_long_for_any_length(f):
    short, long = (stage(f, (Array("f8", (2,)), n)).text for n in LENGTHS)
    assert len(short.splitlines()) == len(long.splitlines())


def test_many_appends_have_value_and_gradient():
    z, n = np.array([0.3, 0.7]), LENGTHS[1]
    value, gradient = value_and_grad(appended)(z, n)
    assert value == pytest.approx(appended(z, n), rel=1e-10)
    np.testing.assert_allclose(gradient, [2.0, 2.0 * n - 4.0], rtol=1e-10)


def test_a_list_is_returned_as_a_list():
    def f(z):
        xs = []
        for i in range(30):
            xs.append(z[0] * i)
        return xs
    got = evaluate(f)(np.array([2.0]))
    assert isinstance(got, list)
    assert got == [2.0 * i for i in range(30)]


def grows_on_a_path(z):
    xs = []
    for i in range(100):
        if z[0] > i:
            xs.append(z[1])
    return sum(xs)


def pops_in_a_long_loop(z):
    xs = [z[0]]
    for _ in range(100_000):
        xs.append(z[1])
        xs.pop(0)
    return xs[0]


@pytest.mark.parametrize("f, message", [(grows_on_a_path, "run-time control flow"), (pops_in_a_long_loop, r"`\.pop` of a list that grows in a loop")])
def test_what_no_loop_can_do_is_said(f, message):
    with pytest.raises(CompileError, match=message):
        evaluate(f)(np.array([0.5, 2.0]))
