"""Decompositions of matrices: calls of LAPACK."""
