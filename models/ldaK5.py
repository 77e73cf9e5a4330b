"""Latent Dirichlet allocation with five topics (Blei, Ng and Jordan 2003). Data set `prideprejudice_chapter`."""
from __future__ import annotations

from .. import ppl
from ._lda import topics


@ppl.model
def ldaK5(V, M, N, w, doc, alpha, beta):
    topics(M, V, w, doc, alpha, beta)
