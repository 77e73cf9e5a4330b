"""Decompositions as calls (`ir/dense.py`): the functions of `library/spectral/packed.py`, staged."""
from __future__ import annotations

from ...arrays import dense
from ...values.services import Interpreter
from ...values.values import ArrayValue, View
from ..family import Family

public = Family()
PACKED = "llbayes.lang.library.spectral.packed"


@public(f"{PACKED}.packed_eigh")
def packed_eigh(it: Interpreter, a: ArrayValue, kind: str) -> View:
    n = dense.known(a.shape)[0]
    return dense.decomposition(it, kind, (n + 2, n), a)


@public(f"{PACKED}.eigenvectors")
def eigenvectors(it: Interpreter, packed: ArrayValue) -> View:
    n = dense.known(packed.shape)[1]
    return dense.decomposition(it, "eigenvectors", (n, n), packed)


@public(f"{PACKED}.packed_svd")
def packed_svd(it: Interpreter, a: ArrayValue, full: bool) -> View:
    m, n = dense.known(a.shape)
    return dense.decomposition(it, "svd", ((max(m, n) if full else min(m, n)) + 1, 1 + m + n), a)


@public(f"{PACKED}.packed_qr")
def packed_qr(it: Interpreter, a: ArrayValue) -> View:
    m, n = dense.known(a.shape)
    return dense.decomposition(it, "qr", (n, m + n), a)


@public(f"{PACKED}.leftvectors")
def leftvectors(it: Interpreter, packed: ArrayValue, rows: int, length: int) -> View:
    return dense.decomposition(it, "leftvectors", (rows, length), packed)


@public(f"{PACKED}.rightvectors")
def rightvectors(it: Interpreter, packed: ArrayValue, rows: int, length: int) -> View:
    return dense.decomposition(it, "rightvectors", (rows, length), packed)


@public(f"{PACKED}.with_rule")
def with_rule(it: Interpreter, value: ArrayValue, a: ArrayValue, kind: str) -> View:
    return dense.decomposition(it, kind, dense.known(value.shape), a, value)
