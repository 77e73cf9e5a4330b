"""Draws that stay among the doubles: what would be 0 or infinite is the nearest number that is not. In the language."""

from __future__ import annotations

from ...lang.library.random import SMALLEST, exponential

LARGEST = 1.7976931348623157e308                 # what is drawn above it is this


def positive_exponential(rng):
    """Standard exponential that is not 0: its logarithm is finite."""
    return max(exponential(rng), 2.0**-54)


def finite(x):
    """A number that has not left the doubles."""
    return min(max(x, -LARGEST), LARGEST)


def within_doubles(x):
    """A positive number that has not left the doubles."""
    return min(max(x, SMALLEST), LARGEST)
