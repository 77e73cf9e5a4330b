"""Stan programs run unchanged: `model = stan.model("x.stan")` is a `ppl.Model`."""
from __future__ import annotations
