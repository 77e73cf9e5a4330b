"""The engine's refusal: code that no rule covers is never skipped."""
from __future__ import annotations

from ..ir.errors import CompileError


class UnsupportedError(CompileError):
    """The function uses something that cannot be differentiated; the message names it."""
