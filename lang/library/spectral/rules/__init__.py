"""Derivatives of decompositions and functions of matrices, forward and reverse, in the language."""
