"""`Real["day", "country"]`, `Int["row"]`: arguments of a model that convert at binding and name dims; read as text, never evaluated.

In: the annotations of a function; out: which kind of numbers each argument is, and its dims.
"""

from __future__ import annotations

import ast
import inspect
from typing import Any, NamedTuple

from .base.types import Code, Dims


class Annotation(NamedTuple):
    """What is said of an argument."""

    kind: str  # "Real" or "Int"
    dims: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return self.kind + (f"[{', '.join(map(str, self.dims))}]" if self.dims else "")


class _Word:
    def __init__(self, kind: str):
        self.kind = kind

    def __getitem__(self, dims: Dims) -> Annotation:
        return Annotation(self.kind, dims if isinstance(dims, tuple) else (dims,))  # type: ignore[arg-type]

    def __repr__(self) -> str:
        return self.kind


Real: Any = _Word("Real")
Int: Any = _Word("Int")


def annotation(value: Any) -> Annotation | None:
    """What an annotation says, None where it is not one of ours."""
    if isinstance(value, _Word):
        return Annotation(value.kind)
    if isinstance(value, str):
        return written(value)
    return value if isinstance(value, Annotation) else None


def written(text: str) -> Annotation | None:
    """What an annotation says that is source text, as all are in a module with `from __future__ import annotations`."""
    try:
        node = ast.parse(text, mode="eval").body
    except SyntaxError:
        return None
    dims: tuple[Any, ...] = ()
    if isinstance(node, ast.Subscript):
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        dims, node = tuple(i.value for i in items if isinstance(i, ast.Constant)), node.value
    name = word(node)
    return Annotation(name, dims) if name in ("Real", "Int") else None


def word(node: ast.expr) -> str:
    """The last word of a dotted name: `ppl.Real` is `Real`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def annotations_of(f: Code) -> dict[str, Annotation]:
    """What a function's annotations say, by argument; other annotations are none of our business."""
    found = {name: annotation(p.annotation) for name, p in inspect.signature(f).parameters.items()}
    return {name: a for name, a in found.items() if a is not None}
