"""Eigenvalues and eigenvectors of symmetric matrices, with the meaning of numpy.linalg and scipy.linalg."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..selecting.refusing import refuse
from .packed import eigenvectors, packed_eigh
from .stacks import stacked


class EighResult(NamedTuple):
    """What np.linalg.eigh gives."""

    eigenvalues: Any
    eigenvectors: Any


def symmetric(a, lower):
    """The symmetric matrix whose lower or upper triangle is that of `a`."""
    n = a.shape[0]
    s = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            s[i, j] = a[i, j] if lower else a[j, i]
            s[j, i] = s[i, j]
    return s


def decomposed(a, lower, kind):
    """Eigenvalues and eigenvectors, in columns, of one matrix."""
    packed = packed_eigh(symmetric(a, lower), kind)
    return packed[0] * 1.0, eigenvectors(packed).T


def of_stack(a, lower, kind):
    """Eigenvalues and eigenvectors of one matrix, or of each in a stack."""
    n = a.shape[-1]
    if len(a.shape) == 2:
        return decomposed(a, lower, kind)
    return stacked(lambda m: decomposed(m, lower, kind), a, ((n,), (n, n)))


def values_of_stack(a, lower, kind):
    """Eigenvalues alone."""
    if len(a.shape) == 2:
        return decomposed(a, lower, kind)[0]
    return stacked(lambda m: decomposed(m, lower, kind)[:1], a, ((a.shape[-1],),))[0]


def is_lower(triangle):
    """Is it the lower triangle that is read?"""
    if triangle not in ("L", "l", "U", "u"):
        refuse(f"`UPLO={triangle!r}` is no triangle", "\"L\" or \"U\"")
    return triangle in ("L", "l")


def eigh(a, UPLO="L"):
    """eigenvalues in ascending order and eigenvectors (in columns) of a symmetric matrix, of which one triangle is read; leading axes are batches"""
    values, vectors = of_stack(a, is_lower(UPLO), "eigh" if is_lower(UPLO) else "eighu")
    return EighResult(values, vectors)


def eigvalsh(a, UPLO="L"):
    """eigenvalues of a symmetric matrix in ascending order; one triangle is read; leading axes are batches"""
    return values_of_stack(a, is_lower(UPLO), "eigh" if is_lower(UPLO) else "eighu")
