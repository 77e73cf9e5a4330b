"""What a model returns at one point, as one array of floats, and the names of its parts: of dicts, NamedTuples and dataclasses too."""
from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ...ir.errors import DataError
from .outputs import at_inputs, floats


class Layout(NamedTuple):
    """The shape of an output; of a record the names of its fields with the shape of each, which lie one behind another."""

    shape: tuple[int, ...]
    fields: tuple[tuple[str, tuple[int, ...]], ...] = ()
    by_key: bool = False             # are the fields those of a dict?

    @property
    def names(self) -> tuple[str, ...]:
        """Of a record's entries: `stress`, `curve[3]`; none of a plain output."""
        return tuple(name if not shape else f"{name}[{', '.join(map(str, index))}]" for name, shape in self.fields for index in np.ndindex(shape))


def fields_of(returned: Any) -> dict[str, Any] | None:
    """A record's fields by name; None for what is no record."""
    if isinstance(returned, Mapping):
        return {str(name): value for name, value in returned.items()}
    if isinstance(returned, tuple) and hasattr(returned, "_fields"):
        return dict(zip(returned._fields, returned, strict=True))          # type: ignore[attr-defined]
    if dataclasses.is_dataclass(returned) and not isinstance(returned, type):
        return {f.name: getattr(returned, f.name) for f in dataclasses.fields(returned)}
    return None


def layout_of(returned: Any, at: np.ndarray) -> Layout:
    """That of what a model returned at a point; DataError for what is no number, array or record of them."""
    fields = fields_of(returned)
    if fields is None:
        return Layout(floats(returned, at).shape)
    shapes = tuple((name, floats(value, at).shape) for name, value in fields.items())
    if not shapes:
        raise DataError(f"the model returned a record without fields at {at_inputs(at)}")
    return Layout((sum(int(np.prod(shape)) for _, shape in shapes),), shapes, isinstance(returned, Mapping))


def joined(returned: Any, at: np.ndarray, ahead: int = 0, behind: int = 0) -> np.ndarray:
    """What a model returned as one array: a record's fields are flattened one behind another, but for the first `ahead` axes, the points', and the last
    `behind`, the inputs' of a derivative."""
    fields = fields_of(returned)
    if fields is None:
        return floats(returned, at)
    parts = [floats(value, at) for value in fields.values()]
    flat = [part.reshape(*part.shape[:ahead], -1, *part.shape[part.ndim - behind:]) for part in parts]
    return np.concatenate(flat, axis=ahead)


def weighed(function: Any, layout: Layout) -> Any:
    """The sum of a model's outputs, each times its weight, as one function of x (d,) and weights (m,), in the language where the model is."""
    fields, by_key = tuple((name, int(np.prod(shape))) for name, shape in layout.fields), layout.by_key

    def of_record(x: np.ndarray, weights: np.ndarray) -> Any:
        record, total, at = function(x), 0.0, 0
        for name, size in fields:
            total += np.sum(np.ravel(record[name] if by_key else getattr(record, name)) * weights[at:at + size])
            at += size
        return total

    def of_array(x: np.ndarray, weights: np.ndarray) -> Any:
        return np.sum(np.ravel(function(x)) * weights)
    return of_record if fields else of_array
