"""Which objects are of scipy.stats: neither that nor the table of its laws (`stats.py`) is imported for the question."""
from __future__ import annotations

from types import MethodType
from typing import Any


def is_stats(f: Any) -> bool:
    """Is it an object of scipy.stats?"""
    return type(f).__module__.startswith("scipy.stats.")


def is_law(f: Any) -> bool:
    """May it be a law of scipy.stats, or a method of one?"""
    return is_stats(f) or isinstance(f, MethodType) and is_stats(f.__self__)
