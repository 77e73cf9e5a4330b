"""Hidden Markov models."""
from __future__ import annotations

from ..signatures import declare

declare("""
real hmm_marginal(matrix, matrix, vector) = st.hmm_marginal(_0, _1, _2)
matrix hmm_hidden_state_prob(data matrix, data matrix, data vector) = st.hmm_hidden_state_prob(_0, _1, _2)
array[] int hmm_latent_rng(matrix, matrix, vector) = st.hmm_latent(_0, _1, _2)
""")
