"""The elementwise functions: name -> how a scalar is computed, what type it has, what it costs. One line a function.

`symbol` is the LLVM intrinsic (with `.f64`/`.f32` added) or the C name that is called; differentiation knows its derivative by that name.
What is more than one call is in `elementwise.CUSTOM`. `names` are the dotted public names that mean this function.
"""
from __future__ import annotations

from typing import NamedTuple


class Ufunc(NamedTuple):
    """One elementwise function: how many arguments, how it is computed, its names, its line of documentation and its cost in operations."""

    arity: int
    symbol: str                     # "" for those in elementwise.CUSTOM and OPERATORS
    names: tuple[str, ...]
    doc: str
    cost: int = 20


UFUNCS: dict[str, Ufunc] = {
    "exp": Ufunc(1, "llvm.exp", ("numpy.exp", "math.exp"), "e^x"),
    "exp2": Ufunc(1, "llvm.exp2", ("numpy.exp2", "math.exp2"), "2^x"),
    "expm1": Ufunc(1, "expm1", ("numpy.expm1", "math.expm1", "scipy.special.expm1"), "e^x - 1, accurate near 0"),
    "log": Ufunc(1, "llvm.log", ("numpy.log",), "natural logarithm; log(-1) is nan, log(0) is -inf"),
    "log2": Ufunc(1, "llvm.log2", ("numpy.log2", "math.log2"), "logarithm to base 2"),
    "log10": Ufunc(1, "llvm.log10", ("numpy.log10", "math.log10"), "logarithm to base 10"),
    "log1p": Ufunc(1, "log1p", ("numpy.log1p", "math.log1p", "scipy.special.log1p"), "log(1 + x), accurate near 0"),
    "sqrt": Ufunc(1, "llvm.sqrt", ("numpy.sqrt", "math.sqrt"), "square root", 4),
    "cbrt": Ufunc(1, "cbrt", ("numpy.cbrt", "math.cbrt", "scipy.special.cbrt"), "cube root"),
    "sin": Ufunc(1, "llvm.sin", ("numpy.sin", "math.sin"), "sine, x in radians"),
    "cos": Ufunc(1, "llvm.cos", ("numpy.cos", "math.cos"), "cosine, x in radians"),
    "tan": Ufunc(1, "llvm.tan", ("numpy.tan", "math.tan"), "tangent, x in radians"),
    "asin": Ufunc(1, "asin", ("numpy.arcsin", "numpy.asin", "math.asin"), "inverse sine"),
    "acos": Ufunc(1, "acos", ("numpy.arccos", "numpy.acos", "math.acos"), "inverse cosine"),
    "atan": Ufunc(1, "atan", ("numpy.arctan", "numpy.atan", "math.atan"), "inverse tangent"),
    "atan2": Ufunc(2, "atan2", ("numpy.arctan2", "numpy.atan2", "math.atan2"), "angle of the point (x, y), given as (y, x)"),
    "sinh": Ufunc(1, "sinh", ("numpy.sinh", "math.sinh"), "hyperbolic sine"),
    "cosh": Ufunc(1, "cosh", ("numpy.cosh", "math.cosh"), "hyperbolic cosine"),
    "tanh": Ufunc(1, "tanh", ("numpy.tanh", "math.tanh"), "hyperbolic tangent"),
    "asinh": Ufunc(1, "asinh", ("numpy.arcsinh", "numpy.asinh", "math.asinh"), "inverse hyperbolic sine"),
    "acosh": Ufunc(1, "acosh", ("numpy.arccosh", "numpy.acosh", "math.acosh"), "inverse hyperbolic cosine"),
    "atanh": Ufunc(1, "atanh", ("numpy.arctanh", "numpy.atanh", "math.atanh"), "inverse hyperbolic tangent"),
    "hypot": Ufunc(2, "hypot", ("numpy.hypot", "math.hypot"), "sqrt(x^2 + y^2) without overflow"),
    "copysign": Ufunc(2, "llvm.copysign", ("numpy.copysign", "math.copysign"), "|x| with the sign of y", 1),
    "fmod": Ufunc(2, "fmod", ("numpy.fmod", "math.fmod"), "remainder with the sign of x"),
    "lgamma": Ufunc(1, "lgamma", ("scipy.special.gammaln", "scipy.special.loggamma", "math.lgamma"), "log of the absolute gamma function", 50),
    "gamma": Ufunc(1, "tgamma", ("scipy.special.gamma", "math.gamma"), "gamma function", 50),
    "digamma": Ufunc(1, "llb.digamma", ("scipy.special.digamma", "scipy.special.psi"), "derivative of gammaln", 50),
    "polygamma": Ufunc(2, "llb.polygamma", ("scipy.special.polygamma",), "n-th derivative of digamma", 80),
    "erf": Ufunc(1, "erf", ("scipy.special.erf", "math.erf"), "error function"),
    "erfc": Ufunc(1, "erfc", ("scipy.special.erfc", "math.erfc"), "1 - erf(x), accurate in the tail"),
    "ndtr": Ufunc(1, "llb.ndtr", ("scipy.special.ndtr",), "standard normal cumulative distribution", 30),
    "log_ndtr": Ufunc(1, "llb.log_ndtr", ("scipy.special.log_ndtr",), "log of ndtr, accurate in the tail", 40),
    "ndtri": Ufunc(1, "llb.ndtri", ("scipy.special.ndtri",), "standard normal quantile", 40),
    "expit": Ufunc(1, "llb.expit", ("scipy.special.expit",), "1 / (1 + exp(-x))", 25),
    "log_expit": Ufunc(1, "llb.log_expit", ("scipy.special.log_expit",), "log of expit, no overflow", 40),
    "logit": Ufunc(1, "", ("scipy.special.logit",), "log(x / (1 - x))", 40),
    "log1mexp": Ufunc(1, "llb.log1mexp", (), "log(1 - exp(x)) for x < 0", 40),
    "logaddexp": Ufunc(2, "llb.logaddexp", ("numpy.logaddexp",), "log(exp(x) + exp(y)) without overflow", 40),
    "xlogy": Ufunc(2, "llb.xlogy", ("scipy.special.xlogy",), "x log(y), 0 where x is 0", 20),
    "xlog1py": Ufunc(2, "llb.xlog1py", ("scipy.special.xlog1py",), "x log(1 + y), 0 where x is 0", 20),
    "betaln": Ufunc(2, "", ("scipy.special.betaln",), "log of the beta function", 150),
    "stop_gradient": Ufunc(1, "llb.stop_gradient", (), "x, but a constant to differentiation", 1),
    "gammainc": Ufunc(2, "llb.gammainc", ("scipy.special.gammainc",), "regularised lower incomplete gamma function", 200),
    "gammaincc": Ufunc(2, "llb.gammaincc", ("scipy.special.gammaincc",), "regularised upper incomplete gamma function", 200),
    "betainc": Ufunc(3, "llb.betainc", ("scipy.special.betainc",), "regularised incomplete beta function", 300),
    "erfinv": Ufunc(1, "llb.erfinv", ("scipy.special.erfinv",), "inverse error function", 40),
    "floor": Ufunc(1, "llvm.floor", ("numpy.floor",), "largest whole number not above x", 1),
    "ceil": Ufunc(1, "llvm.ceil", ("numpy.ceil",), "smallest whole number not below x", 1),
    "trunc": Ufunc(1, "llvm.trunc", ("numpy.trunc",), "x without its fraction", 1),
    "rint": Ufunc(1, "llvm.rint", ("numpy.rint",), "nearest whole number, ties to even", 1),
    "power": Ufunc(2, "", ("numpy.power", "math.pow", "numpy.float_power", "numpy.pow"), "x^y", 30),
    "square": Ufunc(1, "", ("numpy.square",), "x^2", 1),
    "reciprocal": Ufunc(1, "", ("numpy.reciprocal",), "1 / x", 4),
    "abs": Ufunc(1, "", ("numpy.abs", "numpy.absolute", "numpy.fabs", "math.fabs"), "absolute value", 1),
    "sign": Ufunc(1, "", ("numpy.sign",), "-1, 0 or 1", 1),
    "negative": Ufunc(1, "", ("numpy.negative",), "-x", 1),
    "maximum": Ufunc(2, "", ("numpy.maximum",), "the larger of two; nan if either is", 1),
    "minimum": Ufunc(2, "", ("numpy.minimum",), "the smaller of two; nan if either is", 1),
    "fmax": Ufunc(2, "llvm.maxnum", ("numpy.fmax",), "the larger of two; ignores a nan", 1),
    "fmin": Ufunc(2, "llvm.minnum", ("numpy.fmin",), "the smaller of two; ignores a nan", 1),
    "clip": Ufunc(3, "", ("numpy.clip",), "x limited to [low, high]", 2),
    "where": Ufunc(3, "", ("numpy.where",), "x where the condition holds, else y", 1),
    "isnan": Ufunc(1, "", ("numpy.isnan", "math.isnan"), "is x nan?", 1),
    "isinf": Ufunc(1, "", ("numpy.isinf", "math.isinf"), "is x infinite?", 1),
    "isfinite": Ufunc(1, "", ("numpy.isfinite", "math.isfinite"), "is x neither infinite nor nan?", 1),
    "logical_and": Ufunc(2, "", ("numpy.logical_and",), "both", 1),
    "logical_or": Ufunc(2, "", ("numpy.logical_or",), "either", 1),
    "logical_xor": Ufunc(2, "", ("numpy.logical_xor",), "one but not both", 1),
    "logical_not": Ufunc(1, "", ("numpy.logical_not",), "not", 1),
    "add": Ufunc(2, "", ("numpy.add",), "x + y", 1),
    "subtract": Ufunc(2, "", ("numpy.subtract",), "x - y", 1),
    "multiply": Ufunc(2, "", ("numpy.multiply",), "x * y", 1),
    "divide": Ufunc(2, "", ("numpy.divide", "numpy.true_divide"), "x / y", 4),
    "floor_divide": Ufunc(2, "", ("numpy.floor_divide",), "x // y", 8),
    "mod": Ufunc(2, "", ("numpy.mod", "numpy.remainder"), "x % y", 8),
    "less": Ufunc(2, "", ("numpy.less",), "x < y", 1),
    "less_equal": Ufunc(2, "", ("numpy.less_equal",), "x <= y", 1),
    "greater": Ufunc(2, "", ("numpy.greater",), "x > y", 1),
    "greater_equal": Ufunc(2, "", ("numpy.greater_equal",), "x >= y", 1),
    "equal": Ufunc(2, "", ("numpy.equal",), "x == y", 1),
    "not_equal": Ufunc(2, "", ("numpy.not_equal",), "x != y", 1),
    "deg2rad": Ufunc(1, "", ("numpy.deg2rad", "numpy.radians", "math.radians"), "degrees to radians", 1),
    "rad2deg": Ufunc(1, "", ("numpy.rad2deg", "numpy.degrees", "math.degrees"), "radians to degrees", 1),
}
OPERATORS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "floor_divide": "//", "mod": "%", "less": "<", "less_equal": "<=",
             "greater": ">", "greater_equal": ">=", "equal": "==", "not_equal": "!="}
COST = {name: u.cost for name, u in UFUNCS.items()} | {"/": 4, "**": 30, "//": 8, "%": 8}
