"""The words that signatures of `ppl` are typed with. Staged, a run-time value of the front end stands wherever a number or an array may."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeGuard

import numpy as np

Value: TypeAlias = float | np.ndarray                                     # a number or an array, as functions of the language get and give it
Numbers: TypeAlias = float | np.generic | np.ndarray | Sequence[float]    # what a user may write for one
Truth: TypeAlias = bool | np.bool_ | np.ndarray                           # what a comparison of values gives
Bounds: TypeAlias = tuple[Value | None, Value | None]                     # low and high, None where a set is open
Shape: TypeAlias = tuple[int, ...]
ShapeOf: TypeAlias = Callable[[Any], Shape]                               # the shape of a number or an array, staged or not
Sizes: TypeAlias = int | Sequence[int]                                    # a shape, as a user may write it
Dims: TypeAlias = str | Sequence[str]                                     # the names of axes, or of the only one
Function: TypeAlias = Callable[..., Value]
Code: TypeAlias = Callable[..., Any]                                      # any function of Python
Data: TypeAlias = dict[str, Any]                                          # what anything may be, by name: a model's arguments, values of sites
Labels: TypeAlias = Mapping[str, Sequence[Any] | np.ndarray]              # the coordinates along dims
Seed: TypeAlias = "int | Sequence[int] | np.random.SeedSequence | np.random.BitGenerator | np.random.Generator | None"    # imports none of them


def is_plain(p: Any) -> TypeGuard[int | float]:
    """Is this a number of the source or of Python's own? Those are known when a model is compiled; NumPy's are data."""
    return type(p) in (int, float)


def is_function(value: Any) -> bool:
    """Is this a function, of Python's or one defined in staged code?"""
    from ...lang.values.values import Closure  # not for `import llbayes.ppl`

    return callable(value) or isinstance(value, Closure)


class Uncalled:
    """What makes distributions and has yet to be given their parameters, as `repr` shows."""

    name: str
