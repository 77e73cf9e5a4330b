"""Where distributions are compared with Stan's own: calls of each law, ordinary points first, then extreme ones. Whole numbers are `int`, floats `real`, a list of
floats is a vector, one of whole numbers an array, one of lists a matrix; `Many` is an array of vectors.

`ORDINARY` and `EXTREME`: law -> (value, arguments …). `calls` lists the calls of a table; the text of one, as a program says it, is its key in `stan.json`,
which `live/store.py laws` writes: version of Stan -> key -> [value, the slopes in each real argument, entries row by row].
"""
from __future__ import annotations

import itertools
from typing import NamedTuple


class Many(list):
    """An array of vectors."""


def grid(values, *arguments):
    """Each value with each set of arguments in turn."""
    sets = itertools.cycle(arguments)
    return [(v, *next(sets)) for v in values]


LINE = (-2.5, -0.4, 0.0, 0.7, 3.1)
POSITIVE = (0.05, 0.4, 1.0, 2.3, 7.5)
UNIT = (0.02, 0.3, 0.5, 0.81, 0.99)

ORDINARY = {
    "normal": grid(LINE, (0.3, 1.2), (-1.0, 0.4), (2.0, 3.0)),
    "std_normal": grid(LINE, ()),
    "exp_mod_normal": grid(LINE, (0.3, 1.2, 0.7), (-1.0, 0.4, 2.5), (1.0, 2.0, 0.2)),
    "skew_normal": grid(LINE, (0.3, 1.2, 2.0), (-1.0, 0.8, -1.5), (2.0, 3.0, 0.3)),
    "student_t": grid(LINE, (4.0, 0.3, 1.2), (1.5, -1.0, 0.4), (25.0, 2.0, 3.0)),
    "cauchy": grid(LINE, (0.3, 1.2), (-1.0, 0.4), (2.0, 3.0)),
    "double_exponential": grid(LINE, (0.3, 1.2), (-1.0, 0.4), (2.0, 3.0)),
    "logistic": grid(LINE, (0.3, 1.2), (-1.0, 0.4), (2.0, 3.0)),
    "gumbel": grid(LINE, (0.3, 1.2), (-1.0, 0.6), (2.0, 3.0)),
    "skew_double_exponential": grid(LINE, (0.3, 1.2, 0.3), (-1.0, 0.4, 0.8), (2.0, 3.0, 0.5)),
    "lognormal": grid(POSITIVE, (0.3, 1.2), (-1.0, 0.4), (2.0, 3.0)),
    "chi_square": grid(POSITIVE, (3.0,), (1.0,), (7.5,)),
    "inv_chi_square": grid(POSITIVE, (3.0,), (1.0,), (7.5,)),
    "scaled_inv_chi_square": grid(POSITIVE, (3.0, 1.2), (1.0, 0.7), (7.5, 2.0)),
    "exponential": grid(POSITIVE, (0.8,), (2.5,), (0.1,)),
    "gamma": grid(POSITIVE, (2.5, 1.5), (0.6, 0.8), (9.0, 4.0)),
    "inv_gamma": grid(POSITIVE, (2.5, 1.5), (0.6, 0.8), (9.0, 4.0)),
    "weibull": grid(POSITIVE, (1.5, 2.0), (0.7, 1.0), (4.0, 3.0)),
    "frechet": grid(POSITIVE, (1.5, 2.0), (0.7, 1.0), (4.0, 3.0)),
    "rayleigh": grid(POSITIVE, (1.2,), (0.5,), (4.0,)),
    "loglogistic": grid(POSITIVE, (1.5, 2.0), (0.7, 1.0), (4.0, 3.0)),
    "pareto": grid((1.5, 2.0, 3.7, 10.0, 50.0), (1.4, 2.0), (0.3, 0.8), (2.0, 4.5)),
    "pareto_type_2": grid((1.5, 2.0, 3.7, 10.0, 50.0), (1.4, 1.2, 2.0), (0.3, 0.5, 0.8), (-2.0, 3.0, 4.5)),
    "beta": grid(UNIT, (2.0, 3.0), (0.7, 0.4), (9.0, 1.5)),
    "beta_proportion": grid(UNIT, (0.3, 4.0), (0.8, 1.5), (0.5, 12.0)),
    "uniform": grid(UNIT, (0.0, 1.0), (-1.0, 2.5)),
    "von_mises": grid((-3.0, -0.5, 0.1, 1.4, 3.1), (0.4, 2.0), (-1.5, 0.3), (2.0, 9.0)),
    "wiener": grid((0.4, 0.7, 1.1, 1.9, 4.0), (2.0, 0.3, 0.4, 1.2), (1.2, 0.1, 0.5, -0.7), (3.0, 0.2, 0.6, 0.0))
    + grid((0.7, 1.9), (2.0, 0.3, 0.4, 1.2, 0.8), (1.2, 0.1, 0.5, -0.7, 1.5)),
    "bernoulli": grid((0, 1, 1), (0.3,), (0.7,), (0.05,)),
    "bernoulli_logit": grid((0, 1, 1), (0.3,), (-1.7,), (2.5,)),
    "binomial": grid((0, 3, 5, 9), (10, 0.3), (5, 0.6), (12, 0.8)),
    "binomial_logit": grid((0, 3, 5, 9), (10, 0.3), (5, -0.6), (12, 1.8)),
    "beta_binomial": grid((0, 3, 5, 9), (10, 2.0, 3.5), (5, 0.7, 0.4), (12, 9.0, 4.0)),
    "hypergeometric": [(1, 4, 3, 6), (0, 3, 5, 8), (5, 9, 7, 6)],
    "discrete_range": grid((2, 4, 7), (1, 8), (3, 7)),
    "neg_binomial": grid((0, 2, 5, 14), (2.5, 0.8), (0.6, 0.2), (12.0, 3.0)),
    "neg_binomial_2": grid((0, 2, 5, 14), (2.5, 0.8), (6.0, 3.0), (12.0, 30.0)),
    "neg_binomial_2_log": grid((0, 2, 5, 14), (0.9, 0.8), (1.6, 3.0), (2.5, 30.0)),
    "poisson": grid((0, 2, 5, 14), (2.5,), (6.0,), (12.0,)),
    "poisson_log": grid((0, 2, 5, 14), (0.9,), (1.6,), (2.5,)),
    "beta_neg_binomial": grid((0, 2, 5, 14), (3.0, 2.5, 1.5), (1.5, 4.0, 2.0), (6.0, 1.2, 0.7)),
    "yule_simon": grid((1, 2, 5, 14), (2.5,), (0.8,), (6.0,)),
    "categorical": [(1, [0.2, 0.5, 0.3]), (3, [0.1, 0.2, 0.7]), ([1, 2, 2, 3], [0.2, 0.5, 0.3])],
    "categorical_logit": [(1, [0.2, -0.5, 1.3]), (3, [0.1, 0.2, 0.7]), ([1, 2, 2, 3], [0.2, 0.5, -0.3])],
    "ordered_logistic": [(1, 0.3, [-1.0, 0.4, 2.0]), (2, -0.8, [-1.0, 0.4, 2.0]), (4, 1.1, [-1.0, 0.4, 2.0]), ([1, 3], [0.2, 0.9], [-1.0, 0.4, 2.0]),
                         ([1, 3], [0.2, 0.9], Many([[-1.0, 0.4], [-0.5, 2.0]]))],
    "ordered_probit": [(1, 0.3, [-1.0, 0.4, 2.0]), (2, -0.8, [-1.0, 0.4, 2.0]), (4, 1.1, [-1.0, 0.4, 2.0]), ([1, 3], [0.2, 0.9], [-1.0, 0.4, 2.0]),
                       ([1, 3], 0.5, [-1.0, 0.4, 2.0]), ([1, 3], [0.2, 0.9], Many([[-1.0, 0.4], [-0.5, 2.0]]))],
    "multinomial": [([2, 0, 5], [0.2, 0.5, 0.3]), ([1, 1], [0.4, 0.6])],
    "multinomial_logit": [([2, 0, 5], [0.2, -0.5, 0.3]), ([1, 1], [0.4, 0.6])],
    "dirichlet_multinomial": [([2, 0, 5], [0.7, 1.5, 2.3]), ([1, 1], [3.0, 4.0])],
    "dirichlet": [([0.2, 0.5, 0.3], [0.7, 1.5, 2.3]), ([0.4, 0.6], [3.0, 4.0]), (Many([[0.2, 0.8], [0.6, 0.4]]), [1.5, 2.0])],
    "multi_normal": [([0.4, -1.2], [0.1, 0.3], [[1.5, 0.4], [0.4, 0.8]]), (Many([[0.4, -1.2], [0.5, 0.6]]), [0.1, 0.3], [[1.5, -0.4], [-0.4, 0.8]]),
                     (Many([[0.4, -1.2], [0.5, 0.6]]), Many([[0.1, 0.3], [1.0, 0.0]]), [[1.5, -0.4], [-0.4, 0.8]]),
                     ([0.4, -1.2, 0.5], [0.1, 0.3, 0.0], [[1.5, 0.4, 0.1], [0.4, 0.8, -0.2], [0.1, -0.2, 1.1]])],
    "multi_normal_prec": [([0.4, -1.2], [0.1, 0.3], [[1.5, 0.4], [0.4, 0.8]]), (Many([[0.4, -1.2], [0.5, 0.6]]), [0.1, 0.3], [[1.5, -0.4], [-0.4, 0.8]])],
    "multi_normal_cholesky": [([0.4, -1.2], [0.1, 0.3], [[1.5, 0.0], [0.4, 0.8]]), (Many([[0.4, -1.2], [0.5, 0.6]]), [0.1, 0.3], [[1.5, 0.0], [-0.4, 0.8]])],
    "multi_student_t": [([0.4, -1.2], 3.5, [0.1, 0.3], [[1.5, 0.4], [0.4, 0.8]]), (Many([[0.4, -1.2], [0.5, 0.6]]), 8.0, [0.1, 0.3], [[1.5, -0.4], [-0.4, 0.8]])],
    "multi_student_t_cholesky": [([0.4, -1.2], 3.5, [0.1, 0.3], [[1.5, 0.0], [0.4, 0.8]])],
    "multi_gp": [([[0.4, -1.2], [0.5, 0.6], [1.0, 0.2]], [[1.5, 0.4], [0.4, 0.8]], [0.7, 1.5, 2.0])],
    "multi_gp_cholesky": [([[0.4, -1.2], [0.5, 0.6], [1.0, 0.2]], [[1.5, 0.0], [0.4, 0.8]], [0.7, 1.5, 2.0])],
    "lkj_corr": [([[1.0, 0.3], [0.3, 1.0]], 2.0), ([[1.0, 0.3, -0.2], [0.3, 1.0, 0.5], [-0.2, 0.5, 1.0]], 0.7)],
    "lkj_corr_cholesky": [([[1.0, 0.0], [0.6, 0.8]], 2.0), ([[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [0.36, 0.48, 0.8]], 0.7)],
    "lkj_cov": [([[1.5, 0.4], [0.4, 0.8]], [0.1, -0.2], [1.0, 0.5], 2.0)],
    "wishart": [([[1.5, 0.4], [0.4, 0.8]], 3.5, [[0.9, -0.1], [-0.1, 0.5]])],
    "wishart_cholesky": [([[1.5, 0.0], [0.4, 0.8]], 3.5, [[0.9, 0.0], [-0.1, 0.5]])],
    "inv_wishart": [([[1.5, 0.4], [0.4, 0.8]], 3.5, [[0.9, -0.1], [-0.1, 0.5]])],
    "inv_wishart_cholesky": [([[1.5, 0.0], [0.4, 0.8]], 3.5, [[0.9, 0.0], [-0.1, 0.5]])],
    "gaussian_dlm_obs": [
        ([[0.3, 1.2, -0.5, 0.7]], [[1.0], [0.5]], [[0.9, 0.2], [0.0, 0.7]], v, [[0.5, 0.1], [0.1, 0.3]], [0.2, -0.1], [[1.0, 0.2], [0.2, 2.0]])
        for v in ([[0.4]], [0.4])
    ],
    "normal_id_glm": [([0.4, -1.2, 0.7], [[0.5, 1.0], [-0.3, 0.2], [1.1, -0.6]], a, [0.8, -0.4], s) for a in (0.3, [0.3, 0.1, -0.2]) for s in (1.2, [1.2, 0.7, 2.0])],
    "bernoulli_logit_glm": [([0, 1, 1], [[0.5, 1.0], [-0.3, 0.2], [1.1, -0.6]], a, [0.8, -0.4]) for a in (0.3, [0.3, 0.1, -0.2])],
    "poisson_log_glm": [([0, 3, 1], [[0.5, 1.0], [-0.3, 0.2], [1.1, -0.6]], a, [0.8, -0.4]) for a in (0.3, [0.3, 0.1, -0.2])],
    "neg_binomial_2_log_glm": [([0, 3, 1], [[0.5, 1.0], [-0.3, 0.2], [1.1, -0.6]], a, [0.8, -0.4], 1.7) for a in (0.3, [0.3, 0.1, -0.2])],
    "binomial_logit_glm": [([0, 3, 1], [4, 5, 3], [[0.5, 1.0], [-0.3, 0.2], [1.1, -0.6]], a, [0.8, -0.4]) for a in (0.3, [0.3, 0.1, -0.2])],
    "categorical_logit_glm": [([1, 3], [[0.5, 1.0], [-0.3, 0.2]], [0.3, 0.1, -0.2], [[0.8, -0.4, 0.1], [0.2, 0.5, -0.7]])],
    "ordered_logistic_glm": [([1, 3], [[0.5, 1.0], [-0.3, 0.2]], [0.3, 0.1], [-0.4, 1.1])],
}  # fmt: skip

EXTREME = {
    "normal": [(40.0, 0.0, 1.0), (-40.0, 0.0, 1.0), (8.5, 0.0, 1.0), (1e8, 0.0, 1e-3), (0.1, 0.1, 1e-10)],
    "std_normal": [(40.0,), (-40.0,), (8.5,), (-9.0,)],
    "exp_mod_normal": [(30.0, 0.0, 1.0, 0.5), (-20.0, 0.0, 1.0, 0.5), (3.0, 0.0, 0.01, 50.0), (0.5, 0.0, 4.0, 10.0), (-1.2, 2.0, 0.08, 1.5)],
    "skew_normal": [(10.0, 0.0, 1.0, 5.0), (-10.0, 0.0, 1.0, 5.0), (0.5, 0.0, 1.0, 200.0), (-1.2, 2.0, 0.08, 1.5)],
    "student_t": [(1e5, 3.0, 0.0, 1.0), (-50.0, 30.0, 0.0, 1.0), (2.0, 1e6, 0.0, 1.0), (0.5, 0.05, 0.0, 1.0)],
    "cauchy": [(1e8, 0.0, 1.0), (-1e8, 0.0, 1.0), (0.0, 0.0, 1e-8)],
    "double_exponential": [(800.0, 0.0, 1.0), (-800.0, 0.0, 1.0), (1e-9, 0.0, 1.0)],
    "logistic": [(800.0, 0.0, 1.0), (-800.0, 0.0, 1.0), (1e-9, 0.0, 1.0)],
    "gumbel": [(60.0, 0.0, 1.0), (-6.0, 0.0, 1.0), (800.0, 0.0, 1.0)],
    "skew_double_exponential": [(300.0, 0.0, 1.0, 0.3), (-300.0, 0.0, 1.0, 0.3), (0.5, 0.0, 1.0, 0.999)],
    "lognormal": [(1e-12, 0.0, 1.0), (1e12, 0.0, 1.0), (1.0, 0.0, 1e-6)],
    "chi_square": [(1e-8, 3.0), (300.0, 3.0), (1000.0, 1000.0), (1e-3, 0.1)],
    "inv_chi_square": [(1e-3, 3.0), (1e8, 3.0), (1e-3, 1000.0)],
    "scaled_inv_chi_square": [(1e-3, 3.0, 0.5), (1e8, 3.0, 0.5), (1.0, 1000.0, 1.0)],
    "exponential": [(800.0, 1.0), (1e-12, 1.0), (1e-3, 1e-3)],
    "gamma": [(1e-8, 2.5, 1.5), (300.0, 2.5, 1.5), (1000.0, 1000.0, 1.0), (1e-3, 0.01, 1.0), (1200.0, 1000.0, 1.0)],
    "inv_gamma": [(1e-3, 2.5, 1.5), (1e8, 2.5, 1.5), (1.0, 1000.0, 1000.0)],
    "weibull": [(1e-8, 1.5, 2.0), (80.0, 1.5, 2.0), (2.0, 200.0, 2.01)],
    "frechet": [(0.03, 1.5, 2.0), (1e8, 1.5, 2.0), (2.0, 200.0, 2.01)],
    "rayleigh": [(1e-8, 1.0), (50.0, 1.0)],
    "loglogistic": [(1e-8, 1.5, 2.0), (1e8, 1.5, 2.0)],
    "pareto": [(1e8, 1.0, 2.0), (1.0000001, 1.0, 2.0)],
    "pareto_type_2": [(1e8, 0.0, 1.0, 2.0), (1e-9, 0.0, 1.0, 2.0)],
    "beta": [(1e-10, 2.0, 3.0), (1e-3, 0.01, 0.01), (0.5, 500.0, 500.0), (0.999, 300.0, 2.0), (0.2, 500.0, 500.0)],
    "beta_proportion": [(1e-10, 0.4, 5.0), (0.5, 0.5, 1000.0), (0.9, 0.01, 50.0)],
    "uniform": [(1.0, 1.0, 1e8), (0.0, -1e-8, 1e-8)],
    "von_mises": [(0.5, 0.0, 200.0), (3.0, -3.0, 1e-6), (0.01, 0.0, 1e4)],
    "wiener": [(0.05, 2.0, 0.01, 0.4, 1.2), (30.0, 2.0, 0.3, 0.4, 1.2), (0.5, 2.0, 0.3, 0.99, -6.0)],
    "bernoulli": [(1, 1e-12), (0, 1e-12), (1, 1.0)],
    "bernoulli_logit": [(1, 800.0), (0, 800.0), (1, -800.0), (1, -40.0)],
    "binomial": [(0, 1000, 0.5), (500, 1000, 0.5), (3, 3, 1.0), (0, 3, 0.0), (2, 100000, 1e-5)],
    "binomial_logit": [(0, 1000, 0.1), (500, 1000, -800.0), (3, 3, 40.0)],
    "beta_binomial": [(0, 1000, 0.5, 0.5), (500, 1000, 400.0, 400.0), (3, 20, 1e-3, 1e-3)],
    "hypergeometric": [(100, 300, 400, 800)],
    "discrete_range": [(1, 1, 1000000), (3, 3, 3)],
    "neg_binomial": [(0, 1e-3, 1.0), (1000, 10.0, 0.01), (3, 1e6, 1e6)],
    "neg_binomial_2": [(0, 1e-3, 1.0), (1000, 1000.0, 10.0), (3, 3.0, 1e8), (100000, 1e5, 1e3)],
    "neg_binomial_2_log": [(0, -20.0, 1.0), (1000, 7.0, 10.0), (3, 1.0, 1e8)],
    "poisson": [(0, 1e-10), (1000, 1000.0), (200, 1.0), (0, 700.0)],
    "poisson_log": [(0, -30.0), (1000, 7.0), (200, 0.0), (0, 6.5)],
    "beta_neg_binomial": [(0, 1e-2, 1.0, 1.0), (100, 10.0, 5.0, 20.0)],
    "yule_simon": [(1, 1e-3), (1000, 2.0)],
    "categorical": [(1, [1e-12, 0.5, 0.499999999999])],
    "categorical_logit": [(1, [-800.0, 0.0, 1.0]), (2, [-800.0, 700.0, 1.0])],
    "ordered_logistic": [(2, 30.0, [-1.0, 0.4, 2.0]), (2, 0.0, [0.0, 1e-8, 2.0]), (1, -800.0, [0.0, 1.0])],
    "ordered_probit": [(2, 6.0, [-1.0, 0.4, 2.0]), (2, 0.0, [0.0, 1e-6, 2.0])],
}  # fmt: skip

TAILS = ("cdf", "lcdf", "lccdf")
# Stan has no tails of these, or not all
FEWER_TAILS = {"beta_proportion": ("lcdf", "lccdf"), "loglogistic": ("cdf",), **dict.fromkeys((
    "wiener", "bernoulli_logit", "binomial_logit", "hypergeometric", "neg_binomial_2_log", "poisson_log", "categorical", "categorical_logit",
    "ordered_logistic", "ordered_probit"), ())}  # fmt: skip


class Call(NamedTuple):
    """A call of a function of a law."""

    law: str
    what: str
    arguments: tuple

    @property
    def function(self) -> str:
        return f"{self.law}_{self.what}"

    def __str__(self) -> str:
        first, *rest = map(literal, self.arguments)
        return f"{self.function}({first} | {', '.join(rest)})"


def base(argument) -> str:
    """Stan's name for the type of an argument."""
    if isinstance(argument, (int, float)):
        return "int" if isinstance(argument, int) else "real"
    if isinstance(argument, Many):
        return "array[] vector"
    return {int: "array[] int", float: "vector", list: "matrix"}[type(argument[0])]


def literal(argument) -> str:
    """An argument in Stan's notation."""
    if isinstance(argument, (int, float)):
        return repr(argument)
    items = [literal(list(item) if isinstance(item, list) else item) for item in argument]
    if base(argument) == "matrix":
        items = [item.removesuffix("'") for item in items]
    inner = ", ".join(items)
    return f"{{{inner}}}" if base(argument).startswith("array") else f"[{inner}]" + "'" * (base(argument) == "vector")


def discrete(law: str) -> bool:
    """Has it a mass function?"""
    return base(ORDINARY[law][0][0]) in ("int", "array[] int")


def whats(law: str) -> tuple[str, ...]:
    """What Stan has of a law."""
    numbers = base(ORDINARY[law][0][0]) in ("int", "real") and base(ORDINARY[law][0][-1]) in ("int", "real")
    return ("lpmf" if discrete(law) else "lpdf", *(FEWER_TAILS.get(law, TAILS) if numbers else ()))


def calls(table) -> list[Call]:
    """The calls of a table."""
    return [Call(law, what, arguments) for law, points in table.items() for what in whats(law) for arguments in points]
