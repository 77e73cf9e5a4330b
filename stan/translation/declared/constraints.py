"""Sets that declarations name: as constraints of parameters, and as what is asserted of transformed parameters and data."""
from __future__ import annotations

import ast
import math
from collections.abc import Callable

from ...nodes import Call, Declared, Expr, Int, Name, Real, SizedType, Unary
from ...types import Type
from ...walk import inside
from ..context import Body
from ..templates import constant

SETS = {                                        # of `_0` rows and `_1` columns
    "simplex": "ppl.simplex", "ordered": "ppl.ordered", "positive_ordered": "ppl.positive_ordered", "unit_vector": "ppl.unit_vector",
    "sum_to_zero_vector": "ppl.sum_to_zero", "sum_to_zero_matrix": "ppl.sum_to_zero_matrix", "cholesky_factor_corr": "ppl.cholesky_corr(_0)",
    "corr_matrix": "ppl.corr_matrix(_0)", "cov_matrix": "ppl.cov_matrix(_0)", "cholesky_factor_cov": "ppl.cholesky_cov(_0)",
    "column_stochastic_matrix": "ppl.stochastic_columns", "row_stochastic_matrix": "ppl.stochastic_rows",
}  # fmt: skip
RECTANGLE = "ppl.cholesky_cov(_0, _1)"
AFFINE = {"offset": 0.0, "multiplier": 1.0}     # what each is where it is not written
ENDS = {"lower": -math.inf, "upper": math.inf}
BETWEEN = {                                     # of the bounds that are written, `_0` the lower one where there are two
    (): "ppl.real", ("lower",): "ppl.lower(_0)", ("upper",): "ppl.upper(_0)", ("lower", "upper"): "ppl.interval(_0, _1)",
}  # fmt: skip
USUAL = {(("lower", 0),): "ppl.positive", (("lower", 0), ("upper", 1)): "ppl.unit"}
INFINITE = {"negative_infinity": "lower", "positive_infinity": "upper"}

Bounds = dict[str, Expr]


def constraint(body: Body, one: Declared) -> ast.expr:
    """The constraint of a parameter."""
    if one.sized.word in SETS:
        return of_set(body, one)
    written = one.sized.constraints
    bounds = {word: written[word] for word in (*AFFINE, *ENDS) if word in written and not is_open(word, written[word])}
    if bounds.keys() & AFFINE.keys():
        return body.fill("ppl.affine(_0, _1)", one, *(bound_of(body, one, bounds, word, usual) for word, usual in AFFINE.items()))
    if any(not bound.type.scalar or may_be_open(bound) for bound in bounds.values()):
        return body.fill("st.between(_0, _1)", one, *(bound_of(body, one, bounds, word, usual) for word, usual in ENDS.items()))
    template = USUAL.get(tuple((word, literal(bound)) for word, bound in bounds.items())) or BETWEEN[tuple(bounds)]
    return body.fill(template, one, *map(body.expr, bounds.values()))


def of_set(body: Body, one: Declared) -> ast.expr:
    """The set that a word names, of the sizes that are written."""
    sizes = [body.expr(size) for size in one.sized.sizes]
    rectangle = one.sized.word == "cholesky_factor_cov" and len(sizes) == 2
    return body.fill(RECTANGLE if rectangle else SETS[one.sized.word], one, *sizes)


def bound_of(body: Body, one: Declared, bounds: Bounds, word: str, usual: float) -> ast.expr:
    """A bound, or what it is where none is written."""
    if word in bounds:
        return body.expr(bounds[word])
    return constant(usual, body.place(one)) if math.isfinite(usual) else body.fill(f"{'-' if usual < 0 else ''}np.inf", one)


def literal(bound: Expr) -> float | None:
    """The number that a bound is written as."""
    return bound.value if isinstance(bound, (Int, Real)) else None


def is_open(word: str, bound: Expr) -> bool:
    """Is a bound infinite on its side, as it is written?"""
    match bound:
        case Call(name=name):
            return INFINITE.get(name) == word
        case Unary(op="-", operand=Call(name="positive_infinity" | "negative_infinity" as name)):
            return INFINITE[name] != word
        case _:
            return False


def may_be_open(bound: Expr) -> bool:
    """May a bound turn out to be infinite when data are bound: is it made of numbers of the data, or does it name an infinity?"""
    parts = [*inside(bound)]
    named = any(isinstance(part, Call) and part.name in INFINITE for part in parts)
    return named or (bound.data and any(isinstance(part, Name) and part.type.base == "real" for part in parts))


# -- what is asserted
CHECKS = {
    "lower": "np.all(_0 >= _1)", "upper": "np.all(_0 <= _1)", "simplex": "st.is_simplex(_0)", "ordered": "st.is_ordered(_0)",
    "positive_ordered": "st.is_positive_ordered(_0)", "unit_vector": "st.is_unit_vector(_0)", "cholesky_factor_corr": "st.is_cholesky_corr(_0)",
    "cholesky_factor_cov": "st.is_cholesky_cov(_0)", "corr_matrix": "st.is_corr_matrix(_0)", "cov_matrix": "st.is_cov_matrix(_0)",
    "sum_to_zero_vector": "st.sums_to_zero(_0)", "sum_to_zero_matrix": "st.sums_to_zero_both_ways(_0)",
    "column_stochastic_matrix": "st.has_simplex_columns(_0)", "row_stochastic_matrix": "st.has_simplex_rows(_0)",
}  # fmt: skip
OF_NUMBERS = {"lower": "_0 >= _1", "upper": "_0 <= _1"}
WORDS = {"lower": "below its lower bound", "upper": "above its upper bound"}


def checks(body: Body, at: Declared, called: str, sized: SizedType, type: Type, value: Callable[[], ast.expr]) -> list[ast.stmt]:
    """Assertions that a value, kept under a name, lies where its declaration says: a point where it does not is rejected, and a draw has no generated
    quantities (reference manual, Program blocks)."""
    made: list[ast.stmt] = []
    for word, bound in claims(sized):
        given = [] if bound is None else [body.expr(bound)]
        test = body.fill(CHECKS[word] if type.rank else OF_NUMBERS[word], at, value(), *given)
        said = f"`{called}` is {WORDS.get(word, f'no {word}')}"
        made.append(ast.Assert(test, constant(said, body.place(at)), **body.place(at)._asdict()))
    return made


def claims(sized: SizedType) -> list[tuple[str, Expr | None]]:
    """What a declaration says of the values."""
    bounds = [(word, bound) for word, bound in sized.constraints.items() if word in WORDS and not is_open(word, bound)]
    return [*([(sized.word, None)] if sized.word in CHECKS else []), *bounds]

