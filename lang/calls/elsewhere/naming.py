"""A function by the dotted name that the user knows: that of the public module in which it is found."""
from __future__ import annotations

import sys
import types
from typing import Any

import numpy as np

UFUNCS = ("numpy", "scipy.special")             # modules of functions that do not say where they are from


def dotted(f: Any) -> str:
    """`scipy.integrate.solve_ivp` for what is defined in a private module below; a method by its class."""
    label = getattr(f, "__qualname__", None) or getattr(f, "__name__", None) or type(f).__name__
    return f"{public_module(f)}.{label}"


def public_module(f: Any) -> str:
    """The innermost public module on the way to where it is defined."""
    if isinstance(f, np.ufunc):
        return next((m for m in UFUNCS if getattr(sys.modules.get(m), f.__name__, None) is f), "numpy")
    owner: Any = getattr(f, "__self__", None)
    whose = owner.__name__ if isinstance(owner, types.ModuleType) else type(f if owner is None else owner).__module__
    parts = (getattr(f, "__module__", None) or whose).split(".")
    private = next((k for k, part in enumerate(parts) if part.startswith("_") and k), len(parts))
    while private > 1 and not has(".".join(parts[:private]), f) and has(".".join(parts[: private - 1]), f):
        private -= 1
    return ".".join(parts[:private]).lstrip("_")


def has(module: str, f: Any) -> bool:
    """Is it a name of this module?"""
    return getattr(sys.modules.get(module), getattr(f, "__name__", ""), None) is f
