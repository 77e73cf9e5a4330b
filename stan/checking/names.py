"""Names: which may be given, and what is said of one that is not known."""
from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from ..errors import StanError, error
from ..functions.refused import refused
from ..lexer import RESERVED
from ..signatures import TABLE
from ..source import Span
from .context import Context


def verify_word(name: str, span: Span) -> None:
    """Names that end in `__` and reserved words are not the user's."""
    if name.endswith("__") or name in RESERVED:
        raise error(f"`{name}` is a reserved word" if name in RESERVED else f"the name `{name}` ends in `__`, which is reserved", span, "choose another name")


def verify_fresh(name: str, span: Span, c: Context) -> None:
    """A new variable has a name that is free in all scopes around it."""
    if name.endswith(("_lupdf", "_lupmf")):
        raise error(f"a variable's name does not end in `{name[-6:]}`", span, "choose another name")
    known = c.scope.find(name)
    if known is not None:
        raise error(f"`{name}` is declared already, in line {known.span.line}", span, "variables cannot hide others: choose another name")


def unknown_variable(name: str, span: Span, c: Context) -> StanError:
    """A name that is not in scope."""
    hint = meant(name, c.scope.names())
    return error(f"`{name}` is not declared", span, hint or ("it is a function: call it" if name in TABLE else "declare it before it is used"))


def unknown_function(name: str, span: Span, users: Iterable[str]) -> StanError:
    """A function that is not known."""
    density = next((name + suffix for suffix in ("_lpdf", "_lpmf") if name + suffix in TABLE), "")
    return error(f"no function `{name}`", span, f"the density is `{density}(y | …)`" if density else meant(name, [*users, *TABLE]))


def verify_supported(name: str, span: Span, c: Context) -> None:
    """Refuses a function of Stan's that there is none of here."""
    subject = None if name in TABLE or name in c.functions else refused(name)
    if subject is not None:
        raise error(f"`{name}` is not supported: {subject.what} not", span, subject.instead)


def meant(name: str, known: Iterable[str]) -> str:
    """The hint `did you mean …?`; empty where no name is near."""
    names = list(dict.fromkeys(known))
    word = ELSEWHERE.get(name.lower())
    found = [word] if word in names else get_close_matches(name, names, 1, 0.72)
    return f"did you mean `{found[0]}`?" if found else ""


# words of other languages -> Stan's
ELSEWHERE = {
    "arange": "linspaced_int_array", "c": "append_array", "chol": "cholesky_decompose", "cholesky": "cholesky_decompose", "concat": "append_array",
    "concatenate": "append_array", "cumsum": "cumulative_sum", "det": "determinant", "diag": "diagonal", "dot": "dot_product",
    "expit": "inv_logit", "gammaln": "lgamma", "gaussian": "normal", "half_cauchy": "cauchy", "half_normal": "normal", "laplace": "double_exponential",
    "len": "size", "length": "size", "ln": "log", "logsumexp": "log_sum_exp", "mvn": "multi_normal", "mvnormal": "multi_normal", "ncol": "cols",
    "negative_binomial": "neg_binomial_2", "nrow": "rows", "numel": "num_elements", "ones": "ones_vector", "power": "pow", "rep": "rep_vector",
    "seq": "linspaced_int_array", "sigmoid": "inv_logit", "solve": "mdivide_left", "sort": "sort_asc", "std": "sd", "stdev": "sd", "t": "student_t",
    "var": "variance", "zeros": "zeros_vector",
}  # fmt: skip
