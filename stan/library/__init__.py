"""Stan's functions in the model language: what NumPy has not, or has otherwise. Translated programs know it as `st`. Vectors, row vectors and arrays of numbers
are all one-dimensional arrays; indices count from 1, as in Stan."""
from __future__ import annotations

from .arithmetic import int_divide as int_divide
from .arithmetic import int_modulus as int_modulus
from .arithmetic import power as power
from .distributions import alike as alike
from .distributions import angle as angle
from .distributions import cdf as cdf
from .distributions import lccdf as lccdf
from .distributions import lcdf as lcdf
from .distributions import lkj_cov as lkj_cov
from .distributions import lpdf as lpdf
from .distributions import multi_gp as multi_gp
from .distributions import multi_gp_cholesky as multi_gp_cholesky
