"""Names of a package that are loaded when they are first asked for, so that an import costs what is used.

The names are the lines of the package's own source under `if TYPE_CHECKING:`, which type checkers read too: `from .normal import Normal as Normal`.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

_LINE = re.compile(r"^    from (\.[\w.]*) import ([\w, ]+?)(?: *#.*)?$", re.MULTILINE)
Get = Callable[[str], Any]                      # the value of a name of the package
Answer = Callable[[str], Exception]             # the error for a name that it does not have


def written(file: str) -> dict[str, str]:
    """By name the module that it is loaded from, in the order of the lines of this file; a module of the package itself under its own name."""
    found: dict[str, str] = {}
    for module, names in _LINE.findall(Path(file).read_text("utf-8")):
        for word in [name.split(" as ")[0].strip() for name in names.split(",") if " as " in name]:
            found[word] = f".{word}" if module == "." else module
    return found


def lazy(
    namespace: dict[str, Any], tables: Mapping[str, Callable[[Get, list[str]], Any]] | None = None, answer: Answer | None = None, rooms: Iterable[Any] = ()
) -> list[str]:
    """Gives a package its `__getattr__` and `__dir__`, and returns the names that are loaded later. `namespace` is its `globals()`; `tables` are values
    that are made of those names when they are first asked for, by a function of (how to get a name, all names). What is in `__all__` of the `rooms`,
    modules, is taken over."""
    where, package, made = written(namespace["__file__"]), namespace["__name__"], tables or {}
    where |= {name: room.__name__ for room in rooms for name in room.__all__}

    def get(name: str) -> Any:
        if name in where:
            module = import_module(where[name], package)
            namespace[name] = module if where[name] == f".{name}" else getattr(module, name)
        elif name in made:
            namespace[name] = made[name](lambda n: namespace[n] if n in namespace else get(n), list(where))
        elif answer is not None:
            raise answer(name)
        else:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return namespace[name]

    namespace["__getattr__"] = get
    namespace["__dir__"] = lambda: sorted({*namespace, *where, *made})
    return list(where)
