"""Pickling: a model goes by the name of its module and function, a posterior by its model, data and coords; the other side binds again.

Machine code is not sent: the other process finds it in the cache of compiled code, or compiles.
"""

from __future__ import annotations

import importlib
from typing import Any

from ..ir.errors import ModelError
from .base.types import Data, Labels
from .interpret.table import Definition, Earlier


def named(module: str, qualname: str) -> Any:
    """What `module` calls `qualname`."""
    found: Any = importlib.import_module(module)
    for name in qualname.split("."):
        found = getattr(found, name)
    return found


def reference(model: Definition) -> tuple[str, str]:
    """Module and name that lead to the model in any process. ModelError where there are none, as in a notebook or inside a function."""
    module, qualname = model.function.__module__, model.function.__qualname__
    try:
        reached = named(module, qualname)
    except (ImportError, AttributeError):
        reached = None
    if reached is not model or (module == "__main__" and getattr(importlib.import_module(module), "__file__", None) is None):
        raise ModelError(f"the model `{model.__name__}` cannot be pickled: another process cannot import it as `{module}.{qualname}`", model.position,
                         "define it at the top of a module and import it from there")  # fmt: skip
    return module, qualname


def bound(model: Any, data: Data, coords: Labels, away: frozenset[str], predicted: frozenset[str]) -> Any:
    """The posterior of the model given data; what is `away` is to be predicted."""
    binding = model.converted(data, coords, Earlier({}))
    binding.away, binding.predicted = away, predicted
    return model.bound(binding)
