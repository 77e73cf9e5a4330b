"""Forward mode: tangents of sums that may be added in any order may be too, so that their loops become vectors; no others may."""
from __future__ import annotations

import math
import re

import numpy as np
import pytest

from llbayes.ad import hvp, jvp, value_and_grad
from llbayes.ad.compile import Request, Step, derive, differentiated, symbolic
from llbayes.ir.machine import pipelines, target
from llbayes.ir.text import read
from llbayes.lang import Array, stage

R = np.random.default_rng(4)
X, Y, Z = R.normal(size=(400, 3)), R.normal(size=400), R.normal(size=5) * 0.3


def line(z, x, y):
    r = (y - x @ z[:3]) * math.exp(-z[3])
    return -0.5 * np.sum(r * r) - 400 * z[3] + z[4]


def two_humps(z, x, y):
    return np.sum(np.logaddexp(-((y - z[0]) ** 2), z[1] - ((y - z[2]) * z[3]) ** 2)) + z[4]


def compensated(z, x, y):
    """Kahan's sum: reassociation would make it a plain one."""
    total, lost = 0.0, 0.0
    for i in range(400):
        term = math.exp(z[0] * y[i]) * z[1] - lost
        new = total + term
        lost = (new - total) - term
        total = new
    return total


def text_of(f, *steps: Step) -> str:
    staged = stage(f, (Array("f8", (5,)), Array("f8", (400, 3)), Array("f8", (400,))))
    return differentiated(symbolic(staged.text, staged.name), Request(steps)).text


FORWARD = Step("forward", ("%in0",))
PRODUCT = Step("reverse", ("%in0",)), Step("forward", ("%in0", "%in0_d"), 1, ("%in0_d",))


@pytest.mark.skipif(target.host().lanes == 0, reason="a processor without vector versions")
@pytest.mark.parametrize("f", [line, two_humps], ids=lambda f: f.__name__)
@pytest.mark.parametrize("steps", [(FORWARD,), PRODUCT], ids=["tangent", "product"])
def test_loops_of_tangents_are_vectors(f, steps):
    staged = stage(f, (Array("f8", (5,)), Array("f8", (400, 3)), Array("f8", (400,))))
    code = pipelines.optimised(derive(staged.text, staged.name, Request(steps))[0], "full", exports=("entry",))
    assert len(re.findall(r"phi <\d+ x double> \[", code)) >= 2


def additions_in_any_order(text: str) -> int:
    return sum("reassoc" in i.flags for f in read(text).functions.values() for b in f.blocks for i in b.insts)


def test_sums_that_keep_their_order_keep_it_in_tangents():
    assert additions_in_any_order(text_of(line, FORWARD)) > 0
    assert additions_in_any_order(text_of(compensated, FORWARD)) == 0


def test_a_compensated_sum_has_a_compensated_tangent():
    _, tangent = jvp(compensated, argnums=0)(Z, X, Y, np.eye(5)[0])
    assert tangent == pytest.approx(math.fsum(z * y for z, y in zip(Z[1] * np.exp(Z[0] * Y), Y, strict=True)), rel=4e-16)


@pytest.mark.parametrize("f", [line, two_humps], ids=lambda f: f.__name__)
def test_values(f):
    v = R.normal(size=5)
    _, gradient = value_and_grad(f)(Z, X, Y)
    _, tangent = jvp(f, argnums=0)(Z, X, Y, v)
    assert tangent == pytest.approx(gradient @ v, rel=1e-12)
    near = [value_and_grad(f, engine="baseline")(Z + s * v, X, Y)[1] for s in (1e-5, -1e-5)]
    np.testing.assert_allclose(hvp(f)(Z, X, Y, v), (near[0] - near[1]) / 2e-5, rtol=1e-6)


@pytest.mark.skipif(target.host().lanes == 0, reason="a processor without vector versions")
def test_shares_of_logaddexp_cost_no_exp_of_their_own():
    """The gradient of a sum of logaddexp, and its products: one exp in the loop."""
    def f(z, x, y):
        return np.sum(np.logaddexp(z[0] * y, z[1]))

    staged = stage(f, (Array("f8", (5,)), Array("f8", (400, 3)), Array("f8", (400,))))
    for steps in (PRODUCT[:1], PRODUCT):
        code = pipelines.optimised(derive(staged.text, staged.name, Request(steps))[0], "lean", exports=("entry",))
        body = code.split("define void @entry")[1].split("\n}")[0]
        assert len(re.findall(r"call [^@\n]*@llvm\.exp\.", body)) == 1


@pytest.mark.parametrize("at", [(0.7, 0.7), (-3.0, -3.0), (0.0, 0.0)])
def test_logaddexp_has_its_curvature_at_a_tie(at):
    def f(z):
        return np.logaddexp(z[0], z[1])

    np.testing.assert_allclose(value_and_grad(f)(np.array(at))[1], [0.5, 0.5], rtol=1e-15)
    np.testing.assert_allclose(hvp(f)(np.array(at), np.array([1.0, 0.0])), [0.25, -0.25], rtol=1e-15)


def test_logaddexp_of_infinities():
    def f(z):
        return np.logaddexp(z[0], z[1])

    for at, slopes in (((math.inf, math.inf), (0.5, 0.5)), ((-math.inf, -math.inf), (0.5, 0.5)), ((math.inf, -math.inf), (1.0, 0.0)),
                       ((math.nan, 1.0), (math.nan, math.nan))):
        np.testing.assert_array_equal(value_and_grad(f)(np.array(at))[1], slopes)
    np.testing.assert_array_equal(hvp(f)(np.array([math.inf, math.inf]), np.ones(2)), [0.0, 0.0])
