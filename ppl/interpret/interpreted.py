"""What a run of a model in CPython gave: values and log densities of its sites."""

from __future__ import annotations

from dataclasses import dataclass

from ..shown import run_text
from .record import SiteRecord


@dataclass(frozen=True, repr=False)
class Interpreted:
    """One run of the model in CPython."""

    sites: dict[str, SiteRecord]
    log_density: float
    reason: str = ""  # why the run stopped early: an `assert` or `raise` of the model

    def __repr__(self) -> str:
        return run_text(self.sites, self.log_density, self.reason)
