"""Dependence between inputs whose laws are known one by one.

A copula is a map from independent standard normal numbers to dependent ones, by conditional quantiles one after the other (Rosenblatt 1952), which the laws
of the inputs turn into values. Everything is by logarithms of both tails, so that it is exact where probabilities round to 0 or 1.
"""
from __future__ import annotations

from .archimedean import ClaytonCopula as ClaytonCopula
from .archimedean import FrankCopula as FrankCopula
from .archimedean import GumbelCopula as GumbelCopula
from .copula import Copula as Copula
from .elliptical import GaussianCopula as GaussianCopula
from .elliptical import StudentCopula as StudentCopula
