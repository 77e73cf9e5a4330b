"""Laplace's approximation as a method of this room; `samplers/laplace_approximation.py` has the work."""
from __future__ import annotations

from ..ir.public import public
from ..samplers.laplace_approximation import Laplace as Laplace
from ..samplers.laplace_approximation import approximate
from .method import Method, Needs

laplace = public(approximate, "uq.laplace")
LAPLACE = Method("laplace", laplace, None, "a posterior as a Gaussian?", "Newton steps with exact Hessian-vector products", Needs.POSTERIOR)
