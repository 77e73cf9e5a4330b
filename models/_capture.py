"""What models of animals caught, marked and caught again share: M rows, most of animals, the rest of none (Kéry and Schaub 2012, chapter 6).

Rows of zeros beyond the animals seen stand for animals that may exist: each row is real with probability omega (data augmentation), and whether
it is, `z`, is summed out.
"""
from __future__ import annotations

import numpy as np

from .. import ppl
from ..ppl import Bernoulli


def real_or_not(omega, log_likelihood, caught):
    """Sums out whether each row is an animal, whose record has this log likelihood; a row that is none was never caught."""
    never = np.where(caught == 0, 0.0, -np.inf)
    ppl.marginalize("z", Bernoulli(omega), lambda z: np.where(z == 1, log_likelihood, never), dims="animal")
