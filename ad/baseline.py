"""The engine without analyses: everything active, every operand on the tape, every arrival pushed. The second oracle of each test."""
from __future__ import annotations

from .engine import reverse


def reverse_baseline(text: str, name: str, activity, seed: float | None = 1.0) -> str:
    """As `engine.reverse`, right for any control flow and slow."""
    return reverse(text, name, activity, seed, engine="baseline")
