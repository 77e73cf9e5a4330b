"""Vector versions of powers with known exponents, and of their products: accuracy against mpmath, special values, which powers become one."""
from __future__ import annotations

import re

import mpmath
import numpy as np
import pytest

from llbayes import ad, uq
from llbayes.ir.machine import linker, pipelines
from llbayes.ir.machine.vector import products, versions
from llbayes.ir.text import read, write
from llbayes.models import uq as problems

from .test_simd import LANES, RNG, SPECIAL, ULPS, WHOLE, in_machine_code, vector_function, vectors

KNOWN = [0.6, -0.3, 1.5, -1.5, 1.0 / 3.0, 0.0035, -1.03, 1e-300, -5e-324, 0.5, 1.9999]


@pytest.mark.parametrize("lanes, wide", LANES)
@pytest.mark.parametrize("y", KNOWN)
def test_accuracy_of_known_exponents(y, lanes, wide):
    """Over all numbers whose power is one, and near 1."""
    most = min(745.0, 708.0 / abs(y))
    x = np.concatenate([np.exp(RNG.uniform(-most, min(most, 709.7), 160)).clip(5e-324), np.exp(RNG.normal(size=64)), 1.0 + 1e-9 * RNG.normal(size=32)])
    found = vector_function(versions.known(y), lanes, wide)(x, np.full(len(x), y))
    with mpmath.workprec(200):
        for a, z in zip(x, found, strict=True):
            exact = mpmath.power(mpmath.mpf(float(a)), mpmath.mpf(y))
            assert abs(mpmath.mpf(float(z)) - exact) <= ULPS["pow"] * float(np.spacing(float(exact))), a


@pytest.mark.parametrize("lanes, wide", LANES)
@pytest.mark.parametrize("y", KNOWN)
def test_special_numbers_to_known_exponents(y, lanes, wide):
    x = np.array(SPECIAL + WHOLE)
    with np.errstate(all="ignore"):
        expected = np.power(x, np.full(len(x), y))       # of one exponent, 1/2, NumPy makes a root
    found = vector_function(versions.known(y), lanes, wide)(x, np.full(len(x), y))
    np.testing.assert_allclose(found, expected, rtol=4e-16, atol=5e-324)
    np.testing.assert_array_equal(np.signbit(found)[~np.isnan(found)], np.signbit(expected)[~np.isnan(expected)])


@pytest.mark.parametrize("lanes, wide", LANES)
def test_powers_that_leave_the_normal_numbers(lanes, wide):
    """Denormal results are rounded once, and what is beyond them is 0 or infinite: in one lane, that the others do not feel."""
    x = np.concatenate([np.full(8, 10.0), np.full(8, 2.0)])
    y = np.array([-308.5, 308.9, 2.0, -323.9, -310.1, 0.5, -400.0, 308.0, -1074.0, -1075.0, 1024.0, 1023.5, -1022.5, 1.0, -1060.7, 3.0])
    with np.errstate(all="ignore"):
        np.testing.assert_array_max_ulp(vector_function("pow", lanes, wide)(x, y), np.power(x, y), 2)


@pytest.mark.parametrize("literal, kernel", [("6.000000e-01", "pow_3fe3333333333333"), ("0x3FD5555555555555", "pow_3fd5555555555555"), ("-1.500000e+00", "pow_bff8000000000000"),
                                             ("3.000000e+00", "pow"), ("2.300000e+00", "pow"), ("%y", "pow"), ("0x7FF8000000000000", "pow"), ("0x7FF0000000000000", "pow")])
def test_which_powers_have_a_version_of_their_own(literal, kernel):
    assert versions.of_call("llvm.pow.f64", f"(double %x, double {literal})") == versions.of_call("pow", f"(double %x, double {literal})") == kernel


def product_of_powers(exponents: list[float], lanes: int, wide: bool):
    """The vector version of one, with the product for arguments that it leaves."""
    powers = products.definition(name := products.named(exponents), exponents)
    body, used = versions.kernel(name, lanes, wide)
    return in_machine_code(versions.vector_name(name, lanes), f"<{lanes} x double>", lanes, len(exponents), [*used, powers, body])


PRODUCTS = [[0.6, -0.3], [1.5, 0.49, 1.0 / 3.0], [0.758, 0.0035, 0.6, 0.006, 0.04, -0.3, 0.49], [1.5, -1.5] * 4]


@pytest.mark.parametrize("lanes, wide", LANES)
@pytest.mark.parametrize("exponents", PRODUCTS)
def test_accuracy_of_products_of_powers(exponents, lanes, wide):
    """Half a unit and one for each factor, as far as products of some of them are numbers."""
    x = np.exp(RNG.uniform(-1.0, 1.0, (len(exponents), 160)) * np.resize([1.0, 40.0, min(690.0, 700.0 / sum(map(abs, exponents)))], 160))
    found = product_of_powers(exponents, lanes, wide)(*x)
    with mpmath.workprec(200):
        for a, z in zip(x.T, found, strict=True):
            exact = mpmath.fprod(mpmath.power(mpmath.mpf(float(b)), mpmath.mpf(y)) for b, y in zip(a, exponents, strict=True))
            assert abs(mpmath.mpf(float(z)) - exact) <= (0.5 + len(exponents)) * float(np.spacing(float(exact))), a


@pytest.mark.parametrize("lanes, wide", LANES)
def test_products_of_powers_beyond_what_they_are_made_for(lanes, wide):
    """Zeros, infinities, nan, negative numbers, results that leave the normal numbers and factors that do: what the product of single powers is, lane by lane."""
    given = [1.0, 0.0, -0.0, np.inf, -np.inf, np.nan, -2.0, 5e-324, 1e308, 1e-300, 2.0]
    x, y = (np.resize(a.ravel(), 128) for a in np.meshgrid(given, given))
    for a, b in ((1.4, 0.6), (-1.4, 1.4), (-0.5, -1.25)):
        with np.errstate(all="ignore"):
            expected = np.power(x, np.full(128, a)) * np.power(y, np.full(128, b))
        np.testing.assert_allclose(product_of_powers([a, b], lanes, wide)(x, y), expected, rtol=1e-15, atol=5e-324)


def joined(lines: str) -> tuple[str, str]:
    """(lines of a function of %x and %y, the names of the products that it calls) behind `join_powers`."""
    module = read(f"declare double @llvm.pow.f64(double, double)\n\ndefine double @f(double %x, double %y, double %z) {{\nb1:\n{lines}\n}}\n")
    definitions = products.join_powers(module.functions["f"])
    text = write(module)
    assert len(definitions) == len(set(re.findall(r"@(llb\.powers_\w+)", text)))
    linker.link(pipelines.native(text + "\n".join(definitions), "full", exports=("f",)), {}, exports=("f",))        # LLVM reads it
    return text[text.index("b1:"):], " ".join(re.findall(r"@llb\.powers_(\w+)", text))


A, B = ("  %a = call double @llvm.pow.f64(double %x, double 6.000000e-01)", "  %b = call double @llvm.pow.f64(double %y, double -3.000000e-01)")


@pytest.mark.parametrize("between, after", [("%c = fmul double %a, %b", ""), ("%k = fmul double %a, 3.600000e-02\n  %c = fmul double %k, %b", ", 0x3FA26E978D4FDF3B|, 3.600000e-02"),
                                            ("%k = fmul double %z, %a\n  %c = fmul double %k, %b", "fmul double %z, %j1"),
                                            ("%k = fmul double %a, %b\n  %c = fmul double %k, %z", "fmul double %j1, %z")])
def test_powers_that_follow_each_other_in_a_product_become_one(between, after):
    text, names = joined("\n".join([A, B, f"  {between}", "  ret double %c"]))
    assert names == "3fe3333333333333_bfd3333333333333" and "llvm.pow" not in text and re.search(after, text)


@pytest.mark.parametrize("lines", [
    [A, B, "  %k = fmul double %a, %z", "  %c = fmul double %k, %b"],                                # another number stands between
    [A, B, "  %k = fmul double %a, 1.000000e+100", "  %c = fmul double %k, %b"],                     # a large one
    [A, B, "  %k = fmul double %a, %b", "  %c = fadd double %k, %b"],                                # one is read again
    [A, B.replace("-3.000000e-01", "%z"), "  %c = fmul double %a, %b"],                              # an exponent is not known
    [A, B.replace("-3.000000e-01", "3.000000e+00"), "  %c = fmul double %a, %b"],                    # or whole
    [A, B, "  %c = fadd double %a, %b"]])
def test_other_powers_stay(lines):
    text, names = joined("\n".join([*lines, "  ret double %c"]))
    assert not names and text.count("llvm.pow") == 2


@pytest.mark.parametrize("name", ["wing_weight", "flood"])
def test_formulas_with_powers_at_many_points(name):
    """Vectors of all points and NumPy's arrays agree; gradients are those of single points, second derivatives along a line those of differences."""
    problem = problems.get(name)
    points = uq.Inputs(dict(problem.laws)).sample(70, seed=1)
    np.testing.assert_allclose(ad.batch(problem.function)(points), problem.function(points.T), rtol=2e-14)
    values, slopes = ad.batch(ad.value_and_grad(problem.function))(points)
    np.testing.assert_allclose(values, problem.function(points.T), rtol=2e-14)
    gradient = ad.grad(problem.function)
    np.testing.assert_allclose(slopes, [gradient(x) for x in points], rtol=1e-12)
    step = 1e-5 * points[0]
    ahead, behind = gradient(points[0] + step), gradient(points[0] - step)
    np.testing.assert_allclose(ad.batch(ad.hvp(problem.function))(points[:1], step[None])[0], 0.5 * (ahead - behind), rtol=1e-4, atol=1e-9 * np.abs(ahead).max())


@vectors
def test_short_formulas_at_many_points_are_vectors(monkeypatch):
    """A loop over the points of a block is no row of single points, however short the formula."""
    from llbayes.ad.points import program

    texts = []
    monkeypatch.setattr(program.pipelines, "native", lambda text, *rest, take=pipelines.native, **named: (texts.append(text), take(text, *rest, **named))[1])
    monkeypatch.setattr(program.cache, "compiled", lambda key, make: tuple(make()))
    ad.batch(lambda x: x[0] ** 0.6)(np.ones((40, 1)))
    code = pipelines.optimised(texts[0], "full", exports=("entry",))
    entry = code[code.index("@entry("):]
    assert "call double @llvm.pow" not in entry[:entry.index("\n}")]
