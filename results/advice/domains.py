"""Trajectories that ended, and proposals that were rejected, where the model has no density: which part of the model left its domain there, and where.

That is known from the model, so a run notes it beside its draws (`OUTSIDE`).
"""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, cast

from .mixing import count

OUTSIDE = "left_domain"          # the attribute of a run: JSON of what `Outside` has
WORTH_A_WORD = 0.1               # share of proposals; of divergences, from which on the causes are told alone
MOST = 3                         # causes that are told


class Cause(NamedTuple):
    """What left its domain, at which line, what to do, and at how many of the points that were looked at."""

    what: str
    where: str
    remedy: str
    beyond: int                  # ends where the density is not finite
    inside: int                  # ends where it is, close to such points


class Outside(NamedTuple):
    """Draws after the warm-up of all chains: how many diverged (0: of a sampler that has no divergences) and were made; ends where the density is not
    finite, and divergences where it is; how many of both were looked at."""

    diverged: int
    made: int
    beyond: int
    inside: int
    looked_beyond: int
    looked_inside: int
    causes: Sequence[Cause]

    def ended(self, cause: Cause) -> float:
        """How many ended there, as far as those that were looked at tell."""
        ended = self.beyond * cause.beyond / max(1, self.looked_beyond) + self.inside * cause.inside / max(1, self.looked_inside)
        return ended * min(1.0, self.of / max(1, self.beyond + self.inside))     # one trajectory may leave the domain more than once

    @property
    def of(self) -> int:
        """How many there are: divergences, or proposals."""
        return self.diverged or self.made

    def share(self) -> float:
        """The part of them that the causes explain."""
        return sum(map(self.ended, self.causes)) / max(1, self.of)

    @property
    def few(self) -> bool:
        """Do the causes explain so few that the usual advice holds for the others?"""
        return self.share() < WORTH_A_WORD

    @property
    def exact(self) -> bool:
        """Were all of them looked at?"""
        return self.looked_beyond == self.beyond and self.looked_inside == self.inside


def as_attribute(outside: Outside) -> str:
    """As an attribute of the run."""
    return json.dumps({**outside._asdict(), "causes": [cause._asdict() for cause in outside.causes]})


def known(attributes: Mapping[str, Any]) -> Outside | None:
    """What a run has noted."""
    try:
        found = cast("dict[str, Any]", json.loads(attributes[OUTSIDE]))
        return Outside(**found)._replace(causes=[Cause(**cause) for cause in found["causes"]])
    except (ValueError, TypeError, LookupError):             # none, or of another program
        return None


def told(outside: Outside) -> list[str]:
    """A line for each cause, and one about what has another."""
    causes = sorted(outside.causes, key=outside.ended, reverse=True)[:MOST]
    rest = round(outside.of - sum(map(outside.ended, outside.causes)))
    lines = [line(outside, cause) for cause in causes]
    if outside.diverged and rest >= WORTH_A_WORD * outside.of and not outside.few:
        lines[-1] += f"; mend this first, then see whether any of the other {count(rest, 'divergence')} are left"
    return lines


def line(outside: Outside, cause: Cause) -> str:
    """One of them."""
    ended = max(1, round(outside.ended(cause)))
    alone = cause.beyond in (0, outside.looked_beyond) and cause.inside in (0, outside.looked_inside)
    number = f"{ended:,}" if outside.exact or alone else f"about {ended:,}"
    close = ", or close to it" if cause.inside else ""
    what = f"{count(outside.of, 'divergence')} ended" if outside.diverged else f"{count(outside.of, 'proposal')} were rejected"
    looked = "" if outside.exact else f" ({outside.looked_beyond + outside.looked_inside:,} were looked at)"
    return f"{number} of {what} where {cause.what}, at {cause.where}{close}{looked}{f'; {cause.remedy}' if cause.remedy else ''}"
