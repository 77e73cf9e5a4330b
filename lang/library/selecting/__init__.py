"""Everyday NumPy that selects, orders and summarises, written in the language."""
