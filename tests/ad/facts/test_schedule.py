"""Which loops are reversed while they run, and that their gradients are right: one program for each condition."""
from __future__ import annotations

import ctypes
import math
import re

import numpy as np
import pytest
import trap_programs as traps

from llbayes.ad import hvp, value_and_grad
from llbayes.ad.emit.reverse import reverse
from llbayes.ad.lower.lower import lower
from llbayes.ir.graph.cfg import Cfg
from llbayes.ir.machine import linker, pipelines
from llbayes.ir.machine.arena import Arena
from llbayes.ir.text import read
from llbayes.lang import Array, stage
from llbayes.lang.bodies import with_bodies

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


# gathers: what they give back is added behind the loop
INDEX = np.random.default_rng(8).integers(0, 12, size=150)


def local_gather(z, y, idx):
    a, s = np.zeros(20), 0.0
    for i in range(20):
        a[i] = z[i] * z[39]
    for i in range(150):
        r = a[idx[i]] - y[i % 40] * z[30]
        s -= r * r
    return s


def two_gathers(z, y, idx):
    s = 0.0
    for i in range(150):
        s += z[idx[i]] * z[(idx[i] + 1) % 12] * y[i % 40]
    return s


def gather_in_a_nest(z, y, idx):
    s = 0.0
    for i in range(20):
        for j in range(100):
            s += math.exp(0.1 * z[idx[j]] * y[i])
    return s


def conditional_gather(z, y, idx):
    s = 0.0
    for i in range(150):
        if y[i % 40] > 0.0:
            s += math.sin(z[idx[i]])
    return s


def gather_in_an_if(z, y, idx):
    s = z[0]
    if z[1] > -5.0:
        for i in range(1, 149):
            s += z[idx[i]] * z[3]
    return s * z[2]


def chosen_gather(z, y, idx):
    a, s = np.zeros(20), 0.0
    for i in range(20):
        a[i] = z[i] * z[i]
    for i in range(150):
        s += (a[idx[i]] if y[i % 40] > 0.0 else z[idx[i]]) * y[i % 40]
    return s


GATHERS = (local_gather, two_gathers, gather_in_a_nest, conditional_gather, gather_in_an_if, chosen_gather)


@pytest.mark.parametrize("engine", ["default", "fused"])
@pytest.mark.parametrize("idx", [INDEX, np.sort(INDEX), np.full(150, 3)], ids=["mixed", "sorted", "equal"])
@pytest.mark.parametrize("f", GATHERS, ids=lambda f: f.__name__)
def test_gathers(f, idx, engine):
    value, gradient = value_and_grad(f, engine=engine)(Z, Y, idx)
    assert value == pytest.approx(f(Z, Y, idx), rel=1e-12)
    _, base = value_and_grad(f, engine="baseline")(Z, Y, idx)
    np.testing.assert_allclose(gradient, base, rtol=1e-11, atol=1e-12 * (1 + np.max(np.abs(base))))
    near = np.array([(f(Z + h, Y, idx) - f(Z - h, Y, idx)) / 2e-6 for h in 1e-6 * np.eye(40)])
    np.testing.assert_allclose(base, near, rtol=1e-5, atol=1e-6 * (1 + np.max(np.abs(base))))


@pytest.mark.parametrize("f", [local_gather, two_gathers], ids=lambda f: f.__name__)
def test_gathers_have_second_derivatives(f):
    d = np.random.default_rng(9).normal(size=40)
    g = value_and_grad(f, engine="baseline")
    expected = (g(Z + 1e-5 * d, Y, INDEX)[1] - g(Z - 1e-5 * d, Y, INDEX)[1]) / 2e-5
    np.testing.assert_allclose(hvp(f)(Z, Y, INDEX, d), expected, rtol=1e-6, atol=1e-6 * (1 + np.max(np.abs(expected))))


@pytest.mark.parametrize("f, additions", [(local_gather, 1), (two_gathers, 2), (gather_in_a_nest, 1), (conditional_gather, 0)])
def test_what_a_gather_gives_back_is_added_behind_the_loop(f, additions):
    text = pipelines.clean(stage(f, (Array("f8", (40,)), Array("f8", (40,)), Array("i8", (150,)))).text)
    derivative = reverse(text, "f", ("dup", *[0] * 4), engine="fused")
    main = derivative.split("define double @f_rev")[1].split("\n}")[0]
    assert main.count("@llb.acc.scatter") == additions


def filled_before(z, y, idx):
    x = np.zeros(150)
    for i in range(150):
        x[i] = z[idx[i]] * z[idx[149 - i]]
    return np.sum((x - y[0]) ** 2 * x)


def filled_in_turn(z, y, idx):
    s = 0.0
    for k in range(30):
        x = np.zeros(150)
        for i in range(150):
            x[i] = z[idx[i]] * y[k] + s
        s = 0.003 * np.sum(np.sin(x))
    return s


def filled_from_what_it_writes(z, y, idx):
    x = np.zeros(151)
    for i in range(150):
        x[i + 1] = z[idx[i]] * x[i] + y[3]
    return x[150]


def left_early(z, y, idx):
    x = np.zeros(150)
    for i in range(150):
        if y[idx[i]] > 3.0:
            break
        x[i] = z[idx[i]] ** 2
    return np.sum(np.sin(x))


@pytest.mark.parametrize("f, additions", [(filled_before, 2), (filled_in_turn, 1), (filled_from_what_it_writes, 0), (left_early, 0)])
def test_what_a_gather_gives_back_is_added_behind_the_reverse_of_a_loop(f, additions):
    """Where a loop that is reversed later could become vectors."""
    z, y, idx = rng.uniform(0.5, 1.5, 40), rng.normal(size=40), rng.integers(0, 40, 150)
    text = pipelines.clean(stage(f, (Array("f8", (40,)), Array("f8", (40,)), Array("i8", (150,)))).text)
    main = reverse(text, "f", ("dup", *[0] * 4)).split("define double @f_rev")[1].split("\n}")[0]
    assert main.count("@llb.acc.scatter") == additions
    gradient = value_and_grad(f)(z, y, idx)[1]
    direction, h = rng.normal(size=40), 1e-5
    slope = (f(z + h * direction, y, idx) - f(z - h * direction, y, idx)) / (2.0 * h)
    assert gradient @ direction == pytest.approx(slope, rel=1e-6, abs=1e-8)
    assert np.allclose(gradient, value_and_grad(f, engine="fused")(z, y, idx)[1], rtol=1e-12)


GATHERED = """
define double @f(ptr noalias %in0, ptr noalias %in1, ptr noalias %arena, ptr noalias %status) {
start:
  %a = alloca [400 x double]
  %b = alloca [1600 x double]
  call void @llvm.memcpy.p0.p0.i64(ptr %a, ptr %in0, i64 3200, i1 false)
  br label %loop
loop:
  %i = phi i64 [ 0, %start ], [ %next, %loop ]
  %s = phi double [ 0.0, %start ], [ %t, %loop ]
  %p = getelementptr i64, ptr %in1, i64 %i
  %k = load i64, ptr %p, align 8
  %q = getelementptr double, ptr %a, i64 %k
  %x = load double, ptr %q, align 8
  %e = call double @llvm.exp.f64(double %x)
  %r = getelementptr double, ptr %b, i64 %i
  store double %e, ptr %r, align 8
  %t = fadd reassoc double %s, %e
  %next = add nuw nsw i64 %i, 1
  %end = icmp eq i64 %next, 1600
  br i1 %end, label %done, label %loop
done:
  %y = load double, ptr %in0, align 8
  %z = fptosi double %y to i64
  %u = getelementptr double, ptr %b, i64 %z
  %v = load double, ptr %u, align 8
  %w = fadd double %t, %v
  ret double %w
}
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare double @llvm.exp.f64(double)
"""


def test_temporaries_in_the_arena_are_told_apart():
    text, size = lower(GATHERED)
    assert size == 8 * 2000 and text.count("!alias.scope") == 3
    assert re.search(r"fadd reassoc <\d+ x double>", pipelines.optimised(text, "full", exports=("f",)))


def logs_of_gathers(z, y, idx):
    p, q = np.exp(z) + y, np.exp(-z) + 1.0
    s = 0.0
    for i in range(1600):
        first, second = math.log(p[idx[i]]) + math.log(q[idx[1599 - i]]), math.log(p[idx[1599 - i]]) + math.log(q[idx[i]])
        largest = max(first, second)
        s += largest + math.log(math.exp(first - largest) + math.exp(second - largest))
    return s


def test_a_loop_that_gathers_is_fused_with_many_calls():
    z, y, idx = 0.3 * rng.normal(size=400), rng.uniform(0.1, 1.0, 400), rng.integers(0, 400, 1600)
    text = pipelines.clean(stage(logs_of_gathers, (Array("f8", (400,)), Array("f8", (400,)), Array("i8", (1600,)))).text)
    assert reverse(text, "f", ("dup", *[0] * 4)).count("call void @llb.acc.scatter") == 4
    value, gradient = value_and_grad(logs_of_gathers)(z, y, idx)
    assert value == pytest.approx(logs_of_gathers(z, y, idx), rel=1e-12)
    assert np.allclose(gradient, value_and_grad(logs_of_gathers, engine="baseline")(z, y, idx)[1], rtol=1e-11, atol=1e-11)


def conditional_terms(z, y):
    s = 0.0
    for i in range(200):
        x = y[i % 40]
        if x > 0.0:
            s += math.exp(z[0] * x) * z[1]
        elif x > -0.5:
            s -= z[2] * x * z[1]
    return s


@pytest.mark.parametrize("f", [factor_after, two_ways, conditional_terms, traps.condterm], ids=lambda f: f.__name__)
def test_fused_loops_are_vectors(f):
    text = pipelines.clean(stage(f, (Array("f8", (40,)), Array("f8", (40,)))).text)
    derivative = pipelines.clean(reverse(text, "f", ("dup", 0, 0, 0)))
    assert re.search(r"<\d+ x double>", pipelines.optimised(derivative, "full", exports=("f_rev",)))


@pytest.mark.parametrize("f", [factor_after, guarded, inside_an_if, start_used_elsewhere, start_with_a_factor_in_an_if, sums_inside], ids=lambda f: f.__name__)
def test_a_seed_that_is_a_parameter(f):
    text = reverse(pipelines.clean(stage(f, (Array("f8", (40,)), Array("f8", (40,)))).text), "f", ("dup", 0, 0, 0), seed=None, engine="fused")
    plain, size = lower(pipelines.clean(text))
    library = linker.link(pipelines.native(with_bodies(plain), "quick", exports=("f_rev",)), {}, exports=("f_rev",))
    function = library.function("f_rev", ctypes.c_double, *[ctypes.c_void_p] * 5, ctypes.c_double)
    arena, status, gradient = Arena(size), np.zeros(1, np.int64), np.zeros(40)
    function(Z.ctypes.data, gradient.ctypes.data, Y.ctypes.data, arena.address, status.ctypes.data, 2.5)
    _, base = value_and_grad(f, engine="baseline")(Z, Y)
    np.testing.assert_allclose(gradient, 2.5 * base, rtol=1e-11, atol=1e-12 * (1 + np.max(np.abs(base))))
