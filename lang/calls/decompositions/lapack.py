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
    return dense.decomposition(it, kind, (n + 1, n), a)


@public(f"{PACKED}.eigenvectors")
def eigenvectors(it: Interpreter, packed: ArrayValue) -> View:
    n = dense.known(packed.shape)[1]
    return dense.decomposition(it, "eigenvectors", (n, n), packed)
