"""The first passage of Brownian motion between two boundaries, in the language: what the second boundary makes of the law of the first.

Motion without drift starts at a distance w from the boundary at which it ends and 1 - w from the other. The density of its time is that of one boundary
alone, w (2π u³)^(-1/2) exp(-w² / 2u), times a sum over images of the start, Σ (w + 2k) exp(-2k (k + w) / u) / w over whole k, which by Poisson's
formula is a sum over modes, Σ k sin(kπw) exp(-k²π²u / 2), too (Navarro and Fuss 2009). Up to u = SWITCH the images are added, from there on the modes: of those
left out all together make less than 1e-16 of the sum and of its first two derivatives, since the first image of them is exp(-40 / u) of the sum or less and
the first mode exp(-48π²u / 2), times its squared number. Images are added in pairs about the boundary that is nearer to the start, so that what is left of
a start close to either keeps its digits: the sum is that distance, v, times a smooth function of it.
"""
from __future__ import annotations

import math
from types import ModuleType
from typing import Any

from ..ufunc import written
from .jets import added, composed, constant, exponent, inverted, logarithm, multiplied, scaled, shifted

INF = math.inf
NAN = math.nan
SWITCH = 0.4
PAIRS, MODES = 9.0, 6.0                         # twice the number of the images' pairs, and one more; number of modes
VANISHED = 800.0                                # powers of e, from which on nothing is left
CLOSE = 0.5
DECAY = tuple(1.0 / math.factorial(k + 1) for k in range(13, -1, -1))           # of its power series at 0, by powers of -x
LOG_NORM = math.log(math.pi * math.sqrt(2.0 * math.pi))
HALF_SQUARE = 0.5 * math.pi * math.pi


def images(u, s) -> tuple[float, ...]:
    """The logarithm of the sum over images, without its 1 / w, for jets u and s: s is w, or w - 1 where the other boundary is the nearer one."""
    w = s if s[0] > 0.0 else shifted(1.0, s)
    near = w[0] <= 0.5
    v = s if s[0] > 0.0 and near else w if near else shifted(1.0, scaled(-1.0, s)) if s[0] > 0.0 else scaled(-1.0, s)
    return by_images(u, v, near) if u[0] < SWITCH else by_modes(u, w, v, near)


def by_images(u, v, near):
    """For a start at a distance v from the boundary itself, or from the other one; over v where that may be small beside u."""
    inverse = inverted(u)
    over = near or v[0] < u[0]
    total = constant(0.0, v) if not near else constant(1.0, v)
    k = 2.0 if near else 1.0
    while k < PAIRS:
        total = added(total, pair(inverse, v, k, near, over))
        k += 2.0
    return added(logarithm(v), logarithm(total)) if over else logarithm(total)


def pair(inverse, v, k, near, over):
    """The images on both sides of the k-th mirror, over that of the start itself."""
    order = k if near else k - 1.0
    below = multiplied(scaled(0.5 * order, shifted(2.0 * k - order, scaled(-2.0, v))), inverse)
    if below[0] > VANISHED:
        return constant(0.0, v)
    rate = scaled(2.0 * k, inverse)
    apart = multiplied(v, rate)
    e = math.exp(-min(apart[0], VANISHED))
    gap = composed(apart, -math.expm1(-apart[0]), e, -e) if apart[0] < VANISHED else constant(1.0, v)
    sides = added(scaled(k, multiplied(rate, decay(apart)) if over else gap), shifted(-2.0, gap) if over else multiplied(v, shifted(-2.0, gap)))
    return scaled(-1.0 if near else 1.0, multiplied(exponent(scaled(-1.0, below)), sides))


def decay(z):
    """(1 - exp(-z)) / z of a jet z ≥ 0; near 0 by its power series."""
    x = z[0]
    if x > CLOSE:
        e = math.exp(-min(x, VANISHED))
        f = -math.expm1(-min(x, VANISHED)) / x
        first = (e - f) / x
        return composed(z, f, first, -(e + 2.0 * first) / x)
    f, first, second = 0.0, 0.0, 0.0
    for c in DECAY:
        second = first - x * second
        first = f - x * first
        f = c - x * f
    return composed(z, f, -first, 2.0 * second)


def by_modes(u, w, v, near):
    """The same from the sum over modes, whose sines are Chebyshev's polynomials of the second kind times the first."""
    angle = scaled(math.pi, v)
    s, c = math.sin(angle[0]), math.cos(angle[0])
    turn = scaled(2.0 if near else -2.0, composed(angle, c, -s, -c))
    before, now, total = constant(0.0, v), constant(1.0, v), constant(0.0, v)
    k = 1.0
    while k <= MODES:
        falls = exponent(scaled(-HALF_SQUARE * (k * k - 1.0), u))
        total = added(total, scaled(k, multiplied(now, falls)))
        before, now = now, added(multiplied(turn, now), scaled(-1.0, before))
        k += 1.0
    alone = added(scaled(1.5, logarithm(u)), scaled(0.5, multiplied(multiplied(w, w), inverted(u))))
    first = logarithm(composed(angle, s, c, -s))
    return added(added(logarithm(total), first), shifted(LOG_NORM, added(alone, scaled(-HALF_SQUARE, u))))


def known(u, s):
    """Are these a time and a start between the boundaries?"""
    return u > 0.0 and u < INF and abs(s) < 1.0 and s != 0.0


def wiener_images(u, s):
    """log of the sum of (w + 2k) exp(-2k (k + w) / u) over whole k, w = s or 1 + s

    A factor of the first passage density at time u from a distance w. s < 0 counts from the other boundary, so that it keeps its digits there.
    """
    return images((u, 0.0), (s, 0.0))[0] if known(u, s) else NAN


def wiener_images_u(u, s):
    """∂ wiener_images / ∂u"""
    return images((u, 1.0), (s, 0.0))[1] if known(u, s) else NAN


def wiener_images_s(u, s):
    """∂ wiener_images / ∂s"""
    return images((u, 0.0), (s, 1.0))[1] if known(u, s) else NAN


def wiener_images_uu(u, s):
    """∂² wiener_images / ∂u²"""
    return images((u, 1.0, 1.0, 0.0), (s, 0.0, 0.0, 0.0))[3] if known(u, s) else NAN


def wiener_images_su(u, s):
    """∂² wiener_images / ∂s ∂u"""
    return images((u, 1.0, 0.0, 0.0), (s, 0.0, 1.0, 0.0))[3] if known(u, s) else NAN


def wiener_images_ss(u, s):
    """∂² wiener_images / ∂s²"""
    return images((u, 0.0, 0.0, 0.0), (s, 1.0, 1.0, 0.0))[3] if known(u, s) else NAN


# -- by mpmath, for tests
def exact_images(mp: ModuleType, u: Any, s: Any, order: str = "") -> Any:
    """wiener_images, or a derivative of it, by mpmath: sums over images alone, with digits for what they cancel and for a start close to a boundary."""
    with mp.workdps(mp.mp.dps + 30 + 2 * int(abs(mp.log10(abs(s)))) + int(3 * u)):
        w = s if s > 0 else 1 + s
        count = 3 + int(mp.sqrt(u * (mp.mp.dps * 1.2 + 3 * u)))
        terms = [(w + 2 * k, 2 * k, 2 * k * (k + w) / u, mp.exp(-2 * k * (k + w) / u)) for k in range(-count, count + 1)]

        def summed(weight: Any) -> Any:
            return mp.fsum(weight(a, m, c) * e for a, m, c, e in terms)

        total = summed(lambda a, m, c: a)
        by_u, by_s = (mp.fdiv(summed(f), total) for f in (lambda a, m, c: a * c / u, lambda a, m, c: 1 - m * a / u))
        bends = {
            "uu": lambda a, m, c: a * (c * c - 2 * c) / (u * u), "su": lambda a, m, c: (c + a * m / u * (1 - c)) / u,
            "ss": lambda a, m, c: (m * a / u - 2) * m / u,
        }  # fmt: skip
        if len(order) < 2:
            return {"": mp.log(total), "u": by_u, "s": by_s}[order]
        return summed(bends[order]) / total - {"u": by_u, "s": by_s}[order[0]] * {"u": by_u, "s": by_s}[order[1]]


def exact_slope(order: str) -> Any:
    """A derivative of it by mpmath."""
    return lambda mp, u, s: exact_images(mp, u, s, order)


POINTS = ((1e-8, 20.0), (-0.99, 0.99))
SLOPES = ((1e-3, 5.0), (-0.99, 0.99))
FUNCTIONS = (
    written(wiener_images, cost=200, domains=POINTS, within=(1e-13, 5e-15), exact=exact_images,
            edges={(0.0, 0.5): NAN, (1.0, 0.0): NAN, (1.0, 1.0): NAN, (NAN, 0.5): NAN}),
    written(wiener_images_u, cost=300, domains=SLOPES, within=(1e-12, 1e-14), exact=exact_slope("u"), edges={(0.0, 0.5): NAN, (NAN, 0.5): NAN}),
    written(wiener_images_s, cost=300, domains=SLOPES, within=(1e-12, 1e-14), exact=exact_slope("s"), edges={(0.0, 0.5): NAN, (NAN, 0.5): NAN}),
    written(wiener_images_uu, cost=500, domains=SLOPES, within=(1e-11, 1e-13), exact=exact_slope("uu"), edges={(0.0, 0.5): NAN, (NAN, 0.5): NAN}),
    written(wiener_images_su, cost=500, domains=SLOPES, within=(1e-11, 1e-13), exact=exact_slope("su"), edges={(0.0, 0.5): NAN, (NAN, 0.5): NAN}),
    written(wiener_images_ss, cost=500, domains=((1e-3, 5.0), (1e-100, 0.99)), within=(1e-11, 1e-13), exact=exact_slope("ss"),
            edges={(0.0, 0.5): NAN, (NAN, 0.5): NAN}),
)
