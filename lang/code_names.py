"""Which names a piece of Python code reads and binds."""
from __future__ import annotations

import ast
from typing import Any


def function_of(node: ast.expr, names: dict[str, Any]) -> Any:
    """What a name, or an attribute of what a name means, is; None where it is made inside."""
    if isinstance(node, ast.Attribute):
        return getattr(function_of(node.value, names), node.attr, None)
    return names.get(node.id) if isinstance(node, ast.Name) else None


def bound_names(node: ast.AST) -> set[str]:
    """The names that code binds, its arguments among them."""
    bound = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    bound |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load)}
    bound |= {part.name for part in ast.walk(node) if isinstance(part, (ast.FunctionDef, ast.ClassDef))}
    return bound | {(part.asname or part.name).partition(".")[0] for part in ast.walk(node) if isinstance(part, ast.alias)}


def free_names(node: ast.AST, bound: bool = True) -> set[str]:
    """The names that code reads; without those that it binds, which a function or a comprehension does not take from around it."""
    read = {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)}
    return read - bound_names(node) if bound else read
