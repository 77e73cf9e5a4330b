"""Calls of Enzyme's convention become calls of derived functions, by the convention of `names.py`; what is left of them elsewhere goes."""
from .rewrite import rewrite
from .settling import quiet, settle

__all__ = ["quiet", "rewrite", "settle"]
