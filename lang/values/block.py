"""A basic block under construction: where the builder writes, and where control flow comes from."""
from __future__ import annotations


class Block:
    """Its label and its lines."""

    __slots__ = ("label", "lines")

    def __init__(self, label: str):
        self.label = label
        self.lines: list[str] = []
