"""The public functions of this room by their dotted names."""
from __future__ import annotations

from ..named import functions

TABLE = functions("shaping", {
    "numpy": {
        "polynomials": "polyval vander polyadd polysub polymul polyder polyint poly polyfit",
        "filters": "convolve correlate unwrap",
        "integrals": "trapezoid diff ediff1d gradient",
        "ranges": "linspace logspace geomspace",
        "interpolation": "interp",
        "numbers": "heaviside sinc logaddexp2 fix modf ldexp float_power gcd lcm signbit real imag angle real_if_close divmod=numpy_divmod",
    },
    "scipy.integrate": {"integrals": "trapezoid cumulative_trapezoid simpson"},
    "scipy.signal": {"filters": "convolve=signal_convolve correlate=signal_correlate fftconvolve lfilter"},
    "numpy.polynomial.polynomial": {
        "polynomials": "polyval=ascending polyvander polyfromroots polyfit=ascending_fit polyder=ascending_der polyadd=ascending_add "
                       "polysub=ascending_sub polymul",
    },
    "numpy.polynomial.chebyshev": {"series": "chebval chebvander"},
    "numpy.polynomial.legendre": {"series": "legval legvander"},
    "numpy.polynomial.hermite": {"series": "hermval hermvander"},
    "numpy.polynomial.hermite_e": {"series": "hermeval hermevander"},
    "numpy.polynomial.laguerre": {"series": "lagval lagvander"},
})  # fmt: skip
