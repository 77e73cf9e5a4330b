"""Vector versions of exp, log, pow and their like as LLVM text: a name and a number of lanes in, a definition and the declarations it needs out.

Straight-line code over all lanes, within 2 units in the last place (3 for tanh and expm1), right at infinities, nan, zeros and denormals.

    exp    2^k p(r), r = x - k log 2 in two parts, p of degree 13 (Taylor; the remainder is below 2^-57)
    log    fdlibm's e_log: log(1 + f) = f - f²/2 + s (f²/2 + R(s²)), s = f / (2 + f)
    pow    exp(y log |x|), the logarithm and the product as sums of two numbers: log(1 + f) = 2 s (1 + s²/3 + s⁴/5 + …)
"""
from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from functools import cache

from ..records import Value
from ..text.writer import write_inst
from .vectors import Body, Vec

LOG2_HIGH, LOG2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
MAGIC = 1.5 * 2.0 ** 52                                      # adding it leaves the nearest whole number in the low bits
LG = (6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01, 1.818357216161805012e-01,
      1.531383769920937332e-01, 1.479819860511658591e-01)    # of R, Sun Microsystems 1993
ROOT_HALF = 0x3FE6A09E00000000                               # bits of sqrt(1/2), rounded down
THIRD_LOW = 2.0 ** -54 / 3.0                                 # 1/3 less the double next to it
EVEN, ODD = [1.0 / k for k in range(25, 4, -4)], [1.0 / k for k in range(23, 6, -4)]     # of (atanh(s) / s - 1 - s²/3) / s⁴ in powers of s⁴


def bits(x: float) -> int:
    """The number whose bits those of the float are."""
    return struct.unpack("<q", struct.pack("<d", x))[0]


# ---- the functions

def reduced(c: Body, x: Vec, rest: Vec | None = None) -> tuple[Vec, Vec]:
    """(k, exp(r) - 1) with x + rest = k log 2 + r and |r| at most half of log 2; k as a whole number."""
    t = c.fma(x, 1.0 / math.log(2.0), MAGIC)
    n = t - MAGIC
    r = c.fma(-n, LOG2_LOW, c.fma(-n, LOG2_HIGH, x))
    r = r if rest is None else r + rest
    square = r * r
    even, odd = c.vec(1.0 / math.factorial(12)), c.vec(1.0 / math.factorial(13))
    for k in range(10, 0, -2):
        even, odd = c.fma(even, square, 1.0 / math.factorial(k)), c.fma(odd, square, 1.0 / math.factorial(k + 1))
    return t.bits() - bits(MAGIC), c.fma(square, c.fma(odd, r, even), r)


def power_of_two(k: Vec) -> Vec:
    """2^k for a whole number between -1022 and 1023, by its exponent bits."""
    return ((k + 1023) << 52).number()


def exp(c: Body, x: Vec) -> Vec:
    """0 below -746, infinity above 710, nan stays."""
    return scaled(*reduced(c, x.below(-746.0).pick(-746.0, c.vec(710.0).below(x).pick(710.0, x))))


def scaled(k: Vec, p: Vec) -> Vec:
    """2^k (1 + p)"""
    first = k.half()                                        # in two steps: 2^1024 is no number, denormals round once
    return (p + 1.0) * power_of_two(first) * power_of_two(k - first)


def expm1_small(c: Body, x: Vec) -> Vec:
    """exp(x) - 1 for x at most 40; -1 far below."""
    k, p = reduced(c, x.below(-40.0).pick(-40.0, x))
    scale = power_of_two(k)
    return c.fma(scale, p, scale - 1.0)


def expm1(c: Body, x: Vec) -> Vec:
    """Above 40 the 1 is lost to rounding."""
    large = c.vec(40.0).below(x)
    return large.pick(exp(c, x), expm1_small(c, large.pick(40.0, x)))


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
    k, f = split(x)
    s = f / (f + 2.0)
    z = s * s
    w = z * z
    r = z * c.fma(w, c.fma(w, c.fma(w, LG[6], LG[4]), LG[2]), LG[0]) + w * c.fma(w, c.fma(w, LG[5], LG[3]), LG[1])
    half = f * f * 0.5
    value = k * LOG2_HIGH - ((half - (s * (half + r) + k * LOG2_LOW)) - f)
    value = x.equals(0.0).pick(-math.inf, x.below(0.0).pick(math.nan, value))
    return c.vec(math.inf).equals(x).pick(math.inf, x.is_nan().pick(x, value))


def log1p(c: Body, x: Vec) -> Vec:
    """log(u) and what 1 + x lost when it was rounded to u."""
    u = x + 1.0
    value = log(c, u)
    rest = (x - (u - 1.0)) / u
    return u.equals(0.0).pick(value, c.vec(math.inf).equals(x).pick(x, value + rest))


def tanh(c: Body, x: Vec) -> Vec:
    """-e / (e + 2), e = exp(-2 |x|) - 1, with the sign of x."""
    e = expm1_small(c, c.size(x) * -2.0)
    return c.intrinsic("copysign", -e / (e + 2.0), x)


def sum_of_two(high: Vec, low: Vec) -> tuple[Vec, Vec]:
    """high + low as the rounded sum and what it lost, where |high| is not less."""
    total = high + low
    return total, (high - total) + low


def times(c: Body, a: Vec, b: tuple[Vec, Vec]) -> tuple[Vec, Vec]:
    """a (high + low) as a sum of two numbers."""
    high = a * b[0]
    return high, c.fma(a, b[1], c.fma(a, b[0], -high))


def polynomial(c: Body, x: Vec, coefficients: Sequence[float]) -> Vec:
    """The coefficient of the highest power first."""
    total = c.vec(coefficients[0])
    for a in coefficients[1:]:
        total = c.fma(total, x, a)
    return total


def log_in_two(c: Body, x: Vec) -> tuple[Vec, Vec]:
    """log x of a positive number as a sum of two, with a relative error below 2^-64."""
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


def pow(c: Body, x: Vec, y: Vec) -> Vec:
    """C's: 1 where y is 0 or x is 1, whatever the other, nan for x below 0 unless y is whole, the sign of x where it is odd."""
    size = c.size(x)
    high, low = log_in_two(c, size)
    high = size.equals(0.0).pick(-math.inf, size.equals(math.inf).pick(math.inf, high))
    top, rest = times(c, y, (high, low))
    over, under, none = c.vec(710.0).below(top), top.below(-746.0), size.equals(1.0)
    top, rest = over.pick(710.0, under.pick(-746.0, top)), over.pick(0.0, under.pick(0.0, rest))
    value = scaled(*reduced(c, none.pick(0.0, top), none.pick(0.0, rest)))           # y may be infinite or nan where |x| is 1
    half = y * 0.5
    whole, even = c.intrinsic("trunc", y).equals(y), c.intrinsic("trunc", half).equals(half)
    value = c.intrinsic("copysign", value, whole.pick(even.pick(1.0, x), 1.0))
    undefined = x.below(0.0).pick(x.equals(-math.inf).pick(value, math.nan), value)
    return y.equals(0.0).pick(1.0, x.is_nan().pick(x, whole.pick(value, undefined)))


Kernel = Callable[..., Vec]                             # of the body and an operand for each of its arguments
KERNELS: dict[str, Kernel] = {"exp": exp, "expm1": expm1, "log": log, "log1p": log1p, "pow": pow, "tanh": tanh}
BINARY = frozenset(("pow",))


def operands(name: str) -> tuple[str, ...]:
    """Names of a kernel's arguments."""
    return ("%x", "%y") if name in BINARY else ("%x",)


@cache
def kernel(name: str, lanes: int) -> tuple[str, frozenset[str]]:
    """(definition of the vector version, declarations that it needs)."""
    body = Body(lanes)
    type_ = body.vector("double")
    result = KERNELS[name](body, *[Vec(body, Value(type_, a), "double") for a in operands(name)])
    params = ", ".join(f"{type_} {a}" for a in operands(name))
    head = f"define internal {type_} @{vector_name(name, lanes)}({params}) nounwind willreturn memory(none) {{"
    lines = [f"  {write_inst(i)}" for i in body.insts]
    return "\n".join([head, *lines, f"  ret {type_} {result.value.ref}", "}"]), frozenset(body.declarations)


def vector_name(name: str, lanes: int) -> str:
    """The symbol of a vector version, without `@`."""
    return f"llb.{name}.v{lanes}"
