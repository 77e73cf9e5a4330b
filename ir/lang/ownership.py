"""Compile-time lists and dicts belong to the region of code that made them: only there may they change."""
from __future__ import annotations

from typing import Any


def own(it: Any, v: Any) -> Any:
    """Compile-time lists and dicts may be changed only in the region that made them."""
    it.born[id(v)] = (v, it.region)
    return v


def may_change(it: Any, o: Any) -> None:
    """An error unless this code is in the region that made the list or dict."""
    if it.born.get(id(o), (0, None))[1] != it.region:
        raise it.error(
            "a compile-time list or dict cannot be changed under run-time control flow, nor one that was made outside",
            "use an array: np.zeros(…) and assign its elements",
        )
