"""Modes of log densities."""
