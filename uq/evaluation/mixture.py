"""Points of a design whose parts are mixtures of two points each: A, B, and A with a column from B. Where the model is machine code they need not exist."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Mixture:
    """Points (parts, n, d): part k of pair i has input j of `pairs[i, 1]` where `choice[k, j]` holds, else that of `pairs[i, 0]`.

    pairs: (n, 2, d); choice: (parts, d)
    """

    pairs: np.ndarray
    choice: np.ndarray

    @property
    def shape(self) -> tuple[int, int, int]:
        """(parts, n, d)"""
        return len(self.choice), len(self.pairs), self.choice.shape[1]

    @property
    def first(self) -> np.ndarray:
        """The first point (d,) of the first part."""
        return self.kept(slice(1)).part(0)[0]

    def part(self, k: int) -> np.ndarray:
        """(n, d)"""
        return np.where(self.choice[k], self.pairs[:, 1], self.pairs[:, 0])

    @property
    def points(self) -> np.ndarray:
        """All of them."""
        points = np.empty(self.shape)
        for k in range(len(points)):
            points[k] = self.part(k)
        return points

    def kept(self, good: np.ndarray | slice) -> Mixture:
        """Of some pairs."""
        return Mixture(self.pairs[good], self.choice)


Block = np.ndarray | Mixture


def rows_of(block: Block) -> np.ndarray:
    """(parts n, d)"""
    points = block if isinstance(block, np.ndarray) else block.points
    return points.reshape(-1, points.shape[2])


def leading(block: Block, parts: int) -> np.ndarray:
    """The first parts, (parts, n, d): a copy, since the block's memory is for the next one."""
    return block[:parts].copy() if isinstance(block, np.ndarray) else np.stack([block.part(k) for k in range(min(parts, len(block.choice)))])


def kept(block: Block, good: np.ndarray | slice) -> Block:
    """Some of its points, in all parts."""
    return block[:, good] if isinstance(block, np.ndarray) else block.kept(good)
