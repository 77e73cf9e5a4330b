"""Square roots that go round a loop to be squared: where what they are roots of goes round instead, and that values and slopes stay what they were."""
import math

import numpy as np
import pytest

from llbayes.ad import grad, hvp, value_and_grad
from llbayes.ir.graph.build import real
from llbayes.ir.graph.normalise import normalise
from llbayes.ir.graph.signs import Signs, function_of
from llbayes.ir.machine import pipelines
from llbayes.ir.records import Inst, Value
from llbayes.ir.text import read
from llbayes.lang import Array, stage

RNG = np.random.default_rng(3)
Y = RNG.normal(size=30)
Z = np.array([0.3, -0.7, 0.4])
SPECIFICATION = (Array("f8", (3,)), Array("f8", (30,)))


def volatility(z, y):
    a, b, total, s = math.exp(z[0]), 1.0 - 0.5 * (1.0 + math.tanh(z[1])), 0.0, 1.5
    for t in range(30):
        s = math.sqrt(a + abs(z[2]) * (y[t] * y[t]) + math.exp(z[1]) * (s * s))
        total += b * math.log(s) + y[t] / s
    return total


def memory(z, y):
    s, total = np.zeros(30), 0.0
    s[0] = z[2]
    for t in range(1, 30):
        s[t] = math.sqrt(math.exp(z[0]) + math.exp(z[1]) * s[t - 1] ** 2)
    for t in range(30):
        total += y[t] / (1.0 + s[t])
    return total


def read_too(z, y):
    s, total = 1.0, 0.0
    for t in range(30):
        total += s * y[t]
        s = math.sqrt(math.exp(z[0]) + 0.5 * (s * s))
    return total


def from_zero(z, y):
    s, total = 0.0, 0.0
    for t in range(30):
        s = math.sqrt((z[0] * y[t]) ** 2 + 0.5 * (s * s))
        total += s
    return total


def falling(z, y):
    s, total = 2.0, 0.0
    for t in range(30):
        s = math.sqrt(z[0] + 0.9 * (s * s)) if t < 40 else 0.0
        total += s
    return total


def only_once(z, y):
    s, total = 1.0, 0.0
    for t in range(30):
        total += s * s
        s = math.sqrt(math.exp(z[0]) + y[t] * y[t])
    return total


def roots_that_go_round(f) -> int:
    """Loops that carry a root, of the normalised function."""
    staged = stage(f, SPECIFICATION)
    function = normalise(read(pipelines.clean(staged.text)).functions[staged.name])
    made = {i.result: i for b in function.blocks for i in b.insts if i.result}
    squared = {i.args[0].ref for i in made.values() if i.op == "fmul" and i.args[0] == i.args[1]}
    return sum(i.op == "phi" and i.result in squared and any(a.ref in made and function_of(made[a.ref]) == "llvm.sqrt" for a in i.args) for i in made.values())


@pytest.mark.parametrize("f", [volatility, memory, read_too, from_zero])
def test_what_they_are_roots_of_goes_round(f):
    assert roots_that_go_round(f) == 0


@pytest.mark.parametrize("f", [falling, only_once])
def test_roots_of_what_may_be_negative_and_those_that_are_not_waited_for_stay(f):
    assert roots_that_go_round(f) == 1


@pytest.mark.parametrize("f", [volatility, memory, read_too, from_zero, falling, only_once])
def test_values_and_slopes(f):
    value, slopes = value_and_grad(f)(Z, Y)
    assert value == pytest.approx(f(Z, Y), rel=1e-13)
    steps = 1e-6 * np.eye(3)
    np.testing.assert_allclose(slopes, [(f(Z + h, Y) - f(Z - h, Y)) / 2e-6 for h in steps], rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(slopes, value_and_grad(f, engine="baseline")(Z, Y)[1], rtol=1e-12, atol=1e-14)
    curved = [(grad(f)(Z + h, Y) - grad(f)(Z - h, Y)) @ Z / 2e-6 for h in steps]
    np.testing.assert_allclose(hvp(f)(Z, Y, Z), curved, rtol=1e-5, atol=1e-7)


def test_roots_of_negative_numbers_stay_nan():
    assert math.isnan(value_and_grad(falling)(np.array([-1.0, 0.0, 0.0]), Y)[0])


X, ONE = Value("double", "%x"), real(1.0)


def call(name: str, *args: Value) -> Inst:
    return Inst("call", "double", "%v", args, Value("ptr", "@" + name))


@pytest.mark.parametrize("inst, positive, unit", [
    (call("llvm.exp.f64", X), True, False),
    (call("llb.expit", X), True, True),
    (call("llvm.log.f64", X), False, False),
    (call("llvm.maximum.f64", ONE, real(0.5)), True, True),
    (call("llvm.maximum.f64", X, ONE), False, False),
    (Inst("fmul", "double", "%v", (X, X)), True, False),
    (Inst("fmul", "double", "%v", (X, ONE)), False, False),
    (Inst("fadd", "double", "%v", (ONE, ONE)), True, False),
    (Inst("fdiv", "double", "%v", (ONE, real(0.5))), False, False),
    (Inst("fsub", "double", "%v", (ONE, real(0.25))), True, True),
    (Inst("fsub", "double", "%v", (ONE, real(1.25))), False, False),
    (Inst("select", "double", "%v", (Value("i1", "%c"), ONE, real(-1.0))), False, False),
    (Inst("select", "double", "%v", (Value("i1", "%c"), ONE, real(0.0))), True, True),
])
def test_signs(inst, positive, unit):
    signs = Signs({"%v": inst})
    assert (signs.never_negative(inst.value), signs.in_unit(inst.value)) == (positive, unit)


def test_signs_of_what_is_doubled_many_times_and_of_what_goes_round():
    sums = {f"%v{k + 1}": Inst("fadd", "double", f"%v{k + 1}", (Value("double", f"%v{k}"),) * 2) for k in range(35)}
    assert Signs(sums | {"%v0": call("llvm.exp.f64", X)}).never_negative(Value("double", "%v35"))
    assert not Signs({"%v": Inst("fadd", "double", "%v", (Value("double", "%v"), ONE))}).never_negative(Value("double", "%v"))
