"""What nobody looks at is left out of products with a Hessian: the products are the same numbers, and what they need is all there."""
from __future__ import annotations

import math

import numpy as np
import pytest
from programs import PROGRAMS
from sweeps import thinned

from llbayes.ad import hvp
from llbayes.ad.api.plan import Plan
from llbayes.ad.emit.forward import forward
from llbayes.ad.emit.reverse import reverse
from llbayes.ad.facts.needed import needed
from llbayes.ir.machine import pipelines
from llbayes.ir.text import read
from llbayes.lang import Array, stage

GRADED = [name for name, p in PROGRAMS.items() if p.expect == "value"]


@pytest.mark.parametrize("name", thinned(GRADED[::3], 6))
def test_products_are_those_of_the_whole_program(name, monkeypatch):
    f, args, _ = PROGRAMS[name]
    v = np.cos(np.arange(np.size(args[0]), dtype=float)).reshape(np.shape(args[0]))
    try:
        product = hvp(f)(*args, v)
    except Exception as refused:
        pytest.skip(f"{type(refused).__name__}")
    step = Plan.forward_over_reverse
    monkeypatch.setattr(Plan, "forward_over_reverse", lambda plan, width: step(plan, width)._replace(forgotten=()))
    whole = hvp(f)(*args, v)
    np.testing.assert_allclose(product, whole, rtol=1e-13, atol=1e-13 * (1.0 + np.nanmax(np.abs(whole), initial=0.0)))


def mixture(z, y):
    return np.sum(np.logaddexp(-0.5 * (y - z[0]) ** 2, z[2] - 0.5 * (y - z[1]) ** 2) + np.log(1.0 + z[3] * z[3] * y * y))


def test_logarithms_that_only_the_value_needs_fall_away():
    text = pipelines.clean(stage(mixture, (Array("f8", (4,)), Array("f8", (100,)))).text)
    gradient = pipelines.clean(reverse(text, "f", {"%in0": "dup"}))
    params = [p.name for p in read(gradient).functions["f_rev"].params]
    active = (True, True, *[False] * (len(params) - 2))
    for forgotten, logarithms in (((), True), ((False, *active[1:]), False)):
        product = pipelines.clean(forward(gradient, "f_rev", active, 1, forgotten))
        assert ("@llvm.log." in product or "@llb.logaddexp(" in product) == logarithms


# %g is added to, and in `read` looked at behind: then what was added matters
ADDED = """
define double @f(ptr noalias %x, ptr noalias %g, ptr noalias %out) {{
enter:
  %local = alloca [2 x double], align 8
  %a = load double, ptr %x, align 8
  %e = call double @llvm.exp.f64(double %a)
  %old = load double, ptr %g, align 8
  %new = fadd double %old, %e
  store double %new, ptr %g, align 8
  store double %a, ptr %local, align 8
  call void @llb.tape.push.f64(ptr %x, i64 0, double %e)
  %p = call double @llb.tape.pop.f64(ptr %x, i64 0)
  {last}
  ret double %a
}}
declare double @llvm.exp.f64(double)
declare void @llb.tape.push.f64(ptr, i64, double)
declare double @llb.tape.pop.f64(ptr, i64)
"""


@pytest.mark.parametrize("last, kept", [
    ("store double %a, ptr %out, align 8", {"%a"}),
    ("store double %p, ptr %out, align 8", {"%a", "%e", "%p"}),
    ("%read = load double, ptr %g, align 8\n  store double %read, ptr %out, align 8", {"%a", "%e", "%old", "%new", "%read"}),
    ("%read = load double, ptr %local, align 8\n  store double %read, ptr %out, align 8", {"%a", "%local", "%read"}),
    ("call void @llvm.memcpy.p0.p0.i64(ptr %out, ptr %local, i64 16, i1 false)", {"%a", "%local"}),
    ("call void @llvm.memset.p0.i64(ptr %g, i8 0, i64 8, i1 false)", {"%a"}),
    ("call void @llb.dense.add.p.1x1s1nf.1x1s1nf(ptr %out, ptr %g)", {"%a", "%e", "%old", "%new"}),
    ("call void @unknown(ptr %local)", {"%a", "%local"}),
], ids=["nothing", "tape", "read behind", "local", "moved", "filled", "dense", "unknown"])
def test_what_matters_without_one_array(last, kept):
    f = read(ADDED.format(last=last)).functions["f"]
    assert {i.result for i in needed(f, {"%g"}) if i.result} == kept
    assert {i.result for b in f.blocks for i in b.insts if i.result} >= {i.result for i in needed(f, ()) if i.result} >= {"%e", "%new"}


def test_several_directions_and_a_function_of_two_arguments():
    def f(x, y):
        return np.sum(np.sin(x) * math.exp(y[0])) + math.log(y[1]) * x[0]

    x, y = np.array([0.1, 0.2]), np.array([0.3, 2.0])
    products = hvp(f, argnums=(0, 1))(x, y, (np.ones(2), np.ones(2)))
    step = [hvp(f, argnums=(0, 1))(x, y, v) for v in ((np.ones(2), np.zeros(2)), (np.zeros(2), np.ones(2)))]
    for k in range(2):
        np.testing.assert_allclose(products[k], step[0][k] + step[1][k], rtol=1e-13)
