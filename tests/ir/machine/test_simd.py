"""Vector versions of exp, log, sin and their like: accuracy against mpmath, special values, and that loops use them."""
from __future__ import annotations

import ctypes
import re
from functools import cache

import mpmath
import numpy as np
import pytest
from scipy import special

from llbayes import ad
from llbayes.ad.compile import ENTRY, Program, Request, Step, derive
from llbayes.ir.machine import linker, pipelines, simd, target
from llbayes.ir.machine.vector import versions
from llbayes.lang import Array, stage
from llbayes.lang.bodies import with_bodies
from llbayes.lang.library.functions import UFUNCS
from llbayes.lang.library.special.normal import exact_log_ndtr, exact_quantile

RNG = np.random.default_rng(7)
LANES = [(lanes, False) for lanes in sorted({2, 4, 8, target.host().lanes} - {0})] + [(8, True)] * target.host().has("avx512f")
VERSIONS = [(name, *lanes) for name in sorted(versions.KERNELS) for lanes in LANES if lanes[1] or name not in versions.WIDE]
EXACT = {
    "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan, "exp": mpmath.exp, "expm1": mpmath.expm1, "log": mpmath.log, "log1p": mpmath.log1p,
    "llb.log1p_of_unit": mpmath.log1p, "pow": mpmath.power, "tanh": mpmath.tanh, "erf": mpmath.erf, "erfc": mpmath.erfc,
    "llb.ndtr": lambda x: mpmath.erfc(-x / mpmath.sqrt(2)) / 2, "llb.log_ndtr": lambda x: exact_log_ndtr(mpmath, x),
    "llb.ndtri": lambda p: exact_quantile(mpmath, p), "lgamma": mpmath.loggamma, "llb.digamma": mpmath.digamma, "llb.trigamma": lambda x: mpmath.psi(1, x),
    "llb.lgamma_rest": lambda x: mpmath.loggamma(x) - x * mpmath.log(x) + x, "llb.digamma_rest": lambda x: mpmath.digamma(x) - mpmath.log(x),
    "llb.trigamma_rest": lambda x: mpmath.psi(1, x) - 1 / x}
TWINS = {
    "sin": np.sin, "cos": np.cos, "tan": np.tan, "exp": np.exp, "expm1": np.expm1, "log": np.log, "log1p": np.log1p, "tanh": np.tanh}
ULPS = {
    "sin": 1.0, "cos": 1.0, "tan": 2.0, "exp": 1.1, "log": 1.1, "log1p": 2.0, "llb.log1p_of_unit": 1.1, "expm1": 3.0, "pow": 1.5, "tanh": 3.0,
    "erf": 1.5, "erfc": 3.5, "llb.ndtr": 3.5, "llb.log_ndtr": 4.0, "llb.ndtri": 3.0, "lgamma": 3.0, "llb.digamma": 4.0, "llb.trigamma": 4.0,
    "llb.lgamma_rest": 3.0, "llb.digamma_rest": 4.0, "llb.trigamma_rest": 4.0}
LEAST = {"llb.lgamma_rest": 0.5}                        # what counts as this size: of one that has a zero where its leading terms cancel
SPECIAL = [np.inf, -np.inf, np.nan, 0.0, -0.0, 5e-324, -1e-310, -1.0, 1.0, 709.782, 709.783, -745.1, -745.2, -1e300, 1e300, 40.0, 0.5, 1e-20, 1.0 - 2.0 ** -53, 2.0, 1.5, -2.5, 3.0, 1e308]
CIRCLE = ("cos", "sin", "tan")
QUARTER = mpmath.mpf("1.5707963267948966192313216916397514420985846996875529")
WHOLE = [2.0, 3.0, -3.0, 0.5, -2.5, 1e17, 2.0 ** 53 - 1.0, 2.0]


def points(name: str) -> tuple[np.ndarray, ...]:
    near, far = RNG.normal(size=800), RNG.uniform(-745, 709, 400)
    small = RNG.normal(size=400) * 1e-9
    if name == "pow":
        x = np.concatenate([np.exp(far), np.exp(near), 1 + 0.1 * near, 1 + small])
        y = RNG.uniform(-740, 709, len(x)) / np.log(x)
        return np.concatenate([x, np.exp(near), -np.exp(0.1 * near)]), np.concatenate([y, 3 * near, np.round(3 * near)])
    return (numbers(name, near, far, small),)


def numbers(name: str, near: np.ndarray, far: np.ndarray, small: np.ndarray) -> np.ndarray:
    if name in CIRCLE:
        quarters = np.concatenate([np.arange(-200.0, 200.0), RNG.integers(-2 ** 23, 2 ** 23, 800)])
        return np.concatenate([near, 1e3 * near, 2e7 * RNG.uniform(-1.0, 1.0, 800), np.array([float(k * QUARTER) for k in quarters]), small, 1e300 * near[:80]])
    if name == "log":
        return np.concatenate([np.exp(far), 1 + 0.1 * near, 1 + small]).clip(1e-320)
    if name == "llb.log1p_of_unit":
        return np.concatenate([np.exp(-np.abs(far)), np.exp(-np.abs(near)), RNG.uniform(size=800), np.linspace(0.0, 1.0, 31)])
    if name == "llb.ndtri":
        return np.concatenate([RNG.uniform(size=800), np.exp(-0.05 * np.abs(far)), 1.0 - np.exp(-5 * np.abs(near)), 0.5 + small]).clip(1e-17, 1.0 - 2.0 ** -53)
    if "gamma" in name:
        largest = np.exp(np.abs(near) * (20.0 if "rest" in name else 100.0))
        return np.concatenate([np.abs(near), 1.0 / largest, largest, 10.0 * np.abs(near), 1.0 + small, 2.0 + small, 1.4616321449683622 + small])
    if name == "log1p":
        return np.concatenate([np.exp(far), -np.exp(-5 * RNG.exponential(size=400)), small, RNG.uniform(-0.5, 1, 400)])
    return np.concatenate([far, near, small, 20 * near[:400]])


def vector_function(name: str, lanes: int, wide: bool = False):
    """The vector version as a function of arrays whose length is a multiple of 8."""
    body, used = versions.kernel(name, lanes, wide)
    scalar = [f"declare double @{name}(double)"] * (".far(" in body and versions.scalar_name(name) not in versions.NAMES.values())
    return in_machine_code(versions.vector_name(name, lanes), f"<{lanes} x double>", lanes, len(versions.operands(name)), [*used, *scalar, body])


def scalar_function(name: str):
    """The scalar function in machine code."""
    return in_machine_code(name, "double", 1, 1, [f"declare double @{name}(double) nounwind willreturn memory(none)"])


def in_machine_code(callee: str, t: str, lanes: int, inputs: int, lines: list[str]):
    """A function as one of arrays, so many numbers a call."""
    reads = "\n".join(f"""  %p{k} = getelementptr double, ptr %x{k}, i64 %i
  %a{k} = load {t}, ptr %p{k}, align 8""" for k in range(inputs))
    left_alone = '@llvm.compiler.used = appending global [1 x ptr] [ptr @run], section "llvm.metadata"'
    text = "\n".join([*lines, left_alone, f"""define void @run({"".join(f"ptr %x{k}, " for k in range(inputs))}ptr %y, i64 %n) {{
start:
  br label %loop
loop:
  %i = phi i64 [ 0, %start ], [ %next, %loop ]
{reads}
  %r = call {t} @{callee}({", ".join(f"{t} %a{k}" for k in range(inputs))})
  %q = getelementptr double, ptr %y, i64 %i
  store {t} %r, ptr %q, align 8
  %next = add i64 %i, {lanes}
  %more = icmp ult i64 %next, %n
  br i1 %more, label %loop, label %end
end:
  ret void
}}"""])
    library = linker.link(pipelines.native(with_bodies(text), "full", exports=("run",)), {}, exports=("run",))
    function = library.function("run", None, *[ctypes.c_void_p] * (inputs + 1), ctypes.c_int64)

    def call(*x: np.ndarray) -> np.ndarray:
        y = np.empty_like(x[0])
        function(*[a.ctypes.data for a in x], y.ctypes.data, len(y))
        assert library is not None
        return y

    return call


@pytest.mark.parametrize("name, lanes, wide", VERSIONS)
def test_accuracy(name, lanes, wide):
    x, exact = exactly(name)
    found = vector_function(name, lanes, wide)(*x)
    with mpmath.workprec(200):
        for *a, y, e in zip(*x, found, exact, strict=True):
            assert abs(mpmath.mpf(float(y)) - e) <= ULPS[name] * float(np.spacing(max(abs(float(e)), LEAST.get(name, 0.0)))), a


@cache
def exactly(name: str) -> tuple[list[np.ndarray], list[mpmath.mpf]]:
    """(numbers at which it is tried, exact values there)"""
    x = [np.ascontiguousarray(a[::7][: len(a) // 56 * 8]) for a in points(name)]
    with mpmath.workprec(1200 if "log1p" in name else 200):  # log1p(1e-320) needs the digits of 1 + 1e-320
        return x, [EXACT[name](*[mpmath.mpf(float(b)) for b in a]) for a in zip(*x, strict=True)]


@pytest.mark.parametrize("name, lanes, wide", [version for version in VERSIONS if version[0] not in ("pow", "llb.log1p_of_unit")])
def test_special_values(name, lanes, wide):
    """Those of NumPy, or of the scalar function in machine code."""
    x = np.array(SPECIAL)
    if name == "llb.lgamma_rest":                        # whose scalar body loses digits of denormals
        x = np.where(np.abs(x) < 1e-300, 0.0, x)
    with np.errstate(all="ignore"):
        expected, found = (TWINS.get(name) or scalar_function(name))(x), vector_function(name, lanes, wide)(x)
    np.testing.assert_allclose(found, expected, rtol=4e-16 if name in TWINS else 1e-13, atol=5e-324)
    np.testing.assert_array_equal(np.signbit(found[x == 0.0]), np.signbit(expected[x == 0.0]))


FAR = {**dict.fromkeys(CIRCLE, -1e22), "lgamma": -0.5, "llb.digamma": -2.5, "llb.trigamma": -1.5, "llb.ndtri": 1e-200}


@pytest.mark.parametrize("name, lanes, wide", [version for version in VERSIONS if version[0] in FAR])
def test_one_argument_far_away_leaves_the_others_as_they_are(name, lanes, wide):
    x = np.array([0.25, 0.1, 0.99, 0.7, 0.6, 0.5, 0.3, 1e-9])
    function, beside = vector_function(name, lanes, wide), x.copy()
    beside[[1, 6]] = FAR[name]
    expected = function(x)
    expected[[1, 6]] = (TWINS.get(name) or scalar_function(name))(beside)[[1, 6]]
    np.testing.assert_allclose(function(beside), expected, rtol=4e-16)
    np.testing.assert_array_equal(np.delete(function(beside), [1, 6]), np.delete(expected, [1, 6]))


@pytest.mark.parametrize("lanes, wide", LANES)
def test_special_powers(lanes, wide):
    """Those of C, with their signs, for every pair of special numbers."""
    x, y = (np.ascontiguousarray(a.ravel()) for a in np.meshgrid(SPECIAL + WHOLE, SPECIAL + WHOLE))
    with np.errstate(all="ignore"):
        expected = np.power(x, y)
    found = vector_function("pow", lanes, wide)(x, y)
    np.testing.assert_allclose(found, expected, rtol=4e-16, atol=5e-324)
    np.testing.assert_array_equal(np.signbit(found)[~np.isnan(found)], np.signbit(expected)[~np.isnan(expected)])


TEXT = """declare double @llvm.exp.f64(double) #0
define double @f(ptr %x) {
start:
  br label %loop
loop:
  %i = phi i64 [ 0, %start ], [ %next, %loop ]
  %s = phi double [ 0.0, %start ], [ %t, %loop ]
  %p = getelementptr double, ptr %x, i64 %i
  %a = load double, ptr %p, align 8
  %e = call double @llvm.exp.f64(double %a) #0
  %t = fadd reassoc double %s, %e
  %next = add nuw nsw i64 %i, 1
  %end = icmp eq i64 %next, 4096
  br i1 %end, label %done, label %loop
done:
  ret double %t
}
attributes #0 = { nounwind willreturn memory(none) }
"""


vectors = pytest.mark.skipif(not target.host().lanes, reason="a processor without fused multiply-add")


def without_inlining(monkeypatch):
    monkeypatch.setattr(simd, "ROOM", 0)
    monkeypatch.setattr(simd, "MOST_GROWTH", 0.0)


def calls(text: str) -> int:
    """Calls of vector versions in a module."""
    return len(re.findall(r"call [^@\n]*@llb\.\w+\.v\d+\(", text))


@vectors
def test_the_vectoriser_takes_them(monkeypatch):
    without_inlining(monkeypatch)
    lanes = target.host().lanes
    assert re.search(rf"call <{lanes} x double> @llb\.exp\.v{lanes}\(", pipelines.optimised(TEXT, "full", exports=("f",)))


@vectors
def test_they_are_inlined_where_the_vectoriser_took_them():
    text = pipelines.optimised(TEXT, "full", exports=("f",)).split("define double @f(")[1].split("\n}")[0]
    assert not calls(text) and re.search(r"fmul <\d+ x double>", text)


def many(loops: int) -> str:
    """A module with so many functions of such loops."""
    body = TEXT[TEXT.index("define"):TEXT.index("attributes")]
    return TEXT.replace(body, "\n".join(body.replace("@f(", f"@f{k}(") for k in range(loops)))


@vectors
def test_what_adds_too_much_stays_a_call(monkeypatch):
    text, names = many(20), [f"f{k}" for k in range(20)]
    inlined = pipelines.optimised(text, "full", exports=names)
    without_inlining(monkeypatch)
    called = pipelines.optimised(text, "full", exports=names)
    assert calls(inlined) == calls(called) > 20 and inlined.count("\n") == called.count("\n")


@vectors
@pytest.mark.parametrize("room, growth", [(0, 0.4), (0, 0.7), (0, 1.0), (200, 0.0), (500, 1.0)])
def test_no_module_grows_beyond_its_share(room, growth, monkeypatch):
    text, names = many(3).replace("attributes", "declare double @llvm.log.f64(double)\nattributes"), ["f0", "f1", "f2"]
    text = text.replace("llvm.exp.f64(double %a)", "llvm.log.f64(double %a)", 1)
    without_inlining(monkeypatch)
    before = pipelines.optimised(text, "quick", exports=names).count("\n")
    monkeypatch.setattr(simd, "ROOM", room)
    monkeypatch.setattr(simd, "MOST_GROWTH", growth)
    after = pipelines.optimised(text, "quick", exports=names).count("\n")
    assert after <= before + max(room, growth * before)


def kernels(x):
    return np.sum(np.exp(x) + np.log(x * x + 0.1) - np.tanh(x) * np.log1p(x * x) + np.expm1(-x))


@vectors
@pytest.mark.parametrize("length", [1, 8, 1001])
def test_inlined_and_called_give_the_same(length, monkeypatch):
    staged = stage(kernels, (Array("f8", (length,)),))
    text, meta = derive(staged.text, staged.name, Request((Step("reverse", ("%in0",)),)))
    x, gradients = RNG.normal(size=length) * 10.0, [np.zeros(length), np.zeros(length)]
    inlined = Program(pipelines.native(text, "full", exports=(ENTRY,)), meta).run({"%in0": x, "%in0_d": gradients[0]})
    without_inlining(monkeypatch)
    called = Program(pipelines.native(text, "full", exports=(ENTRY,)), meta).run({"%in0": x, "%in0_d": gradients[1]})
    assert inlined[0] == pytest.approx(called[0], rel=1e-15)
    np.testing.assert_array_max_ulp(gradients[0], gradients[1], maxulp=2)


def added_at_once(x):
    return np.sum(np.logaddexp(0.0, x))


def added_in_turn(x):
    total = 0.0
    for a in x:
        total = np.logaddexp(total, a)
    return total


@pytest.mark.parametrize("function", [added_at_once, added_in_turn])
@pytest.mark.parametrize("lanes", [0, 4, 8])
def test_a_body_of_our_own_comes_in_behind_the_vectoriser(function, lanes, monkeypatch):
    """Whether the loop becomes vectors or stays scalar, and where no vector version is taken: no call is left, and values are those of NumPy."""
    here = target.host()
    lanes = min(lanes, here.lanes)
    monkeypatch.setattr(simd, "with_vector_versions", lambda text, take=simd.with_vector_versions: take(text, lanes))
    staged = stage(function, (Array("f8", (1001,)),))
    text, meta = derive(staged.text, staged.name, Request((Step("reverse", ("%in0",)),)))
    taken = simd.with_vector_versions(text)
    assert ("define internal double @llb.log1p_of_unit(" in taken) == (not (lanes == 8 and here.has("avx512f")))
    assert not re.search(r"call [^@\n]*@llb\.log1p_of_unit\(", pipelines.optimised(text, "full", exports=(ENTRY,)))
    x, gradient = RNG.normal(size=1001) * 10.0, np.zeros(1001)
    value = Program(pipelines.native(text, "full", exports=(ENTRY,)), meta).run({"%in0": x, "%in0_d": gradient})[0]
    assert value == pytest.approx(function(x), rel=1e-13)
    expected = np.exp(x - np.logaddexp(0.0, x)) if function is added_at_once else np.exp(x - function(x))
    np.testing.assert_allclose(gradient, expected, rtol=1e-12)


@vectors
def test_the_vectoriser_takes_a_version_of_a_body_of_our_own(monkeypatch):
    without_inlining(monkeypatch)
    staged = stage(added_at_once, (Array("f8", (1001,)),))
    text = derive(staged.text, staged.name, Request((Step("reverse", ("%in0",)),)))[0]
    taken = re.search(r"call [^@\n]*@llb\.log1p_of_unit\.v8\(", pipelines.optimised(text, "full", exports=(ENTRY,)))
    assert bool(taken) == target.host().has("avx512f")


def wide(z, x):
    return -np.sum(np.logaddexp(0.0, x @ z)) + np.sum(np.tanh(x[:, 0] * z[0]) * np.exp(z[1] * x[:, 1]))


@vectors
def test_wide_hessian_products_stay_small(monkeypatch):
    """Eight products at once: no more than three times the machine code that they have with calls."""
    staged = stage(wide, (Array("f8", (4,)), Array("f8", (500, 4))))
    request = Request((Step("reverse", ("%in0",)), Step("forward", ("%in0", "%in0_d"), 8, ("%in0_d",))))
    text = derive(staged.text, staged.name, request)[0]

    def size() -> int:
        image = pipelines.native(text, request.setting, exports=(ENTRY,))
        return sum(s.size() for s in target.llvm().ObjectFileRef.from_data(image).sections() if s.is_text())

    inlined = size()
    without_inlining(monkeypatch)
    assert inlined < 3 * size()


def test_a_function_of_that_name_in_the_module_is_left_alone():
    own = TEXT.replace("declare double @llvm.exp.f64(double) #0", "define double @exp(double %x) {\n  ret double %x\n}").replace("@llvm.exp.f64", "@exp")
    assert simd.with_vector_versions(own, 4) == own


@vectors
def test_logarithms_of_what_is_known_to_be_positive_become_vectors():
    staged = stage(lambda x: np.sum(np.log(np.where(x > 1.0, x, 1.0)) + np.log(1.0 + np.exp(-np.abs(x)))), (Array("f8", (1001,)),))
    code = pipelines.optimised(staged.text, "full", exports=(staged.name,))
    assert re.search(r"@llb\.log\.v\d", code) and not re.search(r"@llvm\.log\.v\d", code)


def test_where_there_is_no_fused_multiply_add_nothing_changes():
    assert simd.with_vector_versions(TEXT, 0) == TEXT


def on_a_circle(x):
    return np.sum(np.sin(x) * np.cos(2.0 * x) + np.tan(0.1 * x))


@vectors
@pytest.mark.parametrize("lanes", [0, 4, 8])
def test_loops_of_sines_become_vectors(lanes, monkeypatch):
    here = target.host()
    lanes = min(lanes, here.lanes)
    monkeypatch.setattr(simd, "with_vector_versions", lambda text, take=simd.with_vector_versions: take(text, lanes))
    staged = stage(on_a_circle, (Array("f8", (1001,)),))
    text, meta = derive(staged.text, staged.name, Request((Step("reverse", ("%in0",)),)))
    x, gradient = RNG.normal(size=1001) * 5.0, np.zeros(1001)
    x[[3, 500]] = 3e7, -1e9
    value = Program(pipelines.native(text, "full", exports=(ENTRY,)), meta).run({"%in0": x, "%in0_d": gradient})[0]
    assert value == pytest.approx(on_a_circle(x), rel=1e-13)
    slope = np.cos(x) * np.cos(2.0 * x) - 2.0 * np.sin(x) * np.sin(2.0 * x) + 0.1 / np.cos(0.1 * x) ** 2
    np.testing.assert_allclose(gradient, slope, rtol=1e-12, atol=1e-14)
    without_inlining(monkeypatch)
    taken = {name for name in CIRCLE if re.search(rf"call [^@\n]*@llb\.{name}\.v{lanes}\(", pipelines.optimised(text, "full", exports=(ENTRY,)))}
    assert taken == (set(CIRCLE) if lanes else set())


with_vector_versions, lgamma_rest = simd.with_vector_versions, UFUNCS["lgamma_rest"]
SPECIAL_ONES = ("erf", "erfc", "ndtr", "log_ndtr", "ndtri", "lgamma", "digamma", "trigamma", "lgamma_rest", "digamma_rest")


def special_functions(x):
    p = 0.3 + 0.1 * np.sin(x)
    tails = special.erf(x) * special.erfc(0.1 * x) + special.ndtr(x) * special.log_ndtr(x) + special.ndtri(p)
    return np.sum(tails + special.gammaln(x) * special.digamma(x) + lgamma_rest(0.1 + x * x))


def at_special_functions(lanes, monkeypatch):
    """(derivative's text, value, gradient) with versions of so many lanes, at numbers of which two are left to the scalar functions."""
    monkeypatch.setattr(simd, "with_vector_versions", lambda text: with_vector_versions(text, lanes))
    staged = stage(special_functions, (Array("f8", (1001,)),))
    text, meta = derive(staged.text, staged.name, Request((Step("reverse", ("%in0",)),)))
    x, gradient = np.random.default_rng(3).uniform(0.01, 9.0, size=1001), np.zeros(1001)
    x[[3, 500]] = -0.7, -3.3
    value = Program(pipelines.native(text, "full", exports=(ENTRY,)), meta).run({"%in0": x, "%in0_d": gradient})[0]
    return text, value, gradient


@vectors
@pytest.mark.parametrize("lanes", [4, 8])
def test_loops_of_special_functions_and_their_slopes_become_vectors(lanes, monkeypatch):
    lanes = min(lanes, target.host().lanes)
    _, value, gradient = at_special_functions(0, monkeypatch)
    text, found, slopes = at_special_functions(lanes, monkeypatch)
    assert found == pytest.approx(value, rel=1e-13)
    np.testing.assert_allclose(slopes, gradient, rtol=1e-11, atol=1e-11)
    without_inlining(monkeypatch)
    code = pipelines.optimised(text, "full", exports=(ENTRY,))
    assert {name for name in SPECIAL_ONES if re.search(rf"call [^@\n]*@llb\.{name}\.v{lanes}\(", code)} == set(SPECIAL_ONES)


def sum_of_all(x):
    return np.sum(np.exp(x) + np.log(x) + np.log1p(x) + np.expm1(-x) + np.tanh(x))


def test_values_and_gradients_of_vectorised_loops():
    x = RNG.uniform(0.1, 3.0, 1001)
    value, gradient = ad.value_and_grad(sum_of_all)(x)
    assert value == pytest.approx(sum_of_all(x), rel=1e-13)
    np.testing.assert_allclose(gradient, np.exp(x) + 1 / x + 1 / (1 + x) - np.exp(-x) + 1 / np.cosh(x) ** 2, rtol=1e-13)
