"""The density of each family in its first parameters, as an expression that is evaluated by the tests and set as mathematics by the page; and the parameters
of its picture. `where` says what a letter in it stands for. Vectors and matrices are NumPy's; `n` is the length of `x`.
"""

from __future__ import annotations

import ast
import math
import re
from typing import Any, NamedTuple

import numpy as np
from scipy import special as scipy_special

special: Any = scipy_special


class Formula(NamedTuple):
    """The density as text, letters that it uses beside parameters, and parameters of curves that are drawn."""

    density: str
    where: dict[str, str]
    drawn: tuple[tuple[Any, ...], ...]


def of_factor(density: str) -> str:
    """A density of a matrix, of its Cholesky factor and that of the scale."""
    return re.sub(r"\bscale\b", "(cholesky @ T(cholesky))", re.sub(r"\bx\b", "(x @ T(x))", density))


def f(density: str, *drawn: tuple[Any, ...], **where: str) -> Formula:
    return Formula(density, where, drawn)


A = np.array
LOCATION_SCALE = ((0.0, 1.0), (0.0, 2.0), (2.0, 0.6))
SQUARE = A([[1.44, -0.48], [-0.48, 0.65]])
WISHART = "det(x) ** ((df - p - 1) / 2) * exp(-trace(inv(scale) @ x) / 2) / (2 ** (df * p / 2) * det(scale) ** (df / 2) * gamma_p(p, df / 2))"
INVERSE_WISHART = "det(scale) ** (df / 2) * det(x) ** (-(df + p + 1) / 2) * exp(-trace(scale @ inv(x)) / 2) / (2 ** (df * p / 2) * gamma_p(p, df / 2))"
LOWER = A([[1.2, 0.0], [-0.4, 0.7]])
LKJ_CONSTANT = "prod_to(dim - 1, lambda k: pi ** (k / 2) * gamma(eta + (dim - 1 - k) / 2) / gamma(eta + (dim - 1) / 2))"

FORMULAS: dict[str, Formula] = {
    "Normal": f("exp(-(x - loc) ** 2 / (2 * scale ** 2)) / (scale * sqrt(2 * pi))", *LOCATION_SCALE),
    "HalfNormal": f("sqrt(2 / pi) / scale * exp(-x ** 2 / (2 * scale ** 2))", (0.5,), (1.0,), (2.0,)),
    "LogNormal": f("exp(-(log(x) - mu) ** 2 / (2 * sigma ** 2)) / (x * sigma * sqrt(2 * pi))", (0.0, 0.25), (0.0, 0.5), (0.0, 1.0)),
    "StudentT": f("gamma((df + 1) / 2) / (gamma(df / 2) * sqrt(df * pi) * scale) * (1 + z ** 2 / df) ** (-(df + 1) / 2)",
                  (1.0, 0.0, 1.0), (3.0, 0.0, 1.0), (30.0, 0.0, 1.0), z="(x - loc) / scale"),
    "HalfStudentT": f("2 * gamma((df + 1) / 2) / (gamma(df / 2) * sqrt(df * pi) * scale) * (1 + (x / scale) ** 2 / df) ** (-(df + 1) / 2)",
                      (1.0, 1.0), (3.0, 1.0), (30.0, 2.0)),
    "Cauchy": f("1 / (pi * scale * (1 + ((x - loc) / scale) ** 2))", *LOCATION_SCALE),
    "HalfCauchy": f("2 / (pi * scale * (1 + (x / scale) ** 2))", (0.5,), (1.0,), (2.0,)),
    "Laplace": f("exp(-abs(x - loc) / scale) / (2 * scale)", *LOCATION_SCALE),
    "Logistic": f("exp(-z) / (scale * (1 + exp(-z)) ** 2)", *LOCATION_SCALE, z="(x - loc) / scale"),
    "Exponential": f("rate * exp(-rate * x)", (0.5,), (1.0,), (2.0,)),
    "Gamma": f("rate ** shape / gamma(shape) * x ** (shape - 1) * exp(-rate * x)", (1.0, 1.0), (2.0, 1.0), (5.0, 2.0)),
    "InverseGamma": f("scale ** shape / gamma(shape) * x ** (-shape - 1) * exp(-scale / x)", (2.0, 1.0), (3.0, 2.0), (6.0, 8.0)),
    "Beta": f("x ** (a - 1) * (1 - x) ** (b - 1) / B(a, b)", (0.5, 0.5), (2.0, 2.0), (2.0, 6.0)),
    "Uniform": f("1 / (high - low)", (0.0, 1.0), (-1.0, 2.0)),
    "BetaProportion": f("x ** (mu * kappa - 1) * (1 - x) ** ((1 - mu) * kappa - 1) / B(mu * kappa, (1 - mu) * kappa)", (0.3, 4.0), (0.3, 20.0), (0.7, 4.0)),
    "ContinuousBernoulli": f("C * p ** x * (1 - p) ** (1 - x)", (0.2,), (0.45,), (0.9,), C="2 if p == 0.5 else 2 * atanh(1 - 2 * p) / (1 - 2 * p)"),
    "InverseGaussian": f("sqrt(lam / (2 * pi * x ** 3)) * exp(-lam * (x - mu) ** 2 / (2 * mu ** 2 * x))", (1.0, 1.0), (1.0, 4.0), (2.0, 10.0)),
    "Kumaraswamy": f("a * b * x ** (a - 1) * (1 - x ** a) ** (b - 1)", (0.6, 0.6), (2.0, 2.0), (2.0, 8.0)),
    "LogitNormal": f("exp(-(logit(x) - mu) ** 2 / (2 * sigma ** 2)) / (sigma * sqrt(2 * pi) * x * (1 - x))", (0.0, 0.5), (0.0, 2.0), (1.0, 1.0)),
    "Moyal": f("exp(-(z + exp(-z)) / 2) / (scale * sqrt(2 * pi))", *LOCATION_SCALE, z="(x - loc) / scale"),
    "PERT": f("(x - low) ** (a - 1) * (high - x) ** (b - 1) / (B(a, b) * (high - low) ** (a + b - 1))",
              (0.0, 0.3, 1.0, 4.0), (0.0, 0.5, 1.0, 10.0), (0.0, 0.9, 1.0, 4.0),
              a="1 + shape * (mode - low) / (high - low)", b="1 + shape * (high - mode) / (high - low)"),
    "SkewNormal": f("2 / scale * phi(z) * Phi(alpha * z)", (0.0, 1.0, 0.0), (0.0, 1.0, 3.0), (0.0, 2.0, -6.0), z="(x - loc) / scale"),
    "SkewDoubleExponential": f("2 * tau * (1 - tau) / sigma * exp(-2 * (1 - tau) * (mu - x) / sigma if x < mu else -2 * tau * (x - mu) / sigma)",
                               (0.0, 1.0, 0.5), (0.0, 1.0, 0.2), (0.0, 1.0, 0.8)),
    "Triangular": f("2 * (x - low) / ((high - low) * (mode - low)) if x < mode else 2 * (high - x) / ((high - low) * (high - mode))",
                    (0.0, 0.3, 1.0), (0.0, 0.5, 1.0), (-1.0, 0.8, 1.0)),
    "Weibull": f("shape / scale * (x / scale) ** (shape - 1) * exp(-(x / scale) ** shape)", (0.9, 1.0), (1.5, 1.0), (4.0, 1.0)),
    "Frechet": f("shape / scale * (x / scale) ** (-shape - 1) * exp(-(x / scale) ** (-shape))", (1.5, 1.0), (3.0, 1.0), (6.0, 2.0)),
    "LogLogistic": f("shape / x * (x / scale) ** shape / (1 + (x / scale) ** shape) ** 2", (1.5, 1.0), (3.0, 1.0), (6.0, 2.0)),
    "Gumbel": f("exp(-z - exp(-z)) / scale", *LOCATION_SCALE, z="(x - loc) / scale"),
    "Rayleigh": f("x / scale ** 2 * exp(-x ** 2 / (2 * scale ** 2))", (0.5,), (1.0,), (2.0,)),
    "Pareto": f("shape * scale ** shape / x ** (shape + 1)", (1.0, 1.0), (3.0, 1.0), (3.0, 2.0)),
    "Lomax": f("shape / scale * (1 + x / scale) ** (-shape - 1)", (1.0, 1.0), (3.0, 1.0), (3.0, 3.0)),
    "Chi2": f("x ** (df / 2 - 1) * exp(-x / 2) / (2 ** (df / 2) * gamma(df / 2))", (2.0,), (4.0,), (8.0,)),
    "InverseChi2": f("2 ** (-df / 2) / gamma(df / 2) * x ** (-df / 2 - 1) * exp(-1 / (2 * x))", (3.0,), (5.0,), (9.0,)),
    "ScaledInverseChi2": f("(df / 2) ** (df / 2) / gamma(df / 2) * scale ** df * x ** (-df / 2 - 1) * exp(-df * scale ** 2 / (2 * x))",
                           (4.0, 1.0), (10.0, 1.0), (10.0, 1.5)),
    "HalfLogistic": f("2 * exp(-x / scale) / (scale * (1 + exp(-x / scale)) ** 2)", (0.5,), (1.0,), (2.0,)),
    "ExGaussian": f("1 / nu * exp((mu - x) / nu + sigma ** 2 / (2 * nu ** 2)) * Phi((x - mu) / sigma - sigma / nu)",
                    (0.0, 1.0, 0.5), (0.0, 1.0, 2.0), (0.0, 0.3, 2.0)),
    "ExpModNormal": f("rate * exp(rate * (mu - x) + rate ** 2 * sigma ** 2 / 2) * Phi((x - mu) / sigma - rate * sigma)",
                      (0.0, 1.0, 2.0), (0.0, 1.0, 0.5), (0.0, 0.3, 0.5)),
    "GeneralizedExtremeValue": f("t ** (shape + 1) * exp(-t) / scale", (0.0, 1.0, 0.3), (0.0, 1.0, 0.01), (0.0, 1.0, -0.4),
                                 t="(1 + shape * (x - loc) / scale) ** (-1 / shape)"),
    "GeneralizedPareto": f("(1 + shape * (x - loc) / scale) ** (-1 / shape - 1) / scale", (0.0, 1.0, 0.5), (0.0, 1.0, 0.01), (0.0, 1.0, -0.4)),
    "AsymmetricLaplace": f("exp((x - loc) / (kappa * scale) if x < loc else -kappa * (x - loc) / scale) / (scale * (kappa + 1 / kappa))",
                           (1.0, 0.0, 1.0), (2.0, 0.0, 1.0), (0.5, 0.0, 1.0)),
    "VonMises": f("exp(kappa * cos(x - mu)) / (2 * pi * I(0, kappa))", (0.0, 0.5), (0.0, 2.0), (1.5, 6.0)),
    "Wiener": f("exp(-v * alpha * w - v ** 2 * (abs(x) - tau) / 2) * pi / alpha ** 2 * sum_of(lambda k: k * exp(-k ** 2 * pi ** 2 * t / 2) * sin(k * pi * w))",
                (1.0, 0.1, 0.5, 0.0), (1.5, 0.1, 0.5, 1.0), (2.0, 0.3, 0.3, -1.0),
                t="(abs(x) - tau) / alpha ** 2", v="delta if x < 0 else -delta", w="beta if x < 0 else 1 - beta"),
    "Bernoulli": f("p ** x * (1 - p) ** (1 - x)", (0.3,), (0.8,)),
    "Binomial": f("binom(n, x) * p ** x * (1 - p) ** (n - x)", (20, 0.1), (20, 0.5), (10, 0.8)),
    "BetaBinomial": f("binom(n, x) * B(x + a, n - x + b) / B(a, b)", (20, 0.6, 0.6), (20, 2.0, 5.0), (20, 20.0, 20.0)),
    "BetaNegativeBinomial": f("gamma(n + x) / (gamma(n) * factorial(x)) * B(a + n, b + x) / B(a, b)", (3.0, 5.0, 2.0), (3.0, 2.0, 5.0), (1.0, 4.0, 20.0)),
    "Poisson": f("rate ** x * exp(-rate) / factorial(x)", (0.8,), (3.0,), (10.0,)),
    "NegativeBinomial": f("gamma(x + size) / (gamma(size) * factorial(x)) * (mean / (mean + size)) ** x * (size / (mean + size)) ** size",
                          (4.0, 0.5), (4.0, 2.0), (4.0, 20.0)),
    "Geometric": f("p * (1 - p) ** (x - 1)", (0.2,), (0.5,), (0.8,)),
    "HyperGeometric": f("binom(k, x) * binom(N - k, n - x) / binom(N, n)", (50, 10, 20), (50, 25, 20), (50, 40, 20)),
    "DiscreteUniform": f("1 / (high - low + 1)", (0, 5), (-3, 8)),
    "DiscreteWeibull": f("q ** (x ** beta) - q ** ((x + 1) ** beta)", (0.7, 1.0), (0.9, 1.5), (0.5, 0.6)),
    "YuleSimon": f("alpha * B(x, alpha + 1)", (1.0,), (2.0,), (5.0,)),
    "Zipf": f("x ** (-a) / zeta(a)", (1.5,), (2.0,), (3.5,)),
    "Categorical": f("p[x]", (A([0.2, 0.5, 0.3]),)),
    "OrderedLogistic": f("expit(c(x) - eta) - expit(c(x - 1) - eta)", (0.3, A([-1.0, 0.0, 2.5])), (2.0, A([-1.0, 0.0, 2.5]))),
    "OrderedProbit": f("Phi(c(x) - eta) - Phi(c(x - 1) - eta)", (0.3, A([-1.0, 0.0, 2.5])), (2.0, A([-1.0, 0.0, 2.5]))),
    "Multinomial": f("factorial(n) * prod(p ** x / factorial(x))", (20, A([0.2, 0.5, 0.3]))),
    "DirichletMultinomial": f("factorial(n) * gamma(s) / gamma(n + s) * prod(gamma(x + concentration) / (factorial(x) * gamma(concentration)))",
                              (20, A([0.7, 2.0, 5.0])), s="sum(concentration)"),
    "Dirichlet": f("gamma(sum(concentration)) * prod(x ** (concentration - 1) / gamma(concentration))", (A([0.7, 2.0, 5.0]),), (A([8.0, 8.0, 8.0]),)),
    "StickBreaking": f("alpha ** (K - 1) * r(K) ** (alpha - 1) / prod_to(K - 1, r)", (1.0, 6), (4.0, 6)),
    "MultivariateNormal": f("exp(-T(x - mean) @ inv(cov) @ (x - mean) / 2) / sqrt(det(2 * pi * cov))", (A([0.0, 0.0]), SQUARE)),
    "MultivariateStudentT": f(
        "gamma((df + n) / 2) / (gamma(df / 2) * (df * pi) ** (n / 2) * sqrt(det(scale))) * "
        "(1 + T(x - loc) @ inv(scale) @ (x - loc) / df) ** (-(df + n) / 2)",
        (3.0, A([0.0, 0.0]), SQUARE)),
    "MatrixNormal": f("exp(-trace(inv(colcov) @ T(x - mean) @ inv(rowcov) @ (x - mean)) / 2) / "
                      "((2 * pi) ** (r * c / 2) * det(rowcov) ** (c / 2) * det(colcov) ** (r / 2))",
                      (np.zeros((2, 3)), SQUARE, np.eye(3))),
    "ZeroSumNormal": f("exp(-sum(x ** 2) / (2 * scale ** 2)) / (scale * sqrt(2 * pi)) ** (n - 1)", (1.0, 6)),
    "VonMisesFisher": f("kappa ** (n / 2 - 1) / ((2 * pi) ** (n / 2) * I(n / 2 - 1, kappa)) * exp(kappa * T(mu) @ x)",
                        (A([0.6, 0.8]), 3.0), (A([0.6, 0.8]), 30.0)),
    "LKJCholesky": f("prod_to(dim, lambda k: L(k) ** (dim - k + 2 * eta - 2)) / C", (3, 1.0), (3, 8.0), C=LKJ_CONSTANT),
    "LKJ": f("det(x) ** (eta - 1) / C", (3, 1.0), (3, 8.0), C=LKJ_CONSTANT),
    "Wishart": f(WISHART, (5.0, SQUARE)),
    "WishartCholesky": f("2 ** p * prod_to(p, lambda k: L(k) ** (p - k + 1)) * W", (5.0, LOWER), W=of_factor(WISHART)),
    "InverseWishart": f(INVERSE_WISHART, (6.0, SQUARE)),
    "InverseWishartCholesky": f("2 ** p * prod_to(p, lambda k: L(k) ** (p - k + 1)) * W", (6.0, LOWER), W=of_factor(INVERSE_WISHART)),
}
LETTERS = {
    "c": r"$`c_0, c_1, \dots`$ are the cutpoints between $`-\infty`$ and $`\infty`$", "r": r"$`r_k = 1 - x_1 - \dots - x_{k-1}`$",
    "L": "$`L`$ is x itself", "gamma_p": "$`p`$ is the number of rows", "n": "$`n`$ is the length of x",
}
OWN_N = frozenset(                               # whose parameter it is
    {"Binomial", "BetaBinomial", "BetaNegativeBinomial", "HyperGeometric", "Multinomial", "DirichletMultinomial", "ZeroSumNormal"}
)
OF_MATRICES = "x has $`r`$ rows and $`c`$ columns"


def letters(name: str) -> list[str]:
    """What letters mean that are neither parameters nor said beside the density."""
    formula = FORMULAS[name]
    used = {part.id for text in (formula.density, *formula.where.values()) for part in ast.walk(ast.parse(text)) if isinstance(part, ast.Name)}
    if name == "MatrixNormal":
        return [OF_MATRICES]
    return [says for letter, says in LETTERS.items() if letter in used and not (letter == "n" and name in OWN_N)]


# -- as numbers
def evaluated(name: str, params: dict[str, Any], x: Any) -> float:
    """The density at x."""
    formula = FORMULAS[name]
    names: dict[str, Any] = {**FUNCTIONS, **params, "x": x, "n": params.get("n", np.size(x))}
    names |= {"c": lambda j: padded(params["cutpoints"])[int(j) + 1], "r": lambda k: 1 - np.sum(x[:k - 1]), "L": lambda k: x[k - 1, k - 1]}
    if np.ndim(x) == 2:
        names |= {"r": len(x), "c": np.shape(x)[1], "p": len(x)}
    for letter, text in formula.where.items():
        names[letter] = eval(text, names)
    return float(eval(formula.density, names))


def padded(cutpoints: Any) -> Any:
    return np.concatenate([[-np.inf], cutpoints, [np.inf]])


FUNCTIONS: dict[str, Any] = {
    "exp": np.exp, "log": np.log, "sqrt": np.sqrt, "abs": abs, "pi": math.pi, "cos": np.cos, "sin": np.sin, "atanh": np.arctanh, "sum": np.sum, "prod": np.prod,
    "gamma": special.gamma, "B": special.beta, "binom": special.binom, "factorial": special.factorial, "Phi": special.ndtr, "expit": special.expit,
    "logit": special.logit, "phi": lambda z: np.exp(-z * z / 2) / math.sqrt(2 * math.pi), "I": special.iv, "zeta": special.zeta, "det": np.linalg.det,
    "inv": np.linalg.inv, "T": np.transpose, "trace": np.trace, "gamma_p": lambda p, a: math.exp(special.multigammaln(a, p)),
    "prod_to": lambda last, term: math.prod(term(k) for k in range(1, int(last) + 1)), "sum_of": lambda term: math.fsum(term(k) for k in range(1, 400)),
}


# -- as mathematics
GREEK = frozenset({"mu", "sigma", "tau", "nu", "kappa", "alpha", "beta", "delta", "eta", "pi"})
COMPARISONS: dict[type, str] = {ast.Lt: "<", ast.Eq: "="}
OPERATORS: dict[type, tuple[str, int]] = {ast.Add: (" + ", 1), ast.Sub: (" - ", 1), ast.Mult: (r"\,", 2), ast.MatMult: (r"\,", 2)}
CALLS = {
    "exp": r"\exp\left({}\right)", "log": r"\log {}", "sqrt": r"\sqrt{{{}}}", "abs": r"\left|{}\right|", "cos": r"\cos({})", "sin": r"\sin({})",
    "atanh": r"\operatorname{{artanh}}({})", "sum": r"\sum_i {}", "prod": r"\prod_i {}", "gamma": r"\Gamma({})", "B": r"\mathrm{{B}}({}, {})",
    "binom": r"\binom{{{}}}{{{}}}", "factorial": "{}!", "Phi": r"\Phi({})", "phi": r"\varphi({})", "expit": r"\operatorname{{logit}}^{{-1}}({})",
    "logit": r"\operatorname{{logit}}({})", "I": "I_{{{}}}({})", "zeta": r"\zeta({})", "det": r"\left|{}\right|", "inv": "{}^{{-1}}", "T": r"{}^\top",
    "trace": r"\operatorname{{tr}}\left({}\right)", "gamma_p": r"\Gamma_{{{}}}({})", "c": "c_{{{}}}", "r": "r_{{{}}}", "L": "L_{{{0} {0}}}",
}
WRAPPED = frozenset({"log", "sum", "prod", "factorial", "inv", "T"})        # their operand needs brackets of its own


def mathematics(text: str) -> str:
    """An expression in LaTeX."""
    return tex(ast.parse(text, mode="eval").body, 0)


def tex(node: ast.expr, outer: int) -> str:
    """An expression in LaTeX, in brackets where what is around it binds as strongly as `outer`: 1 sums, 2 products, 3 powers."""
    match node:
        case ast.Constant():
            return f"{node.value:g}"
        case ast.Name():
            return symbol(node.id)
        case ast.Subscript():
            return f"{tex(node.value, 3)}_{{{tex(node.slice, 0)}}}"
        case ast.UnaryOp():
            return bracketed(f"-{tex(node.operand, 2)}", 1, outer)
        case ast.IfExp(test=ast.Compare() as test):
            below = f"{tex(test.left, 0)} {COMPARISONS[type(test.ops[0])]} {tex(test.comparators[0], 0)}"
            return rf"\begin{{cases}}{tex(node.body, 0)} & {below}\\ {tex(node.orelse, 0)} & \text{{else}}\end{{cases}}"
        case ast.BinOp(op=ast.Div()):
            return rf"\frac{{{tex(node.left, 0)}}}{{{tex(node.right, 0)}}}"
        case ast.BinOp(op=ast.Pow()):
            base = rf"\left({tex(node.left, 0)}\right)" if isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Div) else tex(node.left, 3)
            return f"{base}^{{{tex(node.right, 0)}}}"
        case ast.BinOp():
            sign, strength = OPERATORS[type(node.op)]
            return bracketed(tex(node.left, strength - 1) + sign + tex(node.right, strength if sign == " - " else strength - 1), strength, outer)
        case ast.Call():
            return called(node)
    raise ValueError(f"no mathematics for {ast.unparse(node)}")


def called(node: ast.Call) -> str:
    """A function of the formulas."""
    name = node.func.id                                                         # type: ignore[attr-defined]
    if name in ("prod_to", "sum_of"):
        term = node.args[-1]
        inside = tex(term.body, 2) if isinstance(term, ast.Lambda) else f"{symbol(ast.unparse(term))}_k"
        return rf"\prod_{{k=1}}^{{{tex(node.args[0], 0)}}} {inside}" if name == "prod_to" else rf"\sum_{{k=1}}^\infty {inside}"
    return CALLS[name].format(*(tex(arg, 3 if name in WRAPPED else 0) for arg in node.args))


def bracketed(text: str, strength: int, outer: int) -> str:
    return rf"\left({text}\right)" if strength <= outer else text


def symbol(name: str) -> str:
    """A letter, a Greek one, or a word."""
    if name == "lam":
        return r"\lambda"
    return f"\\{name}" if name in GREEK else name if len(name) == 1 else rf"\mathrm{{{name}}}"
