"""Parameters of distributions that cannot be numbers or arrays of them: texts, dates, masked arrays, objects. Takes a value, raises the error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, runtime_checkable

import numpy as np

from ...ir.errors import ModelError
from ...ir.given import is_masked_array
from ...ir.places import here

NUMERIC = "fiub"                                 # NumPy's kinds of numbers
NEVER = (str, bytes, dict, set, complex, slice, type(None))


@runtime_checkable
class ArrayLike(Protocol):
    """What NumPy makes an array of: pandas' and xarray's."""

    def __array__(self) -> Any: ...


NUMBERS = (bool, int, float, Sequence, ArrayLike)
KINDS = {"U": "texts", "S": "bytes", "M": "dates", "m": "time differences", "c": "complex numbers", "O": "Python objects"}


def refuse_parameter(family: str, name: str, p: Any) -> None:
    """ModelError for what is neither numbers nor what stands for them while a function is compiled."""
    if isinstance(p, (np.ndarray, np.generic)):
        if p.dtype.kind not in NUMERIC or is_masked_array(p):
            raise no_numbers(family, name, p)
    elif isinstance(p, list) and p:
        if not any(is_staged(q) for q in p):
            of_list(family, name, p)
    elif isinstance(p, NEVER) or callable(p) or not (isinstance(p, NUMBERS) or is_staged(p)):
        raise no_number(family, name, p)


def is_staged(p: Any) -> bool:
    """Is it a value of the front end, known at run time alone? Lists may hold such."""
    from ...lang.values.values import STAGED  # not for `import llbayes.ppl`

    return isinstance(p, STAGED) or isinstance(p, (list, tuple)) and any(map(is_staged, p))


def of_list(family: str, name: str, p: list[Any]) -> None:
    """A list becomes an array, of numbers."""
    try:
        a = np.asarray(p)
    except ValueError:
        raise ModelError(f"the parameter `{name}` of `{family}` is no array: its rows have different lengths", here(),
                         "rows of an array have one length") from None  # fmt: skip
    if a.dtype.kind not in NUMERIC:
        raise no_numbers(family, name, a)


def no_numbers(family: str, name: str, a: Any) -> ModelError:
    """The error for an array of something else, or one that hides some of its numbers."""
    if is_masked_array(a):
        return ModelError(f"the parameter `{name}` of `{family}` is a masked array, which hides {np.ma.count_masked(a)} of {a.size} numbers", here(),
                          "fill it, `x.filled(…)`; which observations count is `where=` of the site")  # fmt: skip
    what = KINDS.get(a.dtype.kind, str(a.dtype))
    return ModelError(f"the parameter `{name}` of `{family}` holds {what}, and no numbers", here(), "make numbers of them: `.astype(float)`")


def no_number(family: str, name: str, value: Any) -> ModelError:
    """The error for a parameter that cannot be a number or an array."""
    from ..base.distribution import Distribution  # not for `import llbayes.ppl`
    from .values import for_number

    if isinstance(value, Distribution):
        what, remedy = f"the distribution {value}", f'its value is that of a site: `x = ppl.sample("x", {value.name}(…))`'
    else:
        what, remedy = for_number(value)
    return ModelError(f"the parameter `{name}` of `{family}` is {what}, and no number", here(), remedy)
