"""Which loops are reversed while they run, and that their gradients are right: one program for each condition."""
from __future__ import annotations

import math

import numpy as np
import pytest

from llbayes.ad.api import value_and_grad
from llbayes.ad.cfg import Cfg
from llbayes.ad.engine import reverse
from llbayes.ir import pipelines
from llbayes.ir.lang import Array, stage
from llbayes.ir.text import read

from . import trap_programs as traps

rng = np.random.default_rng(7)
Y = rng.normal(size=40)
Z = 0.5 * rng.normal(size=40)


def factor_after(z, y):
    s = 0.0
    for i in range(40):
        s += math.exp(z[0] * y[i])
    return s * (1.0 + z[1] * z[1]) / (2.0 + math.cos(z[2]))


def own_square(z, y):
    s = 0.0
    for i in range(40):
        s += z[0] * y[i]
    return s * s


def guarded(z, y):
    s = 0.0
    for i in range(40):
        s += z[0] * y[i] * z[0]
    return s * z[1] if z[1] > -5.0 else -math.inf


def inside_an_if(z, y):
    s = 0.0
    if z[0] > -3.0:
        for i in range(40):
            s += math.exp(z[0] * y[i])
        s = 3.0 * s
    return s


def start_used_elsewhere(z, y):
    first = z[0] * z[1]
    s = first
    for i in range(40):
        s += math.exp(z[0] * y[i])
    return s + math.exp(first)


def start_with_a_factor_in_an_if(z, y):
    s = z[0] * z[1]
    if z[0] > -3.0:
        w = 1.0 + z[2] * z[2]
        t = s * z[3]
        for i in range(40):
            t += math.exp(z[0] * y[i])
        s = s + t * w
    return s


def one_behind(z, y):
    s, p = 0.0, 0.0
    for i in range(40):
        p = s
        s += z[0] * z[0] * y[i]
    return s + 2.0 * p


def two_ways(z, y):
    s = 0.0
    for i in range(40):
        if y[i] > 0.5:
            s = s + math.exp(z[0] * y[i])
        elif y[i] > 0.0:
            s = s - z[1] * z[1]
    return s


def twice(z, y):
    s = z[0]
    for i in range(40):
        s = s + s + y[i] * 1e-9
    return 1e-9 * s


def restarted(z, y):
    s = 0.0
    for i in range(40):
        s = s + z[0] * y[i] if y[i] > -1.0 else 0.0
    return s


def read_then_overwritten(z, y):
    a, s = np.zeros(40), 0.0
    for i in range(40):
        a[i] = z[i] * y[i]
    for i in range(40):
        s += a[i] * a[i]
    for i in range(40):
        a[i] = math.sin(a[i])
    return s + np.sum(a * y)


def summed_in_memory(z, y):
    a, s = np.zeros(10), 0.0
    for i in range(40):
        s += z[i] * z[i]
        a[(i * 7) % 10] += z[i]
    return s + np.sum(a * a)


def product_inside(z, y):
    s = 0.0
    for i in range(20):
        p = 1.0
        for j in range(15):
            p = p * (1.0 + 0.1 * z[j] * y[i + j])
        s += math.log(p)
    return s


def sums_inside(z, y):
    s = 0.0
    for i in range(20):
        e = z[9]
        for j in range(15):
            e += z[j] * y[i + j]
        s -= (y[i] - e) * (y[i] - e)
    return s


def linear_inside(z, y):
    s = 0.0
    for i in range(20):
        e = 0.0
        for j in range(15):
            e += math.exp(z[j] * y[i])
        s += e * z[i]
    return s


def while_inside(z, y):
    s = 0.0
    for i in range(20):
        x, k = 1.0 + z[i] * z[i], 0
        while x < 20.0 and k < 9:
            x, k = x * (1.3 + 0.1 * z[i]), k + 1
        s += x * y[i]
    return s


def last_term_used(z, y):
    s, t = 0.0, 0.0
    for i in range(40):
        t = math.exp(z[0] * y[i])
        s += t
    return s + t * t


def no_iterations(z, y):
    s = z[0] * z[1]
    for i in range(len(y) - 40):
        s += math.exp(z[0] * y[i])
    return s * z[2]


# program -> loops of the engine's derivative that run backwards, None where they are not counted
SUMS = {
    factor_after: 0, own_square: 1, guarded: 0, inside_an_if: 0, start_used_elsewhere: 0, start_with_a_factor_in_an_if: None, one_behind: 1, two_ways: 0, twice: 1,
    restarted: 1, read_then_overwritten: 3, summed_in_memory: None, product_inside: 1, sums_inside: 1, linear_inside: 0, while_inside: None,
    last_term_used: 1, no_iterations: 0, traps.condterm: 0, traps.condloop: 0, traps.selkeep: 0, traps.selreset: 1, traps.nested: 0, traps.twoouts: 1,
    traps.prod: 1, traps.lse: 1,
}


@pytest.mark.parametrize("engine", ["default", "fused"])
@pytest.mark.parametrize("f", SUMS, ids=lambda f: f.__name__)
def test_gradient(f, engine):
    value, gradient = value_and_grad(f, engine=engine)(Z, Y)
    assert value == pytest.approx(f(Z, Y), rel=1e-12)
    _, base = value_and_grad(f, engine="baseline")(Z, Y)
    np.testing.assert_allclose(gradient, base, rtol=1e-11, atol=1e-12 * (1 + np.max(np.abs(base))))
    near = np.array([(f(Z + h, Y) - f(Z - h, Y)) / 2e-6 for h in 1e-6 * np.eye(40)])
    np.testing.assert_allclose(base, near, rtol=1e-5, atol=1e-6 * (1 + np.max(np.abs(base))))


@pytest.mark.parametrize("f", [f for f, n in SUMS.items() if n is not None], ids=lambda f: f.__name__)
def test_loops_that_run_backwards(f):
    text = pipelines.clean(stage(f, (Array("f8", (40,)), Array("f8", (40,)))).text)
    derivative = reverse(text, "f", ("dup", 0, 0, 0), engine="fused")
    assert loops(derivative, "f_rev") - loops(text, "f") == SUMS[f]


def loops(text: str, name: str) -> int:
    return len(Cfg(read(text).functions[name]).loops)
