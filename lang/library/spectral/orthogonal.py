"""Orthogonal and triangular factors, with the meaning of numpy.linalg; leading axes are batches."""
from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from ..selecting.refusing import refuse
from .packed import packed_qr
from .stacks import stacked


class QRResult(NamedTuple):
    """What np.linalg.qr gives."""

    Q: Any
    R: Any


def reduced(a):
    """Q (m, k) and R (k, n) of one matrix, k = min(m, n)."""
    m, n = a.shape
    if m >= n:
        packed = packed_qr(a)
        return packed[:, :m].T * 1.0, packed[:, m:] * 1.0
    packed = packed_qr(a[:, :m])
    q = packed[:, :m].T * 1.0
    r = np.zeros((m, n))
    r[:, :m] = packed[:, m:]
    r[:, m:] = q.T @ a[:, m:]
    return q, r


def complete(a):
    """Q (m, m) and R (m, n) of one matrix, m > n: reflections one after the other, as LAPACK makes them."""
    m, n = a.shape
    r = a * 1.0
    q = np.eye(m)
    for k in range(n):
        below = 0.0
        for i in range(k + 1, m):
            below += r[i, k] * r[i, k]
        v = np.zeros(m)
        v[k] = 1.0
        tau = 0.0
        if below > 0.0:
            beta = -np.copysign(np.sqrt(r[k, k] * r[k, k] + below), r[k, k])
            tau = (beta - r[k, k]) / beta
            for i in range(k + 1, m):
                v[i] = r[i, k] / (r[k, k] - beta)
        r = r - tau * np.outer(v, v @ r)
        q = q - tau * np.outer(q @ v, v)
    return q, np.triu(r)


def qr(a, mode="reduced"):
    """orthogonal matrix and upper triangle whose product is the matrix: mode "reduced", "complete" or "r", the triangle alone"""
    if mode not in ("reduced", "complete", "r"):
        refuse(f"`mode={mode!r}` of a QR factorisation is not part of the language", "\"reduced\", \"complete\" or \"r\"")
    m, n = a.shape[-2:]
    k = min(m, n)
    if mode == "complete" and m > n:
        if len(a.shape) == 2:
            return QRResult(*complete(a))
        return QRResult(*stacked(complete, a, ((m, m), (m, n))))
    q, r = reduced(a) if len(a.shape) == 2 else stacked(reduced, a, ((m, k), (k, n)))
    return r if mode == "r" else QRResult(q, r)
