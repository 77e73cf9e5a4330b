"""Regressions in one word: a distribution whose predictor is `alpha + x * beta` (functions reference, the generalized linear models). A row vector `x` is one
predictor for all values; a whole number or real `y` is one value for all rows."""
from __future__ import annotations

from .law import Law, Laws

PREDICTOR = "_2 + _1 @ _3"


def regression(one: str, many: str, python: str, arguments: tuple[str, ...], value: str = "_0") -> tuple[Law, Law]:
    """Values `one` with a matrix of predictors, `many` with a row vector; the arguments say `x` for both."""
    rows, row = (tuple(x if a == "x" else a for a in arguments) for x in ("rows", "row_vector"))
    return tuple(Law(left, given, python, value, tails=(), draws=False) for left, given in ((one, rows), (many, row)))  # type: ignore[return-value]


REGRESSIONS: Laws = {
    "normal_id_glm": regression("column", "many reals", f"ppl.Normal({PREDICTOR}, _4)", ("x", "column", "vector", "column")),
    "bernoulli_logit_glm": regression("ints", "many ints", f"ppl.Bernoulli(logits={PREDICTOR})", ("x", "column", "vector")),
    "poisson_log_glm": regression("ints", "many ints", f"ppl.Poisson(log_rate={PREDICTOR})", ("x", "column", "vector")),
    "neg_binomial_2_log_glm": regression(
        "ints", "many ints", f"ppl.NegativeBinomial(log_mean={PREDICTOR}, size=_4)", ("x", "column", "vector", "real")
    ),
    "binomial_logit_glm": regression("ints", "many ints", "ppl.Binomial(_1, logits=_3 + _2 @ _4)", ("ints", "x", "column", "vector")),
    "categorical_logit_glm": regression("ints", "ints", f"ppl.Categorical(logits={PREDICTOR})", ("x", "vector", "matrix"), "_0 - 1"),
    "ordered_logistic_glm": regression("ints", "ints", "ppl.OrderedLogistic(_1 @ _2, _3)", ("x", "vector", "vector"), "_0 - 1"),
}

DRAWS = """
array[] int bernoulli_logit_glm_rng(matrix | row_vector, vector, vector) = ppl.random(ppl.Bernoulli(logits=_1 + _0 @ _2))
"""
