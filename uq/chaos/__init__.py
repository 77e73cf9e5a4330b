"""Polynomial chaos and Poincaré inequalities: the mathematics behind methods that believe derivatives."""
