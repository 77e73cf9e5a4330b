"""Python's lookup of names from inside a call."""
from __future__ import annotations

import builtins

from .values import MISSING, Frame, Value


def lookup(frame: Frame, name: str) -> Value:
    """The function's own names, those of its enclosing functions, of the module, builtins. MISSING when there is none."""
    scope: Frame | dict[str, Value] | None = frame
    while isinstance(scope, Frame):
        value = scope.env.get(name, MISSING)
        if value is not MISSING:
            return value
        scope = scope.cells
    if scope is not None and name in scope:
        return scope[name]
    return frame.glb.get(name, getattr(builtins, name, MISSING))
