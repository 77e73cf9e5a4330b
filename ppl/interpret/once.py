"""What `ppl.once` calls: Python on data, once, when they are bound. Its draws are the same at each binding."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...lang.library.random import Rng
from ..base.types import Code
from ..structure.drawing import OF_ONCE, Drawing
from .host import Host
from .running import RUN


def called_once(meaning: Any, k: int, f: Code, data: tuple[Any, ...], settings: dict[str, Any]) -> Any:
    """f(*data, **settings), the k-th call of `ppl.once` in a run, whose number is the seed of its draws."""
    token = RUN.set((Drawing(meaning, "a function of ppl.once, which data alone come into", OF_ONCE, named=False), Host(np.zeros(0), Rng(np.random.PCG64(k)))))
    try:
        return f(*data, **settings)
    finally:
        RUN.reset(token)
