"""Arrays of data as binding hands them to a model: an index that data give must count from 0."""

from __future__ import annotations

from typing import Any

import numpy as np

from .tables import Frame


class Indexed(Frame):
    """An array that refuses negative indices that come from data; those written by the user are Python integers, and fine."""

    def __getitem__(self, key: Any) -> Any:
        if type(key) is int:
            return np.ndarray.__getitem__(self, key)
        if isinstance(key, str) and not self.columns:
            raise IndexError(f"an array has no columns: `{key}` is one of a table, and `bind` takes DataFrames")
        for k in key if isinstance(key, tuple) else (key,):
            if type(k) is not int and (least := lowest(k)) < 0:
                raise IndexError(
                    f"an index from data is negative ({least}): in data that count from 1 a 0 would silently be the last; "
                    "use ppl.index(a, n, base=1)"
                )
        return super().__getitem__(key)


def lowest(k: Any) -> Any:
    """The least of whole numbers that are an index; 0 where there are none."""
    if isinstance(k, np.signedinteger):
        return k
    return k.min() if isinstance(k, np.ndarray) and k.dtype.kind == "i" and k.size else 0
