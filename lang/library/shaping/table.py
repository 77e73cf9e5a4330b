"""The public functions of this room by their dotted names."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import filters, integrals, interpolation, numbers, polynomials, ranges, series

POLYNOMIAL = "numpy.polynomial.polynomial"
TABLE: dict[str, Callable[..., Any]] = {
    **{f"numpy.{f.__name__}": f for f in (
        polynomials.polyval, polynomials.vander, polynomials.polyadd, polynomials.polysub, polynomials.polymul, polynomials.polyder, polynomials.polyint,
        polynomials.poly, polynomials.polyfit, filters.convolve, filters.correlate, filters.unwrap,
        integrals.trapezoid, integrals.diff, integrals.ediff1d, integrals.gradient,
        ranges.linspace, ranges.logspace, ranges.geomspace, interpolation.interp,
        numbers.heaviside, numbers.sinc, numbers.logaddexp2, numbers.fix, numbers.modf, numbers.ldexp, numbers.float_power, numbers.gcd, numbers.lcm,
        numbers.signbit, numbers.real, numbers.imag, numbers.angle, numbers.real_if_close)},
    "numpy.divmod": numbers.numpy_divmod,
    **{f"scipy.integrate.{f.__name__}": f for f in (integrals.trapezoid, integrals.cumulative_trapezoid, integrals.simpson)},
    **{f"scipy.signal.{name}": f for name, f in (
        ("convolve", filters.signal_convolve), ("correlate", filters.signal_correlate), ("fftconvolve", filters.fftconvolve), ("lfilter", filters.lfilter))},
    **{f"{POLYNOMIAL}.{name}": f for name, f in (
        ("polyval", polynomials.ascending), ("polyvander", polynomials.polyvander), ("polyfromroots", polynomials.polyfromroots),
        ("polyfit", polynomials.ascending_fit), ("polyder", polynomials.ascending_der), ("polyadd", polynomials.ascending_add),
        ("polysub", polynomials.ascending_sub), ("polymul", polynomials.polymul))},
    **{f"numpy.polynomial.{module}.{f.__name__}": f for module, functions in (
        ("chebyshev", (series.chebval, series.chebvander)), ("legendre", (series.legval, series.legvander)),
        ("hermite", (series.hermval, series.hermvander)), ("hermite_e", (series.hermeval, series.hermevander)),
        ("laguerre", (series.lagval, series.lagvander))) for f in functions},
}
