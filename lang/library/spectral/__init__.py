"""Decompositions, systems of many kinds and functions of matrices, in the language, around calls of LAPACK."""
