"""The scalar functions of the language, a row each: what is one call, one operator or one of `numbers/elementwise.CUSTOM` here, what is written in the
language at the end of the file that has its body. A new function is a body with a row, and a line of `ad/rules/partials.py`; in a file that is not imported
with this one, also its name in LATER.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from . import elementary, twins
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
LATER = {                                       # rows of the files that are imported when one of them is asked for
    "special.gamma": "digamma trigamma polygamma lgamma_rest digamma_rest trigamma_rest peak_slope below_peak",
    "special.normal": "ndtr log_ndtr ndtri erfinv",
    "special.incomplete": "gammainc gammaincc log_gammainc log_gammaincc betainc log_betainc log_betaincc",
    "special.incomplete_slopes": "gammainc_a gammainc_aa gamma_density betainc_a betainc_b betainc_aa betainc_ab betainc_bb beta_density",
    "special.incomplete_log_slopes": "log_gammainc_a log_gammainc_aa log_gammaincc_a log_gammaincc_aa gamma_lower_hazard gamma_upper_hazard "
                                     "log_betainc_a log_betainc_b log_betainc_aa log_betainc_ab log_betainc_bb "
                                     "log_betaincc_a log_betaincc_b log_betaincc_aa log_betaincc_ab log_betaincc_bb beta_lower_hazard beta_upper_hazard",
    "special.normal_moments": "mills_moment owens_t log_owens_rest owens_hazard",
    "special.bessel": "log_i0e i1_gap i1_slope",
    "special.circular": "log_von_mises von_mises_hazard von_mises_entry log_von_mises_k log_von_mises_kk",
    "special.passage": "wiener_images wiener_images_u wiener_images_s wiener_images_uu wiener_images_su wiener_images_ss",
    "cylinder.oscillating": "jv yv",
    "cylinder.modified": "ive ive_x iv",
    "cylinder.macdonald": "kve kv kve_moment",
    "cylinder.spherical": "spherical_jn spherical_yn spherical_in spherical_kn",
    "cylinder.airy": "airy_ai airy_aip airy_bi airy_bip",
    "cylinder.orders": "ive_n ive_nn",
    "cylinder.turning_orders": "jv_n jv_nn yv_n yv_nn",
    "classical.exponential": "expi exp1 expn shi chi",
    "classical.trigonometric": "si ci fresnel_s fresnel_c unit_moment exprel dawsn",
    "classical.zeta": "zeta_moment zeta spence",
    "classical.gauss": "hyp2f1",
    "classical.gauss_slopes": "hyp2f1_a hyp2f1_c hyp2f1_aa hyp2f1_ab hyp2f1_ac hyp2f1_cc",
    "classical.kummer": "hyp1f1 hyperu hyp0f1",
    "classical.elliptic": "carlson_moment elliprf elliprd elliprg ellipkm1 ellipem1 ellipkinc ellipeinc ellipam",
    "everyday.products": "betaln beta poch poch_z poch_zz digamma_rise rgamma rgamma_slope rgamma_bend gammasgn",
    "everyday.binomials": "binom binom_n binom_nn",
    "everyday.errors": "erfcx erfi erfcinv ndtri_exp",
    "everyday.lambert": "lambert_w lambert_w_lower wrightomega",
    "everyday.quantiles": "gammaincinv gammainccinv logit_betaincinv betaincinv betainccinv",
    "everyday.entropies": "entr rel_entr kl_div huber pseudo_huber",
    "everyday.laws": "betaincc stdtr stdtrit fdtr fdtrc fdtri gdtr gdtrc chdtr chdtrc pdtr pdtrc bdtr bdtrc nbdtr nbdtrc gdtrix gdtria chdtri pdtri bdtri "
                     "nbdtri",
    "everyday.relatives": "log1p_quotient log1p_moment boxcox boxcox1p inv_boxcox inv_boxcox1p powm1 log1pmx softplus logaddexp2 agm",
    "everyday.angles": "sinc sinc_slope cosm1 sindg cosdg tandg radian",
    "everyday.kolmogorov": "kolmogorov kolmogorov_y kolmogorov_yy kolmogi smirnov",
}  # fmt: skip


class Rows(Mapping[str, Ufunc]):
    """Rows by name: those that are there, and those of files that are imported when one of theirs is asked for. Names alone import nothing."""

    def __init__(self, there: Iterable[Ufunc], later: Mapping[str, str]):
        self.there = {row.name: row for row in there}
        self.files = {name: file for file, names in later.items() for name in names.split()}
        self.names = (*self.there, *self.files)

    def __getitem__(self, name: str) -> Ufunc:
        if name not in self.there and name in self.files:
            self.there |= {row.name: row for row in import_module(f".{self.files[name]}", __package__).FUNCTIONS}
        return self.there[name]

    def __contains__(self, name: object) -> bool:
        return name in self.there or name in self.files

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


AT_ONCE = (*ROWS, *elementary.FUNCTIONS)
UFUNCS = Rows(AT_ONCE, LATER)
OPERATORS: dict[str, str] = {row.name: row.operator for row in ROWS if row.operator}
_OF_OPERATOR = {row.operator: row for row in ROWS if row.operator}


@cache
def row_of(op: str) -> Ufunc | None:
    """The row of a function or of an operator; None of what is neither."""
    return _OF_OPERATOR.get(op) or UFUNCS.get(op)


@cache
def cost(op: str) -> int:
    """Of a function or an operator, in additions."""
    row = row_of(op)
    return 30 if op == "**" else row.cost if row is not None else 1
