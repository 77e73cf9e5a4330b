"""Pickling: a model goes by the name of its module and function, a posterior by its model, data and coords; the other side binds again.

Machine code is not sent: the other process finds it in the cache of compiled code, or compiles.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ..ir.errors import ModelError, Position

if TYPE_CHECKING:
    from .definition import Model
    from .posterior import Posterior


def named(module: str, qualname: str) -> Any:
    """What `module` calls `qualname`."""
    found: Any = importlib.import_module(module)
    for name in qualname.split("."):
        found = getattr(found, name)
    return found


def reference(model: Model, position: Position) -> tuple[str, str]:
    """Module and name that lead to the model in any process. ModelError where there are none, as in a notebook or inside a function."""
    module, qualname = model.function.__module__, model.function.__qualname__
    try:
        reached = named(module, qualname)
    except (ImportError, AttributeError):
        reached = None
    if reached is not model or (module == "__main__" and not hasattr(importlib.import_module(module), "__file__")):
        raise ModelError(f"the model `{model.__name__}` cannot be pickled: another process cannot import it as `{module}.{qualname}`",
                position,
                "define it at the top of a module and import it from there",)
    return module, qualname


def bound(model: Model, data: dict[str, Any], coords: dict[str, Any]) -> Posterior:
    return model.bind(coords=coords, **data)
