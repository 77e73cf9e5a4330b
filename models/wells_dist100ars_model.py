"""Switching to a safe well against its distance and the arsenic of one's own (Gelman and Hill 2007, section 5.4). Data set `wells_data`."""
from __future__ import annotations

from .. import ppl
from ._wells import switching


@ppl.model
def wells_dist100ars_model(N, switched, dist, arsenic):
    switching(switched, dist / 100, arsenic)
