"""Infections and deaths by covid-19 in 14 countries, and what measures changed (Flaxman et al. 2020, version 2). Data: `ecdc0401`, `ecdc0501`."""
from __future__ import annotations

from .. import ppl
from ._covid import first_wave


@ppl.model
def covid19imperial_v2(M, P, N0, N, N2, deaths, f, X, EpidemicStart, pop, SI):
    first_wave(M, P, N0, N, N2, deaths, f, X, EpidemicStart, pop, SI)
