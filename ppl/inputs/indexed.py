"""Arrays of data as binding hands them to a model: an index that data give must count from 0."""

from __future__ import annotations

from typing import Any

import numpy as np

from .tables import Frame


class Indexed(Frame):
    """An array that refuses negative indices that come from data; those written by the user are Python integers, and fine."""

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str) and not self.columns:
            raise IndexError(f"an array has no columns: `{key}` is one of a table, and `bind` takes DataFrames")
        for k in key if isinstance(key, tuple) else (key,):
            if isinstance(k, (np.ndarray, np.integer)) and k.dtype.kind == "i" and k.size and k.min() < 0:
                raise IndexError(
                    f"an index from data is negative ({k.min()}): in data that count from 1 a 0 would silently be the last; "
                    "use ppl.index(a, n, base=1)"
                )
        return super().__getitem__(key)
