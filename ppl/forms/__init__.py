"""Distributions made of others, one file a form. Those that are methods of a distribution are entered in `base/distribution.py`; those that have a name of
their own are lines here, which `ppl` takes over and which are loaded when they are first asked for (`ir/lazy.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...ir.lazy import lazy

if TYPE_CHECKING:
    from .censoring.censored import Censored as Censored
    from .censoring.intervals import IntervalCensored as IntervalCensored
    from .glm import BernoulliGLM as BernoulliGLM
    from .glm import CategoricalGLM as CategoricalGLM
    from .glm import NegativeBinomialGLM as NegativeBinomialGLM
    from .glm import NormalGLM as NormalGLM
    from .glm import OrderedLogisticGLM as OrderedLogisticGLM
    from .glm import PoissonGLM as PoissonGLM
    from .mixtures.mixture import Mixture as Mixture
    from .mixtures.zeros import Hurdle as Hurdle
    from .mixtures.zeros import ZeroInflated as ZeroInflated
    from .own.custom import Custom as Custom
    from .transformed import Transformed as Transformed

__all__ = lazy(globals())  # pyright: ignore[reportUnsupportedDunderAll]
