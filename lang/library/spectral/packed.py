"""What LAPACK is asked for: each decomposition in one array, `calls/decompositions/lapack.py` stages them as calls, CPython has them of NumPy.

`rules.py` has their derivatives, `ad/lower/lapack.py` the calls of LAPACK. Vectors lie in rows, one behind the other.
"""
from __future__ import annotations

import numpy as np


def packed_eigh(a, kind):
    """Eigenvalues, in ascending order, and eigenvectors in rows of a symmetric matrix: (n + 2, n). The last row is 0; in an
    adjoint it says whether the vectors were handed out."""
    w, v = np.linalg.eigh(a)
    return np.concatenate((w[None], v.T, 0.0 * w[None]))


def packed_svd(a, full):
    """Singular values, in descending order, left and right singular vectors in rows: (k + 1, 1 + m + n); with `full` those of the
    rest of the space follow. The last row is as in `packed_eigh`."""
    u, s, vh = np.linalg.svd(a, full_matrices=full)
    rows = max(a.shape) if full else len(s)
    out = np.zeros((rows + 1, 1 + sum(a.shape)))
    out[:len(s), 0], out[:u.shape[1], 1:1 + len(a)], out[:len(vh), 1 + len(a):] = s, u.T, vh
    return out


def packed_qr(a):
    """The columns of the orthogonal matrix of (m, n), m ≥ n, in rows, each with a row of the triangle behind it: (n, m + n)."""
    q, r = np.linalg.qr(a)
    return np.concatenate((q.T, r), axis=1)


def leftvectors(packed, rows, length):
    """Left singular vectors as they are handed out: where singular values are equal, or 0, their derivatives are nan."""
    return packed[:rows, 1:1 + length] * 1.0


def rightvectors(packed, rows, length):
    """The right ones."""
    return packed[:rows, -length:] * 1.0


def with_rule(value, a, kind):
    """A value whose derivative by `a` is that of a rule; its own is not followed."""
    return value


def eigenvectors(packed):
    """The eigenvectors in rows, as they are handed out: where eigenvalues are equal their derivatives are nan."""
    return packed[1:-1] * 1.0
