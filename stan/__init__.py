"""Stan programs run unchanged: `model = stan.model("x.stan")` is a `ppl.Model`."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import StanError as StanError
from .old import OldSyntaxWarning as OldSyntaxWarning
from .program import StanModel as StanModel
from .program import model as model

__all__ = ["OldSyntaxWarning", "StanError", "StanModel", "model"]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        from .habits import missing

        raise missing(name, __all__)
