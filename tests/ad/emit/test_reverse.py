"""Reverse mode: both engines against finite differences and each other; ties; the fences."""
from __future__ import annotations

import math
import signal

import numpy as np
import pytest
from sweeps import first_only
from trap_programs import PROGRAMS, TIES

from llbayes.ad import hvp, value_and_grad
from llbayes.ad.emit.reverse import reverse
from llbayes.ir.errors import UnsupportedError

SECONDS = 30
SECOND_ORDER = ("newton", "inplace", "memmove", "branchact", "whileloops", "swap", "chosen", "lse")
rng = np.random.default_rng(3)
Y = rng.normal(size=40)
Z = 0.7 * rng.normal(size=40)


@pytest.fixture(autouse=True)
def limit():
    """A wrong reverse counter is an endless loop."""
    def stop(*_):
        raise TimeoutError("the derivative does not end")
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


def differences(f, z, h=1e-5):
    out = np.zeros_like(z)
    for k in range(len(z)):
        a, b, c, d = z.copy(), z.copy(), z.copy(), z.copy()
        a[k] += h
        b[k] -= h
        c[k] += 2 * h
        d[k] -= 2 * h
        out[k] = (8 * (f(a) - f(b)) - (f(c) - f(d))) / (12 * h)
    return out


@pytest.mark.parametrize("engine", first_only("default", "baseline", "fused"))
@pytest.mark.parametrize("f", PROGRAMS, ids=lambda f: f.__name__)
def test_gradient_equals_finite_differences(f, engine):
    value, gradient = value_and_grad(f, engine=engine)(Z, Y)
    assert value == pytest.approx(f(Z, Y), rel=1e-12)
    expected = differences(lambda z: f(z, Y), Z)
    np.testing.assert_allclose(gradient, expected, rtol=2e-7, atol=2e-7 + 2e-10 * np.max(np.abs(expected)))


@pytest.mark.parametrize("f, z, expected", TIES)
def test_no_nan_where_an_unused_arm_is_infinite(f, z, expected):
    _, gradient = value_and_grad(f)(np.array(z), np.array([1.0, -2.0, 0.0, 0.5]))
    np.testing.assert_allclose(gradient, expected, rtol=1e-12)


def test_a_function_without_a_rule_is_refused():
    text = """declare double @mystery(double)
define double @f(ptr %in0, ptr %arena, ptr %status) {
b:
  %x = load double, ptr %in0, align 8
  %y = call double @mystery(double %x)
  ret double %y
}
"""
    with pytest.raises(UnsupportedError, match="mystery"):
        reverse(text, "f", ("dup", "const", "const"))


MATH = """declare double @llvm.exp.f64(double)
define void @f(ptr %in0, ptr %out0, ptr %arena, ptr %status) {
"""


def run(text, *arrays):
    """Runs `@f_rev` (or the last derivative) on arrays; the arena and a status word come last."""
    import ctypes

    from llbayes.ad.lower.lower import lower
    from llbayes.ir.machine import linker, pipelines
    from llbayes.ir.machine.arena import Arena
    name = [line for line in text.split("\n") if line.startswith("define") and "@f_rev" in line][0].split("@")[1].split("(")[0]
    plain, size = lower(pipelines.clean(text))
    library = linker.link(pipelines.native(plain, "quick"), {}, exports=(name,))
    arena, status = Arena(size), np.zeros(1, np.int64)
    function = library.function(name, ctypes.c_double, *[ctypes.c_void_p] * (len(arrays) + 2))
    value = function(*[a.ctypes.data for a in arrays], arena.address, status.ctypes.data)
    assert not arena.failed
    return value


@pytest.mark.parametrize("engine", ["baseline", "default", "fused"])
def test_out_pointers_carry_seeds_and_are_zeroed(engine):
    text = MATH + """b:
  br label %l
l:
  %i = phi i64 [ 0, %b ], [ %n, %l ]
  %p = getelementptr double, ptr %in0, i64 %i
  %q = getelementptr double, ptr %out0, i64 %i
  %x = load double, ptr %p, align 8
  %y = call double @llvm.exp.f64(double %x)
  store double %y, ptr %q, align 8
  %n = add i64 %i, 1
  %c = icmp ult i64 %n, 5
  br i1 %c, label %l, label %e
e:
  ret void
}
"""
    from llbayes.ir.machine import pipelines
    out = reverse(pipelines.clean(text), "f", ("dup", "dup", "const", "const"), engine=engine)
    x, y, xd, yd = rng.normal(size=5), np.zeros(5), rng.normal(size=5), rng.normal(size=5)
    expected = xd + yd * np.exp(x)
    run(out, x, xd, y, yd)
    np.testing.assert_allclose(xd, expected, rtol=1e-13)
    np.testing.assert_array_equal(yd, 0.0)


@pytest.mark.parametrize("outer", first_only("fused", "baseline"))
@pytest.mark.parametrize("inner", ["baseline", "default", "fused"])
@pytest.mark.parametrize("f", [g for g in PROGRAMS if g.__name__ in SECOND_ORDER],
                         ids=lambda f: f.__name__)
def test_reverse_of_reverse_is_the_second_derivative(f, inner, outer):
    """<s, gradient> differentiated: the shadow of the gradient is the seed s, what comes back is H s."""
    from llbayes.ir.machine import pipelines
    from llbayes.lang import Array, stage
    staged = stage(f, (Array("f8", (40,)), Array("f8", (40,))))
    assert not staged.constants
    first = pipelines.clean(reverse(pipelines.clean(staged.text), "f", ("dup", 0, 0, 0), engine=inner))
    second = reverse(first, "f_rev", ("dup", "dup", 0, 0, 0), seed=0.0, engine=outer)
    s, back, gradient = rng.normal(size=40), np.zeros(40), np.zeros(40)
    run(second, Z.copy(), back, gradient, s.copy(), Y.copy())
    g = value_and_grad(f)
    h = 1e-5
    expected = (8 * (g(Z + h * s, Y)[1] - g(Z - h * s, Y)[1]) - (g(Z + 2 * h * s, Y)[1] - g(Z - 2 * h * s, Y)[1])) / (12 * h)
    np.testing.assert_allclose(back, expected, rtol=1e-6, atol=1e-6 + 1e-9 * np.max(np.abs(expected)))


@pytest.mark.parametrize("f", PROGRAMS, ids=lambda f: f.__name__)
def test_hessian_vector_product_equals_differences_of_the_gradient(f):
    s = rng.normal(size=40)
    g = value_and_grad(f, engine="baseline")
    h = 1e-5
    expected = (8 * (g(Z + h * s, Y)[1] - g(Z - h * s, Y)[1]) - (g(Z + 2 * h * s, Y)[1] - g(Z - 2 * h * s, Y)[1])) / (12 * h)
    np.testing.assert_allclose(hvp(f)(Z, Y, s), expected, rtol=1e-6, atol=1e-6 + 1e-8 * np.max(np.abs(expected)))


def long_product(z, y):
    s = 1.0
    t = 0.0
    for i in range(30000):
        s = s * (1.0 + 1e-5 * z[0] * y[i % 40])
        t += math.sin(s)
    return t


def long_while(z, y):
    x, s, k = 1.0, 0.0, 0
    while x < 1000.0 and k < 30000:
        x = x * (1.0003 + 1e-5 * math.sin(z[0] * x))
        s += x * y[0]
        k += 1
    return s


@pytest.mark.parametrize("engine", ["baseline", "default"])
@pytest.mark.parametrize("f", [long_product, long_while])
def test_a_tape_of_many_chunks(f, engine):
    z = np.array([0.7])
    g = value_and_grad(f, engine=engine)
    _, first = g(z, Y)
    h = 1e-5
    np.testing.assert_allclose(first, (f(z + h, Y) - f(z - h, Y)) / (2 * h), rtol=1e-5)
    np.testing.assert_array_equal(g(z, Y)[1], first)


def test_plain_sums_need_no_tape_and_no_second_loop():
    from llbayes.ir.machine import pipelines
    from llbayes.lang import Array, stage
    staged = stage(regression, (Array("f8", (2,)), Array("f8", (40,))))
    text = pipelines.clean(reverse(pipelines.clean(staged.text), "f", ("dup", 0, 0, 0)))
    assert "llb.tape" not in text
    assert "alloca" not in text
    assert text.count("phi i64") == 1


def regression(z, y):
    s = 0.0
    for i in range(len(y)):
        r = y[i] - z[0] - z[1] * i
        s -= 0.5 * r * r
    return s


def test_gradients_in_several_threads():
    from concurrent.futures import ThreadPoolExecutor
    f = next(p for p in PROGRAMS if p.__name__ == "whileloops")
    g = value_and_grad(f, engine="baseline")
    points = [Z + 0.01 * k for k in range(16)]
    expected = [g(z, Y)[1] for z in points]
    with ThreadPoolExecutor(4) as pool:
        for e, (_, found) in zip(expected, pool.map(lambda z: g(z, Y), points), strict=True):
            np.testing.assert_array_equal(found, e)


def test_pointers_into_shadows_keep_what_is_known_of_their_offsets():
    text = """define double @f(ptr noalias %a, i64 %i) {
  %p = getelementptr inbounds nuw double, ptr %a, i64 %i
  %v = load double, ptr %p, align 8
  %w = fmul double %v, %v
  ret double %w
}
"""
    assert "getelementptr inbounds nuw double, ptr %p0_d" in reverse(text, "f", ("dup", "const"))
