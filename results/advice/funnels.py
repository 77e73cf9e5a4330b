"""Where draws diverge: at small or large values of which quantities, and whether those are scales of latent ones, whose other form is the remedy.

That is known from the model, so a run notes it beside its draws (`SCALES`); what is not noted is not called a scale.
"""
from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Any, NamedTuple, cast

import numpy as np

from ..variables import Variables
from .mixing import every

SCALES = "scales"                # the attribute of a run: JSON of what `Scale` has
FALSE_ALARMS = 0.05              # share of runs in which something is named although divergences gather nowhere
CLEAR = 0.1                      # of 1: the least shift of a mean rank that is worth a word
LARGEST = 200                    # entries of a variable that is looked at
NAMED = 2


class Gathered(NamedTuple):
    """An entry of a variable whose values are clearly smaller, or larger, where draws diverge."""

    name: str
    entry: int
    small: bool
    shift: float                 # of the mean rank, between 0 and 1/2


class Scale(NamedTuple):
    """An entry of a parameter that is a scale of latent sites: they are wider where it is larger (`rising`) or smaller, a precision say."""

    name: str
    entry: int
    rising: bool
    centred: Sequence[str]
    noncentred: Sequence[str]


def gathered(posterior: Variables, bad: np.ndarray) -> list[Gathered]:
    """Those entries, the clearest first: necks of funnels (Betancourt & Girolami 2015), edges, tails. bad: (chain, draw)."""
    looked = [v for v in posterior.values() if 0 < v.size <= LARGEST and v.values.shape[:2] == bad.shape and v.values.dtype.kind == "f"]
    entries = max(1, sum(v.size for v in looked))
    least = max(CLEAR, NormalDist().inv_cdf(1.0 - FALSE_ALARMS / 2.0 / entries) / np.sqrt(12.0 * bad.sum()))
    found = [(v.name, k, shift(x, bad)) for v in looked for k, x in enumerate(v.entries())]
    clear = [Gathered(name, k, by < 0.0, abs(by)) for name, k, by in found if abs(by) > least]
    return sorted(clear, key=lambda g: -g.shift)


def shift(x: np.ndarray, bad: np.ndarray) -> float:
    """How far the mean rank of draws x that diverge is from that of all, 1/2."""
    others = np.sort(x[:, ::every(x.size)].ravel())
    return float(np.searchsorted(others, x[bad]).mean() / others.size - 0.5)


def noted(scales: Sequence[Scale]) -> str:
    """As an attribute of the run."""
    return json.dumps([scale._asdict() for scale in scales])


def known(attributes: Mapping[str, Any]) -> list[Scale]:
    """What a run has noted."""
    try:
        found = cast(list[dict[str, Any]], json.loads(attributes.get(SCALES, "[]")))
        return [Scale(**scale) for scale in found]
    except (ValueError, TypeError):                        # of another program
        return []


def place(posterior: Variables, found: Sequence[Gathered], scales: Sequence[Scale]) -> str:
    """Where draws diverge, and what to do there; what is told next begins with another remedy."""
    of = [(g, s) for g in found for s in scales if (g.name, g.entry) == (s.name, s.entry) and (s.noncentred or g.small == s.rising)]
    if of:
        return of_scales(posterior, of)
    alone = [g for g in found if posterior[g.name].size == 1][:NAMED]
    if not alone:
        return "; "
    return (f"; they gather at {values(posterior, alone)}: look there for a bound, a root or a logarithm in the model, or give a tighter prior; otherwise ")


def of_scales(posterior: Variables, found: Sequence[tuple[Gathered, Scale]]) -> str:
    """The neck of a funnel, whose remedy is the other form of what is scaled."""
    narrow = [(g, s) for g, s in found if s.centred and g.small == s.rising]
    chosen = (narrow or [(g, s) for g, s in found if s.noncentred])[:NAMED]
    where = values(posterior, [g for g, _ in chosen])
    sites = names(list(dict.fromkeys(site for _, s in chosen for site in (s.centred if narrow else s.noncentred))))
    scale = "which scales" if len(chosen) == 1 else "which scale"
    if narrow:
        return f"; they gather at {where}, {scale} {sites}: write {sites} with `.noncentered()`; otherwise "
    return (f"; they gather at {where}, {scale} {sites}, non-centred already: the centred form is better where data say much of each of its values, and a "
            "tighter prior on the scale where they do not; otherwise ")


def values(posterior: Variables, found: Sequence[Gathered]) -> str:
    """`small values of a, large values of b`."""
    return " and ".join(f"{'small' if g.small else 'large'} values of `{posterior[g.name].entry_name(g.entry)}`" for g in found)


def names(sites: Sequence[str]) -> str:
    """The first few."""
    return ", ".join(f"`{site}`" for site in sites[:3]) + (f" and {len(sites) - 3} more" if len(sites) > 3 else "")
