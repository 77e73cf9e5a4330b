"""The record of a test function."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False, repr=False)
class Problem:
    """`function(x)` of the inputs in the order of `laws`. `answers`: what is known, by the name that results have for it (`mean`, `variance`, `S1`, `ST`, `nu`,
    `P_f`, `beta`, …), arrays in the order of the inputs. `correlations` are of the inputs' normal scores, by pairs of names. A failure is `function(x) < 0`
    where `P_f` is among the answers. `source` says where function and answers are from."""

    name: str
    function: Callable[[np.ndarray], Any]
    laws: Mapping[str, Any]
    answers: Mapping[str, Any]
    source: str
    correlations: Mapping[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])

    @property
    def dim(self) -> int:
        """How many inputs there are."""
        return len(self.laws)

    def __repr__(self) -> str:
        return f"<test function {self.name} of {', '.join(self.laws)}: {', '.join(self.answers)} known>"


def numbered(law: Any, count: int) -> dict[str, Any]:
    """`count` inputs x1, x2, … of one law."""
    return {f"x{k + 1}": law for k in range(count)}
