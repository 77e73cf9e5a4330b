"""Classical special functions whose calls need staging: orders that are known, functions that give several values, derivatives of a known order."""
from . import bessel, elliptic, integrals, polynomials

PARTS = (bessel, integrals, elliptic, polynomials)
