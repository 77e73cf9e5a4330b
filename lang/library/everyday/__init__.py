"""Functions of scientific work beside those of `special/`: ratios of gamma functions, inverses, relatives of the error function, laws by SciPy's names."""
from __future__ import annotations

from . import entropies, errors, lambert, laws, products, quantiles

FUNCTIONS = (*products.FUNCTIONS, *errors.FUNCTIONS, *lambert.FUNCTIONS, *quantiles.FUNCTIONS, *entropies.FUNCTIONS, *laws.FUNCTIONS)
