"""The scalar functions of the language, a row each: what is one call, one operator or one of `numbers/elementwise.CUSTOM` here, what is written in the
language at the end of the file that has its body. A new function is a body with a row, and a line of `ad/rules/partials.py`.
"""
from __future__ import annotations

from types import ModuleType
from typing import Any

from . import classical, cylinder, elementary, everyday, twins
from .special import bessel, circular, gamma, incomplete, incomplete_log_slopes, incomplete_slopes, normal, normal_moments, passage
from .ufunc import Ufunc


def toward_zero(mp: ModuleType, x: Any) -> Any:
    """x without its fraction, by mpmath."""
    return mp.floor(x) if x > 0 else mp.ceil(x)


ROWS = (
    Ufunc("exp", "e^x", ("numpy.exp", "math.exp"), symbol="llvm.exp"),
    Ufunc("exp2", "2^x", ("numpy.exp2", "math.exp2", "scipy.special.exp2"), symbol="llvm.exp2", exact=lambda mp, x: mp.mpf(2) ** x),
    Ufunc("exp10", "10^x", ("scipy.special.exp10",), symbol="exp10", exact=lambda mp, x: mp.mpf(10) ** x),
    Ufunc("expm1", "e^x - 1, accurate near 0", ("numpy.expm1", "math.expm1", "scipy.special.expm1"), symbol="expm1"),
    Ufunc("log", "natural logarithm; log(-1) is nan, log(0) is -inf", ("numpy.log",), symbol="llvm.log"),
    Ufunc("log2", "logarithm to base 2", ("numpy.log2", "math.log2"), symbol="llvm.log2", exact=lambda mp, x: mp.log(x, 2)),
    Ufunc("log10", "logarithm to base 10", ("numpy.log10", "math.log10"), symbol="llvm.log10"),
    Ufunc("log1p", "log(1 + x), accurate near 0", ("numpy.log1p", "math.log1p", "scipy.special.log1p"), symbol="log1p"),
    Ufunc("sqrt", "square root", ("numpy.sqrt", "math.sqrt"), symbol="llvm.sqrt", cost=4),
    Ufunc("cbrt", "cube root", ("numpy.cbrt", "math.cbrt", "scipy.special.cbrt"), symbol="cbrt"),
    Ufunc("sin", "sine, x in radians", ("numpy.sin", "math.sin"), symbol="llvm.sin"),
    Ufunc("cos", "cosine, x in radians", ("numpy.cos", "math.cos"), symbol="llvm.cos"),
    Ufunc("tan", "tangent, x in radians", ("numpy.tan", "math.tan"), symbol="llvm.tan"),
    Ufunc("asin", "inverse sine", ("numpy.arcsin", "numpy.asin", "math.asin"), symbol="asin"),
    Ufunc("acos", "inverse cosine", ("numpy.arccos", "numpy.acos", "math.acos"), symbol="acos"),
    Ufunc("atan", "inverse tangent", ("numpy.arctan", "numpy.atan", "math.atan"), symbol="atan"),
    Ufunc("atan2", "angle of the point (x, y), given as (y, x)", ("numpy.arctan2", "numpy.atan2", "math.atan2"), 2, symbol="atan2"),
    Ufunc("sinh", "hyperbolic sine", ("numpy.sinh", "math.sinh"), symbol="sinh"),
    Ufunc("cosh", "hyperbolic cosine", ("numpy.cosh", "math.cosh"), symbol="cosh"),
    Ufunc("tanh", "hyperbolic tangent", ("numpy.tanh", "math.tanh"), symbol="tanh"),
    Ufunc("asinh", "inverse hyperbolic sine", ("numpy.arcsinh", "numpy.asinh", "math.asinh"), symbol="asinh"),
    Ufunc("acosh", "inverse hyperbolic cosine", ("numpy.arccosh", "numpy.acosh", "math.acosh"), symbol="acosh"),
    Ufunc("atanh", "inverse hyperbolic tangent", ("numpy.arctanh", "numpy.atanh", "math.atanh"), symbol="atanh"),
    Ufunc("hypot", "sqrt(x^2 + y^2) without overflow", ("numpy.hypot", "math.hypot"), 2, symbol="hypot"),
    Ufunc("copysign", "|x| with the sign of y", ("numpy.copysign", "math.copysign"), 2, symbol="llvm.copysign", cost=1,
          exact=lambda mp, x, y: abs(x) * mp.sign(y)),
    Ufunc("fmod", "remainder with the sign of x", ("numpy.fmod", "math.fmod"), 2, symbol="fmod", exact=lambda mp, x, y: x - y * toward_zero(mp, x / y)),
    Ufunc("lgamma", "log of the absolute gamma function", ("scipy.special.gammaln", "scipy.special.loggamma", "math.lgamma"), symbol="lgamma", cost=50,
          twin=twins.lgamma, exact=lambda mp, x: mp.loggamma(x)),
    Ufunc("gamma", "gamma function", ("scipy.special.gamma", "math.gamma"), symbol="tgamma", cost=50),
    Ufunc("erf", "error function", ("scipy.special.erf", "math.erf"), symbol="erf"),
    Ufunc("erfc", "1 - erf(x), accurate in the tail", ("scipy.special.erfc", "math.erfc"), symbol="erfc"),
    Ufunc("logit", "log(x / (1 - x))", ("scipy.special.logit",), cost=40),
    Ufunc("floor", "largest whole number not above x", ("numpy.floor",), symbol="llvm.floor", cost=1),
    Ufunc("ceil", "smallest whole number not below x", ("numpy.ceil",), symbol="llvm.ceil", cost=1),
    Ufunc("trunc", "x without its fraction", ("numpy.trunc",), symbol="llvm.trunc", cost=1, exact=toward_zero),
    Ufunc("rint", "nearest whole number, ties to even", ("numpy.rint", "scipy.special.round"), symbol="llvm.rint", cost=1, exact=lambda mp, x: mp.nint(x)),
    Ufunc("power", "x^y", ("numpy.power", "math.pow", "numpy.float_power", "numpy.pow"), 2, cost=30, result="same"),
    Ufunc("square", "x^2", ("numpy.square",), cost=1, result="same"),
    Ufunc("reciprocal", "1 / x", ("numpy.reciprocal",), cost=4),
    Ufunc("abs", "absolute value", ("numpy.abs", "numpy.absolute"), cost=1, result="same"),
    Ufunc("fabs", "absolute value, a float", ("numpy.fabs", "math.fabs"), symbol="llvm.fabs", cost=1),
    Ufunc("sign", "-1, 0 or 1", ("numpy.sign",), cost=1, result="same"),
    Ufunc("negative", "-x", ("numpy.negative",), cost=1, result="same"),
    Ufunc("maximum", "the larger of two; nan if either is", ("numpy.maximum",), 2, cost=1, result="same"),
    Ufunc("minimum", "the smaller of two; nan if either is", ("numpy.minimum",), 2, cost=1, result="same"),
    Ufunc("fmax", "the larger of two; ignores a nan", ("numpy.fmax",), 2, symbol="llvm.maxnum", cost=1, exact=lambda mp, x, y: max(x, y)),
    Ufunc("fmin", "the smaller of two; ignores a nan", ("numpy.fmin",), 2, symbol="llvm.minnum", cost=1, exact=lambda mp, x, y: min(x, y)),
    Ufunc("clip", "x limited to [low, high]", ("numpy.clip",), 3, cost=2, result="same"),
    Ufunc("where", "x where the condition holds, else y", ("numpy.where",), 3, cost=1, result="choice"),
    Ufunc("isnan", "is x nan?", ("numpy.isnan", "math.isnan"), cost=1, result="truth"),
    Ufunc("isinf", "is x infinite?", ("numpy.isinf", "math.isinf"), cost=1, result="truth"),
    Ufunc("isfinite", "is x neither infinite nor nan?", ("numpy.isfinite", "math.isfinite"), cost=1, result="truth"),
    Ufunc("logical_and", "both", ("numpy.logical_and",), 2, cost=1, result="truth"),
    Ufunc("logical_or", "either", ("numpy.logical_or",), 2, cost=1, result="truth"),
    Ufunc("logical_xor", "one but not both", ("numpy.logical_xor",), 2, cost=1, result="truth"),
    Ufunc("logical_not", "not", ("numpy.logical_not",), cost=1, result="truth"),
    Ufunc("add", "x + y", ("numpy.add",), 2, operator="+", cost=1, result="same"),
    Ufunc("subtract", "x - y", ("numpy.subtract",), 2, operator="-", cost=1, result="same"),
    Ufunc("multiply", "x * y", ("numpy.multiply",), 2, operator="*", cost=1, result="same"),
    Ufunc("divide", "x / y", ("numpy.divide", "numpy.true_divide"), 2, operator="/", cost=4),
    Ufunc("floor_divide", "x // y", ("numpy.floor_divide",), 2, operator="//", cost=8, result="same"),
    Ufunc("mod", "x % y", ("numpy.mod", "numpy.remainder"), 2, operator="%", cost=8, result="same"),
    Ufunc("less", "x < y", ("numpy.less",), 2, operator="<", cost=1, result="truth"),
    Ufunc("less_equal", "x <= y", ("numpy.less_equal",), 2, operator="<=", cost=1, result="truth"),
    Ufunc("greater", "x > y", ("numpy.greater",), 2, operator=">", cost=1, result="truth"),
    Ufunc("greater_equal", "x >= y", ("numpy.greater_equal",), 2, operator=">=", cost=1, result="truth"),
    Ufunc("equal", "x == y", ("numpy.equal",), 2, operator="==", cost=1, result="truth"),
    Ufunc("not_equal", "x != y", ("numpy.not_equal",), 2, operator="!=", cost=1, result="truth"),
    Ufunc("deg2rad", "degrees to radians", ("numpy.deg2rad", "numpy.radians", "math.radians"), cost=1),
    Ufunc("rad2deg", "radians to degrees", ("numpy.rad2deg", "numpy.degrees", "math.degrees"), cost=1),
)
UFUNCS: dict[str, Ufunc] = {
    row.name: row for row in (*ROWS, *elementary.FUNCTIONS, *gamma.FUNCTIONS, *normal.FUNCTIONS, *incomplete.FUNCTIONS, *incomplete_slopes.FUNCTIONS,
                              *incomplete_log_slopes.FUNCTIONS, *normal_moments.FUNCTIONS, *bessel.FUNCTIONS, *circular.FUNCTIONS, *passage.FUNCTIONS,
                              *cylinder.FUNCTIONS, *classical.FUNCTIONS, *everyday.FUNCTIONS)}
BODIES: dict[str, Ufunc] = {name: row for name, row in UFUNCS.items() if row.body is not None and row.symbol}        # those called `@llb.NAME`
COMPOSED: dict[str, Ufunc] = {name: row for name, row in UFUNCS.items() if row.body is not None and not row.symbol}     # those staged in place
OPERATORS: dict[str, str] = {name: row.operator for name, row in UFUNCS.items() if row.operator}
COST: dict[str, int] = {name: row.cost for name, row in UFUNCS.items()} | {row.operator: row.cost for row in ROWS if row.operator} | {"**": 30}
