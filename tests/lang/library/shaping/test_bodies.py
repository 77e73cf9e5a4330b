"""Every function of `lang/library/shaping`: its body in CPython and compiled equals the original, gradients and Hessian products are those of differences."""
import importlib

import numpy as np
import pytest
from expressions import check_derivatives, check_values, flat, shapes

from llbayes import ad
from llbayes.ir.errors import CompileError
from llbayes.lang.library.shaping.table import TABLE

X = np.array([0.7, -1.3, 0.4, 2.1, -0.6, 1.9, 0.3, -2.2, 1.1, 0.9, -0.4, 1.6])
G = np.cumsum(np.array([0.3, 0.5, 0.2, 0.9, 0.4, 0.6, 0.8, 0.1, 0.7, 0.35, 0.45, 0.55]))
POLY, CHEB = "numpy.polynomial.polynomial", "numpy.polynomial"
SERIES = {f"{CHEB}.{module}.{short}val": (lambda f, x: f(0.3 * x, x[:5]), lambda f, x: f(0.3 * x[0], np.array([1.0])), lambda f, x: f(0.3 * x[:3], x.reshape(4, 3)),
                                          lambda f, x: f(0.3 * x[:3], x.reshape(4, 3), tensor=False), lambda f, x: f(0.2 * x.reshape(3, 4), np.array([1, 2])))
          for module, short in (("chebyshev", "cheb"), ("legendre", "leg"), ("hermite", "herm"), ("hermite_e", "herme"), ("laguerre", "lag"))}
VANDER = {f"{CHEB}.{module}.{short}vander": (lambda f, x: f(0.3 * x[:3], 4), lambda f, x: f(x.reshape(3, 4), 1), lambda f, x: f(x[0], 0))
          for module, short in (("chebyshev", "cheb"), ("legendre", "leg"), ("hermite", "herm"), ("hermite_e", "herme"), ("laguerre", "lag"))}
CASES = {
    "numpy.polyval": (lambda f, x: f(x[:4], x), lambda f, x: f([1, 2, 3], x.reshape(3, 4)), lambda f, x: f(x, 0.5), lambda f, x: f(np.ones(30), 0.3 * x), lambda f, x: f((x[0], 2.0), x[1])),
    "numpy.vander": (lambda f, x: f(x[:3]), lambda f, x: f(x[:3], 5, increasing=True), lambda f, x: f(x, N=2)),
    "numpy.polyadd": (lambda f, x: f(x[:3], x[:5]), lambda f, x: f([1.0, 2.0], x[:1])), "numpy.polysub": (lambda f, x: f(x[:3], x[:5]),),
    "numpy.polymul": (lambda f, x: f(x[:3], x[2:7]),), "numpy.polyder": (lambda f, x: f(x[:5]), lambda f, x: f(x[:5], 2), lambda f, x: f(x[:1])),
    "numpy.polyint": (lambda f, x: f(x[:4]), lambda f, x: f(x[:4], 2, k=[1.0, 2.0]), lambda f, x: f(x[:2], m=1, k=3.0)), "numpy.poly": (lambda f, x: f(x[:4]),),
    "numpy.polyfit": (lambda f, x: f(G, x, 2), lambda f, x: f(G + 0.1 * x, x.reshape(12, 1) * x[:2], 1), lambda f, x: f(G, x, 3, w=1.0 + 0.1 * x)),
    "numpy.convolve": (lambda f, x: f(x, x[:4]), lambda f, x: f(x[:3], x, mode="same"), lambda f, x: f(x[:4], x, "same"), lambda f, x: f(x, x[:5], "valid"), lambda f, x: f(x[0], x)),
    "numpy.correlate": (lambda f, x: f(x, x[:4]), lambda f, x: f(x[:3], x, "full"), lambda f, x: f(x, x[:4], mode="same"), lambda f, x: f(x[:4], x, mode="same"), lambda f, x: f(x[:3], x)),
    "numpy.unwrap": (lambda f, x: f(3.03 * x), lambda f, x: f(4.07 * x.reshape(3, 4), axis=0), lambda f, x: f(9.13 * x, discont=4.0, period=5.0)),
    "numpy.trapezoid": (lambda f, x: f(x), lambda f, x: f(x.reshape(3, 4), dx=0.5, axis=0), lambda f, x: f(x, G), lambda f, x: f(x.reshape(3, 4), x[:4] + G[:4]), lambda f, x: f(x.reshape(3, 4), x.reshape(3, 4))),
    "scipy.integrate.trapezoid": (lambda f, x: f(x, x=G),), "scipy.integrate.cumulative_trapezoid": (lambda f, x: f(x), lambda f, x: f(x.reshape(3, 4), G[:3], axis=0, initial=0), lambda f, x: f(x, dx=0.1, initial=0)),
    "scipy.integrate.simpson": (lambda f, x: f(x), lambda f, x: f(x[:11], dx=0.2), lambda f, x: f(x, x=G), lambda f, x: f(x[:5], x=G[:5]), lambda f, x: f(x.reshape(3, 4), axis=0), lambda f, x: f(x[:2]), lambda f, x: f(x[:3], x=x[:3] * 0.1 + G[:3])),
    "numpy.diff": (lambda f, x: f(x), lambda f, x: f(x, 3), lambda f, x: f(x.reshape(3, 4), axis=0), lambda f, x: f(x.reshape(3, 4), prepend=0.0), lambda f, x: f(x, n=2, append=x[:2], prepend=x[0]), lambda f, x: f(x, 0)),
    "numpy.ediff1d": (lambda f, x: f(x), lambda f, x: f(x.reshape(3, 4), to_end=[1.0, 2.0], to_begin=x[0])),
    "numpy.gradient": (lambda f, x: f(x), lambda f, x: f(x, 0.5), lambda f, x: f(x, G), lambda f, x: f(x, G, edge_order=2), lambda f, x: f(x.reshape(3, 4)), lambda f, x: f(x.reshape(3, 4), G[:3], 2.0, edge_order=2),
                       lambda f, x: f(x.reshape(3, 4), 2.0), lambda f, x: f(x.reshape(3, 4), axis=1), lambda f, x: f(x.reshape(3, 4), G[:4], axis=(-1,)), lambda f, x: f(x[:2]), lambda f, x: f(x, x[0])),
    "numpy.linspace": (lambda f, x: f(x[0], x[1], 5), lambda f, x: f(0.0, x[0], 4, endpoint=False), lambda f, x: f(x[:2], x[2:4], 3), lambda f, x: f(x[0], x[:3], 4, axis=1), lambda f, x: f(x[0], 1.0, 5, retstep=True), lambda f, x: f(x[0], x[1], num=1)),
    "numpy.logspace": (lambda f, x: f(0.0, x[0], 4), lambda f, x: f(x[:2], x[2:4], num=3, base=2.0), lambda f, x: f(x[0], 1.0, 3, False), lambda f, x: f(0, x[0], 3, axis=-1)),
    "numpy.geomspace": (lambda f, x: f(x[0], 5.0, 4), lambda f, x: f(-1.0, x[1], 3), lambda f, x: f(x[2:4], 7.0, 3, endpoint=False, axis=1)),
    "numpy.interp": (lambda f, x: f(1.01 * x + 1.0, G, x), lambda f, x: f(x[3], G, x), lambda f, x: f(1.02 * x, G, x, left=-1.0, right=x[0]), lambda f, x: f(1.3, G + x * 0.01, x), lambda f, x: f(1.03 * x.reshape(3, 4), G, x),
                     lambda f, x: f(x, np.linspace(-3, 3, 50), np.sin(np.linspace(-3, 3, 50)) * x[0]), lambda f, x: f(7.03 * x, [0.5, 2.0, 1.0], x[:3], period=3.0), lambda f, x: f(x, [0.5], x[:1])),
    "numpy.heaviside": (lambda f, x: f(x, 0.5), lambda f, x: f(x, x[0])), "numpy.sinc": (lambda f, x: f(x), lambda f, x: f(1e-3 * x), lambda f, x: f(x * 0.0)),
    "numpy.logaddexp2": (lambda f, x: f(x, x[0]), lambda f, x: f(x[1], x[2])), "numpy.fix": (lambda f, x: f(3.0 * x),), "numpy.modf": (lambda f, x: f(3.0 * x), lambda f, x: f(x[0])),
    "numpy.ldexp": (lambda f, x: f(x, 3), lambda f, x: f(x[:2], np.array([2, -1]))), "numpy.float_power": (lambda f, x: f(np.abs(x), x[0]), lambda f, x: f(x, 2)), "numpy.divmod": (lambda f, x: f(x, 0.73), lambda f, x: f(x[3], x[1])),
    "numpy.real": (lambda f, x: f(x),), "numpy.imag": (lambda f, x: f(x),), "numpy.angle": (lambda f, x: f(x), lambda f, x: f(x, deg=True)), "numpy.real_if_close": (lambda f, x: f(x),),
    "numpy.signbit": (lambda f, x: f(x) * 1.0,),
    "numpy.gcd": (lambda f, x: f(np.array([12, 18, 0]), 8) * x[0],), "numpy.lcm": (lambda f, x: f(np.array([4, 6, 0]), np.array([6, 4, 3])) * x[0],),
    "scipy.signal.convolve": (lambda f, x: f(x, x[:3]), lambda f, x: f(x.reshape(3, 4), x[:4].reshape(2, 2), mode="same"), lambda f, x: f(x[:3], x, mode="same"), lambda f, x: f(x.reshape(3, 4), x[:4].reshape(2, 2), "valid")),
    "scipy.signal.correlate": (lambda f, x: f(x, x[:3]), lambda f, x: f(x.reshape(3, 4), x[:4].reshape(2, 2), mode="same")), "scipy.signal.fftconvolve": (lambda f, x: f(x, x[:3], mode="same"),),
    "scipy.signal.lfilter": (lambda f, x: f([0.5, 0.2], [1.0, -0.3, 0.1], x), lambda f, x: f(x[:2], [2.0, x[2]], x.reshape(3, 4), axis=0), lambda f, x: f([0.5, 0.2], [1.0, -0.3], x, zi=x[:1]), lambda f, x: f([1.0, 1.0], [1.0], x)),
    f"{POLY}.polyval": (lambda f, x: f(x, x[:4]), lambda f, x: f(x[:3], x.reshape(3, 4)), lambda f, x: f(x[:4], x.reshape(3, 4), tensor=False)), f"{POLY}.polyvander": (lambda f, x: f(x.reshape(3, 4), 3),),
    f"{POLY}.polyfromroots": (lambda f, x: f(x[:4]),), f"{POLY}.polyder": (lambda f, x: f(x[:5]), lambda f, x: f(x.reshape(3, 4), 2, scl=3.0), lambda f, x: f(x.reshape(3, 4), axis=1)),
    f"{POLY}.polyfit": (lambda f, x: f(G, x, 2),), f"{POLY}.polyadd": (lambda f, x: f(x[:3], x[:5]),), f"{POLY}.polysub": (lambda f, x: f(x[:3], x[:5]),), f"{POLY}.polymul": (lambda f, x: f(x[:3], x[:5]),),
    **SERIES, **VANDER,
}


def original(name):
    """NumPy's or SciPy's function of a dotted name."""
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def test_every_function_has_cases():
    assert set(CASES) == set(TABLE)


@pytest.mark.parametrize("name", CASES)
def test_the_body_equals_the_original_in_cpython(name):
    for case in CASES[name]:
        want, got = case(original(name), X), case(TABLE[name], X)
        assert shapes(got) == shapes(tuple(want) if isinstance(want, list) else want)
        np.testing.assert_allclose(flat(got), flat(want), rtol=1e-12, atol=1e-13)


ROOMS = {module: [name for name in CASES if TABLE[name].__module__.endswith(module)] for module in (
    "polynomials", "series", "filters", "integrals", "ranges", "interpolation", "numbers")}


@pytest.mark.parametrize("room", ROOMS)
def test_compiled(room):
    check_values({f"{name} {k}": expression(original(name), case) for name in ROOMS[room] for k, case in enumerate(CASES[name])}, X)


@pytest.mark.sweep
@pytest.mark.parametrize("room", ROOMS)
def test_derivatives(room):
    check_derivatives({f"{name} {k}": expression(original(name), case) for name in ROOMS[room] for k, case in enumerate(CASES[name])}, X)


def expression(f, case):
    """A case as a function of x."""
    return lambda x: case(f, x)


@pytest.mark.parametrize(("f", "says"), [
    (lambda x: np.vander(x.reshape(3, 4)), "one vector"), (lambda x: np.diff(x, -1), "negative"), (lambda x: np.interp(x, [1.0, 2.0], x), "as many points"),
    (lambda x: np.linspace(0.0, x[0], -1), "negative"), (lambda x: scipy.signal.lfilter([], [1.0], x), "one coefficient"), (lambda x: np.trapezoid(x, axis=2), "axis 2"),
    (lambda x: np.convolve(x, x, "some"), "mode"), (lambda x: np.gradient(x, edge_order=3), "edge_order"), (lambda x: np.poly(x.reshape(3, 4)), "eigenvalues"),
    (lambda x: np.roots(x), "not in the language"), (lambda x: np.fft.fft(x), "not in the language"), (lambda x: np.frexp(x), "not in the language"),
])
def test_what_does_not_fit_is_refused(f, says):
    with pytest.raises(CompileError, match=says):
        ad.evaluate(f)(X)
