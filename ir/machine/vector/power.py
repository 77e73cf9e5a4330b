"""pow of vectors, within 1.5 units in the last place.

    pow     exp(y log x), the logarithm and the product as sums of two numbers. With AVX-512 log x = k log 2 + log(1 / c) + log(1 + r), r = c x / 2^k - 1, which
            is exact: c of sixteen has few digits (Tang 1990); else log(1 + f) = 2 s (1 + s²/3 + s⁴/5 + …), s = f / (2 + f)
    pow_Y   x^y of a known y up to LARGEST, Y its bits: 2^(y log2 x), where y k is exact but for its last digits and leaves its whole part behind; what is added
            to that is so small that it need not be known to more digits
    llb.powers_Y_Z…  the product of such powers, 2 to the sum of these logarithms; within 0.5 units and one for each factor

Of what is not positive, infinite or nan, and where the result is no normal number, the scalar function says what it is.
"""
from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterable
from fractions import Fraction

from .body import Body, Vec
from .elementary import CENTRES, LG, LOG, LOG2_HIGH, LOG2_LOW, MAGIC, bits, by_parity, polynomial, power_of_two, reduced, split

FAR, FAR_OF_TWO = 708.0, 1021.0      # log and log2 of results that are surely normal
MOST_OF_TWO = 800.0                  # log2 of products of some of several powers, of which numbers of moderate size are factors too
DIGITS = 38
LARGEST = 2.0
SIXTEENTHS = MAGIC / 16.0            # adding it leaves the nearest sixteenth in the low bits
ROOTS = tuple(2.0 ** (j / 16.0) for j in range(16))
ROOTS_LOW = (0.0, 8.551889705537965e-17, -3.046782079812471e-17, 8.912812676025408e-17, 3.982015231465646e-17, 4.658027591836937e-17,
             2.5382502794888315e-17, 7.70094837980299e-17, -9.667293313452913e-17, -3.483994556892796e-17, 7.949834809697621e-17, 2.4707192569797888e-17,
             8.199010020581497e-17, 2.960140695448873e-17, 3.283107224245627e-17, -1.0619946056195963e-16)      # what they lack
SHORT_CENTRES = (1.0, 0.90625, 0.875, 0.8125, 0.78125, 0.75, 0.71875, 0.6875, 1.3125, 1.25, 1.1875, 1.1875, 1.125, 1.0625, 1.0625, 1.0)
SHORT_LOGS = (0.0, 0.09844007281321865, 0.13353139262449076, 0.20763936477828793, 0.2468600779315011, 0.28768207245173016, 0.33024168687052224,
              0.3746934494414518, -0.2719337154836694, -0.22314355131425145, -0.17185025692663203, -0.17185025692663203, -0.11778303565643,
              -0.06062462181648698, -0.06062462181648698, 0.0)                   # of 1 / c, multiples of 2^-43
SHORT_LOGS_LOW = (0.0, 3.3871241029241416e-14, 3.1859736349078334e-14, -4.3425422595242564e-14, 2.4688324156011588e-14, 5.076326383153408e-14,
                  5.4612144489920215e-14, -4.1082176222359656e-14, 2.7643769993528702e-14, 4.169796584527195e-14, -2.7194441649495324e-14,
                  -2.7194441649495324e-14, 4.654729747598445e-14, 5.213620639136504e-14, 5.213620639136504e-14, 0.0)
CUBIC = (0.3333333333333333, -0.24999999999999578, 0.20000000000054546, -0.16666666668721586, 0.1428571415365463, -0.1249999600301376, 0.11111207410327203,
         -0.10003342433121136, 0.09080661618151165, -0.0735907074691661)         # of (log(1 + r) - r + r²/2) / r³ from -1/26 to 1/16: 2^-65 of log(1 + r)
EXP = (0.5000000000000001, 0.1666666666530114, 0.04166666666222872, 0.008333449724604218, 0.0013889092573518109)    # of (exp(r) - 1 - r) / r² up to log(2) / 32
SHORT_TWO = (0.6931471805599457, 0.24022650695910094, 0.055504108656606585, 0.009618129106124399, 0.0013333782023992413,
             0.0001540378902674515)                                              # of (2^r - 1) / r up to 1/32
TWO = (0.6931471805599453, 0.24022650695910097, 0.05550410866482166, 0.00961812910760687, 0.001333355814639599, 0.0001540353044176805,
       1.5252733853304873e-05, 1.3215442568760387e-06, 1.0178051714151283e-07, 7.072589741392976e-09, 4.4566781138363213e-10)      # up to 1/2
THIRD_LOW = 2.0 ** -54 / 3.0         # 1/3 less the double next to it
EVEN, ODD = [1.0 / k for k in range(25, 4, -4)], [1.0 / k for k in range(23, 6, -4)]     # of (atanh(s) / s - 1 - s²/3) / s⁴ in powers of s⁴
LOG2_E, LOG2_E_LOW = 1.4426950408889634, 2.0355273740931033e-17


# ---- any exponent

def pow(c: Body, x: Vec, y: Vec) -> Vec:
    """C's."""
    high, low = (by_table if c.wide else in_two)(c, x)
    top = y * high
    rest = c.fma(y, low, c.fma(y, high, -top))
    total = top + rest
    beyond = c.size(total).not_below(FAR)
    if c.wide:
        c.scalar_where(beyond)
        return exp_by_table(c, total, top, rest)
    c.scalar_where(beyond | not_usual(x))
    return times_power_of_two(c, *reduced(c, top, rest))


def not_usual(x: Vec) -> Vec:
    """Where x is not positive, infinite or nan."""
    return x.not_above(0.0) | x.not_below(math.inf)


def times_power_of_two(c: Body, t: Vec, p: Vec) -> Vec:
    """2^k (1 + p), t = k + MAGIC, of a normal number."""
    scale = power_of_two(t.bits() - bits(MAGIC))
    return c.fma(scale, p, scale)


def by_table(c: Body, x: Vec) -> tuple[Vec, Vec]:
    """log x as a sum of two numbers, with a relative error below 2^-62; infinite or nan where x is not usual."""
    m = c.mantissa(x)
    k = c.exponent(x) - c.exponent(m)
    which = m.bits() >> 48
    r = c.fma(m, c.one_of(SHORT_CENTRES, which), -1.0)
    whole = c.fma(k, LOG2_HIGH, c.one_of(SHORT_LOGS, which))                         # exact
    first = whole + r
    half = r * -0.5
    square = r * half
    lost = c.fma(half, r, -square)
    high = first + square
    cubic = r * square
    of_cubic = c.fma(r, lost, c.fma(r, square, -cubic))                              # or r³ / 3 would carry three roundings
    low = c.fma(k, LOG2_LOW, c.one_of(SHORT_LOGS_LOW, which)) + ((whole - first) + r)
    low = low + (lost + ((first - high) + square))
    low = c.fma(r * cubic, by_parity(c, r, r * r, [-2.0 * a for a in CUBIC[1:]]), c.fma(of_cubic, -2.0 * CUBIC[0], low))
    return high, c.fma(cubic, -2.0 * CUBIC[0], low)


def exp_by_table(c: Body, total: Vec, top: Vec, rest: Vec) -> Vec:
    """exp(top + rest), `total` their rounded sum."""
    t = c.fma(total, LOG2_E, SIXTEENTHS)
    n = t - SIXTEENTHS
    r = c.fma(-n, LOG2_LOW, c.fma(-n, LOG2_HIGH, top)) + rest
    square = r * r
    return by_root(c, t, n, c.fma(square, by_parity(c, r, square, EXP), r))


def by_root(c: Body, t: Vec, n: Vec, p: Vec) -> Vec:
    """2^n (1 + p), t = n + SIXTEENTHS"""
    which = t.bits()
    root = c.one_of(ROOTS, which)
    return c.times_two_to(root + c.fma(root, p, c.one_of(ROOTS_LOW, which)), n)


def sum_of_two(high: Vec, low: Vec) -> tuple[Vec, Vec]:
    """high + low as the rounded sum and what it lost, where |high| is not less."""
    total = high + low
    return total, (high - total) + low


def times(c: Body, a: Vec, b: tuple[Vec, Vec]) -> tuple[Vec, Vec]:
    """a (high + low) as a sum of two numbers."""
    high = a * b[0]
    return high, c.fma(a, b[1], c.fma(a, b[0], -high))


def in_two(c: Body, x: Vec) -> tuple[Vec, Vec]:
    """log x of a usual number as a sum of two, with a relative error below 2^-64."""
    k, f = split(x)
    g = f + 2.0
    s = f / g
    rest = c.fma(-s, f - (g - 2.0), c.fma(-s, g, f)) / g                             # f / (f + 2) = s + rest
    square = s * s
    quartic = square * square
    low = c.fma(s + s, rest, c.fma(s, s, -square))                                   # (s + rest)² = square + low
    third, of_third = times(c, square, (c.vec(1.0 / 3.0), c.vec(THIRD_LOW)))
    higher = c.fma(polynomial(c, quartic, ODD), square, polynomial(c, quartic, EVEN))
    more, of_more = sum_of_two(third, quartic * higher)                              # log(1 + f) = 2 (s + rest) (1 + more)
    cubic, of_cubic = times(c, s, (more, c.fma(low, 1.0 / 3.0, of_third + of_more)))
    high, small = sum_of_two(s, cubic)
    small = small + (c.fma(rest, more, rest) + of_cubic)
    value, lost = sum_of_two(k * LOG2_HIGH, high + high)
    return value, c.fma(k, LOG2_LOW, lost + (small + small))


# ---- known exponents

def known(y: float) -> str | None:
    """What x^y of a known y goes by, `pow_Y`; None where y has no version of its own."""
    return f"pow_{code(y)}" if fits(y) else None


def fits(y: float) -> bool:
    """May y be one of the known exponents? Whole ones have powers of negative numbers."""
    return abs(y) <= LARGEST and not y.is_integer()


def code(y: float) -> str:
    """The bits of an exponent, for a name."""
    return f"{bits(y) & (2**64 - 1):016x}"


def exponents(name: str) -> list[float]:
    """Those that a name holds."""
    return [struct.unpack("<d", struct.pack("<Q", int(y, 16)))[0] for y in name.split("_")[1:]]


def of_known(name: str) -> Callable[..., Vec]:
    """The kernel by such a name; a power has its exponent as a second operand too."""
    def kernel(c: Body, *x: Vec) -> Vec:
        return powers(c, list(zip(x, exponents(name), strict=False)))
    return kernel


def in_parts(y: float) -> tuple[float, float]:
    """y as a sum of two, the first with so few digits behind the point that exponents times such numbers add up without rounding."""
    high = math.ldexp(round(math.ldexp(y, DIGITS)), -DIGITS)
    return high, y - high


def factors(y: float) -> tuple[float, float]:
    """y / log 2 as a sum of two."""
    factor = y * LOG2_E
    return factor, float(Fraction(y) * (Fraction(LOG2_E) + Fraction(LOG2_E_LOW)) - Fraction(factor))


def powers(c: Body, of: list[tuple[Vec, float]]) -> Vec:
    """The product of x^y: 2 to the sum of y log2 x = y k + y log2(x / 2^k)."""
    shares = [(share_by_table if c.wide else share)(c, x, y) for x, y in of]
    split_exponents = [in_parts(y) for _, y in of]
    whole = sum_of_products(c, [(k, high) for (k, _, _), (high, _) in zip(shares, split_exponents, strict=True)])            # exact
    first = added([a for _, a, _ in shares])
    rest = added([c.fma(k, low, b) for (k, _, b), (_, low) in zip(shares, split_exponents, strict=True)])
    total = whole + (first + rest)
    size = sum_of_products(c, [(k, k) for k, _, _ in shares])
    beyond = c.size(total).not_below(FAR_OF_TWO) if len(of) == 1 else size.not_below(largest(y for _, y in of)) | total.is_nan()
    for x, _ in of:
        beyond = beyond if c.wide else beyond | not_usual(x)
    c.scalar_where(beyond)
    t = total + (SIXTEENTHS if c.wide else MAGIC)
    n = t - (SIXTEENTHS if c.wide else MAGIC)
    r = ((whole - n) + first) + rest
    p = r * by_parity(c, r, r * r, SHORT_TWO if c.wide else TWO)
    return by_root(c, t, n, p) if c.wide else times_power_of_two(c, t, p)


def added(of: list[Vec]) -> Vec:
    """The sum of one or more."""
    total = of[0]
    for a in of[1:]:
        total = total + a
    return total


def sum_of_products(c: Body, of: list[tuple[Vec, Vec | float]]) -> Vec:
    """One added to the other."""
    total = of[0][0] * of[0][1]
    for a, b in of[1:]:
        total = c.fma(a, b, total)
    return total


def largest(exponents: Iterable[float]) -> float:
    """Up to which sum of squares of the numbers' own exponents no product of some of the powers is beyond 2^MOST_OF_TWO."""
    y = sum(map(abs, exponents))
    return (MOST_OF_TWO / y - 1.0) ** 2


def share_by_table(c: Body, x: Vec, y: float) -> tuple[Vec, Vec, Vec]:
    """(k, y log2(x / 2^k) as a sum of two) with AVX-512; infinite or nan where x is not usual."""
    m = c.mantissa(x)
    which = m.bits() >> 48
    r = c.fma(m, c.one_of(CENTRES, which), -1.0)
    square = r * r
    low = c.fma(square, by_parity(c, r, square, LOG), r)
    return c.exponent(x) - c.exponent(m), c.one_of([-y * math.log2(a) for a in CENTRES], which), low * (y * LOG2_E)


def share(c: Body, x: Vec, y: float) -> tuple[Vec, Vec, Vec]:
    """The same elsewhere, of what is usual."""
    factor, of_factor = factors(y)
    k, f = split(x)
    s = f / (f + 2.0)
    z, half = s * s, f * f * 0.5
    bent = s * (half + z * by_parity(c, z, z * z, LG)) - half                        # log(1 + f) - f
    first = f * factor
    return k, first, c.fma(bent, factor, c.fma(f, of_factor, c.fma(f, factor, -first)))
