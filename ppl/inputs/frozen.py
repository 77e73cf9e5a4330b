"""What `ppl.once` gave, as data of a model: plain arrays that nobody can write to."""

from __future__ import annotations

from typing import Any

import numpy as np


def frozen(result: Any) -> Any:
    """Arrays that `once` returns are data: plain and read-only; tuples of them are kept."""
    if isinstance(result, np.ndarray):
        a = np.array(result, {"f": np.float64, "b": np.bool_, "i": np.int64, "u": np.int64}.get(result.dtype.kind))
        a.flags.writeable = False
        return a
    return tuple(frozen(r) for r in result) if type(result) is tuple else result
