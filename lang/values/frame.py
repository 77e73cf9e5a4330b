"""One Python call in progress, and Python's lookup of names in it."""
from __future__ import annotations

import builtins
from typing import Any

from .values import MISSING


class Frame:
    """`cells` are the enclosing frame or a dict of its variables; `path` tells this call from others, the same in every pass; `returns` and `loops`
    collect the ways out that are still to be joined; `node` is where the call is."""

    def __init__(self, env: dict[str, Any], glb: dict[str, Any], cells: Any, src: str, name: str, path: tuple[Any, ...], up: Any):
        self.env, self.glb, self.cells, self.src, self.name, self.path, self.up = env, glb, cells, src, name, path, up
        self.returns: list[Any] = []
        self.loops: list[Any] = []
        self.node: Any = None
        self.comprehension = self.done = False


def lookup(frame: Any, k: str) -> Any:
    """Python's lookup: the function, its enclosing functions, the module, builtins. MISSING when there is none."""
    fr = frame
    while fr is not None and not isinstance(fr, dict):
        v = fr.env.get(k, MISSING)
        if v is not MISSING:
            return v
        fr = fr.cells
    if isinstance(fr, dict) and k in fr:
        return fr[k]
    return frame.glb.get(k, getattr(builtins, k, MISSING))
