"""Recognised functions: one file for each family, one table of all (`recognition.py`)."""
from .recognition import METHODS, TABLE, library_function, recognised

__all__ = ["METHODS", "TABLE", "library_function", "recognised"]
