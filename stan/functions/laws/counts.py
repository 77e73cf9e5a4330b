"""Distributions of whole numbers (functions reference, chapters Binary, Bounded discrete and Unbounded discrete distributions)."""
from __future__ import annotations

from .law import Law, Laws

BINARY: Laws = {
    "bernoulli": Law("ints", ("reals",), "ppl.Bernoulli(_1)"),
    "bernoulli_logit": Law("ints", ("reals",), "ppl.Bernoulli(logits=_1)", tails=()),
}

BOUNDED: Laws = {
    "binomial": Law("ints", ("ints", "reals"), "ppl.Binomial(_1, _2)"),
    "binomial_logit": Law("ints", ("ints", "reals"), "ppl.Binomial(_1, logits=_2)", tails=(), draws=False),
    "beta_binomial": Law("ints", ("ints", "reals", "reals"), "ppl.BetaBinomial(_1, _2, _3)"),
    "hypergeometric": Law("int", ("int", "int", "int"), "st.hypergeometric(_1, _2, _3)", tails=()),
    "discrete_range": Law("ints", ("ints", "ints"), "ppl.DiscreteUniform(_1, _2)"),
}

CATEGORIES: Laws = {
    "categorical": Law("ints", ("vector",), "ppl.Categorical(_1)", "_0 - 1", "1 + _0", tails=()),
    "categorical_logit": Law("ints", ("vector",), "ppl.Categorical(logits=_1)", "_0 - 1", "1 + _0", tails=()),
    "ordered_logistic": (
        Law("int", ("real", "vector"), "ppl.OrderedLogistic(_1, _2)", "_0 - 1", "1 + _0", tails=()),
        Law("many ints", ("many reals", "cutpoints"), "ppl.OrderedLogistic(_1, _2)", "_0 - 1", tails=(), draws=False),
    ),
    "ordered_probit": (
        Law("int", ("real", "vector"), "ppl.OrderedProbit(_1, _2)", "_0 - 1", "1 + _0", tails=()),
        Law("many ints", ("column", "cutpoints"), "ppl.OrderedProbit(_1, _2)", "_0 - 1", tails=(), draws=False),
    ),
}

UNBOUNDED: Laws = {
    "neg_binomial": Law("ints", ("reals", "reals"), "ppl.NegativeBinomial(alpha=_1, beta=_2)"),
    "neg_binomial_2": Law("ints", ("reals", "reals"), "st.neg_binomial_2(_1, _2)"),
    "neg_binomial_2_log": Law("ints", ("reals", "reals"), "ppl.NegativeBinomial(log_mean=_1, size=_2)", tails=()),
    "poisson": Law("ints", ("reals",), "ppl.Poisson(_1)"),
    "beta_neg_binomial": Law("ints", ("reals", "reals", "reals"), "ppl.BetaNegativeBinomial(_1, _2, _3)"),
    "yule_simon": Law("ints", ("reals",), "ppl.YuleSimon(_1)"),
    "poisson_log": Law("ints", ("reals",), "ppl.Poisson(log_rate=_1)", tails=()),
}
