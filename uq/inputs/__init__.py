"""Uncertain inputs: names, laws, moments, and the map from independent standard normal numbers that each kind of them is (`protocol.py`).

    Inputs(laws)                 a law for each by name: distributions of `ppl` and of `scipy.stats`, numbers that do not vary
    GaussianInputs(names, …)     jointly Gaussian, by mean and covariance
    inputs_of(posterior)         `JointInputs`: the parameters of a model of `ppl` without observations
"""
from __future__ import annotations

from .gaussian import GaussianInputs as GaussianInputs
from .inputs import Inputs as Inputs
from .joint import JointInputs as JointInputs
from .joint import inputs_of as inputs_of
from .protocol import Uncertain as Uncertain
