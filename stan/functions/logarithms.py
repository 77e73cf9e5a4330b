"""Compositions that work with logarithms (functions reference, Composed functions; Log mixtures)."""
from __future__ import annotations

from ..signatures import declare

CHAPTER = "Logarithms of sums and differences"

declare("""
R log1p_exp(R) = ppl.special.softplus(_0)
R log1m_exp(R) = ppl.special.log1mexp(_0)
R log_inv_logit(R) = ppl.special.log_expit(_0)
R log1m_inv_logit(R) = ppl.special.log_expit(-_0)
R log_inv_logit_diff(R, R) = st.log_inv_logit_diff(_0, _1)
R log_diff_exp(R, R) = st.log_diff_exp(_0, _1)
R lmultiply(R, R) = ppl.special.xlogy(_0, _1)

real log_sum_exp(array[] real | vector | row_vector | matrix) = st.log_sum_exp(_0)
R log_sum_exp(R, R) = np.logaddexp(_0, _1)
real log_mix(real, real, real) = st.log_mix(_0, _1, _2)
real log_mix(flat, flat) = st.log_mix_of(_0, _1)
real log_mix(flat, array[] vector | array[] row_vector) = st.log_mix_rows(_0, _1)
V softmax(V) = ppl.special.softmax(_0)
V log_softmax(V) = ppl.special.log_softmax(_0)
array[] V softmax(array[] V) = ppl.special.softmax(_0, 1)
array[] V log_softmax(array[] V) = ppl.special.log_softmax(_0, 1)
""", CHAPTER)
