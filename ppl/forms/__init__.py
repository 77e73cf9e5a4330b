"""Distributions made of others, one file a form: those that are methods of a distribution are entered under the name of the method, those that have
a name of their own are lines here, which `ppl` takes over."""

from __future__ import annotations

from typing import Any

from ..base.distribution import FORMS, Distribution
from ..base.types import Seed, Sizes
from .censored import Censored as Censored
from .mixtures.mixture import Mixture as Mixture
from .mixtures.zeros import Hurdle as Hurdle
from .mixtures.zeros import ZeroInflated as ZeroInflated
from .noncentered import noncentered
from .own.custom import Custom as Custom
from .transformed import Transformed as Transformed
from .truncated import truncate


def sample(dist: Distribution, shape: Sizes, seed: Seed) -> Any:
    """`d.sample`."""
    from .sampling import sample  # not for `import llbayes.ppl`

    return sample(dist, shape, seed)


FORMS |= {"truncated": truncate, "noncentered": noncentered, "sample": sample}
MAKERS = {made.__name__: made for made in (Mixture, ZeroInflated, Hurdle, Censored, Transformed, Custom)}
