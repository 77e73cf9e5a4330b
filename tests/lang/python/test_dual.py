"""Dual execution: every program gives the same number in CPython and compiled, to 1e-12 of max(1, |value|), and the gradient of finite differences."""
from __future__ import annotations

import copy
import warnings

import numpy as np
import pytest
from programs import PROGRAMS as FIRST
from programs_lists import LISTS
from programs_more import MORE
from sweeps import first_only, thinned

from llbayes.ad import evaluate, hvp, value_and_grad
from llbayes.ir.errors import CompileError

pytestmark = pytest.mark.thinned(3)

PROGRAMS = FIRST | MORE | LISTS
SMOOTH = sorted(n for n, p in PROGRAMS.items() if p.expect in ("value", "either") and n != "kahan")     # rounding hides kahan's slope


def interpreted(p):
    """The number that CPython gives, on copies of the arguments."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        return float(p.function(*copy.deepcopy(p.args)))


@pytest.mark.parametrize("name", sorted(PROGRAMS))
def test_compiled_equals_interpreted(name):
    p = PROGRAMS[name]
    if p.expect == "refused":
        with pytest.raises(CompileError, match=r"programs(_more|_lists)?\.py"):
            evaluate(p.function)(*p.args)
        return
    try:
        got = float(evaluate(p.function)(*p.args))
    except CompileError:
        if p.expect == "either":
            return
        raise
    if p.expect == "nan":
        assert np.isnan(got)
        return
    want = interpreted(p)
    assert np.isfinite(want)
    assert abs(got - want) <= 1e-12 * max(1.0, abs(want))


def differences(p, h=1e-5):
    """Central differences of what CPython computes."""
    z = p.args[0]
    steps = h * np.eye(z.size)
    return np.array([interpreted(p._replace(args=(z + d, *p.args[1:]))) - interpreted(p._replace(args=(z - d, *p.args[1:]))) for d in steps]) / (2 * h)


@pytest.mark.parametrize("engine", first_only("default", "baseline"))
@pytest.mark.parametrize("name", SMOOTH)
def test_gradient_equals_finite_differences(name, engine):
    p = PROGRAMS[name]
    try:
        _, gradient = value_and_grad(p.function, engine=engine)(*p.args)
    except CompileError:
        assert p.expect == "either"
        return
    want = differences(p)
    np.testing.assert_allclose(gradient, want, rtol=2e-5, atol=2e-5 * max(1.0, np.max(np.abs(want))))


@pytest.mark.parametrize("name", thinned(SMOOTH, 3))
def test_hessian_product_equals_differences_of_the_gradient(name):
    p = PROGRAMS[name]
    z, data = p.args[0], p.args[1:]
    v = np.random.default_rng(1).normal(size=z.size)
    gradient = value_and_grad(p.function)
    try:
        product = hvp(p.function)(z, *data, v)
    except CompileError:
        assert p.expect == "either"
        return
    want = (gradient(z + 1e-6 * v, *data)[1] - gradient(z - 1e-6 * v, *data)[1]) / 2e-6
    np.testing.assert_allclose(product, want, rtol=1e-4, atol=1e-4 * max(1.0, np.max(np.abs(want))))
