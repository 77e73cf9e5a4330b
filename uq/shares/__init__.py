"""Shares of a variance: from the order of data that are there, and of inputs that depend on each other."""
