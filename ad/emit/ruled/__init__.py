"""Derivatives of calls whose rules are written in the language."""
