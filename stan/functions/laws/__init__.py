"""Stan's distributions, a file a subject: their arguments, and which distribution of `ppl` they are. Densities, distribution functions and draws follow
from that by one rule each (`making.py`)."""
from __future__ import annotations

from ...signatures import declare
from . import continuous, counts, matrices, regressions, vectors
from .law import Law as Law
from .law import Laws
from .making import OLD as OLD
from .making import declare_laws

LAWS: Laws = {
    **continuous.UNBOUNDED, **continuous.POSITIVE, **continuous.BOUNDED,
    **counts.BINARY, **counts.BOUNDED, **counts.CATEGORIES, **counts.UNBOUNDED,
    **vectors.NORMAL, **vectors.SHARES, **matrices.MATRICES, **matrices.SERIES, **regressions.REGRESSIONS,
}  # fmt: skip

declare_laws(LAWS)
declare(continuous.OTHERS + matrices.OTHERS + matrices.DRAWS + vectors.DRAWS + regressions.DRAWS)
