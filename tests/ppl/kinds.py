"""All kinds of sets that there are, found by looking into the modules that make them."""

from __future__ import annotations

import importlib
import pkgutil

from llbayes.ppl import spaces
from llbayes.ppl.base import constraints

MODULES = [constraints, *(importlib.import_module(f"{spaces.__name__}.{m.name}") for m in pkgutil.iter_modules(spaces.__path__))]
KINDS = {k for module in MODULES for k in vars(module).values() if isinstance(k, constraints.Kind)}
