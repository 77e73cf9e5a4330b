"""Stan programs run unchanged: `model = stan.model("x.stan")` is a `ppl.Model`."""
from __future__ import annotations

from .program import StanModel as StanModel
from .program import model as model

__all__ = ["StanModel", "model"]
