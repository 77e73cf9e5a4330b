"""Writes docs/distributions.md from the table of distributions and the constraints; run this file after changing one of them."""
from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

HEAD = """# Distributions and constraints

A distribution is a value: `d = Normal(0, 1)`. `d.logpdf(x)` works inside models and outside, element by element, and is −inf outside of
the support; so do `d.cdf(x)` with `d.logcdf(x)` and `d.logsf(x)` (right beyond the support, and where tails underflow), `d.quantile(p)`,
`d.mean()`, `d.variance()`, `d.skewness()` and `d.kurtosis()`, the excess over a normal law's (nan where the moment does not exist), where the table says so.
Those of one number with a density and a cdf, truncated, transformed and mixed ones too, are functions of a standard normal variable:
`d.from_normal(z)` is the x with P(X ≤ x) = Φ(z), and `d.to_normal(x)` the z of x. Both have all digits in both tails,
for z from −37 to 37, where `d.quantile(p)` of a p near 1 has few: `Normal(1, 2).from_normal(8)` is 17. They are differentiable to second order in z, x and all
parameters; where the quantile has a closed form they cost no more than that. Parameters may be numbers, data arrays or parameters of the model, and broadcast
against each other. This page is written by `docs/distributions_page.py` from the tables.

"""
FORMS = """
## Forms

| form | meaning |
|---|---|
| `d.truncated(low, high)` | on what of [low, high] is support, **renormalised**; a bound may be left out or be a parameter; of counts both are included |
| `Mixture(weights, components)` | a list of distributions, or one whose parameters hold the components on their last axis; `weights` sum to 1 |
| `NormalGLM(X, intercept, beta, scale)` | `Normal(intercept + X @ beta, scale)`, by Stan's word and no faster |
| `BernoulliGLM`, `PoissonGLM`, `NegativeBinomialGLM` | so too, with logits or logarithms of means; the last takes `size` as well |
| `CategoricalGLM`, `OrderedLogisticGLM(X, beta, cutpoints)` | so too; with an intercept and a column of `beta` for each category, or cutpoints |
| `ZeroInflated(p, d)` | counts of `d` with extra zeros: P(X = 0) = p + (1 − p) P(d = 0) |
| `Hurdle(p, d)` | zero with probability p, else a value of `d` that is not zero; `d` has counts, or a density as in `Hurdle(p, Gamma(2, 1))` |
| `Censored(d, low, high)` | observations at or beyond a bound count with the probability of the tail; bounds may be arrays, infinite for rows not censored |
| `Censored(d, event=)` | `event` is 1 where the observation is a value, 0 where it is the time up to which there was none |
| `IntervalCensored(d)` | observations are pairs (a, b) of ends, an infinite or nan end open; (a, a) is a value that is known, and counts with its density |
| `Transformed(d, bijection)` | f(X): the transform of a constraint (`lower(a)` is a + exp), `np.exp`, `np.log`, …, or `forward=`, `inverse=`, `log_det=` |
| `Custom(*params, logpdf=, sample=, …)` | a distribution of your own, see [models.md](models.md) |
| `d.noncentered(weight=)` | the same distribution through a standard draw: `NAME_raw`; partly with a weight from 0 to 1; all of a location and a scale |
| `ppl.sample(name, d, constraint=c)` | restricted to `c` and **never renormalised** (Stan's `<lower=0>`) |

## Constraints

| constraint | set | free coordinates |
|---|---|---|
"""
CONSTRAINTS = (
    ("`real`", "all numbers", "x"), ("`positive`", "x > 0", "log x"), ("`lower(a)`", "x > a", "log(x − a)"), ("`upper(b)`", "x < b", "log(b − x)"),
    ("`interval(a, b)`", "a < x < b", "logit((x − a) / (b − a))"), ("`unit`", "0 < x < 1", "logit x"),
    ("`ordered`", "increasing along the last axis", "the first value, logs of the differences"),
    ("`positive_ordered`", "increasing and positive", "logs of the differences from 0"),
    ("`simplex`", "positive, sum 1 along the last axis", "K − 1 stick-breaking logits"),
    ("`stochastic_rows`, `stochastic_columns`", "matrices of which each row, or column, is a simplex", "those of the simplexes"),
    ("`unit_vector`", "length 1 along the last axis", "the vector itself, of any length: one more than dimensions"),
    ("`sum_to_zero`", "sum 0 along the last axis", "K − 1 along an orthonormal base (Stan 2.36)"),
    ("`sum_to_zero_matrix`", "sum 0 of each row and column", "the same along both axes, (N − 1) (M − 1)"),
    ("`affine(loc, scale)`", "all numbers (Stan's offset and multiplier)", "(x − loc) / scale"),
    ("`corr_matrix(n)`", "correlation matrices", "those of its Cholesky factor"),
    ("`cov_matrix(n)`", "covariance matrices", "those of its Cholesky factor"),
    ("`cholesky_cov(m)`, `cholesky_cov(m, n)`", "lower factors of covariance matrices, with a positive diagonal; m rows, n columns",
     "row by row: x below the diagonal, log x on it"),
    ("`cholesky_corr(n)`", "Cholesky factors of correlation matrices", "K (K − 1) / 2 partial correlations, atanh"),
)
TAIL = """
Leading axes are batches; bounds may be arrays or parameters. The transforms and their Jacobians are those of the Stan reference manual 2.35,
chapter “Constraint transforms”. Densities of parameters are right where a value rounds to an end of its set, 1 − 1e-20 to 1: they are computed
from the logs of the distances. On the way back (`posterior.unconstrain`, predictions from stored draws) a value on the edge of its set counts as
the nearest double inside; one that lies off its set by more than rounding is refused by name.
"""
ONE_BY_ONE = """
## One by one

Each in its first parameters: the density or probability, which the tests evaluate beside `logpdf`, and a picture; of vectors and matrices two entries of draws.
"""


def page() -> str:
    """The whole page."""
    from llbayes.ppl import distributions
    rows = [_row(getattr(distributions, name), [f for f in distributions.FAMILIES if f.name == name])
            for name in dict.fromkeys(f.name for f in distributions.FAMILIES)]
    head = "| distribution | meaning | parameters | support | has |\n|---|---|---|---|---|\n"
    one_by_one = "".join(_section(name) for name in dict.fromkeys(f.name for f in distributions.FAMILIES) if name in _formulas().FORMULAS)
    constraints = "".join(f"| {name} | {what} | {free} |\n" for name, what, free in CONSTRAINTS)
    return HEAD + head + "".join(rows) + FORMS + constraints + TAIL + ONE_BY_ONE + one_by_one


def _section(name: str) -> str:
    """The picture of a family and its density."""
    formulas = _formulas()
    formula = formulas.FORMULAS[name]
    where = [f"```math\n{letter} = {formulas.mathematics(text)}\n```\n" for letter, text in formula.where.items()]
    says = formulas.letters(name)
    return (f"\n### `{name}`\n\n![{name}](pictures/{name}.png)\n\n```math\n{formulas.mathematics(formula.density)}\n```\n"
            + ("where\n\n" + "".join(where) if where else "") + (f"{'; '.join(says)}.\n" if says else ""))


@functools.cache
def _formulas() -> Any:
    """The module beside this one."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("formulas", Path(__file__).with_name("formulas.py"))
    module = importlib.util.module_from_spec(spec)                                              # type: ignore[arg-type]
    spec.loader.exec_module(module)                                                             # type: ignore[union-attr]
    return module


def _row(make: Any, families: list[Any]) -> str:
    from llbayes.ppl.base.family import by_bisection
    from llbayes.ppl.base.member import make as make_one
    first = families[0]
    parameters = " or ".join(", ".join(_parameter(p) for p in f.params) for f in families)
    asked = ("cdf", "quantile", "mean", "variance", "skewness", "kurtosis")
    has = [word for word in asked if getattr(first, word) is not None or word == "quantile" and by_bisection(first)]
    has += ["truncated"] if not (first.discrete or first.axes or first.cdf is None) else []
    has += ["noncentered"] if any(make_one(f, *f.examples[0]).has("noncentered") for f in families) else []
    meaning = (make.__doc__ or "").strip().split("\n")[0].replace("|", "\\|")
    return f"| `{first.name}` | {meaning} | {parameters} | {_support(first)} | {', '.join(has)} |\n"


def _parameter(p: Any) -> str:
    return f"`{p.name}` ({p.domain})" if p.domain.restricts() else f"`{p.name}`"


class Named(float):
    """A number that stands for a parameter, and keeps its name where it is a bound."""

    name = ""


class Size(int):
    """The same for a size."""

    name = ""


def _named(param: Any) -> Named | Size:
    number = Size(2) if param.size else Named(1.0)
    number.name = param.name
    return number


def _support(family: Any) -> str:
    """The support with the parameters' names as bounds."""
    from llbayes.ir.errors import LlbayesError
    kind = family.support(*family.examples[0]).kind
    try:
        bounds = family.support(*(_named(p) for p in family.params)).params
    except (TypeError, AttributeError, IndexError, LlbayesError):  # the size of a parameter is a bound
        return kind.name
    return f"{kind.name} ({', '.join(x.name for x in bounds)})" if bounds and all(isinstance(x, (Named, Size)) for x in bounds) else kind.name


if __name__ == "__main__":
    Path(__file__).with_name("distributions.md").write_text(page())
