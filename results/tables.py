"""Results as tables of text."""
from __future__ import annotations

from collections.abc import Sequence

from .summary import ROWS, summary
from .trees import Groups
from .variables import PlainGroups


def summary_text(tree: Groups | PlainGroups, names: str | Sequence[str] | None = None, rows: int | None = ROWS, group: str = "posterior") -> str:
    """A table of means, standard deviations, 90 % intervals, ESS and R-hat: `summary` as text, with its arguments and errors."""
    return repr(summary(tree, names, rows, group))
