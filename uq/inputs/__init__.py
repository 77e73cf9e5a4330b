"""Uncertain inputs: names, laws, moments, and the map from independent standard normal numbers that each kind of them is (`protocol.py`).

    Inputs(laws)                 a law for each by name: distributions of `ppl` and of `scipy.stats`, numbers that do not vary
    GaussianInputs(names, …)     jointly Gaussian, by mean and covariance
    Draws(tree)                  posterior draws or data
    inputs_of(posterior)         `JointInputs`: the parameters of a model of `ppl` without observations
"""
from __future__ import annotations

from .copulas import ClaytonCopula as ClaytonCopula
from .copulas import FrankCopula as FrankCopula
from .copulas import GaussianCopula as GaussianCopula
from .copulas import GumbelCopula as GumbelCopula
from .copulas import StudentCopula as StudentCopula
from .draws import Draws as Draws
from .gaussian import GaussianInputs as GaussianInputs
from .inputs import Inputs as Inputs
from .joint import JointInputs as JointInputs
from .joint import inputs_of as inputs_of
from .openturns import from_openturns as from_openturns
from .protocol import Uncertain as Uncertain
from .salib import from_salib as from_salib
