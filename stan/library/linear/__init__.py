"""Vectors and matrices: making and joining them, products and decompositions, covariances, sparse ones."""
