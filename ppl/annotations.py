"""`Real["day", "country"]`, `Int["row"]`: arguments of a model that convert at binding and name dims; read as text, never evaluated."""

from __future__ import annotations

import ast
import inspect
from typing import Any, NamedTuple


class Annotation(NamedTuple):
    kind: str  # "Real" or "Int"
    dims: tuple[str, ...] = ()


class _Word:
    def __init__(self, kind: str):
        self.kind = kind

    def __getitem__(self, dims: Any) -> Annotation:
        return Annotation(self.kind, dims if isinstance(dims, tuple) else (dims,))


Real: Any = _Word("Real")
Int: Any = _Word("Int")


def annotation(value: Any) -> Annotation | None:
    """What an annotation says, None where it is not one of ours."""
    if isinstance(value, Annotation):
        return value
    if isinstance(value, _Word):
        return Annotation(value.kind)
    if not isinstance(value, str):
        return None
    try:
        node = ast.parse(value, mode="eval").body
    except SyntaxError:
        return None
    dims: tuple[Any, ...] = ()
    if isinstance(node, ast.Subscript):
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        dims, node = tuple(i.value for i in items if isinstance(i, ast.Constant)), node.value
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return Annotation(name, dims) if name in ("Real", "Int") else None


def annotations_of(f: Any) -> dict[str, Annotation]:
    found = {name: annotation(p.annotation) for name, p in inspect.signature(f).parameters.items()}
    return {name: a for name, a in found.items() if a is not None}
