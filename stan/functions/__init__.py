"""Stan's functions, a file a subject: lines for the table of `signatures.py`, and which laws there are."""
from __future__ import annotations

from . import algebra, arrays, covariances, elementwise, gammas, higher, laws, logarithms, markov, matrices, operators, transforms

__all__ = ["algebra", "arrays", "covariances", "elementwise", "gammas", "higher", "laws", "logarithms", "markov", "matrices", "operators", "transforms"]
