"""The data behind a function that is staged, for what they alone decide (`following.py`)."""
from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any


class Known:
    """Data by the names of arguments, and what Python has made of them, by expression and the values in it: for all passes and interpretations. The
    expression and the values stay alive, so that their identities stay their own."""

    def __init__(self, data: Mapping[str, Any]):
        self.data = data
        self.results: dict[tuple[int, tuple[int, ...]], tuple[Any, ast.expr, dict[str, Any]]] = {}
