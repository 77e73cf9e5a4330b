"""Polynomials, series, ranges, integrals and filters of arrays, written in the language with NumPy's and SciPy's meaning."""
