"""Rows of the tests of families for the law of von Mises: both log tails by mpmath, parameters and points."""
from __future__ import annotations

import math

import exact_skewed
import mpmath as mp

PI = math.pi


def log_mass(low, high, mu, kappa):
    """log of the mass between two points by quadrature, from the highest point of the density on: 70 powers of e."""
    with mp.workdps(32):
        modes = [m for m in (mu + 2 * mp.pi * k for k in range(-2, 3)) if low <= m <= high]
        top = modes[0] if modes else max((low, high), key=lambda t: mp.cos(t - mu))
        cuts = {low, high, *modes} | {t for t in (mu + mp.pi * k for k in range(-3, 4)) if low < t < high}
        for t in (low, high, *modes):
            step = 1 / (1 + kappa * abs(mp.sin(t - mu)) + mp.sqrt(kappa))
            cuts |= {c for c in (t + s * n * step for s in (-1, 1) for n in (2, 6, 15, 40, 90)) if low < c < high}
        cuts = sorted(cuts)
        height = exact_skewed.von_mises(mp, top, mu, kappa)
        held = [(a, b) for a, b in zip(cuts, cuts[1:], strict=False) if max(fall(a, top, mu, kappa), fall(b, top, mu, kappa)) > -70]
        inner = mp.fsum(mp.quad(lambda t: mp.exp(fall(t, top, mu, kappa)), pair, method="gauss-legendre", maxdegree=5) for pair in held)
        return mp.log(inner) + height


def fall(t, top, mu, kappa):
    return kappa * (mp.cos(t - mu) - mp.cos(top - mu))


def tails(x, mu, kappa):
    lower = log_mass(-mp.mpf(PI), x, mu, kappa)
    if lower < -0.5:
        return exact_skewed.by_lower(lower)
    return exact_skewed.by_upper(log_mass(x, mp.mpf(PI), mu, kappa))


TAILS = {"VonMises": tails}
ANGLES = (-PI + 1e-8, -3.0, -0.9, 0.2, 1.7, PI - 1e-8)
# parameters, and points inside
CASES = {"VonMises": (
    (0.0, 0.0, ANGLES), (0.0, 2.0, ANGLES), (2.5, 0.3, ANGLES), (-1.0, 40.0, ANGLES), (9.0, 1e3, ANGLES),
    (0.0, 1e6, (-1.0, -1e-2, -1e-3, 1e-5, 3e-3, 3.0)), (0.5, 1e12, (0.4, 0.5 - 3e-6, 0.5 + 1e-6, 0.7)),
)}
CUTS = {"VonMises": ((0.0, 500.0), (-2.0, -0.03, 1.5, 1.501))}
CUT = {"VonMises": ((0.5, 2.0), 0.3, None)}
