"""What LAPACK is asked for: each decomposition in one array, `calls/decompositions/lapack.py` stages them as calls, CPython has them of NumPy.

`rules.py` has their derivatives, `ad/lower/lapack.py` the calls of LAPACK. Vectors lie in rows, one behind the other.
"""
from __future__ import annotations

import numpy as np


def packed_eigh(a, kind):
    """Eigenvalues, in ascending order, and eigenvectors in rows of a symmetric matrix: (n + 1, n)."""
    w, v = np.linalg.eigh(a)
    return np.concatenate((w[None], v.T))


def eigenvectors(packed):
    """The eigenvectors in rows, as they are handed out: where eigenvalues are equal their derivatives are nan."""
    return packed[1:] * 1.0
