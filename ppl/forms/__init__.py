"""Distributions made of others, one file a form; those that are methods of a distribution are entered under the name of the method."""

from __future__ import annotations

from typing import Any

from ..base.distribution import FORMS, Distribution
from ..base.types import Seed, Sizes
from .noncentered import noncentered
from .truncated import truncate


def sample(dist: Distribution, shape: Sizes, seed: Seed) -> Any:
    """`d.sample`."""
    from .sampling import sample  # not for `import llbayes.ppl`

    return sample(dist, shape, seed)


FORMS |= {"truncated": truncate, "noncentered": noncentered, "sample": sample}
