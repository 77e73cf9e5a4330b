"""Distributions of OpenTURNS as inputs."""
from __future__ import annotations

from typing import Any

import numpy as np

from ...ir.errors import SettingsError
from ...ir.given import shown
from ...ir.public import public
from .copulas import ClaytonCopula, Copula, FrankCopula, GaussianCopula, GumbelCopula
from .inputs import Inputs
from .laws.openturns_laws import class_of, is_openturns


@public
def from_openturns(distribution: Any) -> Inputs:
    """The inputs of a distribution of OpenTURNS: one of one number, or a joint one whose copula is independent, normal, Clayton's, Frank's or Gumbel's, under
    the names of its description. SettingsError for anything else.

    >>> import openturns as ot                                       # doctest: +SKIP
    >>> uq.from_openturns(ot.ComposedDistribution([ot.Normal(10.0, 2.0), ot.Uniform(1.0, 2.0)]))      # doctest: +SKIP
    """
    if not is_openturns(distribution):
        raise SettingsError(f"`distribution` must be a distribution of OpenTURNS, not {shown(distribution)}", hint="laws by name make `uq.Inputs`")
    d = int(distribution.getDimension())
    names = [str(n) for n in distribution.getDescription()]
    names = names if len(set(names)) == d and all(names) else [f"x{k}" for k in range(d)]
    margins = [distribution] if d == 1 else [distribution.getMarginal(k) for k in range(d)]
    return Inputs(dict(zip(names, margins, strict=True)), copula=None if d == 1 else copula_of(distribution, names))


def copula_of(distribution: Any, names: list[str]) -> Copula | None:
    """Its copula."""
    if distribution.hasIndependentCopula():
        return None
    copula = distribution.getCopula()
    name, d = class_of(copula), len(names)
    if name == "NormalCopula" or name == "Normal":
        tau = copula.getKendallTau()
        return GaussianCopula(np.array([[float(tau[i, j]) for j in range(d)] for i in range(d)]), of="kendall")
    made = {"ClaytonCopula": ClaytonCopula, "FrankCopula": FrankCopula, "GumbelCopula": GumbelCopula}.get(name)
    if made is None:
        raise SettingsError(f"the inputs {', '.join(names)} have the copula `{name}`, which is not known here",
                            hint="write them as a model, `uq.inputs_of(…)`, or take draws of it: `uq.Draws(dict(…))`")
    return made(float(copula.getParameter()[0]))
