"""exp, log and their like of vectors: numbers in, instructions in a body out.

Straight-line code over all lanes, within 2 units in the last place (3 for tanh and expm1), right at infinities, nan, zeros and denormals.

    exp    2^k p(r), r = x - k log 2 in two parts, p of degree 11 (minimax: 1 and r as they are, the relative error below 2^-57)
    log    fdlibm's e_log: log(1 + f) = f - f²/2 + s (f²/2 + R(s²)), s = f / (2 + f); with AVX-512 without a division or a case apart:
           x = 2^k m, log x = k log 2 + log(1 / c) + log(1 + r), r = c m - 1, c of sixteen by the first bits of m (Tang 1990)
    log1p_of_unit  the same of 1 + x for x from 0 to 1, c by the nearest fifteenth
"""
from __future__ import annotations

import math
import struct
from collections.abc import Sequence

from .body import Body, Vec

LOG2_HIGH, LOG2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
EXP = (0.5000000000000011, 0.16666666666666413, 0.04166666666653012, 0.00833333333349446, 0.0013888888943639221, 0.00019841269506619736,
       2.4801493090095856e-05, 2.755758631427353e-06, 2.763025132583952e-07, 2.5000085665461386e-08)    # of (exp(r) - 1 - r) / r²
MAGIC = 1.5 * 2.0 ** 52                                      # adding it leaves the nearest whole number in the low bits
LG = (6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01, 1.818357216161805012e-01,
      1.531383769920937332e-01, 1.479819860511658591e-01)    # of R, Sun Microsystems 1993
ROOT_HALF = 0x3FE6A09E00000000                               # bits of sqrt(1/2), rounded down
UNIT_LOG = (-0.5, 0.3333333333334128, -0.2500000000274304, 0.19999999934677254, -0.16666652847369232, 0.14285846968676927, -0.12521047079756725,
            0.11041659817388619)                             # of (log(1 + r) - r) / r² up to |r| = 1/30, the relative error of log(1 + r) below 2^-55
UNIT_CENTRES = (1.0, 0.9375125769105861, 0.8823200695933332, 0.8333928452295823, 0.789546041961846, 0.7499517307054526, 0.7142313983014922,
                0.6818690204970654, 0.6521651823692142, 0.6250428324498749, 0.5999402702291886, 0.5768900089100822, 0.5555340778696773,
                0.5357578703377243, 0.5172474218923362, 0.5042060397491747)      # c, where -log c is within 2^-15 units of a double
UNIT_LOGS = (0.0, 0.06452510585626463, 0.12520039810885972, 0.18225014506833379, 0.23629712911245232, 0.28774643358231056, 0.3365482818904921,
             0.3829176916401216, 0.42745740195041837, 0.46993509967414043, 0.5109251783394018, 0.5501036564511957, 0.5878253254840105,
             0.6240729544186215, 0.6592339466273185, 0.6847702854242711)
LOG = (-0.5, 0.33333333333346377, -0.24999999999948988, 0.19999999931566392, -0.16666666083513734, 0.1428581601883915, -0.1250187225676158,
       0.1107262046152171, -0.08755026305884255)             # of (log(1 + r) - r) / r² from -1/32 to 1/16, the relative error of log(1 + r) below 2^-56
CENTRES = (1.0, 0.9143659394464886, 0.8648301917442278, 0.8205847370304877, 0.7804485795672038, 0.7441357147170753, 0.7110959549047334,
           0.6808645284581356, 1.3060649569794949, 1.2550027548181524, 1.2076364919329492, 1.1637436069750766, 1.1227091631972599,
           1.0846947569710448, 1.0492619454454244, 1.0)      # c, where -log c is within 2^-64 of a multiple of 2^-43: k LOG2_HIGH + log(1 / c) is exact
CENTRE_LOGS = (0.0, 0.08952441626956897, 0.14522210144389192, 0.1977380989148969, 0.2478864225970483, 0.295531848530004, 0.3409479006129459,
               0.3843919229329913, -0.2670187669676807, -0.22713776765556304, -0.18866513695388676, -0.1516420561247287, -0.11574466019976626,
               -0.08129861743111633, -0.04808700791340925, 0.0)


def bits(x: float) -> int:
    """The number whose bits those of the float are."""
    return struct.unpack("<q", struct.pack("<d", x))[0]


# ---- the functions

def reduced(c: Body, x: Vec, rest: Vec | None = None) -> tuple[Vec, Vec]:
    """(k + MAGIC, exp(r) - 1) with x + rest = k log 2 + r and |r| at most half of log 2."""
    t = c.fma(x, 1.0 / math.log(2.0), MAGIC)
    n = t - MAGIC
    r = c.fma(-n, LOG2_LOW, c.fma(-n, LOG2_HIGH, x))
    r = r if rest is None else r + rest
    square = r * r
    return t, c.fma(square, by_parity(c, r, square, EXP), r)


def by_parity(c: Body, x: Vec, square: Vec, coefficients: Sequence[float]) -> Vec:
    """The polynomial with these coefficients, that of the lowest power first: the even powers, and the odd ones beside them."""
    even, odd = (polynomial(c, square, coefficients[k::2][::-1]) for k in (0, 1))
    return c.fma(odd, x, even)


def power_of_two(k: Vec) -> Vec:
    """2^k for a whole number between -1022 and 1023, by its exponent bits."""
    return ((k + 1023) << 52).number()


def exp(c: Body, x: Vec) -> Vec:
    """0 below -746, infinity above 710, nan stays."""
    x = c.vec(710.0).below(x).pick(710.0, x)
    return scaled(c, *reduced(c, x.below(-746.0).pick(-746.0, x)))


def scaled(c: Body, t: Vec, p: Vec) -> Vec:
    """2^k (1 + p), t = k + MAGIC"""
    if c.wide:
        return c.times_two_to(p + 1.0, t - MAGIC)
    k = t.bits() - bits(MAGIC)
    first = k.half()                                        # in two steps: 2^1024 is no number, denormals round once
    return (p + 1.0) * power_of_two(first) * power_of_two(k - first)


def expm1_small(c: Body, x: Vec) -> Vec:
    """exp(x) - 1 for x at most 40; -1 far below."""
    t, p = reduced(c, x.below(-40.0).pick(-40.0, x))
    scale = power_of_two(t.bits() - bits(MAGIC))
    return c.fma(scale, p, scale - 1.0)


def expm1(c: Body, x: Vec) -> Vec:
    """Above 40 the 1 is lost to rounding. -0 stays."""
    large = c.vec(40.0).below(x)
    return c.intrinsic("copysign", large.pick(exp(c, x), expm1_small(c, large.pick(40.0, x))), x)


def split(x: Vec) -> tuple[Vec, Vec]:
    """(k, f) with x = 2^k (1 + f), 1 + f between sqrt(1/2) and sqrt(2), for positive x. Denormals are scaled up first."""
    tiny = x.below(2.0 ** -1022)
    b = tiny.pick(x * 2.0 ** 54, x).bits()
    shifted = (b - ROOT_HALF) + (1024 << 52)
    e = shifted >> 52                                       # exponent + 1024
    k = (e | bits(2.0 ** 52)).number() - tiny.pick(2.0 ** 52 + 1024 + 54, 2.0 ** 52 + 1024)
    return k, (b - ((e - 1024) << 52)).number() - 1.0


def log(c: Body, x: Vec) -> Vec:
    """-infinity at 0, nan below."""
    if c.wide:
        return log_by_table(c, x)
    high, low = log_in_parts(c, x)
    value = x.equals(0.0).pick(-math.inf, x.below(0.0).pick(math.nan, high + low))
    return c.vec(math.inf).equals(x).pick(math.inf, x.is_nan().pick(x, value))


def log_in_parts(c: Body, x: Vec) -> tuple[Vec, Vec]:
    """log x of a positive number as a sum of two: the first is exact, the second below 0.35."""
    if c.wide:
        return table_parts(c, x, None)[1:]
    k, f = split(x)
    s = f / (f + 2.0)
    z = s * s
    w = z * z
    r = z * c.fma(w, c.fma(w, c.fma(w, LG[6], LG[4]), LG[2]), LG[0]) + w * c.fma(w, c.fma(w, LG[5], LG[3]), LG[1])
    half = f * f * 0.5
    return k * LOG2_HIGH, f - (half - (s * (half + r) + k * LOG2_LOW))


def log_by_table(c: Body, x: Vec, lost: Vec | None = None) -> Vec:
    """log(x + lost), lost less than the last digit of x. Infinities and nan of log x come by the exponent or the mantissa."""
    k, high, low = table_parts(c, x, lost)
    value = high + low
    return value if lost is None else c.size(k).equals(math.inf).pick(-k, value)


def table_parts(c: Body, x: Vec, lost: Vec | None) -> tuple[Vec, Vec, Vec]:
    """(k, high, low): a power of two that brings x near 1, and log(x + lost) as a sum of two, the first of which is exact."""
    m = c.mantissa(x)
    k = c.exponent(m) - c.exponent(x)                       # of 1 / x
    which = m.bits() >> 48
    centre = c.one_of(CENTRES, which)
    r = c.fma(m, centre, -1.0)
    r = r if lost is None else c.fma(c.times_two_to(lost, k), centre, r)
    square = r * r
    low = c.fma(square, by_parity(c, r, square, LOG), c.fma(-k, LOG2_LOW, r))
    return k, c.fma(-k, LOG2_HIGH, c.one_of(CENTRE_LOGS, which)), low


def log1p_of_unit(c: Body, x: Vec) -> Vec:
    """Not for other numbers than those from 0 to 1, and nan."""
    which = c.fma(x, 15.0, MAGIC).bits()
    centre = c.one_of(UNIT_CENTRES, which)
    r = c.fma(centre, x, centre - 1.0)
    square = r * r
    return c.one_of(UNIT_LOGS, which) + c.fma(square, by_parity(c, r, square, UNIT_LOG), r)


def log1p(c: Body, x: Vec) -> Vec:
    """log(u) and what 1 + x lost when it was rounded to u. -0 stays."""
    u = x + 1.0
    return c.intrinsic("copysign", log_of_sum(c, u, x - (u - 1.0)), x)


def log_of_sum(c: Body, u: Vec, lost: Vec) -> Vec:
    """log(u + lost), lost less than the last digit of u."""
    if c.wide:
        return log_by_table(c, u, lost)
    value = log(c, u)
    rest = lost * (c.vec(1.0) / u)                          # 1 / u is the derivative
    return u.equals(0.0).pick(value, c.vec(math.inf).equals(u).pick(u, value + rest))


def tanh(c: Body, x: Vec) -> Vec:
    """-e / (e + 2), e = exp(-2 |x|) - 1, with the sign of x."""
    e = expm1_small(c, c.size(x) * -2.0)
    return c.intrinsic("copysign", -e / (e + 2.0), x)


def polynomial(c: Body, x: Vec, coefficients: Sequence[float]) -> Vec:
    """The coefficient of the highest power first."""
    total = c.vec(coefficients[0])
    for a in coefficients[1:]:
        total = c.fma(total, x, a)
    return total
