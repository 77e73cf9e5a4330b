"""What stands where a distribution, a constraint or a number belongs, and what to write instead. In: the value; out: words for the error."""

from __future__ import annotations

from typing import Any

from ..base.types import Uncalled
from .calls import nearest, signature
from .words import plain

# constraints elsewhere -> here
CONSTRAINTS: dict[str, str] = {
    **dict.fromkeys(("positive", "positivereal", "greaterthan0", "nonnegative", "pos", "softplus", "exp", "log", "logtransform", "logodds+",
                    "positivevector"), "ppl.positive"),
    **dict.fromkeys(("real", "none", "unconstrained", "identity", "realvector", "flat"), "ppl.real"),
    **dict.fromkeys(("unit", "unitinterval", "probability", "logodds", "sigmoid", "logit", "openunitinterval", "zeroone", "01", "(0,1)", "[0,1]"), "ppl.unit"),
    **dict.fromkeys(("simplex", "softmax", "stickbreaking", "softmaxcentered", "simplexvector"), "ppl.simplex"),
    **dict.fromkeys(("ordered", "orderedvector", "increasing", "sorted", "univariateordered", "multivariateordered", "ascending"), "ppl.ordered"),
    **dict.fromkeys(("positiveordered", "positiveorderedvector", "orderedpositive"), "ppl.positive_ordered"),
    **dict.fromkeys(("lower", "greaterthan", "greaterthaneq", "lowerbound", "lowerbounded"), "ppl.lower(a)"),
    **dict.fromkeys(("upper", "lessthan", "lessthaneq", "upperbound", "upperbounded"), "ppl.upper(b)"),
    **dict.fromkeys(("negative", "nonpositive"), "ppl.upper(0)"),
    **dict.fromkeys(("interval", "bounded", "between", "openinterval", "closedinterval"), "ppl.interval(a, b)"),
    **dict.fromkeys(("choleskycorr", "corrcholesky", "choleskyfactorcorr", "correlationcholesky", "choleskycorrpacked"), "ppl.cholesky_corr(n)"),
    **dict.fromkeys(("corrmatrix", "correlation", "correlationmatrix", "lkj", "corr"), "ppl.corr_matrix(n)"),
    **dict.fromkeys(("covmatrix", "covariance", "covariancematrix", "positivedefinite", "spd", "covmat", "positivesemidefinite",
                    "symmetricpositivedefinite"), "ppl.cov_matrix(n)"),
    **dict.fromkeys(("choleskycov", "choleskyfactorcov", "lowercholesky", "choleskyfactor", "scaledunitlowercholesky", "softpluslowercholesky", "cholcov",
                    "cholcovpacked", "choleskycovpacked", "filltril", "fillscaletril", "lowertriangular"), "ppl.cholesky_cov(n)"),
    **dict.fromkeys(("unitvector", "sphere", "unitnorm", "direction"), "ppl.unit_vector"),
    **dict.fromkeys(("sumtozero", "sumtozerovector", "zerosum", "zerosumvector", "zerosumtransform"), "ppl.sum_to_zero"),
    **dict.fromkeys(("sumtozeromatrix", "zerosummatrix", "doublycentered"), "ppl.sum_to_zero_matrix"),
    **dict.fromkeys(("rowstochasticmatrix", "stochasticrows", "rowstochastic", "transitionmatrix"), "ppl.stochastic_rows"),
    **dict.fromkeys(("columnstochasticmatrix", "stochasticcolumns", "columnstochastic"), "ppl.stochastic_columns"),
    **dict.fromkeys(("affine", "offset", "multiplier", "offsetmultiplier", "affinetransform"), "ppl.affine(loc, scale)"),
}  # fmt: skip
NAMES = ("real", "positive", "unit", "simplex", "ordered", "positive_ordered", "lower", "upper", "interval", "affine", "cholesky_corr", "corr_matrix",
         "cov_matrix", "cholesky_cov", "unit_vector", "sum_to_zero", "sum_to_zero_matrix", "stochastic_rows", "stochastic_columns")  # fmt: skip
MAKERS = ("lower", "upper", "interval", "affine", "cholesky_corr", "corr_matrix", "cov_matrix", "cholesky_cov")
ALL = ", ".join(f"`ppl.{n}`" for n in NAMES)


def for_constraint(value: Any, where: str) -> tuple[str, str]:
    """(what it is, what to write) of a value that is no constraint; `where` is how the call names its constraint: `constraint=`, or nothing."""
    match value:
        case str():
            found = CONSTRAINTS.get(plain(value).replace(" ", "").replace("-", "")) or of_name(value)
            return f"the text {value!r}", f"write `{where}{found}`" if found else f"constraints are {ALL}"
        case (low, high) if not callable(low) and not callable(high):
            return "a pair", f"write `{where}{between(low, high)}`"
        case int() | float():
            return "a number", f"write `{where}ppl.lower({value})`, or `{where}ppl.upper({value})`"
    name = getattr(value, "__name__", type(value).__name__)
    if name in MAKERS and callable(value):
        return "a function", f"it takes its bounds: write `{where}ppl.{signature(value)}`"
    found = CONSTRAINTS.get(plain(name).strip("<>"))
    return f"a {type(value).__name__}", f"write `{where}{found}`" if found else f"constraints are {ALL}"


def of_name(text: str) -> str:
    """The constraint that a misspelt name means; empty when none is near."""
    near = nearest(text, NAMES)
    return f"ppl.{near}" if near else ""


def between(low: Any, high: Any) -> str:
    """The constraint of a pair of bounds."""
    if low is None and high is None:
        return "ppl.real"
    if high is None:
        return f"ppl.lower({low})"
    return f"ppl.upper({high})" if low is None else f"ppl.interval({low}, {high})"


def for_distribution(name: Any, value: Any) -> tuple[str, str]:
    """(what it is, what to write) of a value that stands where a distribution belongs."""
    if isinstance(value, str):
        return f"the text {value!r}", f'the name comes first: `ppl.sample("{value}", …)`'
    if is_constructor(value):
        return f"the function `{value.__name__}`", f"call it: `ppl.{signature(value)}`"
    if isinstance(value, Uncalled):
        return f"`{value.name}` without its parameters", f"call it with them: `{value!r}`"
    if callable(getattr(value, "rvs", None)):
        return "a distribution of SciPy", "distributions of models are those of ppl: `ppl.Normal(0, 1)`"
    if value is None or isinstance(value, (int, float)):
        return shown(value), f'`ppl.sample("{name}", ppl.Normal(0, 1))`; a value that is known is `ppl.deterministic("{name}", value)`'
    return f"a {type(value).__name__}", f'`ppl.sample("{name}", ppl.Normal(0, 1))`; flat on a constraint: `ppl.param("{name}", ppl.positive)`'


def is_constructor(value: Any) -> bool:
    """Is it a function that makes distributions?"""
    return callable(value) and getattr(value, "families", None) is not None


def shown(value: Any) -> str:
    """A value that is no number, in a message."""
    return "None" if value is None else f"the text {value!r}" if isinstance(value, (str, bytes)) else repr(value)


def for_number(value: Any) -> tuple[str, str]:
    """(what it is, what to write) of a value that stands where a number belongs."""
    if is_constructor(value):
        return f"the function `{value.__name__}`", f'its value is that of a site: `x = ppl.sample("x", ppl.{signature(value)})`'
    what = shown(value) if value is None or isinstance(value, (str, bytes)) else f"a {type(value).__name__}"
    return what, "give it a number, an array or a parameter"
