"""Derivatives of decompositions, in the language: KIND_forward(ẋ, x, …, ȧ) sets a tangent, KIND_reverse(ā, x, …, x̄) adds to an adjoint."""
from __future__ import annotations

from ...named import functions

RULES = functions("spectral.rules", {
    "": {
        "eigen": "eigh_forward eigh_reverse eighs_forward eighs_reverse eigenvectors_forward eigenvectors_reverse",
        "singular": "svd_forward svd_reverse leftvectors_forward leftvectors_reverse rightvectors_forward rightvectors_reverse pinv_forward pinv_reverse",
        "factors": "qr_forward qr_reverse",
        "triangles": "smallcholesky_forward smallcholesky_reverse",
        "functions": "sqrtm_forward sqrtm_reverse logm_forward logm_reverse",
    },
})  # fmt: skip
