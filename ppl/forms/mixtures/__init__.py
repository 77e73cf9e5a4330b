"""Weighted sums of distributions: mixtures, and probabilities of their own at zero."""
