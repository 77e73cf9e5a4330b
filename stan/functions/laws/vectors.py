"""Distributions of vectors and of counts by category (functions reference, chapters Multivariate discrete, Unbounded vectors, Simplex distributions)."""
from __future__ import annotations

from .law import Law, Laws

NORMAL: Laws = {
    "multi_normal": Law("vectors", ("vectors", "matrix"), "ppl.MultivariateNormal(_1, _2)", tails=(), draws=False),
    "multi_normal_prec": Law("vectors", ("vectors", "matrix"), "ppl.MultivariateNormal(_1, precision=_2)", tails=(), draws=False),
    "multi_normal_cholesky": Law("vectors", ("vectors", "matrix"), "ppl.MultivariateNormal(_1, cholesky=_2)", tails=(), draws=False),
    "multi_student_t": Law("vectors", ("real", "vectors", "matrix"), "ppl.MultivariateStudentT(_1, _2, _3)", tails=(), draws=False),
    "multi_student_t_cholesky": Law("vectors", ("real", "vectors", "matrix"), "ppl.MultivariateStudentT(_1, _2, cholesky=_3)", tails=(), draws=False),
}

# how many trials there were is the sum of the counts
COUNTS = Law("array[] int", ("vector",), "", tails=(), draws=False)
SHARES: Laws = {
    "dirichlet": Law("vectors", ("vectors",), "ppl.Dirichlet(_1)", tails=(), draws=False),
    "multinomial": COUNTS._replace(python="ppl.Multinomial(np.sum(_0), _1)", density="st.multinomial(_0, _1)"),
    "multinomial_logit": COUNTS._replace(python="ppl.Multinomial(np.sum(_0), logits=_1)", density="st.multinomial_logit(_0, _1)"),
    "dirichlet_multinomial": COUNTS._replace(python="ppl.DirichletMultinomial(np.sum(_0), _1)", density="st.dirichlet_multinomial(_0, _1)"),
}

DRAWS = """
vector multi_normal_rng(vector | row_vector, matrix) = ppl.random(ppl.MultivariateNormal(_0, _1))
array[] vector multi_normal_rng(array[] vector | array[] row_vector, matrix) = ppl.random(ppl.MultivariateNormal(_0, _1))
vector multi_normal_cholesky_rng(vector | row_vector, matrix) = ppl.random(ppl.MultivariateNormal(_0, cholesky=_1))
array[] vector multi_normal_cholesky_rng(array[] vector | array[] row_vector, matrix) = ppl.random(ppl.MultivariateNormal(_0, cholesky=_1))
vector multi_student_t_rng(real, vector | row_vector, matrix) = ppl.random(ppl.MultivariateStudentT(_0, _1, _2))
array[] vector multi_student_t_rng(real, array[] vector | array[] row_vector, matrix) = ppl.random(ppl.MultivariateStudentT(_0, _1, _2))
vector multi_student_t_cholesky_rng(real, vector | row_vector, matrix) = ppl.random(ppl.MultivariateStudentT(_0, _1, cholesky=_2))
array[] vector multi_student_t_cholesky_rng(real, array[] vector | array[] row_vector, matrix) = ppl.random(ppl.MultivariateStudentT(_0, _1, cholesky=_2))
vector dirichlet_rng(vector) = ppl.random(ppl.Dirichlet(_0))
array[] int multinomial_rng(vector, int) = ppl.random(ppl.Multinomial(_1, _0))
array[] int multinomial_logit_rng(vector, int) = ppl.random(ppl.Multinomial(_1, logits=_0))
array[] int dirichlet_multinomial_rng(vector, int) = ppl.random(ppl.DirichletMultinomial(_1, _0))
"""

