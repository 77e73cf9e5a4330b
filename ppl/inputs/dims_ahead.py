"""Dims that a model's source names: which there are, and the sizes that follow from its data before the model has run.

A run meets sites in order, and a parameter over schools stands before the observation that says how many schools there are. What is read here is plain:
`ppl.sample(…, obs=y, dims="school")` where `y` is an argument that the model never stores to, and `shape=J` beside `dims=` where `J` is one. Nothing is
guessed: the run checks each size as it meets the site.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import CompileError
from ...lang.values.code.source import assigned, function_node
from ..base.types import Code

OBS = 2  # where `ppl.sample` takes it without a name


class Said(NamedTuple):
    """The dims of one site, and what else says their sizes: names of the model's arguments."""

    dims: tuple[str, ...]
    observed: str
    shape: tuple[str, ...]


def dims_written(f: Code) -> frozenset[str]:
    """All dims that sites of the function name as texts."""
    return frozenset(dim for said in sites(f) for dim in said.dims)


def sizes_ahead(f: Code, data: Mapping[str, Any]) -> dict[str, int]:
    """Sizes by dim, of the dims whose sites all say the same."""
    found: dict[str, set[int]] = {}
    for said in sites(f):
        shape = np.shape(data[said.observed]) if isinstance(data.get(said.observed), np.ndarray) else tuple(data.get(name) for name in said.shape)
        if len(shape) == len(said.dims):
            for dim, n in zip(said.dims, shape, strict=True):
                found.setdefault(dim, set()).update([n] if type(n) is int else [])
    return {dim: min(sizes) for dim, sizes in found.items() if len(sizes) == 1}


def sites(f: Code) -> Iterator[Said]:
    """What the sites of the function say of their dims; nothing where its source is not to be had."""
    if not any(isinstance(names, tuple) and "dims" in names for names in f.__code__.co_consts):
        return
    try:
        node = function_node(f)
    except CompileError:
        return
    if not isinstance(node, ast.FunctionDef):
        return
    changed = assigned(node.body)
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and (dims := texts(keyword(call, "dims"))):
            observed = keyword(call, "obs") or (call.args[OBS] if len(call.args) > OBS else None)
            counts = keyword(call, "shape")
            shape = tuple(name_of(n, changed) for n in (counts.elts if isinstance(counts, ast.Tuple) else [counts]))
            yield Said(dims, name_of(observed, changed), shape)


def keyword(call: ast.Call, name: str) -> ast.expr | None:
    """The value of a keyword argument."""
    return next((k.value for k in call.keywords if k.arg == name), None)


def texts(node: ast.expr | None) -> tuple[str, ...]:
    """`"a"` or `("a", "b")` as a tuple of texts; empty for anything else."""
    parts = node.elts if isinstance(node, (ast.Tuple, ast.List)) else [node]
    found = tuple(part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str))
    return found if len(found) == len(parts) else ()


def name_of(node: ast.expr | None, changed: tuple[str, ...]) -> str:
    """The name that an expression is, if it is one that keeps the value it came with."""
    return node.id if isinstance(node, ast.Name) and node.id not in changed else ""
