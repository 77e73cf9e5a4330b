"""The front end: a subset of Python and NumPy becomes LLVM IR. Import what you need from here."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .known import Known
from .values.hooks import compile_time, compiled, independent, primitive

if TYPE_CHECKING:
    from .staging import Array, Staged, flatten, spec_of, stage

__all__ = ["Array", "Known", "Staged", "compile_time", "compiled", "flatten", "independent", "primitive", "spec_of", "stage"]


def __getattr__(name: str) -> Any:
    """The interpreter is imported when it is first needed."""
    if name in ("Array", "Staged", "flatten", "spec_of", "stage"):
        from . import staging
        return getattr(staging, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
