"""Derivatives of BLAS, as pairs in the inner convention that are made of calls of the same library in the same spelling."""
