"""What `ppl.check` found: a line for each finding, and what was looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Finding(NamedTuple):
    """What is wrong, and what to do; `look` is the word of what was looked at: gradient, data, prior, starts, scales, identification."""

    look: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what}; {self.remedy}" if self.remedy else self.what


@dataclass(frozen=True, repr=False)
class Report:
    """The findings, none where all is well; printed, or as the last line of a notebook's cell, they are lines."""

    name: str
    findings: Sequence[Finding]
    looked: Sequence[str]

    def __len__(self) -> int:
        return len(self.findings)

    def head(self) -> str:
        """What was looked at."""
        return f"`{self.name}`: {len(self.findings) or 'no'} finding{'' if len(self.findings) == 1 else 's'}, after a look at {', '.join(self.looked)}"

    def __repr__(self) -> str:
        return "\n".join([self.head(), *(f"! {finding}" for finding in self.findings)])

    def _repr_html_(self) -> str:
        from ...results.html import lines

        return lines(self.head(), *map(str, self.findings))
