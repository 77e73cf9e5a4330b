"""Functions of scientific work beside those of `special/`: ratios of gamma functions, inverses, relatives of the error function, laws by SciPy's names."""
from __future__ import annotations

from . import angles, binomials, entropies, errors, kolmogorov, lambert, laws, products, quantiles, relatives

ROOMS = (products, binomials, errors, lambert, quantiles, entropies, laws, relatives, angles, kolmogorov)
FUNCTIONS = tuple(row for room in ROOMS for row in room.FUNCTIONS)
